import NIOCore

/// Whether a body or an answer goes on fast enough: so many bytes in every window, and an end to it all.
///
/// Average speed would not do: one quick megabyte would pay for a minute of nothing.
package struct TransferPace: Equatable, Sendable {
    private let end: NIODeadline
    private let window: TimeAmount
    private let windowBytes: Int
    private var windowEnd: NIODeadline
    private var bytesAtStart: Int

    /// - Parameter bytes: those that had gone when it began.
    init(_ limits: ServerLimits, since start: NIODeadline, bytes: Int) {
        end = start + TimeAmount(limits.times.transferTime)
        window = TimeAmount(limits.times.transferWindow)
        windowBytes = Int(Int64(limits.times.transferBytesPerSecond) * window.nanoseconds / 1_000_000_000)
        windowEnd = start + window
        bytesAtStart = bytes
    }

    /// The next time to look at it.
    var deadline: NIODeadline { min(end, windowEnd) }

    /// Looks at it once the deadline is over; false if it was too slow or took too long.
    mutating func goesOn(bytes: Int, at now: NIODeadline) -> Bool {
        guard now < end, bytes - bytesAtStart >= windowBytes else { return false }
        windowEnd = now + window
        bytesAtStart = bytes
        return true
    }
}
