/// Every way to take the words of a transcript, from each place on.
struct SpokenLattice {
    let text: SpokenText
    private(set) var arcs: [[LatticeArc]]

    /// Which words belong to names of issuers.
    private let mentions: [SpokenIssuerFinder.Mention]

    init(_ text: SpokenText, mentions: [SpokenIssuerFinder.Mention]) {
        self.text = text
        self.mentions = mentions
        arcs = Array(repeating: [], count: text.tokens.count)
        // Backwards, because "double" needs the arcs after it.
        for index in text.tokens.indices.reversed() { arcs[index] = arcs(at: index) }
        markCountedNumbers()
    }

    private var tokens: [SpokenToken] { text.tokens }
    private var lexicon: SpokenLexicon { text.lexicon }

    private func arcs(at index: Int) -> [LatticeArc] {
        if let mention = mentions.first(where: { $0.words.contains(index) }) {
            guard mention.words.lowerBound == index else { return [] }
            var arc = LatticeArc(end: mention.words.upperBound, role: .edge, inside: SpokenCost.issuer, outside: 0)
            arc.isCue = mention.strength > 0
            return [arc]
        }
        let phrases = text.phrases[index].filter { isFree(index..<index + $0.words.count) }
        var arcs = phrases.compactMap { arc(of: $0, at: index) }
        arcs += numbers(at: index)
        arcs += typed(at: index)
        arcs += SpokenSpelling(text: text).arcs(at: index, named: arcs)
        arcs += repeated(at: index, phrases)
        arcs += sounded(at: index)
        arcs.append(passing(at: index, beside: arcs))
        return arcs
    }

    /// The arc that passes a word over, which costs more if the word begins something longer.
    private func passing(at index: Int, beside arcs: [LatticeArc]) -> LatticeArc {
        let passing = SkippedWordCost(text: text)
        var arc = passing.arc(at: index, characters: arcs)
        for longer in arcs {
            if longer.correction != nil { arc.outside = max(arc.outside, SpokenCost.correctionOutside) }
            guard longer.role == .sure, longer.end > index + 1 else { continue }
            // "fox trot", "double k", "a as in apple" are dropped as a whole or not at all.
            if longer.characters.allSatisfy({ $0.certainty != .guess }) {
                arc.outside = max(arc.outside, SpokenCost.letterOutside)
            }
            // A code word that was broken in two is likeliest at either end of the transcript.
            else if passing.isAtStart(index) || longer.end == tokens.count {
                arc.outside = max(arc.outside, longer.inside + 0.1)
            }
        }
        return arc
    }

    private func isFree(_ words: Range<Int>) -> Bool { !mentions.contains { $0.words.overlaps(words) } }

    /// The arc of a phrase that is a character, passes, or corrects.
    private func arc(of phrase: SpokenLexicon.Phrase, at index: Int) -> LatticeArc? {
        let end = index + phrase.words.count
        switch phrase.meaning {
        case .character(let ascii, let naming):
            return LatticeArc(named: ascii, naming, end: end)
        case .homophone(let ascii, let kind):
            return LatticeArc(homophone: ascii, kind, end: end)
        case .passing(let passing) where phrase.words.count > 1:
            return LatticeArc(passing: passing, end: end)
        case .correction(let correction):
            return LatticeArc(end: end, role: .correction, correction: correction, inside: SpokenCost.correction, outside: 0)
        default:
            return nil
        }
    }

    private func numbers(at index: Int) -> [LatticeArc] {
        let numbers = SpokenNumbers(text: text).numbers(at: index).filter { isFree(index..<$0.end) }
        guard let longest = numbers.last?.end else { return [] }
        var arcs = numbers.map { number in
            LatticeArc(
                figures: number.figures.utf8, end: number.end, inside: SpokenCost.number + (number.end < longest ? SpokenCost.cutNumber : 0)
            )
        }
        // "two sevens"
        if let count = numbers.first.flatMap({ Int($0.figures) }), (2...4).contains(count), longest == index + 1, longest < tokens.count {
            for phrase in text.phrases[longest] {
                guard case .plural(let ascii) = phrase.meaning else { continue }
                arcs.append(LatticeArc(figures: repeatElement(ascii, count: count), end: longest + 1, inside: SpokenCost.number))
            }
        }
        return arcs
    }

    /// Digits, and letters and digits as dictation writes them.
    private func typed(at index: Int) -> [LatticeArc] {
        let token = tokens[index]
        switch token.kind {
        case .clock: return []
        case .figures:
            guard token.text.utf8.count <= PlateKey.lengthMax * 2 else { return [] }
            return [LatticeArc(figures: token.text.utf8, end: index + 1, inside: 0)]
        case .mixed: return isOrdinal(token) ? [] : [LatticeArc(cluster: token.text, end: index + 1, inside: SpokenCost.letterName)]
        case .word: return cluster(at: index)
        }
    }

