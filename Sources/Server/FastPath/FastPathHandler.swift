import HTTPTypes
import NIOCore
import NIOHTTP1
import Wire

/// The fast path: answers look-ups and reports of a few plates from their bytes, ahead of the HTTP codec.
///
/// Answers a connection's requests as long as each is a ``FastPathRequest``. The first other bytes hand the connection to the codec for
/// good, so the fast path never needs the codec's state. While a report waits for the ledger, ``FastPathState`` holds bytes and events back
/// from the later handlers.
final class FastPathHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: ConnectionGuard
    private let fastPath: FastPath
    private var origin: ClientOrigin?
    private var context: ChannelHandlerContext?
    private var state = FastPathState()

    init(_ fastPath: FastPath, connection: ConnectionGuard) {
        self.fastPath = fastPath
        self.connection = connection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state.phase != .passedOn else { return context.fireChannelRead(data) }
        let bytes = unwrapInboundIn(data)
        guard !state.hold(bytes: bytes) else { return }
        guard let request = FastPathRequest(bytes, limits: connection.listener.limits.request) else {
            state.passOn()
            return context.fireChannelRead(data)
        }
        let origin = self.origin ?? fastPath.origin(of: context.channel)
        self.origin = origin
        switch request.question {
        case .lookups:
            send(fastPath.answer(lookups: request, from: origin, on: context.channel), context)
        case .reports:
            state.reportBegan()
            connection.headReceived(bodyBytesOnWire: 0)
            connection.requestReceived()
            fastPath.answer(reports: request, from: origin, on: context.channel) { self.reportEnded($0) }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard state.phase != .passedOn else { return context.fireChannelReadComplete() }
        // Otherwise the channel would read through all handlers, which this connection does not use.
        if state.wantsBytes { context.read() }
    }

    private func send(_ answer: FastPath.Answer, _ context: ChannelHandlerContext) {
        connection.answerWhole { isLast in Self.bytes(answer, isLast: isLast, context.channel.allocator) }
    }

    // MARK: While a report waits

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if !state.hold(event: event) { context.fireUserInboundEventTriggered(event) }
    }

    func read(context: ChannelHandlerContext) {
        if !state.holdRead() { context.read() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if !state.hold(close: mode, promise: promise) { context.close(mode: mode, promise: promise) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let held = state.reportEnded() { release(held, context) }
        context.fireChannelInactive()
    }

    private func reportEnded(_ answer: FastPath.Answer) {
        // The connection may be gone. Accepted reports are on disk, and a retry says so.
        guard let context, state.phase == .waiting else { return }
        send(answer, context)
        connection.awaitMore()
        if let held = state.reportEnded() { release(held, context) }
    }

    private func release(_ held: FastPathState.Held, _ context: ChannelHandlerContext) {
        for event in held.events { context.fireUserInboundEventTriggered(event) }
        for (mode, promise) in held.closes { context.close(mode: mode, promise: promise) }
        // Returns them to the guard as if they came now, so that its times and sizes apply, or it has ended the connection. Another report
        // among them makes the rest wait again.
        if let bytes = held.bytes, context.channel.isActive { connection.takeUp(bytes) }
        if held.isInputClosed { userInboundEventTriggered(context: context, event: ChannelEvent.inputClosed) }
        if held.isReadWanted { read(context: context) }
    }

    /// The same bytes as the codec's.
    private static func bytes(_ answer: FastPath.Answer, isLast: Bool, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        let length = answer.body.count
        var bytes = allocator.buffer(capacity: headBytes + length)
        var head: StaticString = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: "
        if let refusal = answer.refusal {
            bytes.writeString("HTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\r\n")
            for field in refusal.headers { bytes.writeString("\(field.name.rawName): \(field.value)\r\n") }
            head = "Content-Length: "
        }
        bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: headBytes + length) { space in
            var writer = PieceWriter(space)
            writer.write(head)
            writer.write(text: String(length))
            writer.write("\r\nDate: ")
            writer.write(text: answer.date)
            writer.write(isLast ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n")
            writer.write(answer.body.bytes)
            writer.write(PaddedBody.blank, count: answer.body.blanks)
            return writer.count
        }
        return bytes
    }

    /// More bytes than the status line and the headers of an answer take, unless it is a refusal.
    private static let headBytes = 256
}
