/// A word of one of the registry's lists.
///
/// The raw value crosses the wire; the number is what a database keeps. Lists only grow, at their end: a word keeps its place
/// and so its number.
package protocol VocabularyWord: RawRepresentable<String>, CaseIterable, Hashable, Comparable, Sendable where AllCases == [Self] {
    /// The words with their names and what people type for them, in the order of `allCases`.
    static var table: WordTable<Self> { get }
}

extension VocabularyWord {
    /// From 1, by the place in the list; never renumbered.
    package var number: UInt8 { place + 1 }

    /// The word for people: "SUV".
    package var name: String { row.name }

    /// What else people type for it.
    package var alsoTyped: [String] { row.alsoTyped }

    /// The word of that number, or `nil` where no word has it.
    package init?(number: UInt8) {
        let words = Self.table.words
        guard (1...words.count).contains(Int(number)) else { return nil }
        self = words[Int(number) - 1]
    }

    /// The word that people mean by what they type: `Grey`, `SUV`, `chevy`, `land rover`.
    ///
    /// Case, spaces, hyphens, underscores, periods and apostrophes do not matter; at most 64 bytes are looked at.
    package init?(word typed: String) {
        guard let plain = WordTable<Self>.plain(typed), let word = Self.table.typed[plain] else { return nil }
        self = word
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }

    var row: WordTable<Self>.Row { Self.table.rows[Int(place)] }

    /// The place among the cases, read from the one byte that such an enum is: hashing a `String` for it would be slow.
    /// `WordTable` checks that each case holds its place.
    fileprivate var place: UInt8 { withUnsafeBytes(of: self) { $0[0] } }
}

/// What is known of each word of a list.
package struct WordTable<Word: VocabularyWord>: Sendable {
    struct Row: Sendable {
        let word: Word
        let name: String
        let alsoTyped: [String]
        let explanation: String
    }

    let rows: [Row]
    let words: [Word]
    let typed: [String: Word]

    /// - Parameter rows: In the order of `Word.allCases`, each word once.
    init(_ rows: [Row]) {
        precondition(rows.map(\.word) == Word.allCases, "the table of \(Word.self) must follow its cases")
        precondition(Word.allCases.map(\.place).elementsEqual(0..<UInt8(rows.count)), "\(Word.self) must be an enum without values")
        self.rows = rows
        words = Word.allCases
        typed = rows.reduce(into: [:]) { typed, row in
            for form in [row.word.rawValue, row.name] + row.alsoTyped {
                guard let plain = Self.plain(form) else { preconditionFailure("\(form) can't be typed") }
                precondition(typed.updateValue(row.word, forKey: plain) ?? row.word == row.word, "\(form) means two things")
            }
        }
    }

    private static var typedMax: Int { 64 }

    /// Lower-case ASCII letters and figures alone; `nil` where the text holds anything else, nothing, or too much.
    static func plain(_ typed: String) -> String? {
        guard typed.utf8.count <= typedMax else { return nil }
        var plain = ""
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": plain.unicodeScalars.append(scalar)
            case "A"..."Z": plain.append(scalar.properties.lowercaseMapping)
            case " ", "-", "_", ".", "'", "’": continue
            default: return nil
            }
        }
        return plain.isEmpty ? nil : plain
    }
}

extension WordTable.Row {
    init(_ word: Word, _ name: String, _ alsoTyped: String..., explanation: String = "") {
        self.init(word: word, name: name, alsoTyped: alsoTyped, explanation: explanation)
    }
}
