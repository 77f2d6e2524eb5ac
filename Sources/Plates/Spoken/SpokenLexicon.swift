/// The words of one language, with their meaning next to a plate.
struct SpokenLexicon: Sendable {
    /// How a character was named.
    enum Naming: Sendable {
        /// A word of an alphabet made for telephones, or a digit.
        case codeWord
        /// A first name of the police alphabets, which callers also use as names.
        case name
        /// "bee", "double u".
        case letterName
    }

    enum Homophone: Sendable {
        /// Hardly ever said in a sentence about a vehicle: "sea", "won".
        case rare
        /// Common in sentences, and natural before a plate: "for", "to".
        case common
        /// Common in sentences, but odd before a plate: "see", "are".
        case verb
        /// Common in sentences, and hardly ever a character: only between two others, if a recognizer slipped.
        case slip
    }

    /// A word that belongs to no plate.
    enum Passing: Sendable {
        /// Said anywhere, inside a plate too: "uh", "dash", "letters".
        case filler
        /// Small words between the parts of a plate: "the", "is".
        case soft
        /// "plate", "license number": a plate is near.
        case cue
        /// "check", "look up": a plate follows.
        case request
        /// Ends a plate: "people", "minutes" make a count of the number before them.
        case measure
        /// Makes something else of the number after it: "exit", "room".
        case label
        /// Any other known word.
        case ordinary
    }

    enum Correction: Int, Sendable {
        /// "no", "sorry": the words after it replace similar words before it.
        case replacement
        /// "scratch that": all before is dropped, unless only a part follows.
        case scratch
        /// "start over": all before is dropped.
        case restart
        /// "not": the character that follows is denied.
        case denial
    }

    enum Meaning: Sendable {
        case character(UInt8, Naming)
        case homophone(UInt8, Homophone)
        case number(SpokenNumber)
        /// "sevens": a digit several times, after a number.
        case plural(UInt8)
        /// "double", "triple".
        case times(Int)
        /// "as in"; if strict, only before a word that begins with the letter: "for".
        case spelling(isStrict: Bool)
        /// "a" before a spelling word.
        case article
        /// "and" in "six hundred and five".
        case numberJoiner
        case passing(Passing)
        case correction(Correction)
        /// "in minnesota" tells where the caller is.
        case place
        /// "avenue": the name before it is a street's.
        case street
        /// "dodge": the name after it is a model's.
        case make
    }

    struct Row: Sendable {
        let meaning: Meaning
        let phrases: String

        init(_ meaning: Meaning, _ phrases: String) {
            self.meaning = meaning
            self.phrases = phrases
        }
    }

    struct Phrase: Sendable {
        let words: [String]
        let meaning: Meaning
    }

    /// Characters whose names sound alike.
    let soundGroups: [String]
    /// Those of them that a telephone makes most alike.
    let soundPairs: [String]
    let issuers: SpokenIssuers
    private let phrases: [String: [Phrase]]

