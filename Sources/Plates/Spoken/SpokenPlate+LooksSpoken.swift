/// Whether a typed text is worth reading as spoken words.
extension SpokenPlate {
    /// Whether a text looks like a plate in words: `alpha bravo charlie one two three`.
    package static func looksSpoken(_ text: String, language: SpokenLanguage = .english) -> Bool {
        spokenWords(text, language: language) > 0
    }

    /// The number of words that name characters; 0 if the text does not look like a plate in words.
    ///
    /// There must be at least two words for characters. Together with the single letters and digits they must have more letters than a
    /// typed plate and an issuer's initials ("U.S.") can have, so no typed plate looks spoken. If there are no other words, one such word
    /// is enough next to letters and digits that together are longer than any plate: `KTV four eight two`. Scans once, and allocates
    /// nothing.
    package static func spokenWords(_ text: String, language: SpokenLanguage) -> Int {
        let scan = scan(text, language)
        return scan.looksSpoken ? scan.words : 0
    }

    /// Whether a word in small letters, without accents, belongs to ordinary sentences in one of the languages.
    ///
    /// Words that name a character, such as "mike", and words whose number follows them, such as "room", do not.
    package static func isOrdinary(_ word: String) -> Bool {
        SpokenLanguage.allCases.contains { SpokenLexicon.of($0).isOrdinary(word) }
    }

    /// Whether a word names a character: "tango", "quebec", "four".
    package static func isCodeWord(_ word: String, language: SpokenLanguage = .english) -> Bool {
        let letters = word.utf8.filter { $0 != UInt8(ascii: "-") }
        guard (3...wordBytesMax).contains(letters.count) else { return false }
        let packed = SpokenLexicon.packed(String(decoding: letters, as: UTF8.self))
        return known(in: language).characters.contains(packed) || known(in: language).codesOfIssuers.contains(packed)
    }

    /// Whether words that name characters are among single letters and digits: `kay x s 4 0 1`. A typed plate may look like this, too: `BEE
    /// 4 U`.
    package static func spellsPartly(_ text: String, language: SpokenLanguage) -> Bool {
        let scan = scan(text, language)
        return scan.words > 0 && scan.words + scan.singles > 2 || scan.spellsWithSoundAlikes
    }

    /// Whether words that sound like letters are among single letters, with nothing longer than part of a plate: `k v are 719`.
    package static func spellsWithSoundAlikes(_ text: String, language: SpokenLanguage) -> Bool {
        scan(text, language).spellsWithSoundAlikes
    }

    private static func scan(_ text: String, _ language: SpokenLanguage) -> Scan {
        guard (spokenMin...bytesMax).contains(text.utf8.count) else { return Scan(known: known(in: language)) }
        var scan = Scan(known: known(in: language))
        for scalar in text.unicodeScalars {
            switch SpokenFold.fold(scalar) {
            case .letter(let byte, _): scan.append(byte)
            case .letters(let first, let second):
                scan.append(first)
                scan.append(second)
            case .figure: scan.appendFigure()
            case .nothing, .apostrophe: break
            case .hyphen, .clock, .space: scan.endWord()
            }
        }
        scan.endWord()
        return scan
    }

    /// The words of a text as they come.
    private struct Scan {
        let known: KnownWords
        private(set) var words = 0
        private(set) var singles = 0
        private var letters = 0
        private var soundAlikes = 0
        /// The letters and digits of words for characters, of single ones, and of digits.
        private var characters = 0
        /// Those of everything that may be a part of a plate.
        private var parts = 0
        private var tokens = 0
        private var hasOther = false
        private var wasCode = false
        /// The length of an issuer's name after a code word, which is one itself if another character follows: `papa quebec 336`.
        private var pending = 0
        private var word: UInt128 = 0
        private var length = 0
        private var isWord = true

        init(known: KnownWords) { self.known = known }

        mutating func append(_ letter: UInt8) {
            word = word << 8 | UInt128(letter)
            length += 1
        }

        mutating func appendFigure() {
            isWord = false
            length += 1
        }

        mutating func endWord() {
            defer { (word, length, isWord) = (0, 0, true) }
            guard length > 0 else { return }
            tokens += 1
            if length == 1 { singles += 1 }
            if length == 1, isWord { letters += 1 }
            if isWord, length <= wordBytesMax, known.soundAlikes.contains(word) { soundAlikes += 1 }
            let isCode = isWord && length > 1 && length <= wordBytesMax && known.characters.contains(word)
            if pending > 0, isCode || length == 1 || !isWord {
                words += 1
                characters += pending
                parts += pending
            }
            pending = wasCode && isWord && length <= wordBytesMax && known.codesOfIssuers.contains(word) ? length : 0
            wasCode = isCode
            if length == 1 || !isWord {
                characters += length
                parts += length
            } else if isCode {
                words += 1
                characters += length
                parts += length
            } else if length <= wordBytesMax, known.others.contains(word) {
                tokens -= 1
            } else if length <= partMax {
                parts += length
            } else {
                hasOther = true
            }
        }

        var spellsWithSoundAlikes: Bool { soundAlikes > 0 && letters > 1 && !hasOther }

        var looksSpoken: Bool {
            if words >= 2, characters > typedMax { return true }
            guard words > 0, !hasOther, tokens > 2 else { return false }
            return parts > typedMax
        }
    }

    /// The most letters of a plate that are said as one word: `KTV four eight two`.
    private static let partMax = 4
    /// “A B C one”.
    private static let spokenMin = 9
    private static let wordBytesMax = 16
    /// The most characters of a typed plate with an issuer's initials.
    private static let typedMax = PlateKey.lengthMax + 2
    private static let english = KnownWords(.english)
    private static let spanish = KnownWords(.spanish)
    private static let french = KnownWords(.french)

    private static func known(in language: SpokenLanguage) -> KnownWords {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        }
    }

    /// The words of a language, packed. A class, so that handing it on copies nothing.
    private final class KnownWords: Sendable {
        /// Those that name characters, except those in an issuer's name or code.
        let characters: Set<UInt128>
        /// The others: "quebec", "edward".
        let codesOfIssuers: Set<UInt128>
        /// Those that are said beside a plate: of issuers, "plate", "please".
        let others: Set<UInt128>
        /// Those that sound like a character: "are", "you".
        let soundAlikes: Set<UInt128>

        init(_ language: SpokenLanguage) {
            let lexicon = SpokenLexicon.of(language)
            let naming = lexicon.packedWords(where: \.namesCharacter)
            var characters = naming
            var others = lexicon.packedWords(where: \.isBesidePlate)
            var soundAlikes = lexicon.packedWords(where: \.soundsLikeCharacter)
            for issuer in Issuer.all {
                for name in [issuer.name, issuer.abbreviation, issuer.code] + issuer.alsoWritten {
                    for token in SpokenToken.tokens(of: name, language: .english, max: wordBytesMax) ?? [] where token.text.utf8.count > 1 {
                        characters.remove(SpokenLexicon.packed(token.text))
                        soundAlikes.remove(SpokenLexicon.packed(token.text))
                        others.insert(SpokenLexicon.packed(token.text))
                    }
                }
            }
            // Shorter ones, such as "oh", stand on typed plates.
            codesOfIssuers = naming.subtracting(characters).filter { $0 > 0xFF_FFFF }
            self.characters = characters
            self.others = others.subtracting(characters)
            self.soundAlikes = soundAlikes
        }
    }
}
