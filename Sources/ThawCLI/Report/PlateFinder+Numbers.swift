import Plates

/// Numbers that belong to something else: a vehicle identification number, a telephone, a badge.
extension PlateFinder {
    /// Words whose number follows them.
    static let numbered: Set<String> = [
        "badge", "room", "rm", "squad", "cruiser", "officer", "ofc", "agent", "case", "code", "gate", "door", "terminal", "extension",
        "ext",
        "box", "row", "channel", "call", "phone", "tel", "cell", "text",
    ]
    /// Words whose number may have letters, too, and so look like a plate.
    static let numberCarriers: Set<String> = [
        "badge", "nametag", "shield", "case", "incident", "invoice", "flight", "helicopter", "chopper", "tail", "trailer", "unit",
    ]
    private static let numberNames: Set<String> = ["no", "number", "num", "nr", "nbr", "id"]
    private static let lettersMax = 3
    private static let directions: Set<String> = [
        "on", "nb", "sb", "eb", "wb", "off", "onto", "northbound", "southbound", "eastbound", "westbound",
    ]
    /// Words for things that a number before them counts or measures: "3 men", "35 mph".
    static let counted: Set<String> = [
        "men", "guys", "dudes", "cops", "cars", "vans", "suvs", "trucks", "vehicles", "agents", "officers", "people", "ppl", "males",
        "females", "women", "kids", "feds", "more", "others", "total", "of", "mph", "kph", "mi", "mile", "miles", "km", "ft", "feet",
        "yards", "yds", "yd", "meters", "metros", "blocks", "passenger", "passengers", "lanes", "hombres", "mujeres", "tipos", "agentes",
        "carros", "coches", "hommes", "femmes",
        "personnes", "personas",
    ]
    /// No plate has more characters.
    private static let plateMax = 10
    private static let vinWordsMax = 5

    mutating func takeForeignNumbers() {
        for index in marks.indices {
            let word = words[index]
            if word.plain == "vin" || word.plain == "vin#" {
                takeVIN(at: index)
            } else if let end = carriedEnd(at: index) {
                for place in index..<end { marks[place] = .noise }
            } else if marks[index] == .part, word.hasFigure, word.marksIssuer(line.context.country) == nil,
                word.plain.count(where: { $0.isLetter || $0.isNumber }) > Self.plateMax
            {
                marks[index] = .noise
            } else if marks[index] == .part, word.isFigures, word.plain.count <= 3, !word.endsRun, index + 1 < marks.count,
                Self.counted.contains(words[index + 1].plain)
            {
                marks[index] = .noise
                if marks[index + 1] != .known { marks[index + 1] = .noise }
            } else if marks[index] == .part,
                isPriceOrUnit(word) || isRepeat(index) || isDate(index) || isClockOrYear(index)
            {
                marks[index] = .noise
            } else if let end = addressEnd(at: index) {
                for place in index..<end { marks[place] = .noise }
            } else if let count = telephone(at: index) {
                for place in index..<index + count { marks[place] = .noise }
            } else if index > 0, marks[index] == .part, isOthers(index) {
                marks[index] = .noise
                if marks[index - 1] == .part || marks[index - 1] == .issuer { marks[index - 1] = .noise }
            }
        }
    }

    /// The end of the number of a badge, a case or a flight: `badge no. 4471`, `name tag RAMOS 417`; `nil` if none does.
    private func carriedEnd(at index: Int) -> Int? {
        guard marks[index] != .known, !words[index].endsRun else { return nil }
        let isNameTag = words[index].plain == "tag" && index > 0 && words[index - 1].plain == "name"
        guard isNameTag || Self.numberCarriers.contains(words[index].plain) else { return nil }
        var place = index + 1
        while place < marks.count, Self.numberNames.contains(words[place].plain) { place += 1 }
        guard place < marks.count, marks[place] != .known, marks[place] != .aboutPlate else { return nil }
        let isName =
            words[place].isLetters && !TypedWord.small.contains(words[place].plain) && !isIssuer(place)
            && (isNameTag || words[place].plain.count <= Self.lettersMax)
        if isName, place + 1 < marks.count, !words[place].endsRun, marks[place + 1] == .part { place += 1 }
        return marks[place] == .part && words[place].hasFigure && !words[place].isPlace ? place + 1 : nil
    }

