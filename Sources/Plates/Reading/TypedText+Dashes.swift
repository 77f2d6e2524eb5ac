/// Words that people say or dictate for the dash of a plate.
extension TypedText {
    /// `LNR 482` for `LNR dash 482`; `nil` for a text without such a word between others.
    package static func withoutDashes(_ text: String) -> String? {
        guard text.utf8.count <= utf8Max, holdsWord(text) else { return nil }
        let words = text.utf8.split(separator: TypedByte.space, omittingEmptySubsequences: false).map(Substring.init)
        guard words.count > 2, words.dropFirst().dropLast().contains(where: isDash) else { return nil }
        return words.filter { !isDash($0) }.joined(separator: " ")
    }

    private static func isDash(_ word: Substring) -> Bool { dashes.contains(word.lowercased()) }

    private static let dashes: Set<String> = ["dash", "hyphen", "guion", "guión", "tiret"]

    /// Whether four letters follow each other, as in no part of most plates; scans once.
    static func holdsWord(_ text: String) -> Bool {
        var letters = 0
        for byte in text.utf8 {
            letters = TypedByte.isLetter(byte & ~0x20) || byte >= 0x80 ? letters + 1 : 0
            if letters == 4 { return true }
        }
        return false
    }
}
