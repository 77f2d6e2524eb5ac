import Plates
import Vocabulary

/// Questions that must be answered before words count as a plate.
extension PlateFinder {
    /// A short plate, or one of few digits, may have lost the known word beside it: "ny kia 1234".
    mutating func shortAmbiguity(_ segment: Segment, _ readings: [Reading]) -> Ambiguity? {
        guard let first = readings.first, let start = segment.places.first, let end = segment.places.last else { return nil }
        let characters = first.plate.characters
        if characters.count > Self.lengthUsualMax { return Ambiguity("That is long for a plate. Is it one plate?", among: readings) }
        let isFigures = characters.allSatisfy(\.isWholeNumber)
        guard characters.count < Self.lengthUsualMin || isFigures else { return nil }
        let isShort = characters.count <= Self.lengthUsualMin
        var choices: [Ambiguity.Choice] = []
        var neighbors: [String] = []
        let before = neighbor(before: start, isShort: isShort)
        let behind = neighbor(behind: end, isShort: isShort)
        if let before {
            var lower = before.lowerBound
            while lower > 0, marks[lower - 1] == .issuer, !words[lower - 1].endsRun { lower -= 1 }
            choices += with(Array(lower..<before.upperBound) + segment.places).map { Ambiguity.Choice($0, unsaying: said(by: before)) }
        }
        if let behind { choices += with(segment.places + Array(behind)).map { Ambiguity.Choice($0, unsaying: said(by: behind)) } }
        for known in [before, behind].compactMap(\.self) {
            neighbors.append(text(Array(known)))
            markAsked(known)
        }
        guard let neighbor = neighbors.first else {
            let isBesideNoise = [start - 1, end + 1].contains { marks.indices.contains($0) && marks[$0] == .noise }
            guard characters.count < Self.lengthUsualMin, isBesideNoise || !isIssued(segment) else {
                return isFigures && !isIssued(segment) ? Ambiguity("Is this the plate? It has only digits.", among: readings) : nil
            }
            return Ambiguity("That is short for a plate. Is it the whole plate?", among: readings)
        }
        choices += readings.map { Ambiguity.Choice($0) }
        let all = choices.reduce(into: [Ambiguity.Choice]()) { all, choice in
            if !all.contains(where: { $0.plate.plate.key == choice.plate.plate.key }) { all.append(choice) }
        }
        return Ambiguity(.plate, "Is “\(neighbor)” part of the plate?", choices: all)
    }

    /// Whether the plate has an issuer, or an option named one.
    private func isIssued(_ segment: Segment) -> Bool {
        line.context.namedIssuer != nil || segment.places.contains { marks[$0] == .issuer || words[$0].text.dropLast().contains(":") }
    }

    /// The fields that the known words were read as.
    func said(by range: Range<Int>) -> Set<Ambiguity.Field> {
        guard words.kind(range.lowerBound) != .time else { return [.time] }
        guard let said = VehicleWords(text(Array(range))) else { return [] }
        let fields: [(Ambiguity.Field, Bool)] = [
            (.color, said.named.color != nil), (.body, (said.named.body ?? said.implied.body) != nil),
            (.make, (said.named.make ?? said.implied.make) != nil),
        ]
        return Set(fields.filter(\.1).map(\.0))
    }

    /// Words in a question are not also named as left out.
    mutating func markAsked(_ range: Range<Int>) {
        for place in range where marks[place] == .noise { marks[place] = .aboutPlate }
    }

    func with(_ places: [Int]) -> [Reading] { readings(text(places)) }

    /// The readings of a text as a field has it.
    func readings(_ text: String) -> [Reading] {
        var context = line.context
        context.kind = .field
        return (try? PlateReader.read(text, context)) ?? []
    }

    /// The word or the time directly before it; only a short one can be part of a plate.
    func neighbor(before place: Int, isShort: Bool) -> Range<Int>? {
        guard place > 0, isNeighbor(place - 1, isShort: isShort), !words[place - 1].endsRun else { return nil }
        let isTime = words.kind(place - 1) == .time && place > 1 && words.kind(place - 2) == .time
        return short(place - (isTime ? 2 : 1)..<place)
    }

    func neighbor(behind place: Int, isShort: Bool) -> Range<Int>? {
        guard place + 1 < marks.count, isNeighbor(place + 1, isShort: isShort), !words[place].endsRun else { return nil }
        return short(place + 1..<place + 2)
    }

    /// Beside few digits a known word may be a part of the plate; an unknown one beside any.
    func isNeighbor(_ place: Int, isShort: Bool) -> Bool {
        switch marks[place] {
        case .noise:
            return words.kind(place) != .ignored && words[place].isLetters && !TypedWord.usual.contains(words[place].plain)
                && !TypedWord.small.contains(words[place].plain)
        case .known: return isShort && (words.kind(place) != .area || isShortArea(place))
        case .part, .issuer, .aboutPlate: return false
        }
    }

    /// An area's name of one word, and no longer than the letters of a plate.
    private func isShortArea(_ place: Int) -> Bool {
        words[place].plain.count <= 3 && ![place - 1, place + 1].contains { marks.indices.contains($0) && words.kind($0) == .area }
    }

    func short(_ range: Range<Int>) -> Range<Int>? {
        words[range].reduce(0) { $0 + $1.plain.count } <= 4 && words[range].allSatisfy { !$0.plain.contains(":") } ? range : nil
    }

