/// Words that speak of time and say when nothing was seen: how long, how often, what is still to come, or too little.
enum NonSightingTimes {
    /// Why the plain words are no time of a sighting; `nil` if they may be one.
    ///
    /// - Parameter written: The same as they were typed.
    static func error(_ words: [String], written: ArraySlice<String>, place: ClockTime.Place) -> TimeError? {
        guard let first = words.first, let last = words.last else { return nil }
        let text = written.joined(separator: " ")
        let rest = words.dropFirst()
        if future.contains(first), place != .line || rest.isEmpty || isTime(rest) { return .future(written: text) }
        if words.count > 1, ["tomorrow", "manana", "demain"].contains(last), isTime(words.dropLast()) { return .future(written: text) }
        if ["in", "dans", "en"].contains(first) || words.starts(with: ["dentro", "de"]) || last == "later"
            || words.suffix(2) == ["from", "now"],
            holdsLength(words)
        {
            return .future(written: text)
        }
        if everyWords.contains(first), place != .line || isHabit(rest) { return .habit(written: text) }
        if habits.contains(first), place != .line || isTime(rest) { return .habit(written: text) }
        if words.starts(with: ["todos", "los"]) || words.starts(with: ["tous", "les"]) { return .habit(written: text) }
        if lengths.contains(first) || endings.contains(last), holdsLength(words) { return .duration(written: text) }
        if ["since", "until", "till", "desde", "depuis", "hasta", "jusqua"].contains(first), isTime(rest) || holdsLength(words) {
            return .duration(written: text)
        }
        if first == "all", rest.count == 1, let part = rest.first, parts.contains(part) { return .duration(written: text) }
        if isVague(words, place) { return .vague(written: text) }
        return nil
    }

    private static let future: Set<String> = ["tomorrow", "manana", "demain"]
    private static let everyWords: Set<String> = ["every", "each", "cada", "chaque"]
    private static let habits: Set<String> = ["daily", "everyday", "nightly", "weekly", "mondays", "weekdays", "weekends"]
    private static let lengths: Set<String> = ["for", "during", "durante", "por", "pendant", "throughout"]
    private static let endings: Set<String> = ["straight", "long", "total", "nonstop", "seguidas", "seguidos"]
    private static let parts: Set<String> = ["day", "morning", "afternoon", "evening", "night", "week"]
    private static let units: Set<String> = [
        "day", "days", "morning", "afternoon", "evening", "night", "week", "weekday", "weekend", "hour", "hours", "minutes", "month", "dia",
        "dias", "manana", "noche", "semana", "hora", "jour", "matin", "soir", "nuit", "semaine", "heure",
    ]

    private static func holdsLength(_ words: [String]) -> Bool {
        var words = words[...]
        words = words.drop {
            lengths.contains($0)
                || ["in", "dans", "en", "dentro", "de", "the", "last", "about", "since", "depuis", "desde", "hace"].contains($0)
        }
        while let last = words.last, endings.contains(last) || ["later", "from", "now"].contains(last) { words = words.dropLast() }
        return Elapsed.seconds(words) != nil
    }

    /// Whether words could be a time of day or a day, roughly.
    private static func isTime(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first else { return false }
        let clock = first == "at" ? words.dropFirst() : words
        return ClockTime(clock, .dayPart) != nil || clock.allSatisfy(parts.contains) || WrittenDate.weekday(first) != nil
    }

    /// Whether "every" counts days or hours, with a time of day behind or not.
    private static func isHabit(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first else { return false }
        let rest = words.dropFirst()
        if units.contains(first) || WrittenDate.weekday(first) != nil { return rest.isEmpty || isTime(rest) }
        return NumberWords.value(first) != nil && rest.count == 1 && units.contains(rest.first ?? "")
    }

    private static func isVague(_ words: [String], _ place: ClockTime.Place) -> Bool {
        if vague.contains(where: { words.elementsEqual($0) }) { return words.count > 1 || place != .line }
        guard words.last == "ago" || words.first == "hace" else { return false }
        return words.contains(where: fews.contains)
            && words.allSatisfy { fews.contains($0) || ["a", "ago", "hace"].contains($0) || Elapsed.isUnit($0) }
    }

    private static let fews: Set<String> = ["few", "several", "some", "unos", "unas", "varios", "varias", "pocos", "while", "rato"]

    private static let vague: [[String]] = [
        ["earlier"], ["earlier", "today"], ["recently"], ["a", "while", "ago"], ["a", "while", "back"], ["some", "time", "ago"],
        ["hace", "rato"],
        ["hace", "un", "rato"], ["in", "the", "last", "hour"], ["within", "the", "last", "hour"], ["the", "other", "day"],
    ]
}
