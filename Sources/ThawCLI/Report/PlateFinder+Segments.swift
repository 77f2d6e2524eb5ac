import Plates

/// Words that could be a plate together.
extension PlateFinder {
    /// Runs of parts and issuers that hold a digit.
    mutating func segments() -> [Segment] {
        var runs: [[Int]] = []
        var isOpen = false
        for index in marks.indices {
            switch marks[index] {
            case .part, .issuer:
                if !isOpen { runs.append([]) }
                runs[runs.count - 1].append(index)
                isOpen = !words[index].endsRun
            case .aboutPlate: if words[index].endsRun { isOpen = false }
            case .known, .noise: isOpen = false
            }
        }
        return runs.compactMap { places in
            guard places.contains(where: { words[$0].hasFigure && marks[$0] == .part }) else { return nil }
            return segment(places)
        }
    }

    /// The places as one segment, without words and numbers that belong to the words next to it.
    mutating func segment(_ places: [Int]) -> Segment? {
        var whole = read(places)
        if let last = places.last, words[last].isFigures, isCount(last),
            places.dropLast().allSatisfy({ marks[$0] == .issuer || TypedWord.small.contains(words[$0].plain) })
        {
            // "saw 3 guys"
            for place in places where marks[place] == .part { marks[place] = .noise }
            return nil
        }
        if let last = places.last, places.count > 1, words[last].isFigures, isCount(last) {
            let shorter = read(Array(places.dropLast()))
            if shorter.isWhole {
                for place in places where !shorter.places.contains(place) { marks[place] = .noise }
                whole = shorter
            }
        }
        whole = withoutSmall(whole)
        let parts = whole.places.filter { marks[$0] == .part }
        guard parts.count > 1, whole.readings.count == 1, let first = parts.first, let last = parts.last else { return whole }
        // `K T V 4 8 2` is spelled; letters after its digits may be "a m".
        guard parts.contains(where: { words[$0].plain.count > 1 }) else {
            let end = parts.reversed().drop { !words[$0].hasFigure }.first ?? last
            let rest = end < last ? read(whole.places.filter { $0 <= end }) : whole
            if end < last, isComplete(rest) { whole.readings[0] += rest.readings[0] }
            return whole
        }
        for end in [last, first] where words[end].plain.count <= 3 {
            let rest = read(whole.places.filter { $0 != end })
            // After “que”, it is not the plate QUE483.
            let length = parts.filter { $0 != end }.reduce(0) { $0 + words[$1].plain.count }
            guard isComplete(rest), rest.readings[0][0].plate.characters.count <= length else { continue }
            whole.readings[0] += rest.readings[0].filter { new in !whole.readings[0].contains { $0.plate.key == new.plate.key } }
        }
        return whole
    }

    /// Whether it is a plate as issuers make them, with letters and digits, so that a short word beside it is rather none of it.
    func isComplete(_ segment: Segment) -> Bool {
        guard segment.readings.count == 1, let reading = segment.readings[0].first else { return false }
        let characters = reading.plate.characters
        return reading.fitsKnownSeries && characters.count >= Self.lengthSure && characters.contains(where: \.isLetter)
            && characters.contains(where: \.isNumber)
    }

    /// The segment without words such as "at", if the rest is a plate.
    mutating func withoutSmall(_ whole: Segment) -> Segment {
        // In `m n a b c 1 2 3` each word is a character.
        let small = whole.places.filter { place in
            marks[place] == .part
                && (TypedWord.small.contains(words[place].plain) || words[place].plain.count > 1 && Elapsed.isUnit(words[place].plain)
                    || words[place].plain == "all" && place == whole.places.last)
                && !(words[place].plain.count == 1 && whole.places.contains { abs($0 - place) == 1 && words[$0].plain.count == 1 })
        }
        guard !small.isEmpty, line.context.namedIssuer == nil, !Self.spellsWithSoundAlikes(text(whole.places)) else { return whole }
        let others = whole.places.filter { !small.contains($0) }
        guard others.contains(where: { words[$0].hasFigure }) else { return whole }
        let rest = read(others)
        guard rest.isWhole else { return whole }
        for place in small { marks[place] = .noise }
        return rest
    }

