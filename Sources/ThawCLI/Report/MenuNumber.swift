/// The number of an entry in a list, as people type it: `3`, `[1]`, `2.`, `#2`, `option 2`, `the first`.
struct MenuNumber {
    let value: Int

    private static let words: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
        "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
    ]
    private static let fillers: Set<String> = ["number", "nr", "no", "option", "choice", "answer", "the", "plate"]
    /// Longer numbers are plates.
    private static let figuresMax = 2

    init?(_ text: String) {
        let parts = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var others = parts.filter { !Self.fillers.contains($0) }
        // "the first one"
        if others.count == 2, others[1] == "one" { others.removeLast() }
        guard others.count == 1, let word = others.first else { return nil }
        if let value = Self.words[word] {
            self.value = value
        } else {
            guard word.count <= Self.figuresMax, let value = Int(word) else { return nil }
            self.value = value
        }
    }
}

extension Ambiguity.Halves {
    private static let mornings: Set<String> = [
        "am", "a", "morning", "inthemorning", "thismorning", "mañana", "lamañana", "delamañana", "matin", "dumatin", "cematin",
    ]
    private static let evenings: Set<String> = [
        "pm", "p", "evening", "afternoon", "night", "tonight", "intheevening", "intheafternoon", "atnight", "thisevening", "thisafternoon",
        "tarde", "latarde", "delatarde", "noche", "lanoche", "delanoche", "soir", "dusoir", "cesoir", "aprèsmidi", "apresmidi",
    ]

    /// The time that `pm` or `morning` means; `nil` for anything else.
    func time(_ text: String) -> String? {
        guard !text.contains(where: \.isNumber) else { return nil }
        let word = text.lowercased().filter(\.isLetter)
        return Self.mornings.contains(word) ? morning : Self.evenings.contains(word) ? evening : nil
    }
}
