/// Reads times as people write them: `20m`, `20 min ago`, `15:30`, `3:30pm`, `yesterday 22:10`, `2026-11-22 15:30`, RFC 3339.
///
/// A clock without a day is today's. What could mean two times is an error, never a guess.
package struct TimeReader: Sendable {
    /// How far another clock may be ahead of this one.
    package static let skewSeconds: Int64 = 120
    /// The longest time, `2 hours and 30 minutes ago`, has six words.
    private static let wordsMax = 6

    package let zone: LocalZone
    package let now: Int64
    package let ageHoursMax: Int

    /// - Parameter ageHoursMax: How far back a time may lie; where it leaves one of two readings, that one is meant.
    package init(zone: LocalZone, now: Int64, ageHoursMax: Int) {
        self.zone = zone
        self.now = now
        self.ageHoursMax = ageHoursMax
    }

    /// Unix time of a text that is one time and nothing else.
    package func read(_ text: String) throws(TimeError) -> Int64 {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty, words.count <= Self.wordsMax, let reading = reading(words[...]) else { throw .notATime }
        return try inRange(reading.get())
    }

    /// The longest time that a row of lower-case words begins with, and how many words it takes; `nil` where it begins with none.
    func prefix(of words: ArraySlice<String>) -> (count: Int, time: Result<Int64, TimeError>)? {
        for count in stride(from: min(Self.wordsMax, words.count), to: 0, by: -1) {
            guard let reading = reading(words.prefix(count)) else { continue }
            return (count, reading.flatMap { time in Result { () throws(TimeError) in try inRange(time) } })
        }
        return nil
    }

    private var oldest: Int64 { now - Int64(ageHoursMax) * 3_600 }

    private func inRange(_ time: Int64) throws(TimeError) -> Int64 {
        if time > now + Self.skewSeconds { throw .tooNew }
        if time < oldest { throw .tooOld(hoursMax: ageHoursMax) }
        return time
    }

    private func reading(_ words: ArraySlice<String>) -> Result<Int64, TimeError>? {
        var words = words
        if let first = words.first, ["at", "about", "around"].contains(first) { words = words.dropFirst() }
        switch Array(words) {
        case ["now"], ["just", "now"], ["right", "now"]: return .success(now)
        default: break
        }
        if let ago = Elapsed.seconds(words) { return .success(now - ago) }
        return onClock(words)
    }

    private func onClock(_ words: ArraySlice<String>) -> Result<Int64, TimeError>? {
        guard let first = words.first, let last = words.last else { return nil }
        if let dated = DatedTime(words) {
            return dated.utcSeconds.map { .success($0) } ?? resolve(dated.wall.map { [$0] } ?? [], written: "")
        }
        let today = zone.wall(at: now).dayStart(movedBy: 0)
        if let day = day(named: first, today: today) {
            var rest = words.dropFirst()
            if rest.first == "at" { rest = rest.dropFirst() }
            return ClockTime(rest).map { resolve($0.readings(on: day), clock: $0, isToday: day == today) }
        }
        if let day = day(named: last, today: today) {
            return ClockTime(words.dropLast()).map { resolve($0.readings(on: day), clock: $0, isToday: day == today) }
        }
        return ClockTime(words).map { resolve($0.readings(on: today), clock: $0, isToday: true) }
    }

    private func day(named word: String, today: WallTime) -> WallTime? {
        switch word {
        case "today": today
        case "yesterday": today.dayStart(movedBy: -1)
        default: nil
        }
    }

    private func resolve(_ walls: [WallTime], clock: ClockTime, isToday: Bool) -> Result<Int64, TimeError> {
        let possible = walls.filter { wall in zone.instants(of: wall).contains { (oldest...now + Self.skewSeconds).contains($0) } }
        if possible.count > 1 { return .failure(.morningOrEvening(morning: clock.text + "am", evening: clock.text + "pm")) }
        let result = resolve(possible.isEmpty ? Array(walls.prefix(1)) : possible, written: clock.text)
        if isToday, case .success(let time) = result, time > now + Self.skewSeconds { return .failure(.notYet(clock: clock.written)) }
        return result
    }

    private func resolve(_ walls: [WallTime], written: String) -> Result<Int64, TimeError> {
        let all = walls.flatMap(zone.instants(of:))
        let possible = all.filter { (oldest...now + Self.skewSeconds).contains($0) }
        if possible.count > 1 { return .failure(.twice) }
        if let one = possible.first ?? all.first { return .success(one) }
        let exists = walls.contains { $0.utcSeconds != nil }
        return .failure(exists ? .skipped : .notATime)
    }
}
