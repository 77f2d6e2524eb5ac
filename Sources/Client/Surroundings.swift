/// What the client takes from the world around it, so that tests can stand in for each of them.
package struct Surroundings: Sendable {
    /// The wall clock, in Unix seconds.
    package var now: @Sendable () -> Int64
    package var environment: [String: String]
    /// A fresh number from 0 up to, not including, 1; it spreads retries and needs no secrecy.
    package var random: @Sendable () -> Double
    /// A clock that never jumps, from an arbitrary start.
    package var elapsed: @Sendable () -> Duration
    /// Waits for so many seconds, or until the interruption is raised.
    package var wait: @Sendable (Double, Interruption) -> Void

    package init(now: @escaping @Sendable () -> Int64, environment: [String: String]) {
        self.now = now
        self.environment = environment
        let start = ContinuousClock.now
        random = { Double.random(in: 0..<1) }
        elapsed = { start.duration(to: .now) }
        wait = { seconds, interruption in interruption.wait(seconds: seconds) }
    }
}