    /// `k v are 719`: the word may be a letter.
    private static func spellsWithSoundAlikes(_ text: String) -> Bool {
        SpokenLanguage.allCases.contains { SpokenPlate.spellsWithSoundAlikes(text, language: $0) }
    }

    /// Leaves out segments that only a small word makes a plate, such as "at 711", if there is another plate without them.
    mutating func leaveOutSmall(_ segments: inout [Segment]) {
        func hasSmall(_ segment: Segment) -> Bool {
            segment.places.contains { marks[$0] == .part && words[$0].plain.count > 1 && TypedWord.small.contains(words[$0].plain) }
        }
        // `una 140, unb 141` are two plates of one kind.
        let shapes = segments.filter { $0.isWhole && !hasSmall($0) }.flatMap { $0.readings.flatMap { $0.map(\.plate.shape) } }
        guard !shapes.isEmpty else { return }
        func isNone(_ segment: Segment) -> Bool {
            hasSmall(segment) && !segment.readings.contains { $0.contains { shapes.contains($0.plate.shape) } }
        }
        let small = segments.filter(isNone)
        segments.removeAll(where: isNone)
        for segment in small { leaveOut(segment) }
    }

    /// Whether a number counts the next word, or is a street's: "2 guys", "1200 block".
    func isCount(_ index: Int) -> Bool {
        guard !words[index].endsRun, index + 1 < marks.count else { return false }
        if TypedWord.streets.contains(words[index + 1].plain) { return true }
        // "16 3 or 8", but not "8 or 9am".
        if Self.alternatives.contains(words[index + 1].plain) { return index + 2 < marks.count && marks[index + 2] == .known }
        return words[index].plain.count <= 2 && marks[index + 1] == .noise && words[index + 1].isLetters
    }

    func read(_ places: [Int]) -> Segment {
        var segment = Segment(places: places, readings: [], error: nil, isWhole: false)
        var text = text(places)
        if let last = places.last, words[last].isBeforeDash { text += " -" }
        // A sentence's end, and no character of the plate: "mn abc 123!"
        while let last = text.last, "!?".contains(last) {
            segment.isUnsure = segment.isUnsure || last == "?"
            text.removeLast()
        }
        do throws(PlateListError) {
            segment.readings = try PlateList(line.context).line(text)
        } catch {
            segment.error = error
        }
        if segment.isUnsure, segment.readings.isEmpty || !segment.readings.allSatisfy({ $0.contains(where: \.fitsKnownSeries) }) {
            // "HJK 2?" lacks a character.
            (segment.readings, segment.error) = ([], segment.error ?? .plate(PlateError(.empty)))
        }
        segment.isWhole =
            !segment.readings.isEmpty
            && segment.readings.allSatisfy { readings in
                readings.contains { reading in
                    let characters = reading.plate.characters
                    guard characters.contains(where: \.isNumber) else { return false }
                    return reading.fitsKnownSeries && characters.count >= Self.lengthSure
                        || (characters.count >= Self.lengthSure && characters.contains(where: \.isLetter))
                        || (reading.namesIssuer && characters.count >= Self.lengthUsualMin)
                }
            }
        return segment
    }

    func text(_ places: [Int]) -> String { places.map { words[$0].text }.joined(separator: " ") }

    /// Whether an unusual segment could still be a second plate.
    func isSecond(_ segment: Segment) -> Bool {
        let typed = segment.places.filter { marks[$0] == .part }.map { words[$0].plain }.joined()
        return typed.count >= Self.lengthUsualMin && typed.contains(where: \.isLetter) && typed.contains(where: \.isNumber)
            && segment.error == nil
    }

    mutating func leaveOut(_ segment: Segment) {
        for place in segment.places where marks[place] == .part { marks[place] = .noise }
    }

}
