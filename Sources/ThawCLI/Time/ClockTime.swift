/// A time of day as it was written: `15:30`, `3:30pm`, `3 pm`, `9.30am`, `03:30:20`, `0930 hrs`, `noon`.
struct ClockTime {
    var hour: Int
    let minute: Int
    let second: Int
    /// Whether `am` or `pm` may still be meant.
    var isOpen: Bool
    /// Without `am` or `pm`.
    let text: String
    let written: String

    /// The context of a time of day, which decides how short it may be.
    enum Place {
        /// Among the words of a report, where digits may be a plate.
        case line
        /// Alone in a field, or beside a date: `0930`, `0950A`.
        case field
        /// Beside "this morning" and its like: `9`.
        case dayPart
    }

    /// `nil` if the words are not a time of day.
    init?(_ words: ArraySlice<String>, _ place: Place = .line) {
        guard !words.isEmpty, words.count <= 3 else { return nil }
        written = words.joined(separator: " ")
        let joined = words.filter { $0 != "o'clock" && $0 != "oclock" }.joined()
        if let named = Self.named[joined] {
            (hour, minute, second, isOpen, text) = (named, 0, 0, false, joined)
            return
        }
        if let (hour, minute) = Self.military(joined, place) {
            (self.hour, self.minute, second, isOpen, text) = (hour, minute, 0, false, joined)
            return
        }
        let saysClock = words.contains { $0 == "o'clock" || $0 == "oclock" }
        guard let (found, half) = Self.half(of: joined, place), half != nil || saysClock || place == .dayPart || words.count == 1 else {
            return nil
        }
        var text = found
        if half != nil, (3...4).contains(text.count), text.allSatisfy(\.isWholeNumber) {
            text.insert(":", at: text.index(text.endIndex, offsetBy: -2))
        }
        // “330” in a field of its own.
        if half == nil, place == .field, text.count == 3, text.allSatisfy(\.isWholeNumber) {
            text.insert(":", at: text.index(after: text.startIndex))
        }
        guard let parts = Self.parts(text, mayBeHourAlone: half != nil || saysClock || place == .dayPart) else { return nil }
        (minute, second) = (parts.minute, parts.second)
        if let half {
            guard (1...12).contains(parts.hour) else { return nil }
            hour = parts.hour % 12 + half
            isOpen = false
        } else {
            guard parts.hour < 24 else { return nil }
            hour = parts.hour
            isOpen = (1...11).contains(hour) && !text.hasPrefix("0")
        }
        self.text = text
    }

    static let named = [
        "noon": 12, "midday": 12, "12noon": 12, "midnight": 0, "12midnight": 0, "mediodia": 12, "mediodía": 12, "medianoche": 0, "midi": 12,
        "minuit": 0,
    ]

    /// `0930hrs` and, alone in a field, `0930`.
    private static func military(_ text: String, _ place: Place) -> (hour: Int, minute: Int)? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count)
        guard digits.count == 4, let number = Int(digits), number / 100 < 24, number % 100 < 60 else { return nil }
        guard ["h", "hr", "hrs", "hour", "hours"].contains(unit) || (unit.isEmpty && place != .line) else { return nil }
        return (number / 100, number % 100)
    }

    /// The text without its `am` or `pm`, and the hours that this adds; `a` and `p` alone only after minutes.
    private static func half(of text: String, _ place: Place) -> (text: String, half: Int?)? {
        for (suffix, hours) in [("am", 0), ("pm", 12)] where text.hasSuffix(suffix) { return (String(text.dropLast(2)), hours) }
        for (suffix, hours) in [("a", 0), ("p", 12)] where text.hasSuffix(suffix) {
            let rest = String(text.dropLast())
            let hasMinutes = rest.contains(":") || (place != .line && (3...4).contains(rest.count))
            guard hasMinutes || place == .dayPart else { return nil }
            return (rest, hours)
        }
        return (text, nil)
    }

    private static func parts(_ text: String, mayBeHourAlone: Bool) -> (hour: Int, minute: Int, second: Int)? {
        let mark: Character = text.contains(":") ? ":" : "."
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, (mayBeHourAlone ? 1...3 : 2...3).contains(parts.count) else { return nil }
        guard parts[0].count <= 2, parts.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
        // "0.39" is a spreadsheet's part of a day, and three numbers with dots are a date.
        guard mark == ":" || parts.count < 2 || (parts.count == 2 && parts[0] != "0") else { return nil }
        let minute = numbers.count > 1 ? numbers[1] : 0
        let second = numbers.count > 2 ? numbers[2] : 0
        guard minute < 60, second < 60 else { return nil }
        return (numbers[0], minute, second)
    }

    /// Its readings on a day: one time, or one in the morning and one in the evening.
    func readings(on day: WallTime) -> [WallTime] {
        (isOpen ? [hour, hour + 12] : [hour]).map { hour in
            var wall = day
            (wall.hour, wall.minute, wall.second) = (hour, minute, second)
            return wall
        }
    }

    static func number(_ digits: Substring) -> Int? {
        !digits.isEmpty && digits.count < 10 && digits.allSatisfy { ("0"..."9").contains($0) } ? Int(digits) : nil
    }
}
