import Plates

/// Whether a word that could name an issuer does.
extension PlateFinder {
    private static let streetJoints: Set<String> = ["and", "&", "at", "@", "near", "y", "et"]
    private static let streetLeads: Set<String> = [
        "on", "at", "@", "corner", "near", "off", "and", "&", "st", "ave", "street", "avenue", "along",
    ]

    /// Whether the whole line is in capitals, so that they say nothing.
    var isShouted: Bool {
        words.count > 3 && !words[0..<words.count].contains { $0.text.contains(where: \.isLowercase) }
    }

    /// Leaves out names of states that are streets: `at penn and 38th`, `georgia ave`.
    mutating func leaveOutStreets() {
        for index in marks.indices where marks[index] == .issuer && !precedesPlate(index) {
            let start = (0..<index).reversed().prefix { marks[$0] == .issuer }.last ?? index
            let before = start > 0 && !words[start - 1].endsRun ? words[start - 1].text.lowercased() : nil
            let behind = (index + 1..<marks.count).first { marks[$0] != .issuer }
            let next = behind.flatMap { words[$0 - 1].endsRun ? nil : words[$0].text.lowercased() }
            let hasNoun = next.map(TypedWord.streetNouns.contains) ?? false
            let hasOther = behind.map { isCorner($0, besidePlate: isPlateInFront(of: start)) } ?? false
            let hasLead = before.map(Self.streetLeads.contains) ?? false
            if hasNoun || hasOther || hasLead {
                for place in start...index { marks[place] = .noise }
            }
        }
    }

    /// Whether a word after an issuer's name makes it a street's: `penn and 38th`, but not `kxr302 wisconsin at old mill`.
    ///
    /// - Parameter besidePlate: Whether the name is after a plate, so that it is a street's only if the other name certainly is.
    private func isCorner(_ joint: Int, besidePlate: Bool) -> Bool {
        guard !words[joint - 1].endsRun, Self.streetJoints.contains(words[joint].text.lowercased()), !isPlate(joint + 1) else {
            return false
        }
        var next = joint + 1
        if next + 1 < marks.count, words[next].plain == "the" { next += 1 }
        guard next < marks.count, marks[next] != .known else { return false }
        return !besidePlate || isStreet(next)
    }

    /// `38th`, `lake st`.
    private func isStreet(_ place: Int) -> Bool {
        if words[place].isPlace { return true }
        return place + 1 < marks.count && !words[place].endsRun && TypedWord.streetNouns.contains(words[place + 1].plain)
    }

    /// Whether a plate ends before a word, even with "from" or a comma between.
    private func isPlateInFront(of place: Int) -> Bool {
        var before = place - 1
        while before > 0, marks[before] == .aboutPlate || Self.plateJoints.contains(words[before].plain) { before -= 1 }
        return before >= 0 && marks[before] == .part && words[before].hasFigure
    }

    /// Asks about an issuer directly after a plate that was left out, although it is not surely a street: `kxv174 michigan at 5th`.
    mutating func leftOutIssuer(behind segment: Segment, _ one: Reading) -> Ambiguity? {
        guard !one.namesIssuer, line.context.namedIssuer == nil, let last = segment.places.last else { return nil }
        var start = last + 1
        while start < marks.count, marks[start] == .aboutPlate || Self.plateJoints.contains(words[start].plain) { start += 1 }
        for count in stride(from: min(Issuer.wordsMax, marks.count - start), to: 0, by: -1) {
            let places = start..<start + count
            let name = words[places].map(\.plain).joined(separator: " ")
            guard places.allSatisfy({ marks[$0] == .noise }), let issuer = Issuer(name, country: line.context.country) else { continue }
            let isWord = count == 1 && (isCodeWord(start) || TypedWord.directionCodes.contains(name))
            guard !isWord, !isSurelyStreet(behind: places) else { return nil }
            for place in places { marks[place] = .aboutPlate }
            return Ambiguity("Does “\(text(Array(places)))” say who issued the plate?", among: [one.issued(by: issuer), one])
        }
        return nil
    }

    /// `washington ave`, `michigan and 5th`
    private func isSurelyStreet(behind name: Range<Int>) -> Bool {
        let next = name.upperBound
        guard next < marks.count, !words[next - 1].endsRun else { return false }
        if TypedWord.streetNouns.contains(words[next].plain) { return true }
        return ["and", "&", "y", "et"].contains(words[next].text.lowercased()) && next + 1 < marks.count && isStreet(next + 1)
    }

    /// Whether the word here is an issuer, or has a digit and is not a street's.
    private func isPlate(_ place: Int) -> Bool {
        guard marks.indices.contains(place) else { return false }
        return marks[place] == .issuer || (marks[place] == .part && (beginsPlate(place) && !words[place].isPlace))
    }

    /// Whether a plate begins at a part: the part has digits, or digits follow the one group or the single letters that it begins.
    func beginsPlate(_ place: Int) -> Bool {
        var groups = 0
        for next in place..<marks.count {
            if marks[next] == .aboutPlate { continue }
            guard marks[next] == .part else { return false }
            if words[next].hasFigure { return true }
            if words[next].plain.count > 1 { groups += 1 }
            if groups > 1 || words[next].endsRun { return false }
        }
        return false
    }

