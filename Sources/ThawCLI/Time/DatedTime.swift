/// A time with its date: `2026-11-22 15:30`, `2026-11-22T15:30:00-06:00`.
struct DatedTime {
    /// In the reader's zone, where the text names none; `nil` where it does.
    let wall: WallTime?
    /// Unix time, where the text names its offset; `nil` where it names none, or a date that no calendar has.
    let utcSeconds: Int64?

    /// `nil` where the words do not begin with a date.
    init?(_ words: ArraySlice<String>) {
        guard let first = words.first, words.count <= 2, first.utf8.count >= 10, first.dropFirst(4).first == "-" else { return nil }
        let date = first.prefix(10).split(separator: "-", omittingEmptySubsequences: false).compactMap(ClockTime.number)
        guard date.count == 3 else { return nil }
        var clock = first.dropFirst(10)
        if clock.isEmpty {
            guard words.count == 2, let second = words.last else { return nil }
            clock = second[...]
        } else {
            guard words.count == 1, clock.removeFirst() == "t" else { return nil }
        }
        var offset: Int64?
        if clock.last == "z" {
            clock.removeLast()
            offset = 0
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let parts = clock[sign...].dropFirst().split(separator: ":", omittingEmptySubsequences: false).compactMap(ClockTime.number)
            guard parts.count == 2, parts[0] < 24, parts[1] < 60 else { return nil }
            offset = Int64(parts[0] * 3_600 + parts[1] * 60) * (clock[sign] == "+" ? 1 : -1)
            clock = clock[..<sign]
        }
        if let point = clock.firstIndex(of: "."), ClockTime.number(clock[point...].dropFirst()) != nil { clock = clock[..<point] }
        guard let time = ClockTime([String(clock)]) else { return nil }
        let wall = WallTime(
            year: date[0], month: date[1], day: date[2], hour: time.hour, minute: time.minute, second: time.second)
        self.wall = offset == nil ? wall : nil
        utcSeconds = offset.flatMap { offset in wall.utcSeconds.map { $0 - offset } }
    }
}
