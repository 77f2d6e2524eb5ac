/// Whether a typed text is worth reading as spoken words.
extension SpokenPlate {
    /// Whether a text looks like a plate in words: `alpha bravo charlie one two three`.
    ///
    /// The words for characters must be two at least. Together with the single letters and figures they must have more letters than a typed plate and
    /// an issuer's initials ("U.S.") can have, so no typed plate looks spoken. Scans once, and allocates nothing.
    package static func looksSpoken(_ text: String, language: SpokenLanguage = .english) -> Bool {
        guard (typedMax + 1...bytesMax).contains(text.utf8.count) else { return false }
        let known = knownWords(of: language)
        var words = 0
        var characters = 0
        var word: UInt128 = 0
        var length = 0
        var isWord = true
        func endWord() {
            defer { (word, length, isWord) = (0, 0, true) }
            guard length > 0 else { return }
            if length == 1 || !isWord {
                characters += length
            } else if length <= wordBytesMax, known.contains(word) {
                words += 1
                characters += length
            }
        }
        for scalar in text.unicodeScalars {
            switch SpokenFold.fold(scalar) {
            case .letter(let byte, _):
                word = word << 8 | UInt128(byte)
                length += 1
            case .figure:
                isWord = false
                length += 1
            case .letters, .nothing, .apostrophe: break
            case .hyphen, .clock, .space: endWord()
            }
        }
        endWord()
        return words >= 2 && characters > typedMax
    }

    private static let wordBytesMax = 16
    /// The most characters of a typed plate with an issuer's initials.
    private static let typedMax = PlateKey.lengthMax + 2
    private static let english = words(of: .english)
    private static let spanish = words(of: .spanish)
    private static let french = words(of: .french)

    /// The words that name characters, but for those that stand in an issuer's name or code: "quebec", "edward".
    private static func words(of language: SpokenLanguage) -> Set<UInt128> {
        var words = SpokenLexicon.of(language).packedCharacterWords
        for issuer in Issuer.all {
            for name in [issuer.name, issuer.abbreviation] + issuer.alsoWritten {
                for token in SpokenToken.tokens(of: name, language: .english, max: wordBytesMax) ?? [] {
                    words.remove(SpokenLexicon.packed(token.text))
                }
            }
        }
        return words
    }

    private static func knownWords(of language: SpokenLanguage) -> Set<UInt128> {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        }
    }
}
