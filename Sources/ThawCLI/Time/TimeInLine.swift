/// A time that was read from a line, and the words beside it, which may say that it is not when something was seen.
struct TimeInLine {
    /// The plain words of the time.
    let words: [String]
    /// The same as they were typed.
    let typed: String
    /// The plain words before it, the nearest first.
    let before: [String]
    /// The plain words after it.
    let behind: [String]
    /// Whether the nearest word before it was counted, so that the length of time belongs to it: "2 men 2 hours".
    let followsCount: Bool

    /// Before a length of time: "almost 2 hours ago".
    private static let limits: Set<String> = [
        "than", "over", "under", "almost", "nearly", "most", "least", "casi", "menos", "plus", "moins",
    ]
    /// The same: how long it lasted, "been idling 45 min".
    private static let lasting: Set<String> = [
        "been", "idling", "idle", "waited", "waiting", "sat", "sitting", "stayed", "here", "there", "last", "past", "parked", "watched",
        "watching", "circling", "lasted", "took",
    ]
    /// Other things with a time of day: "opens at 10am", "12 am shift".
    private static let events: Set<String> = [
        "work", "shift", "open", "opens", "opened", "close", "closes", "closed", "meeting", "class", "appointment", "court", "hearing",
        "rally", "vigil", "protest", "starts", "begins", "ends", "alarm", "bus",
    ]
    private static let eventMax = 3
    private static let alternatives: Set<String> = ["or", "o", "ou"]

    /// The words that do not say for sure when it was; `nil` if nothing makes the time doubtful.
    var doubt: String? {
        let last = before.first ?? ""
        if Self.limits.contains(last) { return last + " " + typed }
        let next = behind.prefix(2)
        if next.count == 2, Self.alternatives.contains(next[0]), NumberWords.value(next[1]) != nil {
            return ([typed] + next).joined(separator: " ")
        }
        let isLength = Elapsed.seconds(words[...]) != nil
        let isAgo = words.contains { Elapsed.ago.contains($0) || $0 == "hace" || $0 == "il" }
        if isLength, !isAgo, Self.lasting.contains(last) || followsCount || next.first == "then" { return typed }
        // "two oh five pm"
        if let first = words.first, Self.isNumberWord(first), ["oh", "o"].contains(last) || Self.isNumberWord(last) {
            return last + " " + typed
        }
        let isOfEvent = before.prefix(Self.eventMax).contains(where: Self.events.contains) || next.first.map(Self.events.contains) == true
        return !isLength && isOfEvent ? typed : nil
    }

    private static func isNumberWord(_ word: String) -> Bool { word.allSatisfy(\.isLetter) && NumberWords.value(word) != nil }
}
