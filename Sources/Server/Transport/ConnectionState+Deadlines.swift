package import NIOCore
import Wire

extension ConnectionState {
    private enum Lapse {
        /// No byte of a first request came.
        case noRequest
        /// A head did not come in time.
        case slowHead
        /// It is time to check a body's pace.
        case bodyWindow
        /// No next request came.
        case idle
        /// It is time to check an answer's pace.
        case sendingWindow
        /// The time for the last answer to arrive is over.
        case lingered
    }

    /// The first of the current deadlines.
    package var nextDeadline: NIODeadline? { next?.deadline }

    private var next: (deadline: NIODeadline, lapse: Lapse)? {
        guard stage == .open || stage == .draining, let answer = sending?.pace.deadline else { return nextWait }
        if let nextWait, nextWait.deadline < answer { return nextWait }
        return (answer, .sendingWindow)
    }

    private var nextWait: (deadline: NIODeadline, lapse: Lapse)? {
        switch stage {
        case .closed, .draining: return nil
        case .lingering(let until): return (until, .lingered)
        case .open: break
        }
        return switch phase {
        case .request(let since) where hasServed: (since + TimeAmount(limits.times.idleTime), .idle)
        case .request(let since): (since + TimeAmount(limits.times.headTime), .noRequest)
        case .head(let since): since.map { ($0 + TimeAmount(limits.times.headTime), .slowHead) }
        case .body(_, let pace): pace.map { ($0.deadline, .bodyWindow) }
        case .answer: nil
        }
    }

    /// A timer fired, maybe for an old deadline.
    ///
    /// - Parameter unsent: bytes that the kernel has not taken yet.
    package mutating func timedOut(unsent: @autoclosure () -> Int, at now: NIODeadline) -> Actions {
        guard let next, next.deadline <= now else { return Actions(.scheduleTimeout) }
        switch next.lapse {
        case .noRequest: return close(.silent)
        case .slowHead: return refuse(.requestTimeout)
        case .idle: return finish(.idle)
        case .lingered: return close(end ?? .orderly)
        case .bodyWindow:
            guard case .body(let bytesMax, var pace?) = phase, pace.goesOn(bytes: receivedBytes, at: now) else {
                return refuse(.requestTimeout)
            }
            phase = .body(bytesMax: bytesMax, pace: pace)
            return Actions(.scheduleTimeout)
        case .sendingWindow:
            let unsent = unsent()
            if unsent == 0 { return Actions(.scheduleTimeout, releasesSlowSlot: sendingEnds().releasesSlowSlot) }
            guard var sending, sending.pace.goesOn(bytes: sending.bytes - unsent, at: now) else {
                return close(.slowReader, resetting: true)
            }
            self.sending = sending
            return Actions(.scheduleTimeout)
        }
    }
}
