/// The clock, variables and randomness that the client uses, so that tests can replace each of them.
package struct ClientEnvironment: Sendable {
    /// The wall clock, in Unix seconds.
    package var now: @Sendable () -> Int64
    package var variables: [String: String]
    /// A random number from 0 up to, not including, 1. It spreads retries and need not be secret.
    package var random: @Sendable () -> Double
    /// A monotonic clock with an arbitrary start.
    package var elapsed: @Sendable () -> Duration
    /// Waits for a number of seconds, or until the interruption is raised.
    package var wait: @Sendable (Double, Interruption) -> Void

    package init(now: @escaping @Sendable () -> Int64, variables: [String: String]) {
        self.now = now
        self.variables = variables
        let start = ContinuousClock.now
        random = { Double.random(in: 0..<1) }
        elapsed = { start.duration(to: .now) }
        wait = { seconds, interruption in interruption.wait(seconds: seconds) }
    }
}
