/// Letters that are spelled with a word: "a as in apple", "d for delta".
struct SpokenSpelling {
    let text: SpokenText

    private var tokens: [SpokenToken] { text.tokens }

    /// The arcs that begin with a letter of `named`, which are the arcs of the words at `index`.
    func arcs(at index: Int, named: [LatticeArc]) -> [LatticeArc] {
        var arcs: [LatticeArc] = []
        for letter in named where letter.characters.count == 1 && (letter.role == .sure || letter.role == .weak) {
            let heard = letter.characters[0].ascii
            for connector in connectors(at: letter.end) {
                for (end, initial) in words(at: connector.end) {
                    guard
                        let arc = arc(heard, initial, isStrict: connector.isStrict, isWeak: letter.role == .weak, word: connector.end..<end)
                    else { continue }
                    arcs.append(arc)
                }
            }
        }
        return arcs
    }

    /// "as in", and "as in the": where the spelling word begins.
    private func connectors(at index: Int) -> [(end: Int, isStrict: Bool)] {
        guard index < tokens.count else { return [] }
        var connectors: [(end: Int, isStrict: Bool)] = []
        for phrase in text.phrases[index] {
            guard case .spelling(let isStrict) = phrase.meaning else { continue }
            let end = index + phrase.words.count
            guard end < tokens.count else { continue }
            connectors.append((end, isStrict))
            for article in text.phrases[end] where article.meaning.isArticle && end + article.words.count < tokens.count {
                connectors.append((end + article.words.count, isStrict))
            }
        }
        return connectors
    }

    /// The words that a letter may be spelled with, each with its initial.
    private func words(at index: Int) -> [(end: Int, initial: UInt8)] {
        guard index < tokens.count, tokens[index].kind == .word, let first = tokens[index].text.utf8.first else { return [] }
        let initial = first - 0x20
        var words: [(end: Int, initial: UInt8)] = []
        if !tokens[index].isSingleLetter { words.append((index + 1, initial)) }
        // "yo-yo", "t-shirt"
        let joined = index + 1 + tokens[(index + 1)...].prefix { $0.isJoined && $0.kind == .word && !$0.isSingleLetter }.count
        if joined > index + 1 { words.append((joined, initial)) }
        if let name = text.lexicon.issuers.name(at: index, of: tokens), name.end > index + 1 { words.append((name.end, initial)) }
        for phrase in text.phrases[index] where phrase.words.count > 1 {
            guard case .character(let ascii, .codeWord) = phrase.meaning else { continue }
            words.append((index + phrase.words.count, ascii))
        }
        return words
    }

    private func arc(_ heard: UInt8, _ initial: UInt8, isStrict: Bool, isWeak: Bool, word: Range<Int>) -> LatticeArc? {
        let isSame = heard == initial
        let isAlike = text.lexicon.soundAlike(heard, initial)
        if heard <= UInt8(ascii: "9") || isStrict {
            // "kilo for seven": no spelling. "d for delta", "t for delta": one.
            guard heard > UInt8(ascii: "9"), isSame || isAlike, !isWeak || isSame, !isNumber(word.lowerBound) else { return nil }
            guard isSame || isCodeWord(word.lowerBound) else { return nil }
        }
        let isTrusted = isSame || isAlike
        let character = SpokenCharacter(ascii: isTrusted ? initial : heard, certainty: isTrusted ? .sure : .guess, weight: 1)
        // A longer word is the better one: "n as in new york".
        let cost = (isSame ? SpokenCost.spelled : 0.1) + (isTrusted ? 0 : 0.5) - 0.01 * Double(word.count - 1)
        return LatticeArc(end: word.upperBound, role: .sure, characters: [character], inside: cost)
    }

    private func isNumber(_ index: Int) -> Bool { text.has(\.isNumber, at: index) }

    private func isCodeWord(_ index: Int) -> Bool {
        text.phrases[index].contains { phrase in
            switch phrase.meaning {
            case .character(_, .codeWord), .character(_, .name): true
            default: false
            }
        }
    }
}
