/// Codes and abbreviations of issuers that are words of a sentence, too, when they are written in small letters.
package enum IssuerWords {
    /// Those that begin a sentence or join two plates: before a plate, they rarely name its issuer.
    package static let openings: Set<String> = [
        "or", "in", "on", "me", "hi", "ok", "oh", "so", "as", "de", "la", "sin", "son", "ver", "que", "del", "man", "camp", "cam",
        "fed", "alta",
    ]

    /// Those that are not prepositions, and may follow a plate.
    package static let nouns: Set<String> = ["mi", "va", "co", "vi", "miss", "ill", "mass", "wash", "ind"]

    private static let all = openings.union(nouns).union(["al", "ma", "pa", "id"])

    /// Whether a word, as typed, is one. `In` is written as a word at the beginning of a line, and `IN` is not.
    package static func contains(_ word: String) -> Bool {
        guard word.utf8.count <= lengthMax, word.utf8.dropFirst().contains(where: { $0 >= UInt8(ascii: "a") }) else { return false }
        return all.contains(word.lowercased())
    }

    /// The same for a code of two capitals that was typed in small letters.
    static func isCode(_ first: UInt8, _ second: UInt8) -> Bool { codes.contains(UInt16(first) << 8 | UInt16(second)) }

    private static let codes = all.filter { $0.utf8.count == 2 }.map { word in
        word.utf8.reduce(UInt16(0)) { $0 << 8 | UInt16($1 - 0x20) }
    }
    static let lengthMax = 4
}
