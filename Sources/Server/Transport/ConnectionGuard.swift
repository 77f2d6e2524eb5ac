import NIOCore
import Web
import Wire

/// Enforces one connection's times and sizes ahead of the HTTP codec: reports events to ``ConnectionState`` and does its actions.
///
/// Only the guard refuses and closes. It sends the rest, closes the sending side, and reads on for a moment so that a reset does not
/// destroy the answer. It moves its one timer only for an earlier deadline: a request in one piece with an answer that the kernel takes at
/// once costs no timer.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    let listener: ListenerState
    private let isSecure: Bool
    private var context: ChannelHandlerContext?
    private var state: ConnectionState
    private var slot: ConnectionSlot?
    /// Whether the current request has a valid token.
    var hasGoodToken: () -> Bool = { false }
    /// The language of the page that the present request wants; nil for a program.
    var pageLanguage: () -> Language? = { nil }
    private var isReadHeld = false
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?

    init(listener: ListenerState, isSecure: Bool) {
        self.listener = listener
        self.isSecure = isSecure
        state = ConnectionState(listener.limits, acceptedAt: .now())
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
        state = ConnectionState(listener.limits, acceptedAt: now)
        let admission = listener.connections.admit(context.channel, at: now)
        context.fireChannelActive()
        switch admission {
        case .admitted(let slot):
            self.slot = slot
            setTimer(context)
        case .refused where !isSecure:
            refuse(.serverBusy)
        case .refused, .dropped:
            listener.metrics.refused(.serverBusy)
            perform(state.close(.refused))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        state.gone()
        listener.connections.release(context.channel)
        listener.origins.forget(context.channel)
        listener.metrics.ended(state.end ?? .orderly)
        context.fireChannelInactive()
    }

    // MARK: Input

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let isOpen = state.stage == .open
        perform(state.received(unwrapInboundIn(data).readableBytes))
        guard isOpen else { return }
        context.fireChannelRead(data)
        if let actions = state.handedOn() { perform(actions) } else { awaitMore() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // The later handlers request nothing more by now.
        switch state.stage {
        case .draining, .lingering: context.read()
        case .open, .closed: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            perform(state.inputClosed())
        } else if let named = event as? ClientNamed {
            listener.origins.name(named.client, for: context.channel)
            guard !listener.connections.identify(context.channel, as: named.client) else { return }
            // Nothing can be sent before the handshake.
            isSecure ? perform(state.close(.refused)) : refuse(.serverBusy)
            return
        }
        context.fireUserInboundEventTriggered(event)
    }

    func read(context: ChannelHandlerContext) {
        // A client that does not receive answers gets no more.
        if state.stage == .open, !context.channel.isWritable {
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

    // MARK: Output

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state.stage == .open else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        send(data, promise: promise, context: context)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        perform(state.flushed(unsent: unsentBytes(context), at: context.eventLoop.now))
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
        case is AbortConnection: perform(state.close(.aborted, resetting: true))
        case is MakeRoom:
            state.displace()
            leaveIfDisplaced()
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    private func send(_ data: NIOAny, promise: EventLoopPromise<Void>?, context: ChannelHandlerContext) {
        if state.isSending { state.sends(unwrapOutboundIn(data).readableBytes) }
        context.write(data, promise: promise)
    }

    /// Bytes that the kernel has not taken yet.
    private func unsentBytes(_ context: ChannelHandlerContext) -> Int {
        guard let options = context.channel.syncOptions else { return 0 }
        // A closed channel has no such option, and nothing to send.
        do { return try options.getOption(.bufferedWritableBytes) } catch { return 0 }
    }
}

// MARK: - Calls from RequestGuard and the fast path

extension ConnectionGuard {
    /// Counts a request. Returns whether it is the connection's last.
    func countRequest() -> Bool { state.countRequest() }

    /// Sends the whole answer to a request that bypassed the codec.
    ///
    /// - Parameter answer: called with whether the connection ends after it.
    func answerWhole(_ answer: (_ isLast: Bool) -> ByteBuffer) {
        guard let context, state.stage == .open else { return }
        let isLast = state.countRequest()
        let wasSending = state.isSending
        state.answerBegins()
        let bytes = answer(isLast)
        // Asking whether the kernel took an answer costs 2% of the answer.
        let isSurelyTaken = !wasSending && state.isSurelyTaken(bytes.readableBytes)
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

    /// Handles bytes that the fast path held as if they came now.
    func takeUp(_ bytes: ByteBuffer) {
        guard let context else { return }
        channelRead(context: context, data: wrapInboundOut(bytes))
        channelReadComplete(context: context)
    }

    func headReceived(bodyBytesOnWire: Int) {
        slot?.works()
        state.headReceived(bodyBytesOnWire: bodyBytesOnWire)
    }

    /// Call before waiting for the rest of a body. Returns false if no slow slot is free: the request is refused.
    func waitForBody() -> Bool {
        guard let context else { return true }
        perform(state.awaitBody(at: context.eventLoop.now))
        return state.stage == .open
    }

    func requestReceived() { perform(state.requestReceived()) }

    func answerBegins() { state.answerBegins() }

    func answerSent() {
        guard let now = context?.eventLoop.now else { return }
        state.answerSent(at: now)
        slot?.waits(since: now)
    }

    /// Sets the deadline of the current wait.
    func awaitMore() {
        leaveIfDisplaced()
        guard let context else { return }
        perform(state.awaitMore(at: context.eventLoop.now))
    }

    /// Answers with the code's problem and closes. Call only while no answer is under way.
    func refuse(_ code: ErrorCode) { perform(state.refuse(code)) }

    /// Closes once everything written is sent.
    func finish(_ end: ConnectionEnd) { perform(state.finish(end)) }
}

// MARK: - Actions

extension ConnectionGuard {
    private func perform(_ actions: ConnectionState.Actions) {
        guard let context else { return }
        if actions.releasesSlowSlot { listener.connections.endSlow(context.channel) }
        switch actions.next {
        case .nothing: break
        case .scheduleTimeout: setTimer(context)
        case .claimSlowSlot(let transfer):
            let now = context.eventLoop.now
            perform(state.slowSlot(isGranted: claimSlowSlot(context, at: now), for: transfer, at: now))
        case .refuse(let code):
            listener.metrics.refused(code)
            send(wrapOutboundOut(.byteBuffer(listener.refusals[code, pageLanguage()])), promise: nil, context: context)
            drain(context)
        case .finish: drain(context)
        case .closeOutput:
            context.close(mode: .output, promise: nil)
            setTimer(context)
            context.read()
        case .close(let resetting): close(context, resetting: resetting)
        }
    }

    /// Returns nil if the connection needs none.
    private func claimSlowSlot(_ context: ChannelHandlerContext, at now: NIODeadline) -> Bool? {
        guard slot != nil, !hasGoodToken() else { return nil }
        return listener.connections.beginSlow(context.channel, at: now)
    }

    private func leaveIfDisplaced() {
        guard state.isDisplaced, let context else { return }
        perform(state.leaveIfPossible(unsent: unsentBytes(context), at: context.eventLoop.now))
    }

    private func drain(_ context: ChannelHandlerContext) {
        flush(context: context)
        guard state.isSending else { return perform(state.drained(at: context.eventLoop.now)) }
        let drained = context.eventLoop.makePromise(of: Void.self)
        drained.futureResult.assumeIsolated().whenSuccess { self.perform(self.state.drained(at: context.eventLoop.now)) }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: drained)
    }

    private func close(_ context: ChannelHandlerContext, resetting: Bool) {
        stopTimer()
        if resetting, let options = context.channel as? any SocketOptionProvider {
            options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: ResetOnClose()).whenFailure { _ in }
        }
        // Bypasses the TLS handler: its close would wait for a peer that may never answer.
        let outermost = isSecure ? try? context.pipeline.syncOperations.context(name: GuardedHTTP1Channel.tlsHandlerName) : nil
        (outermost ?? context).close(mode: .all, promise: nil)
    }

    // MARK: The timer

    private func setTimer(_ context: ChannelHandlerContext) {
        guard let deadline = state.nextDeadline else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timerFired() }
        timer = (deadline, task)
    }

    private func stopTimer() {
        timer?.task.cancel()
        timer = nil
    }

    private func timerFired() {
        timer = nil
        guard let context, context.channel.isActive else { return }
        perform(state.timedOut(unsent: unsentBytes(context), at: context.eventLoop.now))
    }
}

/// The `SO_LINGER` value (`struct linger`) for a close that drops unsent bytes.
private struct ResetOnClose {
    let isOn: CInt = 1
    let seconds: CInt = 0
}