    /// Whether the code is at the line's end, and is the only one.
    func isLastCode(_ index: Int) -> Bool { index == marks.count - 1 && !marks[..<index].contains(.issuer) }

    /// Whether a code that is not a preposition directly follows the plate, and ends the sentence: `abc1234 mi black`.
    func isBehindPlate(_ index: Int) -> Bool {
        guard IssuerWords.nouns.contains(words[index].plain), index > 0, marks[index - 1] == .part, words[index - 1].hasFigure,
            !words[index - 1].endsRun
        else { return false }
        return words[index].endsRun || index + 1 == marks.count || marks[index + 1] == .known
            || Self.prepositions.contains(words[index + 1].plain)
    }

    /// Words before a place; none of them can be a code: `abc1234 mi at lakeside`.
    private static let prepositions: Set<String> = ["at", "near", "by", "on", "in"]

    /// Leaves out small codes that are words, too, if there is a left-out word between them and the plate.
    mutating func leaveOutDistantCodes() {
        for index in marks.indices where marks[index] == .issuer && isCodeWord(index) {
            if precedesPlate(index) { continue }
            let between = (0..<index).reversed().prefix { marks[$0] == .known || marks[$0] == .aboutPlate }
            let last = (between.last ?? index) - 1
            if last >= 0, marks[last] == .part, words[last].hasFigure { continue }
            marks[index] = .noise
        }
    }

    /// The thing that a named issuer belongs to.
    enum Owner {
        /// "MN plate", "plates from illinois".
        case plate
        /// "wisconsin driver", "heading to iowa".
        case other
        case unsaid
    }

    private static let plateNouns: Set<String> = ["plate", "plates", "tag", "tags", "plt", "placa", "placas", "plaque", "numberplate"]
    private static let plateJoints: Set<String> = ["of", "from", "by", "de", "del", "du"]
    /// People and things that carry a state's name.
    private static let carriers: Set<String> = [
        "driver", "drivers", "guy", "guys", "man", "men", "woman", "lady", "dude", "cop", "cops", "agent", "agents", "officer", "officers",
        "sheriff", "frame", "frames", "sticker", "stickers", "decal", "flag", "hat", "cap", "jacket", "shirt", "logo", "fan", "accent",
        "id",
        "license", "licence", "dealer", "dealership", "conductor", "chofer", "chauffeur",
    ]
    /// Before a place: "heading to iowa".
    private static let ways: Set<String> = ["to", "toward", "towards", "into", "in", "through", "thru", "leaving", "hacia", "vers"]

