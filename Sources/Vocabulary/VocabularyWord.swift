/// A word of one of the registry's lists.
///
/// JSON has the raw value; the database has the number. Add new words only at the end of a list, so that every word keeps its
/// number.
package protocol VocabularyWord: RawRepresentable<String>, CaseIterable, Hashable, Comparable, Sendable where AllCases == [Self] {
    /// The words with their names and synonyms, in the order of `allCases`.
    static var table: WordTable<Self> { get }
}

extension VocabularyWord {
    /// The position in the list, from 1. Never renumber.
    package var number: UInt8 { index + 1 }

    /// The word for people: "SUV".
    package var name: String { row.name }

    /// Synonyms that people type, valid in any sentence.
    package var alsoTyped: [String] { row.alsoTyped }

    /// Abbreviations that are valid only in the word's own field, such as a column. In a sentence they could mean other things.
    package var codes: [String] { row.codes }

    /// The word with this number; `nil` if there is none.
    package init?(number: UInt8) { self.init(numbered: number) }

    fileprivate init?(numbered number: UInt8) {
        let words = Self.table.words
        guard (1...words.count).contains(Int(number)) else { return nil }
        self = words[Int(number) - 1]
    }

    /// The word that a typed text means: `Grey`, `SUV`, `chevy`, `land rover`.
    ///
    /// It ignores case, spaces, hyphens, underscores, periods, apostrophes, and Spanish and French accents. Texts above 64 bytes
    /// mean nothing.
    package init?(word typed: String) {
        guard let plain = PlainText.plain(typed), let word = Self.table.typed[plain] else { return nil }
        self = word
    }

    /// The word that a code means in the word's own field: `GY`, `TOYT`, `4DSD`.
    package init?(code typed: String) {
        guard let plain = PlainText.plain(typed), let word = Self.table.coded[plain] else { return nil }
        self = word
    }

    /// The only word that begins with `text`: `silve`, `toyot`; `nil` for fewer than four letters, no word or several.
    package init?(beginning typed: String) {
        guard let plain = PlainText.plain(typed), plain.utf8.count >= beginningLengthMin,
            !plain.utf8.contains(where: { $0 < UInt8(ascii: "A") })
        else { return nil }
        var found: Self?
        for (form, word) in Self.table.single where form.hasPrefix(plain) {
            guard found == nil || found == word else { return nil }
            found = word
        }
        guard let found else { return nil }
        self = found
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }

    var row: WordTable<Self>.Row { Self.table.rows[Int(index)] }

    /// The case's position, read from the enum's single byte, because hashing its raw `String` would be slow.
    /// `WordTable` checks that this is right for each case.
    fileprivate var index: UInt8 { withUnsafeBytes(of: self) { $0[0] } }
}

// A start calls these for each voice: see ``StoredWord``.
extension Color {
    package init?(number: UInt8) { self.init(numbered: number) }
}

extension Body {
    package init?(number: UInt8) { self.init(numbered: number) }
}

extension Make {
    package init?(number: UInt8) { self.init(numbered: number) }
}

/// The shortest prefix that counts; shorter ones match too many words.
let beginningLengthMin = 4

/// The names, synonyms and codes of a list's words.
package struct WordTable<Word: VocabularyWord>: Sendable {
    struct Row: Sendable {
        let word: Word
        let name: String
        let alsoTyped: [String]
        let codes: [String]
        let explanation: String
    }

    let rows: [Row]
    let words: [Word]
    let typed: [String: Word]
    let coded: [String: Word]
    /// The synonyms of one word only, so that "work" is not read as a prefix of "work van".
    let single: [String: Word]

    /// - Parameter rows: One row a word, in the order of `Word.allCases`.
    init(_ rows: [Row]) {
        precondition(rows.map(\.word) == Word.allCases, "the table of \(Word.self) must follow its cases")
        precondition(Word.allCases.map(\.index).elementsEqual(0..<UInt8(rows.count)), "\(Word.self) must be an enum without values")
        self.rows = rows
        words = Word.allCases
        let typed = Self.forms(rows) { [$0.word.rawValue, $0.name] + $0.alsoTyped }
        coded = Self.forms(rows, \.codes)
        precondition(coded.keys.allSatisfy { typed[$0] == nil }, "a code of \(Word.self) is also a word")
        self.typed = typed
        single = Self.forms(rows) { row in
            ([row.word.rawValue, row.name] + row.alsoTyped).filter { !$0.contains(" ") && !$0.contains("-") }
        }
    }

    private static func forms(_ rows: [Row], _ forms: (Row) -> [String]) -> [String: Word] {
        rows.reduce(into: [:]) { words, row in
            for form in forms(row) {
                guard let plain = PlainText.plain(form) else { preconditionFailure("\(form) can't be typed") }
                precondition(words.updateValue(row.word, forKey: plain) ?? row.word == row.word, "\(form) means two things")
            }
        }
    }
}

extension WordTable.Row {
    init(_ word: Word, _ name: String, _ alsoTyped: String..., codes: String..., explanation: String = "") {
        self.init(word: word, name: name, alsoTyped: alsoTyped, codes: codes, explanation: explanation)
    }
}

/// The normalized form in which words are compared.
enum PlainText {
    private static let typedMax = 64

    /// The text as only lower-case ASCII letters and digits; `nil` if it has anything else, is empty or is too long.
    static func plain(_ typed: String) -> String? {
        guard typed.utf8.count <= typedMax else { return nil }
        var plain = ""
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": plain.unicodeScalars.append(scalar)
            case "A"..."Z": plain.append(scalar.properties.lowercaseMapping)
            case " ", "-", "_", ".", "'", "’", "\u{A0}": continue
            case "\u{301}", "\u{300}", "\u{302}", "\u{303}", "\u{327}": continue
            default:
                guard let letter = unaccented(scalar) else { return nil }
                plain.unicodeScalars.append(letter)
            }
        }
        return plain.isEmpty ? nil : plain
    }

    /// Spanish and French letters without their accents.
    private static func unaccented(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "á", "à", "â", "Á", "À", "Â": "a"
        case "é", "è", "ê", "É", "È", "Ê": "e"
        case "í", "î", "Í", "Î": "i"
        case "ó", "ô", "Ó", "Ô": "o"
        case "ú", "ù", "û", "Ú", "Ù", "Û": "u"
        case "ñ", "Ñ": "n"
        case "ç", "Ç": "c"
        default: nil
        }
    }
}
