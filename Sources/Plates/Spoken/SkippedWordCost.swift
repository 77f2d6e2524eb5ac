/// The cost of skipping a single word.
struct SkippedWordCost {
    let text: SpokenText

    private var tokens: [SpokenToken] { text.tokens }

    /// The arc that skips the word at `index`. `characters` are the arcs that read it as a character.
    func arc(at index: Int, characters: [LatticeArc]) -> LatticeArc {
        let token = tokens[index]
        switch token.kind {
        case .clock: return LatticeArc(passing: .ordinary, end: index + 1)
        case .figures: return dropped(index, outside: 0.2 + 0.2 * Double(min(token.text.utf8.count, 10)))
        case .mixed: return characters.isEmpty ? LatticeArc(passing: .ordinary, end: index + 1) : dropped(index, outside: 1.2)
        case .word: return word(at: index, characters)
        }
    }

    private func word(at index: Int, _ characters: [LatticeArc]) -> LatticeArc {
        let single = text.phrases[index].filter { $0.words.count == 1 }.map(\.meaning)
        var passings: [LatticeArc] = []
        for meaning in single {
            switch meaning {
            case .passing(let passing): passings.append(LatticeArc(passing: passing, end: index + 1))
            case .character(_, let naming): return dropped(index, outside: outside(naming, index))
            case .number: return dropped(index, outside: SpokenCost.numberOutside)
            case .plural, .times: passings.append(LatticeArc(passing: .ordinary, end: index + 1))
            default: break
            }
        }
        for case .homophone(_, let kind) in single { return passedHomophone(kind, index, beside: passings) }
        // The cheapest meaning within a plate decides: "like" passes as a filler.
        if let cheapest = passings.min(by: { $0.inside < $1.inside }) { return cheapest }
        let isUnknown = single.isEmpty
        // "abc" beside digits.
        if let cluster = characters.first(where: { $0.characters.count > 1 && $0.end == index + 1 }) {
            return dropped(index, outside: cluster.inside + 0.2)
        }
        return LatticeArc(
            end: index + 1, role: .noise, inside: isUnknown ? SpokenCost.unknownInside : SpokenCost.ordinaryInside,
            outside: isUnknown ? unknownOutside(index, characters) : 0, isOrdinary: true)
    }

    /// A word at the end of a transcript that sounds like a code word is likely one.
    private func unknownOutside(_ index: Int, _ characters: [LatticeArc]) -> Double {
        let sounded = characters.filter { $0.role == .sure && $0.end == index + 1 }.map(\.inside).min()
        guard let sounded, sounded < SpokenCost.sounded + 0.25 else { return 0 }
        return isAtStart(index) || index == tokens.count - 1 ? 0.8 : 0.3
    }

    /// Whether a word is at the start, or after a word for a plate.
    func isAtStart(_ index: Int) -> Bool { index == 0 || text.has(\.isCue, at: index - 1) }

    private func passedHomophone(_ kind: SpokenLexicon.Homophone, _ index: Int, beside passings: [LatticeArc]) -> LatticeArc {
        var arc = LatticeArc(end: index + 1, role: .passedWeak, inside: 0.45, outside: 0)
        arc.isOrdinary = passings.allSatisfy(\.isOrdinary)
        switch kind {
        case .rare:
            arc.inside = 0.9
            arc.outside = 0.6
        case .common:
            let isBehindCue = index > 0 && isAtStart(index)
            arc.passedAtEdge = isBehindCue ? 0 : 0.4
            if isLetterBeforeLetter(index) { arc.outside = 0.5 }
            if tokens[index].text == "a", isBehindCue { arc.passedAtEdge = 0.5 }
        case .verb:
            arc.passedAtEdge = 0.5
            if isLetterBeforeLetter(index) { arc.outside = 0.5 }
        case .slip:
            arc.inside = 0.9
        }
        return arc
    }

    /// "a" before "b" is a letter; before "black" it is an article.
    private func isLetterBeforeLetter(_ index: Int) -> Bool {
        tokens[index].isSingleLetter && index + 1 < tokens.count && tokens[index + 1].isSingleLetter
    }

    private func outside(_ naming: SpokenLexicon.Naming, _ index: Int) -> Double {
        // "the hotel" is a house.
        let isNoun = index > 0 && Self.determiners.contains(tokens[index - 1].text)
        switch naming {
        case .codeWord: return isNoun ? 0.3 : SpokenCost.codeWordOutside
        case .name: return isNoun ? 0.3 : SpokenCost.nameOutside
        case .letterName: return SpokenCost.letterOutside
        }
    }

    private static let determiners: Set<String> = [
        "the", "a", "an", "my", "your", "his", "her", "our", "their", "this", "that", "in", "of", "el", "la", "un", "una", "mi", "su", "le",
        "les", "une",
        "mon", "ma", "au", "du", "en", "del",
    ]

    private func dropped(_ index: Int, outside: Double) -> LatticeArc {
        LatticeArc(end: index + 1, role: .dropped, inside: SpokenCost.ordinaryInside, outside: outside, isOrdinary: true)
    }
}
