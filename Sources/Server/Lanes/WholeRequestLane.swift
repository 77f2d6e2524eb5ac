import HTTPTypes
import NIOCore
import NIOHTTP1

/// The shortest way: answers look-ups, and reports of a few plates, on their bytes, ahead of the HTTP codec.
///
/// It answers a connection's requests for as long as each of them is a ``WholeRequest``. The first bytes that are anything else go on to the codec, and
/// with them, for good, the connection: then nobody has to know whether the codec is in the middle of something.
///
/// A report waits for the ledger. Those behind know nothing of it, so whatever comes meanwhile, or is asked for from behind, waits as well.
final class WholeRequestLane: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// What waits for the answer to a report, in the order in which it will have its turn: whoever wants to close the connection comes before what
    /// would be begun on it.
    private struct Held {
        var events: [Any] = []
        var closes: [(mode: CloseMode, promise: EventLoopPromise<Void>?)] = []
        /// At most what one read of the socket brings: after that nothing more is asked for.
        var bytes: ByteBuffer?
        /// Whether the peer sends nothing behind them.
        var isInputClosed = false
        /// Whether those behind asked for more bytes.
        var isReadWanted = false
    }

    private let connection: ConnectionGuard
    private let exchange: LaneExchange
    private var origin: Origin?
    private var context: ChannelHandlerContext?
    /// Whether the connection is the codec's.
    private var hasPassedOn = false
    /// There while a report waits for the ledger.
    private var held: Held?

    init(_ exchange: LaneExchange, connection: ConnectionGuard) {
        self.exchange = exchange
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
        var bytes = unwrapInboundIn(data)
        guard held == nil else {
            held?.bytes.setOrWriteBuffer(&bytes)
            return
        }
        guard !hasPassedOn, let request = WholeRequest(bytes, limits: connection.listener.limits) else {
            hasPassedOn = true
            return context.fireChannelRead(data)
        }
        let origin = self.origin ?? exchange.origin(of: context.channel)
        self.origin = origin
        switch request.question {
        case .lookups:
            send(exchange.answer(lookup: request.head, request.body, from: origin, on: context.channel), context)
        case .reports:
            held = Held()
            connection.headReceived(bodyBytesOnWire: 0)
            connection.requestReceived()
            exchange.answer(reports: request.head, request.body, from: origin, on: context.channel) { self.end($0) }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard !hasPassedOn else { return context.fireChannelReadComplete() }
        // Else the channel asks from behind, through everything that this connection does not use. While a report waits, once: not to ask at all would
        // cost two system calls a report.
        if held?.bytes == nil { context.read() }
    }

    private func send(_ answer: LaneExchange.Answer, _ context: ChannelHandlerContext) {
        connection.answerWhole { isLast in Self.bytes(answer, isLast: isLast, context.channel.allocator) }
    }

    // MARK: While a report waits

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if held == nil {
            context.fireUserInboundEventTriggered(event)
        } else if event as? ChannelEvent == .inputClosed {
            held?.isInputClosed = true
        } else {
            held?.events.append(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if held == nil { context.read() } else { held?.isReadWanted = true }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if held == nil { context.close(mode: mode, promise: promise) } else { held?.closes.append((mode, promise)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        letGo(context)
        context.fireChannelInactive()
    }

    private func end(_ answer: LaneExchange.Answer) {
        // It may have gone meanwhile; what was accepted is on disk, and whoever asks again is told so.
        guard let context, held != nil else { return }
        send(answer, context)
        connection.awaitMore()
        letGo(context)
    }

    private func letGo(_ context: ChannelHandlerContext) {
        guard let held else { return }
        self.held = nil
        for event in held.events { context.fireUserInboundEventTriggered(event) }
        for (mode, promise) in held.closes { context.close(mode: mode, promise: promise) }
        // Back to the connection's guard, as if they came now: it may have ended, and if not, its times and sizes hold for them. Among them may be
        // another report, which the rest waits for in its turn.
        if let bytes = held.bytes, context.channel.isActive { connection.takeUp(bytes) }
        if held.isInputClosed { userInboundEventTriggered(context: context, event: ChannelEvent.inputClosed) }
        if held.isReadWanted { read(context: context) }
    }

    /// As the codec would write it.
    private static func bytes(_ answer: LaneExchange.Answer, isLast: Bool, _ allocator: ByteBufferAllocator) -> ByteBuffer {
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
