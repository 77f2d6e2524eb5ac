import Plates

/// Phrases that say that a plate is not all there, is not the one, or is one of two.
extension PlateFinder {
    /// Asks for the whole plate, and hints at a search for the typed part.
    func partial(_ typed: String, _ side: PartialPlate.Side = .anywhere) -> Ambiguity {
        let pattern = PartialPlate.pattern(typed, side, country: line.context.country)
        let hint = pattern.map { "To search for a part: thaw search '\($0)'" } ?? "To search for a part, see: thaw search --help"
        return Ambiguity(.plate, "That sounds like part of a plate. A report needs the whole plate. \(hint)")
    }

    /// Words of someone who is not sure.
    private static let hedges: [[String]] = [
        "maybe", "possibly", "perhaps", "probably", "think", "guess", "guessing", "something like", "looks like", "looked like", "could be",
        "might be", "may be", "not sure", "unsure", "not 100", "not certain", "not positive", "creo", "quizas", "quizás", "tal vez",
        "no estoy", "peut-être", "je crois", "pas sûr", "pas sure",
    ].map { $0.split(separator: " ").map(String.init) }

    /// Words that say that the vehicle is someone else's, or that the line asks.
    private static let others: [[String]] = [
        "my plate", "my plates", "my car", "my truck", "my van", "my suv", "my own", "my landlord", "mi placa", "mi carro", "mi coche",
        "ma plaque", "ma voiture", "i drive", "i am driving", "i'm driving", "just my", "only my", "a neighbor", "my neighbor's",
        "a neighbour", "the neighbor", "is clear", "was clear", "all clear", "hit a", "hit my", "rear ended", "crashed into", "driver of",
        "pulled over", "detained the", "arrested the", "anyone reported", "anybody reported", "someone reported",
        "anyone see", "anyone saw", "anyone seen", "anybody see", "anybody seen", "victim", "victims", "victim's", "es mi",
    ].map { $0.split(separator: " ").map(String.init) }
    /// Words of someone who asks for the plate after them.
    private static let searches = [["looking", "for"], ["searching", "for"]]
    private static let denials: Set<String> = ["not", "isn't", "isnt", "wasn't", "wasnt", "no", "pas", "n'est", "aren't", "arent"]
    private static let agencies: Set<String> = [
        "ice", "migra", "police", "policia", "policía", "cops", "cop", "feds", "dhs", "cbp", "hsi", "agents", "agentes",
    ]

    /// Whether a line may speak of another vehicle than an agency's: `my plate is KJD 899`, `no es la migra`, `has anyone reported KJD
    /// 899`.
    var isOfOthers: Bool {
        let plain = words[0..<words.count].map { $0.plain.replacing("’", with: "'") }
        return plain.indices.contains { place in
            Self.others.contains { plain[place...].starts(with: $0) }
                || Self.denials.contains(plain[place])
                    && plain[(place + 1)...].prefix(Self.denialMax).contains(where: Self.agencies.contains)
        }
    }
    private static let denialMax = 3

    /// Whether someone asks for a plate: `looking for a black suv KJD 899`. In `looking for parking, KJD 899` nobody does.
    private func isSearched(_ segment: Segment) -> Bool {
        guard let first = segment.places.first else { return false }
        let lead = (0..<first).reversed().prefix { place in
            !words[place].endsRun
                && (marks[place] != .noise && marks[place] != .part || TypedWord.small.contains(words[place].plain)
                    || Self.searches.contains { $0.contains(words[place].plain) })
        }
        let plain = lead.reversed().map { words[$0].plain }
        return plain.indices.contains { place in Self.searches.contains { plain[place...].starts(with: $0) } }
    }

    /// The question about a plate that can be read: it has a question mark, words of doubt next to it, or an X for a character that nobody
    /// saw.
    func doubt(_ segment: Segment) -> String? {
        if segment.isUnsure { return "You put a question mark after it. Is this the plate?" }
        if isOfOthers || isSearched(segment) { return "Is this the vehicle to report?" }
        guard let first = segment.places.first, let last = segment.places.last else { return nil }
        let before = (0..<first).reversed().prefix { !words[$0].endsRun && isSaid($0) }.reversed().map { words[$0].plain }
        let said = (last + 1..<max(last + 1, marks.count)).prefix { isSaid($0) }
        // "Maybe black" says it of the color.
        let isOfPlate = said.isEmpty || said.upperBound == marks.count || words[said.upperBound - 1].endsRun
        let behind = isOfPlate ? said.prefix(3).map { words[$0].plain } : []
        let isHedged = Self.hedges.contains { hedge in
            before.suffix(4).indices.contains { before[$0...].starts(with: hedge) }
                || behind.indices.contains { behind[$0...].starts(with: hedge) }
        }
        if isHedged || behind.first == "idk" { return "You are not sure. Is this the plate?" }
        let characters = segment.readings.first?.first?.plate.characters ?? ""
        let crosses = characters.reversed().prefix { $0 == "X" }.count
        guard crosses > 1, characters.dropLast(crosses).last?.isNumber == true else { return nil }
        let pattern = String(characters.map { $0 == "X" ? "?" : $0 })
        return "Is this the plate? If X stands for what you did not see, look for it: thaw search '\(pattern)'"
    }

