import NIOCore

/// A clock that never goes back and has no time of day.
package enum MonotonicUptime {
    package static let now: @Sendable () -> Duration = {
        .nanoseconds(Int64(NIODeadline.now().uptimeNanoseconds))
    }
}
