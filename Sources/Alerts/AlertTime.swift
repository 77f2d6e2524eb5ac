/// The clocks and the chance that sending needs; injected, so that tests need not wait.
package struct AlertTime: Sendable {
    /// The present time in seconds since 1970, for signatures.
    package var seconds: @Sendable () -> Int64
    /// A clock that cannot be set.
    package var uptime: @Sendable () -> Duration
    /// Waits between two tries; ends at once if the task is canceled.
    package var pause: @Sendable (Duration) async -> Void
    /// From 0 up to 1, so that outputs do not all try at the same moments.
    package var jitter: @Sendable () -> Double

    package init(
        seconds: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Duration,
        pause: @escaping @Sendable (Duration) async -> Void = { _ = try? await Task.sleep(for: $0) },
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.seconds = seconds
        self.uptime = uptime
        self.pause = pause
        self.jitter = jitter
    }
}