    /// Whether a word is left out, or says only that a plate follows.
    private func isSaid(_ place: Int) -> Bool { marks[place] == .noise || marks[place] == .aboutPlate }

    /// Leaves out parts of plates, and the words that say that they are parts; `nil` if there are none.
    mutating func takePartials() -> Ambiguity? {
        var partial: Ambiguity?
        var index = 0
        while index < marks.count {
            guard marks[index] != .known, let found = PartialPlate.phrase(words[index..<marks.count].map(\.plain)[...]) else {
                index += 1
                continue
            }
            let end = index + found.count
            for place in index..<end where marks[place] != .known { marks[place] = .noise }
            var run = leaveOutRun(from: end)
            let behind = max(end, (run.last ?? end - 1) + 1)
            // "814 something"
            if run.isEmpty { run = leaveOutRun(before: index) }
            let issuers = Set(marks.indices.filter { marks[$0] == .issuer }.map { words[$0].plain })
            partial = self.partial((issuers.count == 1 ? issuers.joined() + " " : "") + text(run), found.side)
            index = behind
        }
        return partial
    }

    /// Leaves out the run of a plate's parts from here, and returns their places.
    private mutating func leaveOutRun(from start: Int) -> [Int] {
        var parts: [Int] = []
        for index in start..<max(start, marks.count) {
            guard marks[index] == .part || marks[index] == .issuer || marks[index] == .aboutPlate else { break }
            if marks[index] == .part {
                marks[index] = .noise
                parts.append(index)
            }
            if words[index].endsRun { break }
        }
        return parts
    }

    private mutating func leaveOutRun(before end: Int) -> [Int] {
        let run = (0..<end).reversed().prefix { (marks[$0] == .part || marks[$0] == .issuer) && !words[$0].endsRun }
        let parts = run.reversed().filter { marks[$0] == .part }
        for place in parts { marks[place] = .noise }
        return parts
    }

    /// The words between the plates of a line.
    enum Connection {
        case list, alternatives, correction, none
    }

    static let alternatives: Set<String> = [
        "or", "o", "ou", "maybe", "either", "possibly", "perhaps", "vs", "quizas", "quizás", "peut-être",
    ]
    private static let corrections: Set<String> = [
        "no", "not", "wait", "sorry", "actually", "correction", "correct", "corrected", "mean", "meant", "scratch", "oops", "nope", "nvm",
        "rather", "wrong", "typo", "perdon", "perdón", "digo", "non", "pardon", "instead",
    ]
    private static let joints: Set<String> = ["and", "plus", "also", "then", "y", "e", "et", "with"]
    private static let negations: Set<String> = ["not", "isn't", "isn’t", "isnt", "wasn't", "wasn’t", "wasnt", "than", "instead", "pas"]

    /// Keeps words such as "or" and "not" between two plates out of both.
    mutating func takeConnectors() {
        for index in marks.indices where marks[index] == .part || marks[index] == .issuer {
            let word = words[index].plain
            guard Self.alternatives.contains(word) || Self.corrections.contains(word) || Self.joints.contains(word) else { continue }
            // Oregon's code is in capitals after a comma, or at the line's end.
            if marks[index] == .issuer, index > 0, words[index - 1].endsRun, words[index].text == "OR" { continue }
            guard marks[..<index].indices.contains(where: { isPartWithFigure($0) }), isPlateBehind(index) else { continue }
            marks[index] = .noise
        }
    }

    private func isPartWithFigure(_ place: Int) -> Bool { marks[place] == .part && words[place].hasFigure }

    /// Whether a part of a plate with a digit follows, with parts and issuers alone between.
    private func isPlateBehind(_ index: Int) -> Bool {
        let behind = (index + 1..<marks.count).prefix { marks[$0] == .part || marks[$0] == .issuer || marks[$0] == .aboutPlate }
        return behind.contains(where: isPartWithFigure)
    }

