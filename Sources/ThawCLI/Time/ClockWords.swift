/// Words of a clock from which no time was read, so that a person must be asked.
enum ClockWords {
    /// Those that belong to a time of day, besides the parts of a day and the hours with a name.
    private static let words: Set<String> = [
        "am", "pm", "o'clock", "oclock", "clock", "ish", "hour", "hours", "hora", "horas", "heure", "heures", "mañana", "manana", "tarde",
        "noche", "madrugada", "matin", "soir", "lunchtime", "dinnertime", "dawn", "dusk", "sunrise", "sunset", "overnight",
    ]
    /// "I am", "good morning", "rush hour".
    private static let otherLeads: Set<String> = ["i", "good", "rush"]

    /// Events that follow "after": "after dinner".
    private static let occasions: Set<String> = [
        "breakfast", "lunch", "dinner", "supper", "school", "work", "church", "class", "dark",
    ]
    private static let occasionLeads: Set<String> = ["after", "before", "during"]

    /// Whether a word belongs to a time of day, or is part of a day.
    ///
    /// - Parameter lead: The word before it; empty if there is none.
    static func contains(_ word: String, behind lead: String) -> Bool {
        if isOfClock(word) { return !otherLeads.contains(lead) }
        if occasions.contains(word) { return occasionLeads.contains(lead) }
        guard word.hasSuffix("ish") else { return false }
        let stem = word.dropLast(3).filter { $0 != "-" }
        return isOfClock(stem) || NumberWords.value(stem) != nil || !stem.isEmpty && stem.allSatisfy(\.isNumber)
    }

    private static func isOfClock(_ word: String) -> Bool {
        words.contains(word) || NamedDay.Part(rawValue: word) != nil || ClockTime.named[word] != nil
    }

    /// Before the digits of a clock: "around 940".
    private static let approximations = TimeReader.approximations.union(["like", "near", "sobre", "vers"])
    /// Before three or four digits of a clock: one or two may count something.
    private static let sightings: Set<String> = ["seen", "time", "spotted", "noticed", "sighted", "vu", "visto", "hora", "heure"]

    /// Whether a word says that digits after it are a clock's.
    static func lead(_ lead: String, to figures: String) -> Bool {
        approximations.contains(lead) || figures.count > 2 && sightings.contains(lead)
    }

    private static let joints = TimeWords.to.union(TimeWords.before).union(["of", "para", "moins"])
    private static let quarters: Set<String> = ["quarter", "cuarto", "quart"]
    private static let articles: Set<String> = ["la", "las"]

    /// Whether words in a row are a clock's: `twenty to five`, `10 of 4`, `half four`, `a las quince`.
    static func makeClock(_ words: [String], behind lead: String) -> Bool {
        guard words.count > 1, let first = words.first, let last = words.last else { return false }
        func isHour(upTo most: Double) -> Bool { NumberWords.value(last).map { (1...most).contains($0) } ?? false }
        if first == "half" { return words.count == 2 && isHour(upTo: 12) }
        if articles.contains(first), lead == "a" { return words.count == 2 && isHour(upTo: 24) }
        let isMinutes = quarters.contains(first) || NumberWords.value(first).map { (1..<60).contains($0) } ?? false
        let between = words.dropFirst().dropLast()
        guard isMinutes, let joint = between.first, joints.contains(joint) else { return false }
        return between.dropFirst().allSatisfy(articles.contains) && between.count <= 2 && isHour(upTo: 12)
    }
}
