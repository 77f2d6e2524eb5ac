/// A day as it was written: `2026-11-22`, `11/22/2026`, `11/22`, `22.11.2026`, `Nov 22, 2026`, `22 Nov`.
struct WrittenDate {
    /// One day, or the two that it may mean; none for a day that no calendar has.
    let days: [WallTime]
    /// Whether the year was written, so that it means the same day whenever it is read.
    let namesYear: Bool
    let written: String
    /// How to write it with the month first, if it has the day first and the month belongs there.
    private(set) var monthFirst: String?

    /// The date at the beginning of the words, and the rest.
    ///
    /// - Parameters:
    ///   - isMonthFirst: As in the United States. Elsewhere `5/6/2026` is two days.
    ///   - isDayFirst: As in a file whose other dates can mean nothing else.
    static func read(
        _ words: ArraySlice<String>, today: WallTime, isMonthFirst: Bool, isDayFirst: Bool
    ) -> (date: WrittenDate, rest: [String])? {
        guard var first = words.first else { return nil }
        var rest = Array(words.dropFirst())
        if weekday(first) != nil, let second = rest.first, second.contains(where: \.isNumber) || month(second) != nil {
            first = second
            rest.removeFirst()
        }
        if let named = named(first, &rest, today) { return named.map { ($0, rest) } }
        var clock: Substring = ""
        if let end = first.firstIndex(of: "t"), end > first.startIndex {
            clock = first[first.index(after: end)...]
            first = String(first[..<end])
            guard !clock.isEmpty else { return nil }
        }
        for mark in ["-", "/", ".", ":"] as [Character] {
            let parts = first.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count == 3 || (parts.count == 2 && mark == "/") else { continue }
            guard parts.allSatisfy({ ClockTime.number($0) != nil }),
                let date = WrittenDate(parts, mark, first, today, isMonthFirst, isDayFirst)
            else {
                return nil
            }
            return (date, (clock.isEmpty ? [] : [String(clock)]) + rest)
        }
        return nil
    }

    private init(days: [WallTime], namesYear: Bool, written: String) {
        self.days = days.filter { $0.utcSeconds != nil }
        self.namesYear = namesYear
        self.written = written
    }

    private init?(_ parts: [Substring], _ mark: Character, _ written: String, _ today: WallTime, _ isMonthFirst: Bool, _ isDayFirst: Bool) {
        let numbers = parts.compactMap(ClockTime.number)
        if parts[0].count == 4 {
            guard parts.count == 3, mark != "." else { return nil }
            self.init(
                days: [WallTime(year: numbers[0], month: numbers[1], day: numbers[2])], namesYear: true, written: written)
            return
        }
        // Only photos have colons between years and months; elsewhere they mean a time of day.
        guard mark != ":", parts[0].count <= 2, parts[1].count <= 2 else { return nil }
        var year: Int?
        if parts.count == 3 {
            guard parts[2].count == 4 || (parts[2].count == 2 && mark != "-") else { return nil }
            year = parts[2].count == 2 ? 2000 + numbers[2] : numbers[2]
        }
        let isDayFirst = isDayFirst || mark == "."
        var orders = isDayFirst ? [(numbers[1], numbers[0])] : [(numbers[0], numbers[1])]
        if !isDayFirst, !isMonthFirst, numbers[0] != numbers[1] { orders.append((numbers[1], numbers[0])) }
        let days = orders.map { Self.day(year: year, month: $0.0, day: $0.1, today: today) }
        self.init(days: days, namesYear: year != nil, written: written)
        // `28/11/2026`: the only day that it can be, but among others it would be a sign that those were misread.
        if !isDayFirst, isMonthFirst, (13...31).contains(numbers[0]), (1...12).contains(numbers[1]) {
            monthFirst = ([parts[1], parts[0]] + parts.dropFirst(2)).joined(separator: String(mark))
        }
    }

    /// `Nov 22 2026`, `22 Nov`, `November 22`; the outer `nil` for no such date.
    private static func named(_ first: String, _ rest: inout [String], _ today: WallTime) -> WrittenDate?? {
        var parts = rest
        guard !parts.isEmpty else { return nil }
        let second = parts.removeFirst()
        var found: (month: Int, day: Int)?
        if let month = month(first), let day = dayNumber(second) { found = (month, day) }
        if let month = month(second), let day = dayNumber(first) { found = (month, day) }
        guard let found else { return nil }
        var year: Int?
        if let third = parts.first, third.count == 4, let number = ClockTime.number(third[...]), (1970...2199).contains(number) {
            year = number
            parts.removeFirst()
        }
        rest = parts
        let day = Self.day(year: year, month: found.month, day: found.day, today: today)
        return WrittenDate(days: [day], namesYear: year != nil, written: first + " " + second)
    }

    /// Without a year the last such day up to tomorrow.
    private static func day(year: Int?, month: Int, day: Int, today: WallTime) -> WallTime {
        var wall = WallTime(year: year ?? today.year, month: month, day: day)
        let tomorrow = today.dayStart(movedBy: 1)
        if year == nil, (month, day) > (tomorrow.month, tomorrow.day), tomorrow.year == today.year { wall.year -= 1 }
        return wall
    }

    private static func dayNumber(_ text: String) -> Int? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard digits.count <= 2, ["", "st", "nd", "rd", "th"].contains(text.dropFirst(digits.count)) else { return nil }
        return ClockTime.number(digits)
    }

    static func month(_ word: String) -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ]
        return (names.firstIndex { word == $0 || word == $0.prefix(3) } ?? (word == "sept" ? 8 : nil)).map { $0 + 1 }
    }

    /// 0 for Sunday to 6.
    static func weekday(_ word: String) -> Int? {
        let whole = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        let short = ["sun": 0, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6]
        return whole.firstIndex(of: word) ?? short[word]
    }
}
