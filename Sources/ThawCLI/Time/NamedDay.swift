/// A day as people name it beside a time of day: `yesterday`, `this morning`, `last night`, `Saturday evening`.
struct NamedDay {
    enum Part: String {
        case morning, afternoon, evening, night
    }

    let day: WallTime
    let part: Part?
    /// The night before, which ends this morning.
    var isLastNight = false
    /// How many words it has.
    let count: Int
    /// Whether the words can mean nothing else, so that without a time of day something is missing.
    let isPlain: Bool
}

extension NamedDay {
    /// The one that the words begin with, the longest first.
    init?(_ words: ArraySlice<String>, today: WallTime) {
        var rest = words
        if rest.first == "on" || rest.first == "earlier" { rest = rest.dropFirst() }
        guard let first = rest.first else { return nil }
        let second = rest.dropFirst().first
        let lead = words.count - rest.count
        let part = second.flatMap(Part.init(rawValue:))
        switch first {
        case "this":
            guard let part else { return nil }
            self.init(day: today, part: part, count: lead + 2, isPlain: true)
        case "in":
            guard second == "the", let third = rest.dropFirst(2).first, let part = Part(rawValue: third) else { return nil }
            self.init(day: today, part: part, count: lead + 3, isPlain: false)
        case "last":
            if second == "night" {
                self.init(day: today.dayStart(movedBy: -1), part: .night, isLastNight: true, count: lead + 2, isPlain: true)
            } else {
                guard let second, let weekday = WrittenDate.weekday(second) else { return nil }
                let day = Self.latest(weekday, upTo: today.dayStart(movedBy: -1))
                self.init(day: day, part: nil, count: lead + 2, isPlain: true)
            }
        case "tonight":
            self.init(day: today, part: .night, count: lead + 1, isPlain: true)
        case "today", "hoy":
            self.init(day: today, part: part, count: lead + (part == nil ? 1 : 2), isPlain: true)
        case "yesterday", "ayer", "hier":
            let day = today.dayStart(movedBy: -1)
            self.init(day: day, part: part, count: lead + (part == nil ? 1 : 2), isPlain: true)
        default:
            if let part = Part(rawValue: first) {
                self.init(day: today, part: part, count: lead + 1, isPlain: false)
            } else if let weekday = WrittenDate.weekday(first) {
                let day = Self.latest(weekday, upTo: today)
                self.init(day: day, part: part, count: lead + (part == nil ? 1 : 2), isPlain: first.count > 5)
            } else {
                return nil
            }
        }
    }

    /// The last such day, today included.
    private static func latest(_ weekday: Int, upTo today: WallTime) -> WallTime {
        // 1970-01-01 was a Thursday.
        let days = (today.utcSeconds ?? 0) / 86_400
        return today.dayStart(movedBy: -Int((days + 4 - Int64(weekday)) % 7))
    }

    /// The readings of a time of day on this day; none if they contradict each other.
    func readings(_ clock: ClockTime) -> [WallTime] {
        guard let part else { return clock.readings(on: day) }
        var clock = clock
        switch part {
        case .morning:
            guard clock.hour < 12 || (clock.hour == 12 && clock.minute == 0) else { return [] }
            clock.isOpen = false
        case .afternoon, .evening:
            if clock.isOpen { clock.hour += 12 }
            guard clock.hour >= 12 else { return [] }
            clock.isOpen = false
        case .night:
            return night(clock)
        }
        return clock.readings(on: day)
    }

    /// The night's first half is the day's, its second the next day's.
    private func night(_ clock: ClockTime) -> [WallTime] {
        var clock = clock
        if clock.isOpen, clock.hour >= 5 { clock.hour += 12 }
        let isTwelve = clock.hour == 12 && clock.text.hasPrefix("12")
        if isTwelve { clock.hour = 0 }
        clock.isOpen = false
        if clock.hour < 6 { return isLastNight ? clock.readings(on: day.dayStart(movedBy: 1)) : clock.readings(on: day) }
        return clock.hour >= 17 ? clock.readings(on: day) : []
    }
}
