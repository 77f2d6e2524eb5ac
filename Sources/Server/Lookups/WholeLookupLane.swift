import HTTPTypes
import NIOCore
import NIOHTTP1

/// The shortest way of a look-up: answers it on its bytes, ahead of the HTTP codec.
///
/// It answers a connection's requests for as long as each of them is a ``WholeLookup``. The first bytes that are anything else go on to the codec, and
/// with them, for good, the connection: then nobody has to know whether the codec is in the middle of something.
final class WholeLookupLane: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionGuard
    private let exchange: LookupExchange
    private var origin: Origin?
    /// Whether the connection is the codec's.
    private var hasPassedOn = false

    init(_ exchange: LookupExchange, connection: ConnectionGuard) {
        self.exchange = exchange
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasPassedOn, let lookup = WholeLookup(unwrapInboundIn(data), limits: connection.listener.limits) else {
            hasPassedOn = true
            return context.fireChannelRead(data)
        }
        let origin = self.origin ?? exchange.origin(of: context.channel)
        self.origin = origin
        let answer = exchange.answer(lookup.head, lookup.body, from: origin, on: context.channel)
        connection.answerWhole { isLast in Self.bytes(answer, isLast: isLast, context.channel.allocator) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard !hasPassedOn else { return context.fireChannelReadComplete() }
        // Else the channel asks from behind, through everything that this connection does not use.
        context.read()
    }

    /// As the codec would write it.
    private static func bytes(_ answer: LookupExchange.Answer, isLast: Bool, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        let length = answer.body.count
        var bytes = allocator.buffer(capacity: 256 + length)
        bytes.writeStaticString("HTTP/1.1 ")
        if let refusal = answer.refusal {
            bytes.writeString("\(answer.status.code) \(answer.status.reasonPhrase)\r\n")
            for field in refusal.headers { bytes.writeString("\(field.name.rawName): \(field.value)\r\n") }
        } else {
            bytes.writeStaticString("200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n")
        }
        bytes.writeStaticString("Content-Length: ")
        bytes.writeString(String(length))
        bytes.writeStaticString("\r\nDate: ")
        bytes.writeString(answer.date)
        bytes.writeStaticString(isLast ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n")
        bytes.writeBytes(answer.body)
        return bytes
    }
}
