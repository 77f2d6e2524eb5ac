import NIOCore

/// Whether a body or an answer is fast enough: a number of bytes in every window, and a limit for the whole.
///
/// Average speed would not do: one fast megabyte would allow a minute without a byte.
package struct TransferPace: Equatable, Sendable {
    private let end: NIODeadline
    private let window: TimeAmount
    private let windowBytes: Int
    private var windowEnd: NIODeadline
    private var bytesAtStart: Int

    /// - Parameter bytes: the count when it began.
    init(_ limits: ServerLimits, since start: NIODeadline, bytes: Int) {
        end = start + TimeAmount(limits.times.transferTime)
        window = TimeAmount(limits.times.transferWindow)
        windowBytes = Int(Int64(limits.times.transferBytesPerSecond) * window.nanoseconds / 1_000_000_000)
        windowEnd = start + window
        bytesAtStart = bytes
    }

    /// The next check.
    var deadline: NIODeadline { min(end, windowEnd) }

    /// Checks the pace once the deadline is over; false if it is too slow or took too long.
    mutating func goesOn(bytes: Int, at now: NIODeadline) -> Bool {
        guard now < end, bytes - bytesAtStart >= windowBytes else { return false }
        windowEnd = now + window
        bytesAtStart = bytes
        return true
    }
}
