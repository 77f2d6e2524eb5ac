/// Why words are not a time at which something was seen.
package enum TimeError: Error, Hashable, Sendable {
    case notATime
    /// A day without a time of day.
    case noClock(day: String)
    /// Still to come today; it may be meant of yesterday.
    case notYet(clock: String)
    /// Without `am` or `pm`, and both have passed.
    case morningOrEvening(morning: String, evening: String)
    /// `5/6/2026` outside the United States.
    case dayOrMonth(written: String)
    /// Days since 1900, as spreadsheets count them.
    case spreadsheetNumber(written: String)
    /// The clocks were set forward over it.
    case skipped
    /// The clocks were set back over it, so it came twice.
    case twice
    case tooOld(hoursMax: Int)
    case tooNew
    /// `tomorrow 9am`, `in 10 minutes`.
    case future(written: String)
    /// How long, such as `for 20 minutes`.
    case duration(written: String)
    /// From when or until when, such as `since 9am`.
    case span(written: String)
    /// `13:20-13:40`.
    case range(written: String)
    /// `8am mountain`.
    case zone(written: String)
    /// How often, such as `every day at 7am`.
    case habit(written: String)
    /// Too vague, such as `a few minutes ago`.
    case vague(written: String)
    /// `2h30`, a length of time or a time of day.
    case lengthOrClock(length: String, clock: String)
    /// `24:00`, the end of a day.
    case endOfDay
    /// `28/11/2026`, although here the month comes first.
    case dayFirst(written: String, monthFirst: String)

    package var sentence: String {
        switch self {
        case .notATime:
            "That is not a time. Write it as 20m, 20 min ago, 15:30, 3:30pm, noon, yesterday 22:10 or 2026-11-22T15:30:00Z."
        case .noClock(let day):
            "“\(day)” has no time of day. Write both, as in: \(day) \(Self.clock(on: day))."
        case .notYet(let clock):
            "\(clock) has not come yet today. For the one before, write: yesterday \(clock)."
        case .morningOrEvening(let morning, let evening):
            "Morning or evening? Write \(morning) or \(evening)."
        case .dayOrMonth(let written):
            "Which is the day in \(written), and which the month? Write it like this: 2026-11-22 15:30."
        case .spreadsheetNumber(let written):
            "\(written) is a spreadsheet's day number, not a time. Format the cells as date and time, and save the file again."
        case .skipped:
            "The clocks were set forward and skipped that time. Write how long ago it was, as in: 2 hours ago."
        case .twice:
            "The clocks were set back, so that time came twice. Write how long ago it was, as in: 2 hours ago."
        case .tooOld(let hoursMax):
            "That is too long ago: a report may be at most \(hoursMax) hours late."
        case .tooNew:
            "That time has not come yet. A report says what you saw."
        case .future(let written):
            "“\(written)” has not come yet. A report says what you saw. Write when, as in: 20 min ago."
        case .duration(let written):
            "“\(written)” says how long, not when. Write when it was seen, as in: 20 min ago."
        case .span(let written):
            "“\(written)” does not say when it was last seen. Write when, as in: 20 min ago."
        case .range(let written):
            "“\(written)” is more than one time. Write when it was last seen, as in: 3:30pm."
        case .zone(let written):
            "“\(written)” names a time zone, but not whether daylight saving applies. Write local time, or the zone's letters: 8am MST."
        case .habit(let written):
            "“\(written)” says how often, not when. Write when it was last seen, as in: today 7am."
        case .vague(let written):
            "“\(written)” is not exact enough. Write about how long ago, as in: 10 min ago."
        case .lengthOrClock(let length, let clock):
            "How long ago, or what time of day? Write \(length) or \(clock)."
        case .endOfDay:
            "24:00 is the end of a day. Write midnight for the start of today, or a time and its day."
        case .dayFirst(let written, let monthFirst):
            "\(written) has the day first, but dates here begin with the month. Write \(monthFirst)."
        }
    }

    /// A time of day that the named day or its part has.
    private static func clock(on day: String) -> String {
        day.contains("morning") ? "9:30" : day.contains("night") || day.contains("evening") ? "21:30" : "15:30"
    }
}
