import Wire

/// How often, and for how long in all, a request is tried again.
///
/// Waits grow by powers of two and are drawn evenly from zero up to that ("full jitter"), so that many clients that lost one server do not
/// come back together. A Retry-After is waited for in full, or not at all where it passes what is left.
package struct RetryPolicy: Hashable, Sendable {
    package var attemptsMax: Int
    package var baseSeconds: Double
    package var capSeconds: Double
    /// The time for all attempts and waits together; the last attempt is cut short by it.
    package var totalSeconds: Double

    package init(attemptsMax: Int = 3, baseSeconds: Double = 0.5, capSeconds: Double = 8, totalSeconds: Double = 90) {
        self.attemptsMax = attemptsMax
        self.baseSeconds = baseSeconds
        self.capSeconds = capSeconds
        self.totalSeconds = totalSeconds
    }

    package static let never = RetryPolicy(attemptsMax: 1)

    /// Seconds to wait before the next attempt; `nil` where there should be none.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts were made, at least 1.
    ///   - random: from 0 up to 1.
    func wait(afterAttempt attempt: Int, error: ClientError, elapsedSeconds: Double, random: Double) -> Double? {
        guard attempt < attemptsMax, Self.isWorthRetrying(error) else { return nil }
        let backoff = random * min(capSeconds, baseSeconds * Double(1 << min(attempt - 1, 30)))
        let wait = Double(error.retryAfterSeconds ?? 0) + backoff
        return elapsedSeconds + wait < totalSeconds ? wait : nil
    }

    private static func isWorthRetrying(_ error: ClientError) -> Bool {
        switch error.reason {
        case .nameNotFound, .noConnection, .timedOut, .connectionLost, .gateway, .proxyFailed, .tlsFailed: true
        case .refused: retriedStatuses.contains(error.status ?? 0) && !spentForTheDay(error)
        default: false
        }
    }

    /// Whether waiting for some seconds changes nothing.
    private static func spentForTheDay(_ error: ClientError) -> Bool {
        switch error.problem?.errorCode {
        case .quotaSpent, .readLimit, .proposalTooMany: true
        default: false
        }
    }

    private static let retriedStatuses: Set<Int> = [408, 429, 502, 503, 504]
}

/// That the client is about to wait before it tries again.
package struct RetryWait: Sendable {
    package let seconds: Double
    package let because: ClientError
}
