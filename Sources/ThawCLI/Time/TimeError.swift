/// Why words are no time at which something was seen.
package enum TimeError: Error, Hashable, Sendable {
    case notATime
    /// Still to come today; it may be meant of yesterday.
    case notYet(clock: String)
    /// Without `am` or `pm`, and both have passed.
    case morningOrEvening(morning: String, evening: String)
    /// The clocks were set forward over it.
    case skipped
    /// The clocks were set back over it, so it came twice.
    case twice
    case tooOld(hoursMax: Int)
    case tooNew

    package var sentence: String {
        switch self {
        case .notATime:
            "That is no time: write it as 20m, 20 min ago, 15:30, 3:30pm, yesterday 22:10 or 2026-11-22T15:30:00Z."
        case .notYet(let clock):
            "\(clock) has not come yet today. For the one before, write: yesterday \(clock)."
        case .morningOrEvening(let morning, let evening):
            "Morning or evening? Write \(morning) or \(evening)."
        case .skipped:
            "The clocks were set forward over that time: it never was. Write how long ago it was, as in: 2 hours ago."
        case .twice:
            "The clocks were set back over that time: it was twice. Write how long ago it was, as in: 2 hours ago."
        case .tooOld(let hoursMax):
            "That is too long ago: a report may be at most \(hoursMax) hours late."
        case .tooNew:
            "That has not come yet: a report says what was seen."
        }
    }
}