    /// Whether "or" or "no" is before words that were left out, so that the plate is unclear.
    func isOpen(_ segment: Segment) -> Bool {
        guard let first = segment.places.first, first > 0 else { return false }
        let before = (0..<first).reversed().prefix { marks[$0] == .noise && !words[$0].hasFigure }.map { words[$0].plain }
        return before.contains { Self.alternatives.contains($0) || Self.corrections.contains($0) }
    }

    func connection(of segments: [Segment]) -> Connection {
        var isList = true
        var between: Set<String> = []
        for (before, behind) in zip(segments, segments.dropFirst()) {
            guard let last = before.places.last, let first = behind.places.first, last < first else { return .none }
            let words = (last + 1..<first).map { self.words[$0].plain }
            between.formUnion(words)
            isList = isList && ((last..<first).contains { self.words[$0].endsRun } || words.contains(where: Self.joints.contains))
        }
        if !between.isDisjoint(with: Self.corrections) { return .correction }
        if !between.isDisjoint(with: Self.alternatives) { return .alternatives }
        return isList ? .list : .none
    }

    /// Leaves out plates after "not", and issuers; the places of one if no other plate is left.
    mutating func takeNegated(_ segments: inout [Segment]) -> [Int]? {
        var negated: [Int]?
        for index in marks.indices where Self.negations.contains(words[index].plain) && marks[index] != .known {
            var next = index + 1
            while next < marks.count, marks[next] == .aboutPlate || ["the", "a", "of", "it's", "its"].contains(words[next].plain) {
                next += 1
            }
            // "not mn, it's wi"
            if next < marks.count, marks[next] == .issuer, words[next].endsRun {
                marks[next] = .noise
                continue
            }
            guard let found = segments.firstIndex(where: { segment in isNegated(segment, by: index, next) }) else { continue }
            for place in segments[found].places { marks[place] = .noise }
            marks[index] = .noise
            negated = segments[found].places
            segments.remove(at: found)
        }
        return segments.isEmpty ? negated : nil
    }

    private func isNegated(_ segment: Segment, by index: Int, _ next: Int) -> Bool {
        guard let first = segment.places.first, let last = segment.places.last else { return false }
        // "mn not abc123": the issuer before "not" belongs to it.
        return first == next
            || (first < index && index < last && !segment.places.contains(index)
                && !segment.places.contains { $0 < index && marks[$0] == .part })
    }

    /// A plate in words, whose last digits alone look like a plate.
    mutating func spoken(besides segments: [Segment]) -> Ambiguity? {
        guard !segments.isEmpty else { return nil }
        let isWhole = segments.contains(where: \.isWhole)
        let all = marks.indices.filter { marks[$0] != .known && words.kind($0) != .ignored }
        guard let places = isWhole ? segments.compactMap(codeWords).first : all else { return nil }
        let text = places.map(spokenText).joined(separator: " ")
        guard SpokenPlate.looksSpoken(text) || SpokenPlate.spellsPartly(text, language: .english),
            let readings = try? PlateReader.read(text, line.context)
        else { return nil }
        for place in places { marks[place] = .aboutPlate }
        let others = isWhole ? segments.flatMap(\.readings).flatMap(\.self) : []
        return Ambiguity("Is this the plate?", among: Array((readings + others).withoutDoubles.prefix(Self.choicesMax)))
    }

    /// The places of digits and of two or more code words directly before them: `tango kilo xray 4476 texas`. There may be an issuer among
    /// them, which is a code word itself in `papa quebec`.
    private func codeWords(inFrontOf segment: Segment) -> [Int]? {
        guard let figures = segment.places.first(where: { marks[$0] == .part && words[$0].hasFigure }), words[figures].isFigures,
            let last = segment.places.last
        else { return nil }
        var (start, count) = (figures, 0)
        while start > 0, !words[start - 1].endsRun, marks[start - 1] != .known {
            let isCode = SpokenPlate.isCodeWord(words[start - 1].plain)
            guard isCode || marks[start - 1] == .issuer else { break }
            if isCode { count += 1 }
            start -= 1
        }
        return count > 1 ? Array(start...last) : nil
    }

    /// A word as people say it: "Minnesota" for `mn`.
    private func spokenText(_ place: Int) -> String {
        guard marks[place] == .issuer, words[place].plain.count == 2 else { return words[place].text }
        return Issuer(words[place].plain, country: line.context.country)?.name ?? words[place].text
    }
}