    /// `$20`, `100%`, `50mph`, `4dr`.
    private func isPriceOrUnit(_ word: TypedWord) -> Bool {
        if word.text.first.map({ "$€£".contains($0) }) == true { return true }
        let figures = word.text.prefix { ("0"..."9").contains($0) }
        return !figures.isEmpty && ["%", "mph", "kph", "dr"].contains(word.text.dropFirst(figures.count).lowercased())
    }

    /// `x2` beside a vehicle, `1` before "plate".
    private func isRepeat(_ index: Int) -> Bool {
        let word = words[index].plain
        let isApart = index == 0 || marks[index - 1] != .part || words[index - 1].hasFigure
        if word.count == 1, words[index].isFigures, isApart { return index + 1 < marks.count && marks[index + 1] == .aboutPlate }
        let figures = word.filter { $0 != "x" }
        guard isApart, word.hasPrefix("x") || word.hasSuffix("x"), (1...2).contains(figures.count), figures.allSatisfy(\.isNumber),
            word.count == figures.count + 1
        else { return false }
        return [index - 1, index + 1].contains { marks.indices.contains($0) && marks[$0] == .known }
    }

    /// The end of an address that begins here, `2500 bloomington ave s`; `nil` if none does. In `KDR 902 bloomington ave` the digits are
    /// the plate's.
    private func addressEnd(at index: Int) -> Int? {
        guard marks[index] == .part, words[index].isFigures, (2...5).contains(words[index].plain.count), !words[index].endsRun,
            index == 0 || marks[index - 1] != .part || words[index - 1].hasFigure || TypedWord.small.contains(words[index - 1].plain)
        else { return nil }
        var end = index + 1
        while end < marks.count, end - index <= 3, marks[end] != .known, words[end].isLetters {
            end += 1
            if end - index > 2, TypedWord.streetNouns.contains(words[end - 1].plain) {
                let isDirection = end < marks.count && ["n", "s", "e", "w", "ne", "nw", "se", "sw"].contains(words[end].plain)
                return isDirection && !words[end - 1].endsRun ? end + 1 : end
            }
            if words[end - 1].endsRun { return nil }
        }
        return nil
    }

    /// A number after a word such as "badge", or a road's after a direction: "nb on 35w".
    private func isOthers(_ index: Int) -> Bool {
        guard marks[index - 1] != .known, !words[index - 1].endsRun else { return false }
        let before = words[index - 1].plain
        if words[index].isFigures, words[index].plain.count <= 7, Self.numbered.contains(before) { return true }
        let figures = words[index].plain.prefix { ("0"..."9").contains($0) }
        let end = words[index].plain.dropFirst(figures.count)
        // "ON" in capitals is Ontario's code.
        guard Self.directions.contains(before), words[index - 1].text != "ON", (1...3).contains(figures.count) else { return false }
        return end.isEmpty || (end.count == 1 && "nsew".contains(end))
    }

    /// Up to the first word with a digit: "vin ending in lgb12345".
    private mutating func takeVIN(at index: Int) {
        for place in index..<min(index + Self.vinWordsMax, marks.count) {
            if marks[place] != .known { marks[place] = .noise }
            if words[place].endsRun || (place > index && words[place].hasFigure && words[place].plain.count > 2) { return }
        }
    }

    /// How many words a telephone number has that begins here. In `612 5550187` the second word may be a plate's.
    private func telephone(at index: Int) -> Int? {
        var text = ""
        for place in index..<min(marks.count, index + TelephoneNumber.groupsMax) {
            guard marks[place] == .part else { return nil }
            text += (place > index ? " " : "") + words[place].plain
            if TelephoneNumber.isOne(text, mayBeJoined: place == index) { return place - index + 1 }
            if words[place].endsRun { return nil }
        }
        return nil
    }
}