    /// The lexicon of a language; made once.
    static func of(_ language: SpokenLanguage) -> SpokenLexicon {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        }
    }

    private static let english = SpokenLexicon(
        EnglishWords.rows, soundGroups: ["BCDEGPTVZ3", "AHJK8", "MN", "FSX", "IY59", "QUW", "GJ"],
        soundPairs: ["BD", "BV", "BP", "BE", "DE", "DT", "PT", "CZ", "VZ", "MN", "FS", "AH", "A8", "AK", "JK", "IY", "59", "QU"],
        issuers: EnglishWords.issuers)
    private static let spanish = SpokenLexicon(
        SpanishWords.rows, soundGroups: ["BCDEPTVG", "BVW", "CSZX", "GJ", "MN", "FS", "QKU", "IY", "AHK", "367"],
        soundPairs: ["BD", "BP", "BV", "DT", "PT", "MN", "FS", "AK", "QU", "67"], issuers: SpanishWords.issuers)
    private static let french = SpokenLexicon(
        FrenchWords.rows, soundGroups: ["BCDEGPTVWZ", "GJ", "MN", "FSX", "AHK", "QU", "IY", "C7", "E2"],
        soundPairs: ["BD", "BP", "BV", "DT", "PT", "GJ", "MN", "FS", "AK", "QU"], issuers: FrenchWords.issuers)

    private init(_ rows: [Row], soundGroups: [String], soundPairs: [String], issuers: [(code: String, names: String)]) {
        self.soundGroups = soundGroups
        self.soundPairs = soundPairs
        self.issuers = SpokenIssuers(ofLanguage: issuers)
        var phrases: [String: [Phrase]] = [:]
        for row in rows {
            for text in row.phrases.split(separator: ",") {
                let words = text.split(separator: " ").map(String.init)
                guard let first = words.first else { continue }
                assert(text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x20 }, "\(text) is not folded")
                phrases[first, default: []].append(Phrase(words: words, meaning: row.meaning))
            }
        }
        self.phrases = phrases
    }

    /// The phrases that the tokens from `index` on begin with.
    func phrases(at index: Int, of tokens: [SpokenToken]) -> [Phrase] {
        guard let candidates = phrases[tokens[index].text] else { return [] }
        return candidates.filter { phrase in
            phrase.words.count <= tokens.count - index
                && phrase.words.indices.dropFirst().allSatisfy { tokens[index + $0].text == phrase.words[$0] }
        }
    }

    /// Whether a word is one by itself.
    func isKnown(_ word: String) -> Bool { phrases[word]?.contains { $0.words.count == 1 } ?? false }

    /// Whether a word by itself belongs to sentences, and to nothing else.
    func isOrdinary(_ word: String) -> Bool {
        let alone = (phrases[word] ?? []).filter { $0.words.count == 1 }
        return !alone.isEmpty && alone.allSatisfy(\.meaning.isOrdinary)
    }

    /// Whether two letters' names sound alike.
    func soundAlike(_ first: UInt8, _ second: UInt8) -> Bool {
        soundGroups.contains { $0.utf8.contains(first) && $0.utf8.contains(second) }
    }

    /// A word of at most 16 bytes as a number.
    static func packed(_ word: String) -> UInt128 { word.utf8.reduce(0) { $0 << 8 | UInt128($1) } }

    /// The single words with such a meaning, packed, for a scan that allocates nothing.
    func packedWords(where property: (Meaning) -> Bool) -> Set<UInt128> {
        let words = phrases.values.joined().filter { $0.words.count == 1 && property($0.meaning) }.map { $0.words[0] }
        return Set(words.filter { (2...16).contains($0.utf8.count) }.map(Self.packed))
    }
}

/// A transcript's tokens, with the phrases of its language that begin at each.
struct SpokenText {
    let tokens: [SpokenToken]
    let lexicon: SpokenLexicon
    let phrases: [[SpokenLexicon.Phrase]]

    init(_ tokens: [SpokenToken], lexicon: SpokenLexicon) {
        self.tokens = tokens
        self.lexicon = lexicon
        phrases = tokens.indices.map { lexicon.phrases(at: $0, of: tokens) }
    }

    /// Whether a phrase of this kind begins at a place, which may lie after the last word.
    func has(_ property: (SpokenLexicon.Meaning) -> Bool, at index: Int) -> Bool {
        phrases.indices.contains(index) && phrases[index].contains { property($0.meaning) }
    }
}

extension [SpokenLexicon.Row] {
    /// Several lists of rows as one.
    static func all(_ parts: [SpokenLexicon.Row]...) -> [SpokenLexicon.Row] { parts.flatMap { $0 } }

    /// Rows of the letters from A on, a text of phrases each; an empty text skips a letter.
    static func letters(_ naming: SpokenLexicon.Naming, _ texts: [String]) -> [SpokenLexicon.Row] {
        texts.enumerated().map { index, text in
            SpokenLexicon.Row(.character(UInt8(ascii: "A") + UInt8(index), naming), text)
        }
    }

    /// Rows of single letters in one language: "E eco,ecco".
    static func moreLetters(_ naming: SpokenLexicon.Naming, _ texts: [String]) -> [SpokenLexicon.Row] {
        lettered(texts).map { ascii, phrases in SpokenLexicon.Row(.character(ascii, naming), phrases) }
    }

    /// Rows of words that sound like a character: "4 for,fore".
    static func homophones(_ kind: SpokenLexicon.Homophone, _ texts: [String]) -> [SpokenLexicon.Row] {
        lettered(texts).map { ascii, phrases in SpokenLexicon.Row(.homophone(ascii, kind), phrases) }
    }

    /// Rows of numbers that follow each other.
    static func numbers(from first: Int, _ make: (Int) -> SpokenNumber, _ texts: [String]) -> [SpokenLexicon.Row] {
        texts.enumerated().map { index, text in SpokenLexicon.Row(.number(make(first + index)), text) }
    }

    /// Rows of the plurals of 0 to 9.
    static func plurals(_ texts: [String]) -> [SpokenLexicon.Row] {
        texts.enumerated().map { index, text in SpokenLexicon.Row(.plural(UInt8(ascii: "0") + UInt8(index)), text) }
    }

    private static func lettered(_ texts: [String]) -> [(UInt8, String)] {
        texts.compactMap { text in text.utf8.first.map { ($0, String(text.dropFirst(2))) } }
    }
}
