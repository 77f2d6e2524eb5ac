import NIOCore
import Wire

/// Holds one connection to its times and sizes, on its bytes, ahead of the HTTP codec.
///
/// `RequestGuard` tells it what the bytes meant. It alone refuses and closes: every end of a connection goes through ``refuse(_:)`` or
/// ``finish(_:)``, which send what is left, close the sending side, and read on for a moment so that a reset does not eat the answer.
///
/// One timer a connection, moved only when something has to happen sooner than it would fire: a request that comes in one piece and
/// whose answer the kernel takes at once costs no timer at all.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// What the connection waits for.
    enum Phase { case request, head, body, answer }
    /// How far its end has come.
    enum Stage { case open, draining, lingering, closed }

    let listener: ListenerState
    private let isSecure: Bool
    private(set) var context: ChannelHandlerContext?
    private(set) var phase = Phase.request
    private(set) var stage = Stage.open
    /// Since when a request or its head is waited for; unset until a later request's head has to be waited for.
    private(set) var waitingSince: NIODeadline?
    /// Of the body, once it has to be waited for.
    var bodyPace: TransferPace?
    /// Of what is being sent, while the kernel does not take it at once.
    var sendingPace: TransferPace?
    /// Bytes that came for the head or body that is being received.
    private(set) var receivedBytes = 0
    private(set) var hasServed = false
    private var requestsCount = 0
    private(set) var lingersUntil = NIODeadline.distantFuture
    private(set) var place: ConnectionPlace?
    private(set) var isDisplaced = false
    /// Since when the connection holds one of the places for slow transfers.
    var slowSince: NIODeadline?
    /// Whether the request that is coming in or being answered bears a good token.
    var hasGoodToken: () -> Bool = { false }
    private var bodyBytesOnWire = 0
    /// Bytes handed on for sending since the kernel first did not take them at once.
    private(set) var sendingBytes = 0
    private var discardedBytes = 0
    private(set) var end: ConnectionEnd?
    private var isInputClosed = false
    private var isReadHeld = false
    var timer: (deadline: NIODeadline, task: Scheduled<Void>)?

    init(listener: ListenerState, isSecure: Bool) {
        self.listener = listener
        self.isSecure = isSecure
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopTimer()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        waitingSince = now
        let admission = listener.connections.admit(context.channel, at: now)
        context.fireChannelActive()
        switch admission {
        case .admitted(let place):
            self.place = place
            setTimer(context)
        case .refused where !isSecure:
            refuse(.serverBusy)
        case .refused, .dropped:
            listener.metrics.refused(.serverBusy)
            close(.refused)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        stage = .closed
        listener.connections.release(context.channel)
        listener.origins.forget(context.channel)
        listener.metrics.ended(end ?? .orderly)
        context.fireChannelInactive()
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        guard stage == .open else { return discard(count) }
        switch phase {
        case .request:
            phase = .head
            // The first request's time began when the connection was accepted.
            if hasServed { waitingSince = nil }
            receivedBytes = count
        case .head, .body:
            receivedBytes += count
        case .answer:
            break
        }
        context.fireChannelRead(data)
        guard stage == .open else { return }
        if phase == .head, receivedBytes > listener.limits.headBytesOnWire {
            refuse(.requestHeadersTooLarge)
        } else if phase == .body, receivedBytes > bodyBytesOnWire {
            refuse(.requestTooLarge)
        } else {
            awaitMore()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // What stands behind asks for no more by now.
        if stage == .draining || stage == .lingering { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            isInputClosed = true
            if stage == .lingering { close(end ?? .orderly) }
        } else if let named = event as? ClientNamed {
            listener.origins.name(named.client, for: context.channel)
            guard !listener.connections.identify(context.channel, as: named.client) else { return }
            // Before a handshake nothing can be said.
            isSecure ? close(.refused) : refuse(.serverBusy)
            return
        }
        context.fireUserInboundEventTriggered(event)
    }

    func read(context: ChannelHandlerContext) {
        // Who does not take answers gets no more of them.
        if stage == .open, !context.channel.isWritable {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isReadHeld, context.channel.isWritable {
            isReadHeld = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    private func discard(_ count: Int) {
        discardedBytes += count
        if discardedBytes > listener.limits.lingerBytes { close(end ?? .orderly) }
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard stage == .open else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        send(data, promise: promise, context: context)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        noteBlocked(context)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input else {
            context.close(mode: .input, promise: promise)
            return
        }
        if let promise { context.channel.closeFuture.cascade(to: promise) }
        finish(.orderly)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is AbortConnection: close(.aborted, resetting: true)
        case is MakeRoom:
            isDisplaced = true
            leaveIfDisplaced()
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    private func send(_ data: NIOAny, promise: EventLoopPromise<Void>?, context: ChannelHandlerContext) {
        if sendingPace != nil { sendingBytes += unwrapOutboundIn(data).readableBytes }
        context.write(data, promise: promise)
    }

    private func noteBlocked(_ context: ChannelHandlerContext) {
        let waiting = bufferedBytes(context)
        if waiting == 0 {
            sendingEnds()
        } else if sendingPace == nil {
            sendingPace = TransferPace(listener.limits, since: context.eventLoop.now, bytes: 0)
            sendingBytes = waiting
            guard beginSlowTransfer() else { return close(.displaced, resetting: true) }
            setTimer(context)
        }
    }

    /// The kernel has taken everything.
    func sendingEnds() {
        sendingPace = nil
        endSlowTransfer()
    }

    /// Bytes that the kernel has not taken yet.
    func bufferedBytes(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

// MARK: - What RequestGuard and the lanes tell

extension ConnectionGuard {
    /// Counts a request; whether it is the last that the connection may carry.
    func countRequest() -> Bool {
        requestsCount += 1
        return requestsCount >= listener.limits.requestsPerConnection
    }

    /// Sends the whole answer to a request that came whole and never reached the codec.
    ///
    /// - Parameter answer: made with whether the connection ends with it.
    func answerWhole(_ answer: (_ isLast: Bool) -> ByteBuffer) {
        guard let context, stage == .open else { return }
        let isLast = countRequest()
        let wasBlocked = sendingPace != nil
        answerBegins()
        let bytes = answer(isLast)
        // To ask whether the kernel took an answer costs a fiftieth of it. A few small ones always fit, or show at the next time it is asked.
        let isSurelyTaken = !wasBlocked && bytes.readableBytes <= Self.smallAnswerBytes && requestsCount % Self.smallAnswersUnasked != 0
        send(wrapOutboundOut(.byteBuffer(bytes)), promise: nil, context: context)
        answerSent()
        if isLast {
            finish(.orderly)
        } else if isSurelyTaken {
            context.flush()
        } else {
            flush(context: context)
        }
    }

    /// Takes bytes that a lane has kept back as if they came now.
    func takeUp(_ bytes: ByteBuffer) {
        guard let context else { return }
        channelRead(context: context, data: wrapInboundOut(bytes))
        channelReadComplete(context: context)
    }

    private static let smallAnswerBytes = 4096
    private static let smallAnswersUnasked = 8

    func headReceived(bodyBytesOnWire: Int) {
        place?.works()
        phase = .body
        waitingSince = nil
        bodyPace = nil
        receivedBytes = 0
        self.bodyBytesOnWire = bodyBytesOnWire
    }

    func requestReceived() {
        phase = .answer
        endSlowTransfer()
    }

    func answerBegins() {
        // Each answer has its own time, even where the one before it is still on its way.
        sendingPace = nil
    }

    func answerSent() {
        guard let now = context?.eventLoop.now else { return }
        phase = .request
        hasServed = true
        waitingSince = now
        place?.waits(since: now)
    }

    /// Sees to it that what the connection waits for now does not come too late.
    func awaitMore() {
        leaveIfDisplaced()
        guard let context, stage == .open, phase != .answer else { return }
        if phase == .body {
            guard waitForBody() else { return refuse(.serverBusy) }
        } else if waitingSince == nil {
            waitingSince = context.eventLoop.now
        }
        setTimer(context)
    }
}

// MARK: - The end

extension ConnectionGuard {
    /// Answers with the code's problem and closes. Only while no answer is under way.
    func refuse(_ code: ErrorCode, as end: ConnectionEnd = .refused) {
        guard let context, stage == .open, phase != .answer else { return }
        listener.metrics.refused(code)
        phase = .answer
        endSlowTransfer()
        send(wrapOutboundOut(.byteBuffer(listener.refusals[code])), promise: nil, context: context)
        finish(end)
    }

    /// Closes once everything written has gone.
    func finish(_ end: ConnectionEnd) {
        guard let context, stage == .open else { return }
        stage = .draining
        self.end = self.end ?? end
        context.flush()
        noteBlocked(context)
        guard sendingPace != nil else { return closeOutput() }
        let drained = context.eventLoop.makePromise(of: Void.self)
        drained.futureResult.assumeIsolated().whenSuccess { self.closeOutput() }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: drained)
    }

    private func closeOutput() {
        guard let context, stage == .draining else { return }
        sendingEnds()
        if isInputClosed { return close(end ?? .orderly) }
        stage = .lingering
        lingersUntil = context.eventLoop.now + TimeAmount(listener.limits.lingerTime)
        context.close(mode: .output, promise: nil)
        setTimer(context)
        context.read()
    }

    /// Closes now. With `resetting` the kernel drops what it holds as well.
    func close(_ end: ConnectionEnd, resetting: Bool = false) {
        guard let context, stage != .closed else { return }
        stage = .closed
        self.end = self.end ?? end
        stopTimer()
        if resetting, let options = context.channel as? any SocketOptionProvider {
            options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: ResetOnClose()).whenFailure { _ in }
        }
        // Past the TLS handler: its own farewell would wait for a peer that may never answer.
        let outermost = isSecure ? try? context.pipeline.syncOperations.context(name: GuardedHTTP1Channel.tlsHandlerName) : nil
        (outermost ?? context).close(mode: .all, promise: nil)
    }
}

/// What `SO_LINGER` takes for a close that keeps nothing: `struct linger`.
private struct ResetOnClose {
    let isOn: CInt = 1
    let seconds: CInt = 0
}
