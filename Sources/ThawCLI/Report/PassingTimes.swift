/// Phrases with a time in them that do not say when something was seen: how long it lasted, how often it comes, or when it will be.
struct PassingTimes {
    enum Found: Equatable {
        /// `for 20 minutes`, `3 hours straight`, `every day at 7am`: says nothing of a report.
        case passing(count: Int)
        /// `tomorrow 9am`, `in 10 minutes`: has not come yet.
        case future(count: Int)
    }

    let times: TimeReader

    private static let lengths: Set<String> = [
        "for", "during", "within", "since", "until", "till", "por", "durante", "pendant", "depuis", "desde",
    ]
    private static let repeats: Set<String> = ["every", "each", "cada", "chaque"]
    private static let habits: Set<String> = [
        "daily", "everyday", "nightly", "usually", "always", "normally", "typically", "siempre", "toujours",
    ]
    /// Words between such a word and its time: "for about the last 20 minutes".
    private static let between: Set<String> = [
        "about", "over", "around", "almost", "nearly", "maybe", "like", "roughly", "the", "last", "past", "at", "least", "another", "other",
        "mas", "más", "casi", "environ", "les", "los", "unos",
    ]
    private static let units: Set<String> = [
        "day", "days", "night", "morning", "afternoon", "evening", "weekday", "weekend", "week", "hour", "minute", "couple", "few", "time",
        "dia", "día", "noche", "jour", "nuit", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    /// Words behind a length of time that make it one: "2 hours apart".
    private static let behind: Set<String> = [
        "straight", "long", "apart", "away", "drive", "walk", "later", "after", "before", "total", "max", "seguidas", "seguidos", "apres",
        "après", "despues", "después",
    ]
    private static let tomorrow: Set<String> = ["tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "demain"]
    private static let ahead: Set<String> = ["in", "en", "dentro", "dans"]
    private static let betweenMax = 4

    /// The phrase that lower-case words begin with, if it is one of these.
    ///
    /// - Parameter before: The word in front, in small letters.
    func find(_ words: ArraySlice<String>, plain: ArraySlice<String>, after before: String?) -> Found? {
        guard let first = plain.first else { return nil }
        if Self.tomorrow.contains(first) || (first == "mañana" && before != "la" && before != "esta") {
            return tomorrow(words, lead: 1, needsClock: first == "mañana")
        }
        if Self.ahead.contains(first), let count = length(words.dropFirst(), plain.dropFirst()) {
            return .future(count: 1 + count)
        }
        if Self.repeats.contains(first) { return repeated(words, plain) }
        if Self.habits.contains(first) {
            return times.prefix(of: words.dropFirst()).map { .passing(count: 1 + $0.count) }
        }
        if Self.lengths.contains(first) {
            let lead = 1 + plain.dropFirst().prefix(Self.betweenMax).prefix { Self.between.contains($0) }.count
            if let count = length(words.dropFirst(lead), plain.dropFirst(lead)) { return .passing(count: lead + count) }
            guard ["since", "until", "till", "desde", "depuis"].contains(first) else { return nil }
            return times.prefix(of: words.dropFirst(lead)).map { .passing(count: lead + $0.count) }
        }
        return beginningInTime(words, plain)
    }

    /// "3 hours straight", "10 minutes from now", "9am tomorrow".
    private func beginningInTime(_ words: ArraySlice<String>, _ plain: ArraySlice<String>) -> Found? {
        guard let time = times.prefix(of: words) else { return nil }
        switch time.time {
        case .failure(.duration), .failure(.habit): return .passing(count: time.count)
        case .failure(.future): return .future(count: time.count)
        default: break
        }
        let rest = plain.dropFirst(time.count)
        if let next = rest.first, Self.tomorrow.contains(next) { return .future(count: time.count + 1) }
        guard let count = length(words, plain) else { return nil }
        let behind = plain.dropFirst(count)
        if behind.starts(with: ["from", "now"]) { return .future(count: count + 2) }
        return behind.first.map(Self.behind.contains) == true ? .passing(count: count + 1) : nil
    }

    private func tomorrow(_ words: ArraySlice<String>, lead: Int, needsClock: Bool) -> Found? {
        let rest = words.dropFirst(lead)
        // "tomorrow morning at 9am"
        if let time = times.prefix(of: rest) { return .future(count: lead + time.count) }
        return needsClock ? nil : .future(count: lead)
    }

    private func repeated(_ words: ArraySlice<String>, _ plain: ArraySlice<String>) -> Found? {
        let lead = 1 + plain.dropFirst().prefix(Self.betweenMax).prefix { Self.between.contains($0) }.count
        if let count = length(words.dropFirst(lead), plain.dropFirst(lead)) { return .passing(count: lead + count) }
        let units = plain.dropFirst(lead).prefix { Self.units.contains($0) }.count
        guard units > 0 else { return nil }
        let clock = times.prefix(of: words.dropFirst(lead + units))?.count ?? 0
        return .passing(count: lead + units + clock)
    }

    /// How many words a length of time has that stands here; `nil` if none does, or if it says that it is over.
    private func length(_ words: ArraySlice<String>, _ plain: ArraySlice<String>) -> Int? {
        guard let time = times.prefix(of: words) else { return nil }
        let count = stride(from: time.count, to: 0, by: -1).first { Elapsed.seconds(plain.prefix($0)) != nil }
        guard let count, count == time.count else { return nil }
        let last = plain[plain.startIndex + count - 1]
        return ["ago", "back", "atras", "atrás"].contains(last) ? nil : count
    }
}
