import NIOCore

extension ConnectionGuard {
    /// What has come to pass when a deadline is over.
    enum Lapse {
        /// Not one byte of a first request came.
        case noRequest
        /// A head or a body came too slowly.
        case slowRequest
        /// No further request came.
        case idle
        /// The client takes its answer too slowly.
        case slowReader
        /// The last answer had its time to arrive.
        case lingered
    }

    /// The first deadline of those that hold now; `buffered` bytes wait to be sent.
    func nextDeadline(buffered: Int) -> (NIODeadline, Lapse)? {
        switch (waitDeadline(), writeDeadline(buffered: buffered)) {
        case (let wait?, let write?): wait.0 < write.0 ? wait : write
        case (let wait?, nil): wait
        case (nil, let write): write
        }
    }

    private func waitDeadline() -> (NIODeadline, Lapse)? {
        switch stage {
        case .closed, .draining: return nil
        case .lingering: return (lingersUntil, .lingered)
        case .open: break
        }
        guard let waitingSince else { return nil }
        let limits = listener.limits
        switch phase {
        case .request where hasServed: return (waitingSince + TimeAmount(limits.idleTime), .idle)
        case .request: return (waitingSince + TimeAmount(limits.headTime), .noRequest)
        case .head: return (waitingSince + TimeAmount(limits.headTime), .slowRequest)
        case .body: return (transferDeadline(since: waitingSince, bytes: receivedBytes), .slowRequest)
        case .answer: return nil
        }
    }

    private func writeDeadline(buffered: Int) -> (NIODeadline, Lapse)? {
        guard let blocked, stage == .open || stage == .draining else { return nil }
        return (transferDeadline(since: blocked.since, bytes: max(0, blocked.bytes - buffered)), .slowReader)
    }

    /// When a transfer of which `bytes` have gone is too slow: each byte buys time, up to the whole time that it may take.
    private func transferDeadline(since start: NIODeadline, bytes: Int) -> NIODeadline {
        let limits = listener.limits
        let earned = TimeAmount.nanoseconds(Int64(bytes) * 1_000_000_000 / Int64(limits.transferBytesPerSecond))
        return min(start + TimeAmount(limits.transferTime), start + TimeAmount(limits.transferGrace) + earned)
    }
}