    /// Letters alone are never a plate without a question.
    mutating func takeLetters(_ issuer: Issuer?, into draft: inout ReportDraft) {
        let left = marks.indices.filter { marks[$0] == .noise || marks[$0] == .part }
        if takeMarked(into: &draft) { return }
        let text = text(marks.indices.filter { marks[$0] != .known })
        let saysFigure = left.contains { Self.figures(words[$0].plain) != nil }
        if !saysFigure, let named = namedLetters(issuer) {
            draft.ambiguities.append(named)
            return
        }
        if PlateReader.looksSpoken(text, country: line.context.country) {
            if let spoken = try? PlateReader.read(text, line.context) {
                for place in left { marks[place] = .aboutPlate }
                draft.ambiguities.append(Ambiguity("Is this the plate?", among: spoken))
                return
            }
        }
        if marks.contains(.aboutPlate) || saysFigure || Self.isPlaceholder(text) {
            do throws(PlateError) {
                let readings = try PlateReader.read(text, line.context)
                // "plate abc one two three"
                if readings[0].plate.characters.contains(where: \.isNumber) {
                    for place in left { marks[place] = .aboutPlate }
                    draft.ambiguities.append(Ambiguity("Is this the plate?", among: readings))
                    return
                }
            } catch {
                for place in left { marks[place] = .aboutPlate }
                if error.code == .placeholder { draft.ambiguities.append(Ambiguity(.plate, error.sentence)) }
                return
            }
        }
        guard !left.isEmpty, left.count <= 2, left.last.map({ $0 - left[0] == left.count - 1 }) == true, left.allSatisfy(mayBePlate),
            let readings = try? PlateReader.read(self.text(letterPlaces(left)), line.context)
        else {
            for place in left { marks[place] = .noise }
            return
        }
        for place in left { marks[place] = .aboutPlate }
        draft.ambiguities.append(Ambiguity("Is this the plate? It has only letters.", among: readings))
    }

    /// Asks whether letters are the plate that a word beside them says they are: `vanity plate LUVDOGS`, `plate says LUV DOGS mn`.
    private mutating func namedLetters(_ issuer: Issuer?) -> Ambiguity? {
        for about in marks.indices where marks[about] == .aboutPlate && !(about > 0 && Self.lacks.contains(words[about - 1].plain)) {
            var start = about + 1
            while start < marks.count, !words[start - 1].endsRun, marks[start] == .issuer || Self.says.contains(words[start].plain) {
                start += 1
            }
            guard start < marks.count, !words[start - 1].endsRun else { continue }
            let run = (start..<marks.count).prefix { place in
                words.kind(place) == .left && marks[place] != .issuer && (mayBeWord(place) || isShortNumber(place))
                    && (place == start || !words[place - 1].endsRun)
            }.prefix(2)
            let letters = run.filter { !words[$0].isFigures }
            guard !letters.isEmpty, run.reduce(0, { $0 + words[$1].plain.count }) <= Self.lengthUsualMax,
                let whole = try? PlateReader.read(text(letterPlaces(Array(run))), line.context)
            else { continue }
            let areAll = letters.count == run.count
            let alone = areAll ? [] : (try? PlateReader.read(text(letterPlaces(letters)), line.context)) ?? []
            for place in run { marks[place] = .aboutPlate }
            let all = (whole + alone).withoutDoubles.map { $0.assumed(issuer) }
            return Ambiguity("Is this the plate?" + (areAll ? " It has only letters." : ""), among: all)
        }
        return nil
    }

    /// Letters that may be a plate of their own: `LUVDOGS`.
    private func mayBeWord(_ place: Int) -> Bool {
        words[place].plain.count > 1 && mayBePlate(place) && !PlateWords.helpers.contains(words[place].plain.uppercased())
            && !Self.counted.contains(words[place].plain)
    }

    /// The digits of `4 LOONS`.
    private func isShortNumber(_ place: Int) -> Bool { words[place].isFigures && words[place].plain.count < Self.lengthUsualMin }

    private static let lacks: Set<String> = ["no", "without", "sin", "sans", "any"]
    private static let says: Set<String> = ["is", "says", "reads", "reading", "said", "dice", "dit", "es", "est"]

    func mayBePlate(_ place: Int) -> Bool {
        let word = words[place].plain
        return !words[place].hasFigure && !TypedWord.usual.contains(word) && !TypedWord.small.contains(word)
            && !IssuerWords.contains(word)
            && KnownWord.nearest(to: word, areas: line.areas) == nil
    }

    /// The places, with the issuers next to them.
    func letterPlaces(_ places: [Int]) -> [Int] {
        var all = places
        if let first = places.first, first > 0, marks[first - 1] == .issuer { all.insert(first - 1, at: 0) }
        if let last = places.last, last + 1 < marks.count, marks[last + 1] == .issuer { all.append(last + 1) }
        return all
    }

    static func isPlaceholder(_ text: String) -> Bool {
        do throws(PlateError) {
            _ = try Plate(text)
            return false
        } catch {
            return error.code == .placeholder
        }
    }
}

extension [Reading] {
    /// Each plate once.
    var withoutDoubles: [Reading] {
        reduce(into: []) { all, reading in
            if !all.contains(where: { $0.plate.key == reading.plate.key && $0.namesIssuer == reading.namesIssuer }) { all.append(reading) }
        }
    }
}
