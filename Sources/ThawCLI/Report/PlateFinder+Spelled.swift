import Plates

/// Plates with some characters in words.
extension PlateFinder {
    /// The digits that a word says: `7` for "seven".
    static func figures(_ word: String) -> String? {
        word.allSatisfy(\.isLetter) ? NumberWords.value(word).map { String(Int($0)) } : nil
    }

    /// Asks about a plate with a word for a digit next to it: `kxv 1 5 seven`.
    mutating func numberWord(beside segment: Segment, _ readings: [Reading]) -> Ambiguity? {
        guard let first = segment.places.first, let last = segment.places.last, let reading = readings.first else { return nil }
        var places = Array(first...last).filter { marks[$0] != .known }
        func isNumberWord(_ place: Int) -> Bool {
            marks.indices.contains(place) && marks[place] != .known && Self.figures(words[place].plain) != nil
        }
        var end = last
        while isNumberWord(end + 1) || (end + 1 < marks.count && isSingle(end + 1) && end > last), !words[end].endsRun { end += 1 }
        var start = first
        while start > 0, isNumberWord(start - 1), !words[start - 1].endsRun { start -= 1 }
        // "kxv fifteen 8"
        if start < first, start > 0, !words[start - 1].endsRun, words[start - 1].isLetters, words[start - 1].plain.count <= 3,
            marks[start - 1] != .known, !TypedWord.small.contains(words[start - 1].plain)
        {
            start -= 1
        }
        let isComplete = reading.fitsKnownSeries && reading.plate.characters.count >= Self.lengthBeside
        // "two guys" after a plate counts them.
        let counts = end > last && end + 1 < marks.count && !words[end].endsRun && marks[end + 1] == .noise
        if counts || (isComplete && end + 1 < marks.count && end > last && marks[end + 1] == .known) { end = last }
        if isComplete { start = first }
        places = Array(start..<first) + places + Array(last + 1..<max(end, last) + 1)
        guard places.contains(where: isNumberWord) else { return nil }
        let written = places.map { Self.figures(words[$0].plain) ?? words[$0].text }.joined(separator: " ")
        let others = self.readings(written)
        for place in places where marks[place] == .noise { marks[place] = .aboutPlate }
        return Ambiguity("Some of it is in words. Is this the plate?", among: (others + readings).withoutDoubles)
    }

    /// Asks about a number after a comma or "and" that may be the end of another plate: `abc148, 149 and 150`.
    mutating func secondNumber(behind segment: Segment, _ readings: [Reading]) -> Ambiguity? {
        guard let last = segment.places.last, segment.readings.count == 1, words[last].hasFigure else { return nil }
        let figures = words[last].plain.reversed().prefix { ("0"..."9").contains($0) }.count
        guard (2...3).contains(figures) else { return nil }
        var others: [Int] = []
        while let next = numberPlace(behind: others.last ?? last), words[next].plain.count == figures, standsAlone(next) {
            others.append(next)
        }
        guard let first = others.first else { return nil }
        let all = others.flatMap { other in
            self.readings(
                segment.places.map { $0 == last ? words[$0].plain.dropLast(figures) + words[other].plain : words[$0].text }.joined(
                    separator: " "))
        }
        for place in others { marks[place] = .aboutPlate }
        return Ambiguity(
            "“\(words[first].text)” may be a second plate. Which plate are you reporting? Put the other one on its own line.",
            among: Array((readings + all).withoutDoubles.prefix(Self.choicesMax)))
    }

    private static let numberJoints: Set<String> = ["and", "y", "et", "plus"]

    /// The digits after a comma or "and" that were left out.
    private func numberPlace(behind last: Int) -> Int? {
        var next = last + 1
        if next < marks.count, Self.numberJoints.contains(words[next].plain) { next += 1 } else if !words[last].endsRun { return nil }
        return next < marks.count && marks[next] == .noise && words[next].isFigures ? next : nil
    }

    /// Whether the next word is nothing that a number could count.
    private func standsAlone(_ place: Int) -> Bool {
        let next = place + 1
        return next == marks.count || words[place].endsRun || marks[next] == .known || Self.numberJoints.contains(words[next].plain)
    }

    private func isSingle(_ place: Int) -> Bool { marks[place] != .known && words[place].plain.count == 1 }

    /// Asks about a plate with spelled letters: `c as in cat 136`, `K-King X-Xray V-Victor 154`, `s for sierra`.
    mutating func spelled(besides segments: [Segment]) -> Ambiguity? {
        guard segments.contains(where: { !$0.places.isEmpty }), let first = marks.indices.first(where: isSpelled) else { return nil }
        let places = (first..<marks.count).filter { marks[$0] != .known && words.kind($0) != .ignored }
        let whole = marks.indices.filter { marks[$0] != .known && words.kind($0) != .ignored }
        let texts = [text(whole), text(places)].map { $0.split(separator: "-").joined(separator: " as in ") }
        let languages: [SpokenLanguage] = [.english, .spanish, .french]
        let spoken = texts.flatMap { text in languages.flatMap { SpokenPlate.read(text, language: $0) } }
        let readings = spoken.filter { $0.plate.characters.count <= Self.lengthUsualMax }.map { spoken in
            var plate = spoken.plate
            if !spoken.isIssuerNamed, let home = line.context.homeIssuer {
                plate = Plate(key: plate.key.issued(by: home), typed: plate.typed)
            }
            return Reading(plate, namesIssuer: spoken.isIssuerNamed, confidence: .likely, fitsKnownSeries: false)
        }
        for place in whole where marks[place] != .known { marks[place] = .aboutPlate }
        guard !readings.isEmpty else {
            return Ambiguity(.plate, "Some of the plate is spelled in words. Type it in letters and digits.")
        }
        return Ambiguity("Is this the plate?", among: Array(readings.withoutDoubles.prefix(Self.choicesMax)))
    }

    /// Whether a letter is spelled here.
    private func isSpelled(_ place: Int) -> Bool {
        guard marks[place] != .known else { return false }
        let word = words[place].plain
        let following = words[place + 1..<min(words.count, place + 4)].map(\.plain)
        if word == "letter" || word == "letra" || word == "lettre" { return true }
        let sides = word.split(separator: "-")
        if sides.count == 2, sides[0].count == 1, sides[1].count > 2, sides[1].allSatisfy(\.isLetter), sides[1].hasPrefix(sides[0]) {
            return true
        }
        guard word.count == 1, let letter = word.first, letter.isLetter else { return false }
        let leads: [[String]] = [["as", "in"], ["as"], ["for"], ["like"], ["de"], ["como"], ["comme"]]
        return leads.contains { lead in
            following.starts(with: lead) && following.dropFirst(lead.count).first.map { $0.first == letter && $0.count > 1 } ?? false
        }
    }
}
