import Wire

/// How often, and for how long in total, the client tries a request again.
///
/// The longest wait doubles each time, and each wait is a random part of it ("full jitter"), so that many clients do not come back at the
/// same moment. The client waits a whole Retry-After, or gives up at once if that takes longer than the time left.
package struct RetryPolicy: Hashable, Sendable {
    package var attemptsMax: Int
    package var baseSeconds: Double
    package var capSeconds: Double
    /// The time for all attempts and waits together. It cuts the last attempt short.
    package var totalSeconds: Double

    package init(attemptsMax: Int = 3, baseSeconds: Double = 0.5, capSeconds: Double = 8, totalSeconds: Double = 90) {
        self.attemptsMax = attemptsMax
        self.baseSeconds = baseSeconds
        self.capSeconds = capSeconds
        self.totalSeconds = totalSeconds
    }

    package static let never = RetryPolicy(attemptsMax: 1)

    /// Seconds to wait before the next attempt; `nil` if there should be none.
    ///
    /// - Parameters:
    ///   - attempt: the number of attempts so far, at least 1.
    ///   - random: from 0 up to, not including, 1.
    func wait(afterAttempt attempt: Int, error: ClientError, elapsedSeconds: Double, random: Double) -> Double? {
        guard attempt < attemptsMax, Self.isWorthRetrying(error) else { return nil }
        let backoff = random * min(capSeconds, baseSeconds * Double(1 << min(attempt - 1, 30)))
        let wait = Double(error.retryAfterSeconds ?? 0) + backoff
        return elapsedSeconds + wait < totalSeconds ? wait : nil
    }

    private static func isWorthRetrying(_ error: ClientError) -> Bool {
        switch error.reason {
        case .nameNotFound, .noConnection, .timedOut, .connectionLost, .gateway, .proxyFailed, .tlsFailed: true
        case .refused: retriedStatuses.contains(error.status ?? 0) && !isLimitedForTheDay(error)
        default: false
        }
    }

    /// Whether a wait of seconds is of no use, because a daily limit was reached.
    private static func isLimitedForTheDay(_ error: ClientError) -> Bool {
        switch error.problem?.errorCode {
        case .quotaSpent, .readLimit, .proposalTooMany: true
        default: false
        }
    }

    private static let retriedStatuses: Set<Int> = [408, 429, 502, 503, 504]
}

/// A wait before the next attempt.
package struct RetryWait: Sendable {
    package let seconds: Double
    package let because: ClientError
}
