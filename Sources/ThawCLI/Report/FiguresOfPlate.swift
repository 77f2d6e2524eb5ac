import Plates

/// Digits that end a plate, although a unit of time follows them: `RTA 504 min van`, `S K A 7 1 5 a m`, `G41 0045M`.
enum FiguresOfPlate {
    private static let lettersMax = 3
    private static let figures = 3
    /// Fewer characters of one word are rarely a whole plate beside another.
    private static let wholeMin = 6

    /// Whether the digits that a time could begin with belong to the plate before them.
    static func stand(at index: Int, of words: ClassifiedLine, _ country: Country) -> Bool {
        let word = words[index]
        // `RTA 551 hour ago`
        if word.plain.hasPrefix("hour") { return index > 0 && isLeft(index - 1, words) && words[index - 1].isFigures }
        guard word.plain.first?.isNumber == true, index > 0, isLeft(index - 1, words) else { return false }
        let before = words[index - 1].plain
        if word.plain.count == 1 { return before.count == 1 && index > 1 && isLeft(index - 2, words) && words[index - 2].plain.count == 1 }
        if let federal = Issuer(code: "US-GOV"), before.first == "g", before.contains(where: \.isNumber) {
            return fits(before + word.plain, federal, country)
        }
        guard word.isFigures, word.plain.count == figures, !holdsWhole(words) else { return false }
        var letters = ""
        for place in (0..<index).reversed() {
            let part = words[place].plain
            let isWord = part.count > 1 && (TypedWord.small.contains(part) || Issuer(part, country: country) != nil)
            guard isLeft(place, words), words[place].isLetters, !isWord, letters.count + part.count <= lettersMax else { break }
            letters = part + letters
        }
        return letters.count == lettersMax && fits(letters + word.plain, .unknown, country)
    }

    private static func isLeft(_ place: Int, _ words: ClassifiedLine) -> Bool {
        words.kind(place) == .left && !words[place].endsRun && words[place].text.last != "."
    }

    private static func holdsWhole(_ words: ClassifiedLine) -> Bool {
        words[0..<words.count].contains { word in
            word.plain.count >= wholeMin && word.plain.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } && word.hasFigure
                && word.plain.contains(where: \.isLetter)
        }
    }

    private static func fits(_ characters: String, _ issuer: Issuer, _ country: Country) -> Bool {
        guard let plate = try? Plate(characters) else { return false }
        return KnownSeries.fits(Plate(key: plate.key.issued(by: issuer), typed: plate.typed), country: country)
    }
}
