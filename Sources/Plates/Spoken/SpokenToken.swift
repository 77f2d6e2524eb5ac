/// A word of a transcript: in lower case, without accents and apostrophes.
struct SpokenToken {
    enum Kind {
        case word
        case figures
        /// Letters and digits in one word: `8PXL204`.
        case mixed
        /// Digits beside a colon or a slash: a time or a date, never a plate.
        case clock
    }

    let text: String
    fileprivate(set) var kind: Kind
    /// Whether every letter was a capital.
    let isCapital: Bool
    /// Whether a hyphen joins the token to the one before.
    let isJoined: Bool

    var isSingleLetter: Bool { kind == .word && text.utf8.count == 1 }

    /// The words of a transcript, or `nil` if it has more than `max`.
    static func tokens(of transcript: String, language: SpokenLanguage, max: Int) -> [SpokenToken]? {
        var splitter = SpokenSplitter(dropsElisions: language == .french)
        for scalar in transcript.unicodeScalars {
            splitter.take(scalar)
            guard splitter.tokens.count <= max else { return nil }
        }
        splitter.endWord()
        return splitter.tokens.count <= max ? splitter.tokens : nil
    }
}

/// Splits a transcript into tokens, one scalar at a time.
private struct SpokenSplitter {
    let dropsElisions: Bool
    /// Whether the word has an accent: French "dé" is the letter, and "de" is not.
    private var isAccented = false
    private(set) var tokens: [SpokenToken] = []
    private var word: [UInt8] = []
    private var capitals = 0
    private var figures = 0
    private var isJoined = false
    private var isClock = false
    /// Whether a colon or slash directly follows the last token, which is of digits.
    private var mayBeClock = false

    init(dropsElisions: Bool) { self.dropsElisions = dropsElisions }

    mutating func take(_ scalar: Unicode.Scalar) {
        let isAfterClock = mayBeClock
        mayBeClock = false
        switch SpokenFold.fold(scalar) {
        case .letter(let byte, let isCapital):
            if !scalar.isASCII { isAccented = true }
            word.append(byte)
            if isCapital { capitals += 1 }
        case .letters(let first, let second):
            word += [first, second]
        case .figure(let byte):
            if isAfterClock {
                isClock = true
                tokens[tokens.count - 1].kind = .clock
            }
            word.append(byte)
            figures += 1
        case .nothing:
            if (0x300...0x36F).contains(scalar.value) { isAccented = true }
        case .apostrophe:
            // French articles lean on the next word: "l'ontario", "d'iowa".
            if dropsElisions, word.count <= 2, figures == 0, !word.isEmpty { clearWord() }
        case .hyphen:
            endWord()
            isJoined = !tokens.isEmpty
        case .clock:
            mayBeClock = figures == word.count && figures > 0
            endWord()
            isJoined = false
        case .space:
            endWord()
            isJoined = false
        }
    }

    mutating func endWord() {
        defer { clearWord() }
        guard !word.isEmpty else { return }
        if dropsElisions, isAccented, word == Array("de".utf8) { word = Array("dee".utf8) }
        let kind: SpokenToken.Kind =
            if figures == 0 { .word } else if figures < word.count { .mixed } else if isClock { .clock } else { .figures }
        tokens.append(
            SpokenToken(
                text: String(decoding: word, as: UTF8.self), kind: kind, isCapital: capitals + figures == word.count, isJoined: isJoined))
        isJoined = false
    }

    private mutating func clearWord() {
        word.removeAll(keepingCapacity: true)
        capitals = 0
        figures = 0
        isClock = false
        isAccented = false
    }
}

/// The meaning of a scalar of a transcript.
enum SpokenFold {
    enum Folded {
        case letter(UInt8, isCapital: Bool)
        case letters(UInt8, UInt8)
        case figure(UInt8)
        case nothing
        case apostrophe
        case hyphen
        case clock
        case space
    }

    static func fold(_ scalar: Unicode.Scalar) -> Folded {
        switch scalar.value {
        case 0..<0x80: return ofASCII(UInt8(truncatingIfNeeded: scalar.value))
        case 0xFF01...0xFF5E: return ofASCII(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
        case 0x300...0x36F, 0xAD, 0x200B...0x200F, 0xFE0F, 0xFEFF: return .nothing
        case 0x2018, 0x2019, 0x02BB, 0x02BC: return .apostrophe
        case 0x2010...0x2015, 0x2212: return .hyphen
        default: return ofLatin(scalar)
        }
    }

    private static func ofASCII(_ byte: UInt8) -> Folded {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .letter(byte, isCapital: false)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter(byte + 0x20, isCapital: true)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .figure(byte)
        case UInt8(ascii: "'"): .apostrophe
        case UInt8(ascii: "-"): .hyphen
        case UInt8(ascii: ":"), UInt8(ascii: "/"): .clock
        default: .space
        }
    }

    private static func ofLatin(_ scalar: Unicode.Scalar) -> Folded {
        let base: Character
        switch scalar {
        case "á", "à", "â", "ä", "ã", "Á", "À", "Â", "Ä", "Ã": base = "a"
        case "é", "è", "ê", "ë", "É", "È", "Ê", "Ë": base = "e"
        case "í", "ì", "î", "ï", "Í", "Ì", "Î", "Ï": base = "i"
        case "ó", "ò", "ô", "ö", "õ", "Ó", "Ò", "Ô", "Ö", "Õ": base = "o"
        case "ú", "ù", "û", "ü", "Ú", "Ù", "Û", "Ü": base = "u"
        case "ñ", "Ñ": base = "n"
        case "ç", "Ç": base = "c"
        case "œ", "Œ": return .letters(UInt8(ascii: "o"), UInt8(ascii: "e"))
        default: return .space
        }
        return base.asciiValue.map { .letter($0, isCapital: scalar.properties.isUppercase) } ?? .space
    }
}
