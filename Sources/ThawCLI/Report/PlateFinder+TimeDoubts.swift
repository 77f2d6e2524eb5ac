/// Words beside a time, or alone, that say that it is not when something was seen.
extension PlateFinder {
    /// In front of a length of time: "almost 2 hours ago".
    private static let limits: Set<String> = [
        "than", "over", "under", "almost", "nearly", "most", "least", "casi", "menos", "plus", "moins",
    ]
    /// The same: how long it lasted, "been idling 45 min".
    private static let lasting: Set<String> = [
        "been", "idling", "idle", "waited", "waiting", "sat", "sitting", "stayed", "here", "there", "last", "past", "parked", "watched",
        "watching", "circling", "lasted", "took",
    ]
    /// What else has its time of day: "opens at 10am", "12 am shift".
    private static let events: Set<String> = [
        "work", "shift", "open", "opens", "opened", "close", "closes", "closed", "meeting", "class", "appointment", "court", "hearing",
        "rally", "vigil", "protest", "starts", "begins", "ends", "alarm", "bus",
    ]
    private static let eventMax = 3

    /// The words of a time that something beside it makes doubtful.
    func timeDoubt() -> String? {
        var start = 0
        while start < marks.count {
            guard words.kind(start) == .time else {
                start += 1
                continue
            }
            let end = (start..<marks.count).first { words.kind($0) != .time || $0 > start && words[$0 - 1].endsRun } ?? marks.count
            if let doubt = doubt(start..<end) { return doubt }
            start = end
        }
        return nil
    }

    private func doubt(_ time: Range<Int>) -> String? {
        let before = (0..<time.lowerBound).reversed().prefix { !words[$0].endsRun && marks[$0] != .part }.map { words[$0].plain }
        let isOpen = !words[time.upperBound - 1].endsRun
        let behind = isOpen ? words[time.upperBound..<marks.count].prefix(2).map(\.plain) : []
        let plain = words[time].map(\.plain)
        let last = before.first ?? ""
        let phrase = text(Array(time))
        let isLength = Elapsed.seconds(plain[...]) != nil
        let isAgo = plain.contains { Elapsed.ago.contains($0) || $0 == "hace" || $0 == "il" }
        if Self.limits.contains(last) { return last + " " + phrase }
        if behind.count == 2, ["or", "o", "ou"].contains(behind[0]), NumberWords.value(behind[1]) != nil {
            return ([phrase] + behind).joined(separator: " ")
        }
        if isLength, !isAgo, Self.lasting.contains(last) || Self.counted.contains(last) || behind.first == "then" { return phrase }
        // "two oh five pm"
        let isWord = plain.first.map { NumberWords.value($0) != nil && $0.allSatisfy(\.isLetter) } ?? false
        if isWord, ["oh", "o"].contains(last) || NumberWords.value(last) != nil && last.allSatisfy(\.isLetter) {
            return last + " " + phrase
        }
        if !isLength, before.prefix(Self.eventMax).contains(where: Self.events.contains) || behind.first.map(Self.events.contains) == true {
            return phrase
        }
        return nil
    }

    private static let clockWords: Set<String> = [
        "am", "pm", "o'clock", "oclock", "clock", "noon", "midnight", "ish", "hour", "hours", "hora", "horas", "heure", "heures", "morning",
        "afternoon", "evening", "night", "mañana", "manana", "tarde", "noche", "madrugada", "matin", "soir", "lunchtime", "dawn", "dusk",
        "sunrise", "sunset", "overnight",
    ]
    /// "I am", "good morning", "rush hour".
    private static let otherLeads: Set<String> = ["i", "good", "rush"]

    /// Whether a word belongs to a time of day, or is a part of a day.
    static func isClockWord(_ word: String, behind lead: String) -> Bool {
        if clockWords.contains(word) { return !otherLeads.contains(lead) }
        guard word.hasSuffix("ish") else { return false }
        let stem = word.dropLast(3).filter { $0 != "-" }
        return clockWords.contains(stem) || NumberWords.value(stem) != nil
    }

    /// Whether a number in words or figures is a clock's with the words behind it: `twenty to five`, `10 of 4`, `half four`, `a las quince`.
    func isSpokenClock(_ place: Int) -> Bool {
        func number(_ place: Int, upTo most: Double) -> Bool {
            guard place < marks.count, marks[place] != .known, let value = NumberWords.value(words[place].plain), (1...most).contains(value)
            else { return false }
            return place + 1 == marks.count || words[place].endsRun || marks[place + 1] == .known
        }
        let word = words[place].plain
        if word == "half" { return number(place + 1, upTo: 12) }
        if word == "las" || word == "la", place > 0, words[place - 1].plain == "a" { return number(place + 1, upTo: 24) }
        let isMinutes = ["quarter", "cuarto", "quart"].contains(word) || NumberWords.value(word).map { (1..<60).contains($0) } ?? false
        guard isMinutes, place + 2 < marks.count, !words[place].endsRun else { return false }
        let joint = words[place + 1].plain
        let article = ["la", "las"].contains(words[place + 2].plain) ? 1 : 0
        return ["to", "of", "till", "til", "before", "past", "after", "para", "moins"].contains(joint)
            && number(place + 2 + article, upTo: 12)
    }
}
