/// Words about time that do not say when something was seen: durations, habits, future times, or vague times.
enum NonSightingTimes {
    /// Why the plain words are not the time of a sighting; `nil` if they may be.
    ///
    /// - Parameter written: The same as they were typed.
    static func error(_ words: [String], written: ArraySlice<String>, place: ClockTime.Place) -> TimeError? {
        guard let first = words.first, let last = words.last else { return nil }
        let text = written.joined(separator: " ")
        let rest = words.dropFirst()
        // “La mañana” on a line is a morning.
        if future.contains(first), place != .line || rest.isEmpty && first != "manana" || isTime(rest) { return .future(written: text) }
        if words.count > 1, future.contains(last), isTime(words.dropLast()) { return .future(written: text) }
        if ["in", "dans", "en"].contains(first) || words.starts(with: ["dentro", "de"]) || last == "later"
            || words.suffix(2) == ["from", "now"],
            holdsLength(words)
        {
            return .future(written: text)
        }
        if everyWords.contains(first), place != .line || isHabit(rest) { return .habit(written: text) }
        if habits.contains(first), place != .line || isTime(rest) { return .habit(written: text) }
        if words.starts(with: ["todos", "los"]) || words.starts(with: ["tous", "les"]) { return .habit(written: text) }
        if lengths.contains(first) || endings.contains(last) || between.contains(last), holdsLength(words) {
            return .duration(written: text)
        }
        if spans.contains(first), isTime(rest) || TimeWords.hours(rest) != nil { return .span(written: text) }
        if spans.contains(first), holdsLength(words) { return .duration(written: text) }
        if limits.contains(first), ClockTime(rest, .line) != nil { return .span(written: text) }
        if isRange(words) { return .range(written: text) }
        if first == "all", rest.count == 1, let part = rest.first, parts.contains(part) { return .duration(written: text) }
        if isInZone(words) { return .zone(written: text) }
        if isVague(words) { return .vague(written: text) }
        return nil
    }

    private static let future: Set<String> = ["tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "manana", "demain"]
    private static let everyWords: Set<String> = ["every", "each", "cada", "chaque"]
    private static let habits: Set<String> = [
        "daily", "everyday", "nightly", "weekly", "mondays", "weekdays", "weekends", "usually", "always", "normally",
        "typically", "siempre", "toujours",
    ]
    private static let lengths: Set<String> = ["for", "during", "within", "durante", "por", "pendant", "throughout"]
    private static let spans: Set<String> = ["since", "until", "till", "til", "desde", "depuis", "hasta", "jusqua"]
    /// "before 9am": a number alone after them may count something.
    private static let limits: Set<String> = ["before", "after", "by", "antes", "despues", "avant", "apres"]
    private static let endings: Set<String> = [
        "straight", "long", "total", "nonstop", "seguidas", "seguidos", "apart", "away", "drive", "walk", "max",
    ]
    /// "2 hours after", which says nothing of now.
    private static let between: Set<String> = ["after", "before", "apres", "despues"]
    /// Words between such a word and its time: "for about the last 20 minutes".
    private static let fillers: Set<String> = [
        "in", "dans", "en", "dentro", "de", "the", "last", "past", "about", "over", "around", "almost", "nearly", "maybe", "like",
        "roughly",
        "at", "least", "another", "other", "hace", "mas", "casi", "environ", "les", "los", "unos",
    ]
    private static let parts: Set<String> = ["day", "morning", "afternoon", "evening", "night", "week"]
    private static let units: Set<String> = [
        "day", "days", "morning", "afternoon", "evening", "night", "week", "weekday", "weekend", "hour", "hours", "minutes", "month", "dia",
        "dias", "manana", "noche", "semana", "hora", "jour", "matin", "soir", "nuit", "semaine", "heure",
    ]

    private static func holdsLength(_ words: [String]) -> Bool {
        var words = words[...]
        words = words.drop { lengths.contains($0) || spans.contains($0) || fillers.contains($0) }
        while let last = words.last, endings.contains(last) || between.contains(last) || ["later", "from", "now"].contains(last) {
            words = words.dropLast()
        }
        return Elapsed.seconds(words) != nil
    }

    /// Whether words could be a time of day or a day, roughly.
    private static func isTime(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first else { return false }
        let rest = words.drop(while: parts.contains)
        let clock = rest.first == "at" ? rest.dropFirst() : rest
        return ClockTime(clock, .dayPart) != nil || clock.isEmpty || WrittenDate.weekday(first) != nil
    }

    /// Zones by their names, which say nothing of summer time.
    static let zones: Set<String> = ["eastern", "central", "mountain", "pacific", "atlantic"]

    /// Whether a time of day has the name of a zone after it: `8am mountain time`.
    private static func isInZone(_ words: [String]) -> Bool {
        var words = words[...]
        if words.last == "time" { words = words.dropLast() }
        if let last = words.last, ["standard", "daylight"].contains(last) { words = words.dropLast() }
        guard words.count > 1, let last = words.last, zones.contains(last) else { return false }
        return ClockTime(words.dropLast(), .line) != nil || words.dropLast().count > 1 && isTime(words.dropLast())
    }

    private static let rangeJoints: Set<String> = ["and", "to", "y", "et", "a"]

    /// Whether words are two times: `13:20-13:40`, `9-10am`, `between 9 and 10`, `10-15 min ago`.
    private static func isRange(_ words: [String]) -> Bool {
        guard let first = words.first else { return false }
        if ["between", "entre", "from"].contains(first), let joint = words.dropFirst().firstIndex(where: rangeJoints.contains) {
            return [words[1..<joint], words[(joint + 1)...]].allSatisfy { ClockTime($0, .dayPart) != nil }
        }
        // "5 to 8 pm"
        if let joint = words.firstIndex(where: { ["to", "till", "til"].contains($0) }), let last = words.last,
            ["am", "pm"].contains(last.suffix(2)) || last.contains(":")
        {
            return [words[..<joint], words[(joint + 1)...]].allSatisfy { ClockTime($0, .dayPart) != nil }
        }
        let sides = first.split(omittingEmptySubsequences: false) { "-–—".contains($0) }.map(String.init)
        guard sides.count == 2 else { return false }
        let isLength = ClockTime.number(sides[0][...]) != nil && Elapsed.seconds([sides[1]] + words.dropFirst()) != nil
        let isClock =
            words.count == 1 && (first.contains(":") || first.hasSuffix("am") || first.hasSuffix("pm"))
            && sides.allSatisfy { ClockTime([$0], .dayPart) != nil }
        return isLength || isClock
    }

    /// Whether "every" counts days or hours, with a time of day after or not.
    private static func isHabit(_ words: ArraySlice<String>) -> Bool {
        let words = words.drop { fillers.contains($0) }
        guard let first = words.first else { return false }
        let rest = words.dropFirst()
        if units.contains(first) || WrittenDate.weekday(first) != nil { return rest.isEmpty || isTime(rest) }
        return Elapsed.seconds(words) != nil
    }

    private static func isVague(_ words: [String]) -> Bool {
        if vague.contains(where: { words.elementsEqual($0) }) { return true }
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