    /// "ABC" beside digits.
    private func cluster(at index: Int) -> [LatticeArc] {
        let token = tokens[index]
        guard (2...4).contains(token.text.utf8.count) else { return [] }
        let isKnown = lexicon.isKnown(token.text)
        let areAllCapital = tokens.count > 3 && tokens.allSatisfy(\.isCapital)
        if token.isCapital, !areAllCapital, isBesideNumber(index) || (!isKnown && isBesideCluster(index)) {
            return [LatticeArc(cluster: token.text, end: index + 1, inside: isKnown ? 2 * SpokenCost.cluster : SpokenCost.cluster)]
        }
        guard !isKnown, isBesideFigures(index) || isAmongNumbers(index) else { return [] }
        return [LatticeArc(cluster: token.text, end: index + 1, inside: 2.5 * SpokenCost.cluster)]
    }

    private func neighbors(of index: Int) -> [Int] { [index - 1, index + 1].filter(tokens.indices.contains) }

    private func isBesideFigures(_ index: Int) -> Bool {
        neighbors(of: index).contains { tokens[$0].kind == .figures && tokens[$0].text.utf8.count > 1 || tokens[$0].kind == .mixed }
    }

    private func isBesideNumber(_ index: Int) -> Bool {
        isBesideFigures(index) || neighbors(of: index).contains { text.has(\.isNumber, at: $0) }
    }

    /// "ktv four eight two": nothing but numbers, single letters and an issuer is said beside it.
    private func isAmongNumbers(_ index: Int) -> Bool {
        neighbors(of: index).contains { tokens[$0].kind == .figures || text.has(\.isNumber, at: $0) }
            && tokens.indices.allSatisfy { other in
                other == index || tokens[other].kind != .word || tokens[other].isSingleLetter || text.has(\.isNumber, at: other)
                    || mentions.contains { $0.words.contains(other) }
            }
    }

    /// "AB CD 12".
    private func isBesideCluster(_ index: Int) -> Bool {
        neighbors(of: index).contains { tokens[$0].isCapital && tokens[$0].text.utf8.count <= 4 && isBesideFigures($0) }
    }

    /// "2nd", "5pm": digits that count something.
    private func isOrdinal(_ token: SpokenToken) -> Bool {
        let figures = token.text.utf8.prefix { $0 <= UInt8(ascii: "9") }.count
        return figures > 0 && Self.endings.contains(String(token.text.dropFirst(figures)))
    }

    private static let endings: Set<String> = [
        "st", "nd", "rd", "th", "am", "pm", "mph", "kph", "km", "mi", "ft", "min", "mins", "hrs", "hr", "kg", "lb", "lbs", "wd", "dr", "x",
        "er", "eme",
    ]

    /// "double seven", "triple k".
    private func repeated(at index: Int, _ phrases: [SpokenLexicon.Phrase]) -> [LatticeArc] {
        var arcs: [LatticeArc] = []
        for phrase in phrases {
            guard case .times(let count) = phrase.meaning else { continue }
            let next = index + phrase.words.count
            guard next < tokens.count else { continue }
            for arc in self.arcs[next] where arc.characters.count == 1 {
                var arc = arc
                arc.characters = Array(repeating: arc.characters[0], count: count)
                // "double u" is a letter of its own.
                let isOneLetter = phrases.contains { $0.meaning.isCharacter && index + $0.words.count == arc.end }
                arc.inside += SpokenCost.number + (isOneLetter ? 0.4 : 0)
                // "double" makes a character of a word that has another meaning: "double oh".
                if arc.role == .weak { arc.role = .sure }
                arcs.append(arc)
            }
        }
        return arcs
    }

    /// Code words by their sound: one unknown word, or two words that a recognizer broke one into.
    private func sounded(at index: Int) -> [LatticeArc] {
        guard tokens[index].kind == .word, tokens[index].text.utf8.count <= PhoneticDistance.soundsMax else { return [] }
        var arcs: [LatticeArc] = []
        let word = tokens[index].text
        let isKnown = lexicon.isKnown(word)
        if !isKnown, word.utf8.count > 3 {
            for (character, distance) in SpokenSounds.international.matches(word, within: 0.3) {
                arcs.append(LatticeArc(sounded: character, distance: distance, end: index + 1))
            }
        }
        if !isKnown, word.utf8.count > 2, let initial = word.utf8.first {
            arcs.append(
                LatticeArc(
                    end: index + 1, role: .weak, characters: [SpokenCharacter(ascii: initial - 0x20, certainty: .guess, weight: 0)],
                    inside: SpokenCost.initial))
        }
        guard index + 1 < tokens.count, tokens[index + 1].kind == .word, isFree(index..<index + 2) else { return arcs }
        let next = tokens[index + 1].text
        guard (4...12).contains(word.utf8.count + next.utf8.count), word.utf8.count > 1, mayBeBroken(index) else {
            return arcs
        }
        for (character, distance) in SpokenSounds.international.matches(word + next, within: 0.2) {
            arcs.append(LatticeArc(sounded: character, distance: distance + 0.1, end: index + 2))
        }
        return arcs
    }

