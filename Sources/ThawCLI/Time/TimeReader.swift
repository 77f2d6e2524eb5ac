/// Reads times as people write them: `20m`, `ten minutes ago`, `15:30`, `3:30pm`, `0930 hrs`, `last night 23:00`, `11/22/2026 3:30 PM`, RFC
/// 3339.
///
/// A clock without a day is today's. A text that could mean two times is an error, never a guess.
package struct TimeReader: Sendable {
    /// How far another clock may be ahead of this one.
    package static let skewSeconds: Int64 = 120
    /// The longest time, `sunday november 22 2026 at 3:30 pm cst`, has eight words.
    private static let wordsMax = 8

    /// Fewer hours with an `h` are a length of time: hardly anyone writes of so early a time of day.
    private static let hourMin = 6

    package let zone: LocalZone
    package let now: Int64
    package let ageHoursMax: Int
    /// Whether `5/6` is the sixth of May.
    private let isMonthFirst: Bool
    /// Whether it is the fifth of June, and nothing else.
    private var isDayFirst = false

    /// - Parameters:
    ///   - ageHoursMax: How old a time may be. If this leaves one of two readings, that one counts.
    ///   - isMonthFirst: As people write dates in the United States.
    package init(zone: LocalZone, now: Int64, ageHoursMax: Int, isMonthFirst: Bool = true) {
        self.zone = zone
        self.now = now
        self.ageHoursMax = ageHoursMax
        self.isMonthFirst = isMonthFirst
    }

    /// The same for dates that have the day first, as in Spanish and French.
    func withDayFirst() -> TimeReader {
        var reader = self
        reader.isDayFirst = true
        return reader
    }

    /// The same for words that were written at that time.
    func counting(from stamp: String) throws(TimeError) -> TimeReader {
        let now = try read(stamp)
        var reader = TimeReader(zone: zone, now: now, ageHoursMax: ageHoursMax, isMonthFirst: isMonthFirst)
        reader.isDayFirst = isDayFirst
        return reader
    }

    /// Whether a text begins with a date in digits that can have only its day first, or only its month; `nil` for any other text.
    func saysDayFirst(_ text: String) -> Bool? {
        let date = text.trimmed.prefix { ("0"..."9").contains($0) || $0 == "/" || $0 == "-" }
        let parts = date.split { $0 == "/" || $0 == "-" }.compactMap { $0.count <= 4 ? ClockTime.number($0) : nil }
        guard parts.count == 3, date.contains("/") || date.contains("-"), parts[0] <= 31, parts[1] <= 31 else { return nil }
        return (13...31).contains(parts[0]) && (1...12).contains(parts[1])
            ? true : (13...31).contains(parts[1]) && (1...12).contains(parts[0]) ? false : nil
    }

    /// Unix time of a text that is one time and nothing else.
    package func read(_ text: String) throws(TimeError) -> Int64 {
        let words = Self.words(of: text)
        guard !words.isEmpty, words.count <= Self.wordsMax + 2 else { throw .notATime }
        if let number = Self.spreadsheetNumber(words) { throw .spreadsheetNumber(written: number) }
        guard let reading = reading(words[...], .field) else { throw .notATime }
        return try inRange(reading.get())
    }

    /// Whether a text names its day and year, so that it means the same whenever it is read.
    package func namesDay(_ text: String) -> Bool {
        writtenDate(Self.words(of: text))?.date.namesYear ?? false
    }

    /// A day's own cell and the cell of its time of day, as one text; `nil` if the first is not a day.
    package func join(day: String, clock: String) -> String? {
        let clockWords = Self.words(of: clock)
        if writtenDate(clockWords) != nil { return clock }
        let words = Self.words(of: day)
        if let (_, rest) = writtenDate(words) {
            // A spreadsheet writes midnight after a day that has no time.
            guard rest.isEmpty || (ClockTime(rest[...], .field).map { $0.hour == 0 && $0.minute == 0 } ?? false) else { return nil }
            return (words.dropLast(rest.count) + clockWords).joined(separator: " ")
        }
        guard let named = NamedDay(words[...], today: today), named.count == words.count else { return nil }
        return day + " " + clock
    }

    /// Whether a text begins with a written date.
    func isDate(_ text: String) -> Bool { writtenDate(Self.words(of: text)) != nil }

    private func writtenDate(_ words: [String]) -> (date: WrittenDate, rest: [String])? {
        WrittenDate.read(words[...], today: today, isMonthFirst: isMonthFirst, isDayFirst: isDayFirst)
    }

    /// The longest time that a row of lower-case words begins with, and how many words it takes; `nil` if it begins with none.
    func prefix(of words: ArraySlice<String>) -> (count: Int, time: Result<Int64, TimeError>)? {
        // `401. second car`: digits with a period end a sentence.
        let end = words.firstIndex { $0.last == "." && $0.dropLast().last?.isNumber == true }.map { $0 + 1 } ?? words.endIndex
        for count in stride(from: min(Self.wordsMax, end - words.startIndex), to: 0, by: -1) {
            guard let reading = reading(words.prefix(count).compactMap(Self.plain)[...], .line) else { continue }
            return (count, reading.flatMap { time in Result { () throws(TimeError) in try inRange(time) } })
        }
        return nil
    }

    /// Lower-case words without the marks that change nothing: `~10 min.` and `3:30 p.m.`
    private static func words(of text: String) -> [String] {
        text.lowercased().split(whereSeparator: \.isWhitespace).compactMap { plain(String($0)) }
    }

    private static func plain(_ word: String) -> String? {
        var word = word[...]
        while let first = word.first, "~≈@(".contains(first) { word.removeFirst() }
        while let last = word.last, ".,;)".contains(last) { word.removeLast() }
        let isAbbreviated = word.contains(".") && word.allSatisfy { $0.isLetter || $0 == "." }
        return word.isEmpty ? nil : isAbbreviated ? word.filter { $0 != "." } : String(word)
    }

    /// A day or a part of one as spreadsheets keep it: `46354.39583`, `0.39583`.
    private static func spreadsheetNumber(_ words: [String]) -> String? {
        words.first { word in
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count <= 2, let whole = parts.first, ClockTime.number(whole) != nil else { return false }
            let fraction = parts.count == 2 ? parts[1] : ""
            guard fraction.allSatisfy({ ("0"..."9").contains($0) }) else { return false }
            let isDay = whole.count == 5 && ("3"..."6").contains(whole.first ?? "0")
            return isDay || (whole == "0" && !fraction.isEmpty)
        }
    }

    /// The oldest time that is taken: the clocks that people read have no seconds.
    private var oldest: Int64 {
        let oldest = now - Int64(ageHoursMax) * 3_600
        return oldest - oldest % 60
    }

    private var today: WallTime { zone.wall(at: now).dayStart(movedBy: 0) }

    private func inRange(_ time: Int64) throws(TimeError) -> Int64 {
        if time > now + Self.skewSeconds { throw .tooNew }
        if time < oldest { throw .tooOld(hoursMax: ageHoursMax) }
        return time
    }

    static let approximations: Set<String> = ["at", "about", "around", "approx", "approximately", "circa", "ca", "roughly"]
    /// Between a day and its time of day: "earlier tonight like 8:15".
    private static let fillers: Set<String> = ["like", "maybe"]
    private static let nowWords: [[String]] = [
        ["now"], ["rn"], ["just", "now"], ["right", "now"], ["a", "moment", "ago"], ["moments", "ago"], ["ahora"], ["ahorita"],
        ["ahora", "mismo"],
        ["maintenant"],
    ]

    private func reading(_ typed: ArraySlice<String>, _ place: ClockTime.Place) -> Result<Int64, TimeError>? {
        let plain = TimeWords.plain(typed, isLine: place == .line)
        if let error = NonSightingTimes.error(plain, written: typed, place: place) { return .failure(error) }
        if plain == ["24:00"] || plain == ["2400"] && place == .field { return .failure(.endOfDay) }
        var words = plain[...]
        var place = place
        if let first = words.first, Self.approximations.contains(first) {
            words = words.dropFirst()
            // "at 9"; on a line "about 3" may count something.
            if words.count == 1, first == "at" || place != .line { place = .dayPart }
            if let hours = TimeWords.hours(words) { words = [hours.clock] }
        }
        if Self.nowWords.contains(where: { words.elementsEqual($0) }) { return .success(now) }
        if isMilitary(words), let clock = ClockTime(words, place) {
            return resolve(clock.readings(on: today), clock: clock, isToday: true)
        }
        // “9h” is nine hours ago, or nine o'clock.
        if words.count == 1, let word = words.first, word.last == "h", let (clock, hour) = TimeWords.hours(words),
            hour >= Self.hourMin
        {
            return .failure(.lengthOrClock(length: word + " ago", clock: clock))
        }
        if let ago = Elapsed.seconds(words), place != .line || !Elapsed.countsOne(words) { return .success(now - ago) }
        if let both = hoursAndMinutes(words, place) { return both }
        return dated(words, place) ?? onClock(words, place)
    }

    /// `15h30` is a time of day; `2h30` may be a length of time as well.
    private func hoursAndMinutes(_ words: ArraySlice<String>, _ place: ClockTime.Place) -> Result<Int64, TimeError>? {
        let word = words.joined()
        guard words.count == 1 || place != .line && words.count == 3, word.last?.isNumber == true,
            let (clock, hour) = TimeWords.hours(words),
            let time = ClockTime([clock], .field)
        else { return nil }
        guard (13...23).contains(hour) || hour == 0 else { return .failure(.lengthOrClock(length: word + "m ago", clock: clock)) }
        return resolve(time.readings(on: today), clock: time, isToday: true)
    }

    /// `0930 hrs` is a time of day, and no length of time.
    private func isMilitary(_ words: ArraySlice<String>) -> Bool {
        words.joined().prefix(while: \.isWholeNumber).count == 4
    }

    private func dated(_ words: ArraySlice<String>, _ place: ClockTime.Place) -> Result<Int64, TimeError>? {
        let offset = WrittenOffset.take(from: Array(words))
        guard let (date, rest) = writtenDate(offset?.words ?? Array(words)) else { return nil }
        var clockWords = rest[...]
        if clockWords.first == "at" { clockWords = clockWords.dropFirst() }
        // “20h30” next to a day is not a length of time.
        if let hours = TimeWords.hours(clockWords) { clockWords = [hours.clock] }
        guard !clockWords.isEmpty else {
            if place == .field, let monthFirst = date.monthFirst {
                return .failure(.dayFirst(written: date.written, monthFirst: monthFirst))
            }
            // A fraction such as 1/2 is a date only with its time.
            return place == .field || date.namesYear ? .failure(.noClock(day: date.written)) : nil
        }
        if let first = clockWords.first, first.contains(":"), let point = first.lastIndex(of: "."),
            ClockTime.number(first[point...].dropFirst()) != nil
        {
            clockWords[clockWords.startIndex] = String(first[..<point])
        }
        guard var clock = ClockTime(clockWords, .field) else { return nil }
        // Beside a date machines write twenty-four hours.
        clock.isOpen = false
        if date.days.count > 1 { return .failure(.dayOrMonth(written: date.written)) }
        if let monthFirst = date.monthFirst { return .failure(.dayFirst(written: date.written, monthFirst: monthFirst)) }
        let zone = offset.map { offset in LocalZone { _ in Int(offset.seconds) } } ?? zone
        return resolve(date.days.flatMap(clock.readings(on:)), zone)
    }

    private func onClock(_ words: ArraySlice<String>, _ place: ClockTime.Place) -> Result<Int64, TimeError>? {
        if let (rest, seconds) = WrittenOffset.take(from: Array(words)) {
            let there = TimeReader(zone: LocalZone { _ in Int(seconds) }, now: now, ageHoursMax: ageHoursMax, isMonthFirst: isMonthFirst)
            return rest.isEmpty ? nil : there.onClock(rest[...], place)
        }
        if let day = NamedDay(words, today: today) {
            var rest = words.dropFirst(day.count)
            var clockPlace = day.part == nil ? place : .dayPart
            if rest.first == "at" { (rest, clockPlace) = (rest.dropFirst(), .dayPart) }
            let count = rest.count
            rest = rest.drop { Self.approximations.contains($0) || Self.fillers.contains($0) }
            if rest.count < count {
                // "this morning around 8" may count something.
                guard !rest.isEmpty else { return nil }
                if place == .line { clockPlace = .line }
            }
            if let hours = TimeWords.hours(rest) { rest = [hours.clock] }
            guard !rest.isEmpty else { return day.isPlain ? .failure(.noClock(day: words.joined(separator: " "))) : nil }
            return ClockTime(rest, clockPlace).flatMap { onDay(day, $0) }
        }
        for place in words.indices.dropFirst() {
            if let day = NamedDay(words[place...], today: today), place + day.count == words.endIndex {
                return ClockTime(words[..<place], day.part == nil ? .line : .dayPart).flatMap { onDay(day, $0) }
            }
        }
        return ClockTime(words, place).map { resolve($0.readings(on: today), clock: $0, isToday: true) }
    }

    private func onDay(_ day: NamedDay, _ clock: ClockTime) -> Result<Int64, TimeError>? {
        let walls = day.readings(clock)
        return walls.isEmpty ? nil : resolve(walls, clock: clock, isToday: day.day == today)
    }

    private func isPossible(_ wall: WallTime, _ zone: LocalZone) -> Bool {
        zone.instants(of: wall).contains { (oldest...now + Self.skewSeconds).contains($0) }
    }

    private func resolve(_ walls: [WallTime], clock: ClockTime, isToday: Bool) -> Result<Int64, TimeError> {
        let possible = walls.filter { isPossible($0, zone) }
        if possible.count > 1 { return .failure(.morningOrEvening(morning: clock.text + "am", evening: clock.text + "pm")) }
        let result = resolve(possible.isEmpty ? Array(walls.prefix(1)) : possible, zone)
        if isToday, case .success(let time) = result, time > now + Self.skewSeconds { return .failure(.notYet(clock: clock.written)) }
        return result
    }

    private func resolve(_ walls: [WallTime], _ zone: LocalZone) -> Result<Int64, TimeError> {
        let all = walls.flatMap(zone.instants(of:))
        let possible = all.filter { (oldest...now + Self.skewSeconds).contains($0) }
        if possible.count > 1 { return .failure(.twice) }
        if let one = possible.first ?? all.first { return .success(one) }
        let exists = walls.contains { $0.utcSeconds != nil }
        return .failure(exists ? .skipped : .notATime)
    }
}