    /// Runs of words that name an issuer, with their places.
    private func issuerRuns(besides used: Set<Int> = []) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        while start < marks.count {
            let end = marks[start...].indices.prefix { marks[$0] == .issuer && !used.contains($0) }.last.map { $0 + 1 } ?? start
            let longest = (start..<end).reversed().first { last in
                Issuer(words[start..<last + 1].map(\.plain).joined(separator: " "), country: line.context.country) != nil
            }
            if let longest { runs.append(start..<longest + 1) }
            start = (longest ?? start) + 1
        }
        return runs
    }

    func owner(of run: Range<Int>) -> Owner {
        var next = run.upperBound
        while next < marks.count, !words[next - 1].endsRun {
            if Self.plateNouns.contains(words[next].plain) { return .plate }
            let isBeforePlate = next + 1 < marks.count && Self.plateNouns.contains(words[next + 1].plain)
            if marks[next] != .known, Self.carriers.contains(words[next].plain), !isBeforePlate { return .other }
            guard marks[next] == .aboutPlate else { break }
            next += 1
        }
        var before = run.lowerBound - 1
        guard before >= 0, !words[before].endsRun else { return .unsaid }
        if words[before].plain == "the", before > 0 { before -= 1 }
        if Self.ways.contains(words[before].plain), marks[before] != .issuer { return .other }
        if before > 0, Self.plateJoints.contains(words[before].plain) {
            before -= 1
            if marks[before] != .known, Self.carriers.contains(words[before].plain) { return .other }
        }
        return Self.plateNouns.contains(words[before].plain) ? .plate : .unsaid
    }

    /// Leaves out issuers that are a driver's, a sticker's or a place's if the line names another: `MN plate wisconsin driver`.
    mutating func leaveOutOthersIssuers() {
        let runs = issuerRuns()
        let others = runs.filter { owner(of: $0) == .other }
        guard others.count < runs.count else { return }
        for place in others.joined() { marks[place] = .noise }
    }

    /// The issuers apart from every plate: those next to a word about plates, if any; otherwise all.
    func issuersApart(from segments: [Segment]) -> [Issuer] {
        let runs = issuerRuns(besides: Set(segments.flatMap(\.places)))
        let ofPlates = runs.filter { owner(of: $0) == .plate }
        var found: [Issuer] = []
        for run in ofPlates.isEmpty ? runs : ofPlates {
            let name = words[run].map(\.plain).joined(separator: " ")
            if let issuer = Issuer(name, country: line.context.country), !found.contains(issuer) { found.append(issuer) }
        }
        // A nation, and the state that it lies in.
        return found.filter { state in !found.contains { $0.code.hasPrefix(state.code + "-") } }
    }

    /// Whether a code is written as the word that it is.
    func isCodeWord(_ index: Int) -> Bool {
        IssuerWords.contains(isShouted ? words[index].plain : words[index].text.filter(\.isLetter))
    }

    /// Asks who issued a plate if only a word says so that may mean something else, and the plate fits no series of that issuer.
    func issuerDoubt(_ one: Reading, _ segment: Segment) -> Ambiguity? {
        if let negated = negatedIssuer(segment) {
            let plain = one.issued(by: .unknown)
            return Ambiguity(
                "You wrote that “\(negated)” did not issue it. Type the plate with its issuer, or accept it without one.", among: [plain])
        }
        guard line.context.namedIssuer == nil, one.namesIssuer, one.plate.issuer != .unknown else { return nil }
        let parts = segment.places.filter { marks[$0] == .part }
        if parts.contains(where: { words[$0].marksIssuer(line.context.country) != nil }) { return nil }
        let named = marks.indices.filter { marks[$0] == .issuer }
        guard let first = parts.first, let last = parts.last, !named.isEmpty, !named.contains(where: { isSetApart($0) }) else { return nil }
        let isBeside = named.contains { $0 == first - 1 || $0 == last + 1 }
        let isWord = named.contains(where: isCodeWord)
        let owners = issuerRuns().map(owner)
        let isOthers = owners.contains(.other)
        if !isOthers, !isWord, owners.contains(.plate) { return nil }
        if !isOthers, !isWord, isBeside, !isShouted, named.contains(where: { isCapitals($0) && ($0 == first - 1 || $0 == last + 1) }) {
            return nil
        }
        let fits = KnownSeries.fits(one.plate, country: line.context.country)
        if !isOthers, fits, !isWord || isSureWord(named, first) { return nil }
        if !isOthers, !isWord, one.plate.issuer == line.context.homeIssuer || KnownSeries.formats(of: one.plate.issuer).isEmpty {
            return nil
        }
        guard let plain = with(parts).first(where: { !$0.namesIssuer }), plain.plate.key != one.plate.key else { return nil }
        let text = text(named.filter { marks[$0] == .issuer })
        return Ambiguity("Does “\(text)” say who issued the plate?", among: [plain, one])
    }

    /// Whether a small code before the plate is not part of a sentence: it begins the line, or known words are before it. “Or” and “ok”
    /// always are.
    private func isSureWord(_ named: [Int], _ first: Int) -> Bool {
        guard let code = named.last(where: { $0 < first }), code == first - 1 || marks[code + 1] == .known,
            !IssuerWords.openings.contains(words[code].plain), !words[code].text.contains(":")
        else { return false }
        return code == 0 || marks[code - 1] == .known || marks[code - 1] == .issuer || words[code - 1].endsRun
    }

    private func isCapitals(_ place: Int) -> Bool {
        let letters = words[place].text.filter(\.isLetter)
        return letters.count <= 3 && letters.allSatisfy(\.isUppercase)
    }

    /// `MN:` or `(MN)`.
    private func isSetApart(_ place: Int) -> Bool { !isCodeWord(place) && words[place].text.contains { ":()[]=".contains($0) } }

    /// `not minnesota`, whose issuer was left out.
    private func negatedIssuer(_ segment: Segment) -> String? {
        guard !marks.contains(.issuer) || segment.places.contains(where: { marks[$0] == .issuer }) else { return nil }
        for index in marks.indices.dropLast() where TypedWord.negations.contains(words[index].plain) && marks[index] != .known {
            let next = index + 1
            guard isIssuer(next), !words[next].hasFigure, !precedesPlate(next), !words[next].endsRun else { continue }
            if marks[next] == .issuer || marks[next] == .noise { return words[next].plain }
        }
        return nil
    }

    /// Takes a plate of letters alone after an issuer and a colon: `MI:HYNA`.
    mutating func takeMarked(into draft: inout ReportDraft) -> Bool {
        let places = marks.indices.filter { marks[$0] != .known && words[$0].marksIssuer(line.context.country) != nil }
        guard places.count == 1, let one = with(places).certain, one.namesIssuer else { return false }
        for place in marks.indices where marks[place] == .part || marks[place] == .issuer { marks[place] = .noise }
        marks[places[0]] = .aboutPlate
        draft.issuer = nil
        draft.plates.append(one)
        return true
    }
}

extension TypedWord {
    /// The issuer, if the word is an issuer, a colon and a plate: `US-NY:KXU1234`.
    func marksIssuer(_ country: Country) -> Issuer? {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, sides[1].contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        let code = sides[0].drop { !$0.isLetter }
        return Issuer(code: code.uppercased()) ?? Issuer(String(code), country: country)
    }
}

extension [Issuer] {
    /// The only one.
    var only: Issuer? { count == 1 ? self[0] : nil }
}
