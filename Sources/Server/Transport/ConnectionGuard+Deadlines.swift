import NIOCore
import Wire

extension ConnectionGuard {
    /// What is to be looked at when a deadline is over.
    enum Lapse {
        /// Not one byte of a first request came.
        case noRequest
        /// A head did not come in time.
        case slowHead
        /// A window of a body's pace is over.
        case bodyWindow
        /// No further request came.
        case idle
        /// A window of an answer's pace is over.
        case sendingWindow
        /// The last answer had its time to arrive.
        case lingered
    }

    /// The first deadline of those that hold now.
    func nextDeadline() -> (NIODeadline, Lapse)? {
        let wait = waitDeadline()
        guard stage == .open || stage == .draining, let sending = sendingPace?.deadline else { return wait }
        if let wait, wait.0 < sending { return wait }
        return (sending, .sendingWindow)
    }

    private func waitDeadline() -> (NIODeadline, Lapse)? {
        switch stage {
        case .closed, .draining: return nil
        case .lingering: return (lingersUntil, .lingered)
        case .open: break
        }
        if phase == .body { return bodyPace.map { ($0.deadline, .bodyWindow) } }
        guard let waitingSince else { return nil }
        switch phase {
        case .request where hasServed: return (waitingSince + TimeAmount(listener.limits.idleTime), .idle)
        case .request: return (waitingSince + TimeAmount(listener.limits.headTime), .noRequest)
        case .head: return (waitingSince + TimeAmount(listener.limits.headTime), .slowHead)
        case .body, .answer: return nil
        }
    }

    // MARK: The timer

    func setTimer(_ context: ChannelHandlerContext) {
        guard let (deadline, _) = nextDeadline() else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timerFired() }
        timer = (deadline, task)
    }

    func stopTimer() {
        timer?.task.cancel()
        timer = nil
    }

    private func timerFired() {
        timer = nil
        guard let context, context.channel.isActive else { return }
        let now = context.eventLoop.now
        guard let (deadline, lapse) = nextDeadline(), deadline <= now else { return setTimer(context) }
        switch lapse {
        case .noRequest: close(.silent)
        case .slowHead: refuse(.requestTimeout)
        case .bodyWindow:
            guard bodyPace?.goesOn(bytes: receivedBytes, at: now) == true else { return refuse(.requestTimeout) }
            setTimer(context)
        case .idle: finish(.idle)
        case .sendingWindow:
            let waiting = bufferedBytes(context)
            if waiting == 0 {
                sendingEnds()
            } else if sendingPace?.goesOn(bytes: sendingBytes - waiting, at: now) == false {
                return close(.slowReader, resetting: true)
            }
            setTimer(context)
        case .lingered: close(end ?? .orderly)
        }
    }
}