    /// Whether this word and the next may be one that a recognizer broke: neither is a code word or a filler.
    private func mayBeBroken(_ index: Int) -> Bool {
        [index, index + 1].allSatisfy { place in
            !text.phrases[place].contains { phrase in
                guard phrase.words.count == 1 else { return false }
                switch phrase.meaning {
                case .character(_, .codeWord), .character(_, .name), .number, .passing(.filler), .passing(.cue): return true
                default: return false
                }
            }
        }
    }

    /// A number directly before "people" counts them, and is not part of a plate.
    private mutating func markCountedNumbers() {
        for index in tokens.indices {
            let ends = arcs[index].filter { $0.isCharacters && $0.characters.allSatisfy(\.isFigure) }.map(\.end)
            guard let end = ends.max(), text.has(\.isMeasure, at: end) else {
                continue
            }
            for word in index..<end {
                for place in arcs[word].indices {
                    if arcs[word][place].isCharacters {
                        arcs[word][place].inside += SpokenCost.counted
                    } else {
                        arcs[word][place].outside = min(arcs[word][place].outside, SpokenCost.filler)
                        if arcs[word][place].role == .dropped { arcs[word][place].role = .noise }
                    }
                }
            }
        }
    }
}

extension LatticeArc {
    init(named ascii: UInt8, _ naming: SpokenLexicon.Naming, end: Int) {
        let certainty: SpokenCharacter.Certainty = naming == .letterName ? .bare : .sure
        let cost =
            switch naming {
            case .codeWord: SpokenCost.codeWord
            case .name: SpokenCost.name
            case .letterName: SpokenCost.letterName
            }
        self.init(
            end: end, role: .sure, characters: [SpokenCharacter(ascii: ascii, certainty: certainty, weight: naming == .name ? 0.75 : 1)],
            inside: cost)
    }

    init(homophone ascii: UInt8, _ kind: SpokenLexicon.Homophone, end: Int) {
        let cost =
            switch kind {
            case .rare: 0.05
            case .common, .verb: 0.1
            case .slip: 0.35
            }
        let character = SpokenCharacter(ascii: ascii, certainty: .guess, weight: kind == .rare ? 0.5 : 0)
        self.init(end: end, role: .weak, characters: [character], inside: cost)
    }

    init(figures: some Sequence<UInt8>, end: Int, inside: Double) {
        self.init(
            end: end, role: .sure, characters: figures.map { SpokenCharacter(ascii: $0, certainty: .sure, weight: 1) }, inside: inside)
    }

    /// Letters and digits as they were typed, in lower case.
    init(cluster: String, end: Int, inside: Double) {
        let characters = cluster.utf8.map { byte in
            SpokenCharacter(ascii: byte > UInt8(ascii: "9") ? byte - 0x20 : byte, certainty: .sure, weight: 1)
        }
        self.init(end: end, role: .sure, characters: characters, inside: inside)
    }

    init(sounded ascii: UInt8, distance: Double, end: Int) {
        let character = SpokenCharacter(ascii: ascii, certainty: .guess, weight: 0.25)
        self.init(end: end, role: .sure, characters: [character], inside: SpokenCost.sounded + distance)
    }

    init(passing: SpokenLexicon.Passing, end: Int) {
        switch passing {
        case .filler: self.init(end: end, role: .filler, inside: SpokenCost.filler, outside: 0)
        case .soft: self.init(end: end, role: .noise, inside: SpokenCost.soft, outside: 0)
        case .cue: self.init(end: end, role: .edge, inside: SpokenCost.cueInside, outside: 0, isCue: true)
        case .request: self.init(end: end, role: .noise, inside: SpokenCost.cueInside, outside: 0)
        case .measure, .ordinary: self.init(end: end, role: .noise, inside: SpokenCost.ordinaryInside, outside: 0, isOrdinary: true)
        case .label:
            // "how about": a longer phrase without the label comes first.
            self.init(
                end: end, role: .noise, inside: SpokenCost.ordinaryInside, outside: SpokenCost.label, isOrdinary: true, isLabel: true)
        }
    }
}
