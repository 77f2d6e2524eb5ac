import Plates

/// Words beside a plate that no list has.
extension PlateFinder {
    /// Shorter words are read together with the plate.
    private static let lettersMin = 4
    /// Between a plate and the word that the number belongs to: "ticket number is".
    private static let linked: Set<String> = ["number", "numbers", "num", "nr", "nbr", "is", "was", "reads", "says"]
    private static let numberNames: Set<String> = ["number", "numbers", "num", "nr", "nbr"]
    /// Before a house and its street.
    private static let placeLeads: Set<String> = [
        "at", "near", "by", "on", "off", "outside", "behind", "from", "to", "corner", "house", "home", "address", "building", "apartment",
        "apt",
    ]

    /// Before the name of a street or a place: "38th and bloomington".
    private static let placeJoints: Set<String> = ["and", "at", "near", "by", "off", "over", "y", "et", "en"]

    /// Asks about a plate if an unknown word is directly next to it: `ticket 4471 abc`, `luv4 dogs`.
    ///
    /// The number may belong to a word before it. A word after it counts only if both together fit on a plate. An issuer, "plate" or
    /// `--issuer` says that the plate is one. Words with a digit and words of up to three letters are read together with the plate, and
    /// asked about as its parts. Digits and a short word may be an address as well: `at 417 elm`.
    mutating func neighborAmbiguity(_ segment: Segment, _ readings: [Reading]) -> Ambiguity? {
        let parts = segment.places.filter { marks[$0] == .part }
        guard segment.readings.count == 1, line.context.namedIssuer == nil, let first = parts.first, let last = parts.last,
            words[first].marksIssuer(line.context.country) == nil, let length = readings.first?.plate.characters.count
        else { return nil }
        func isPart(_ place: Int) -> Bool { words[place].plain.count + length <= Self.lengthUsualMax }
        if let before = introduction(of: first) {
            guard marks[before] != .issuer, marks[before] != .aboutPlate else { return nil }
            if isLikeHouse(parts), Self.placeLeads.contains(words[before].plain) {
                return Ambiguity("“\(text([before] + parts))” may be an address. Is it a plate?", among: readings)
            }
            let isCarrier = before + 1 < first && Self.numberNames.contains(words[first - 1].plain) && isLongWord(before)
            if isCarrier || isStranger(before) && !isPlaceName(before, before: first) {
                let others = before + 1 == first && isPart(before) ? with([before] + segment.places) : []
                return ambiguity(beside: before, others + readings)
            }
        }
        let behind = last + 1
        guard behind < marks.count, !words[last].endsRun, isStranger(behind), isPart(behind) else { return nil }
        return ambiguity(beside: behind, readings + with(segment.places + [behind]))
    }

    private mutating func ambiguity(beside place: Int, _ readings: [Reading]) -> Ambiguity {
        marks[place] = .aboutPlate
        let all = readings.withoutDoubles
        return all.count > 1
            ? Ambiguity("Is “\(words[place].text)” part of the plate?", among: all)
            : Ambiguity("This may be the number of “\(words[place].text)”. Is it the plate?", among: all)
    }

    /// The word before a plate, or before "number" and "is"; `nil` if there is none, or a comma is between.
    private func introduction(of first: Int) -> Int? {
        var place = first - 1
        while place > 0, Self.linked.contains(words[place].plain), !words[place].endsRun, !words[place - 1].endsRun { place -= 1 }
        return place >= 0 && !words[place].endsRun ? place : nil
    }

    /// Whether a word is the name of a place before a plate that begins with a letter: `at 38th and bloomington kxr302`.
    private func isPlaceName(_ place: Int, before first: Int) -> Bool {
        place > 0 && !words[place - 1].endsRun && Self.placeJoints.contains(words[place - 1].plain) && !words[first].isFigures
    }

    /// `417 elm`, `417 n elm`
    private func isLikeHouse(_ parts: [Int]) -> Bool {
        guard parts.count > 1, words[parts[0]].isFigures else { return false }
        return parts.dropFirst().allSatisfy { words[$0].isLetters }
    }

    /// The same, without an issuer or a word such as "plate" that says that it is a plate.
    func isLikeHouse(_ segment: Segment) -> Bool {
        guard let first = segment.places.first, !segment.places.contains(where: { marks[$0] == .issuer }) else { return false }
        return isLikeHouse(segment.places) && !(first > 0 && marks[first - 1] == .aboutPlate)
    }

    /// Whether a plate of several is the words of an address, and no issuer says that it is a plate.
    func isLikeHouse(_ one: Reading, in segment: Segment) -> Bool {
        guard !one.namesIssuer || line.context.namedIssuer != nil else { return false }
        let parts = segment.places.filter { marks[$0] == .part }
        return parts.indices.contains { lower in
            (lower + 1..<parts.count).contains { upper in
                let run = Array(parts[lower...upper])
                return isLikeHouse(run) && run.map { words[$0].plain }.joined().uppercased() == one.plate.characters
            }
        }
    }

    /// Whether a word of letters was left out.
    private func isLongWord(_ place: Int) -> Bool {
        marks[place] == .noise && words.kind(place) == .left && words[place].isLetters && words[place].plain.count >= Self.lettersMin
    }

    /// Whether a word is in no list, and is not a slip of a listed word. (There is another question for slips.)
    private func isStranger(_ place: Int) -> Bool {
        let word = words[place].plain
        guard isLongWord(place), !words[place].text.hasPrefix("@"), !isIssuer(place), !TypedWord.isCommon(word) else { return false }
        let names = [place..<place + 1, max(0, place - 1)..<place + 1, place..<min(marks.count, place + 2)].map { text(Array($0)) }
        return KnownWord.nearest(to: word, areas: line.areas) == nil && line.areas.beginning(with: word) == nil
            && !names.contains { KnownWord.nearestIssuer(to: $0, country: line.context.country) != nil }
    }
}
