/// Texts next to a plate that are neither a plate nor its issuer: a country, a time of day.
extension TypedText {
    /// Blanks the names of countries, such as in `ABC123 Ontario, Canada`, beside something that holds a digit; returns whether there was
    /// one.
    ///
    /// Costs one pass over a text without such a name.
    func blankCountries(_ range: Range<Int>, country: Country) -> Bool {
        guard mayHoldCountry(range) else { return false }
        let words = wordRanges(in: range)
        guard words.count > 1 else { return false }
        let letters = words.map(letters)
        var found: [Range<Int>] = []
        var index = 0
        while index < words.count {
            guard let count = CountryWords.count(at: index, of: letters), !isOfIssuer(index..<index + count, words, country) else {
                index += 1
                continue
            }
            found.append(index..<index + count)
            index += count
        }
        let rest = words.indices.filter { index in !found.contains { $0.contains(index) } }
        guard !found.isEmpty, rest.contains(where: { words[$0].contains { TypedByte.isFigure(bytes[$0]) } }) else { return false }
        for run in found {
            // The comma of “Ontario, Canada” separates nothing.
            let lower = run.lowerBound > 0 ? words[run.lowerBound - 1].upperBound : words[run.lowerBound].lowerBound
            for index in lower..<words[run.upperBound - 1].upperBound
            where bytes[index] != TypedByte.open && bytes[index] != TypedByte.close {
                bytes[index] = TypedByte.space
            }
        }
        return true
    }

    /// Whether a word begins as a country's name does; few texts have one, and this allocates nothing.
    private func mayHoldCountry(_ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        while let word = nextWord(from: start, in: range) {
            start = word.upperBound
            if word.count > 1, CountryWords.mayBegin(bytes[word.lowerBound], bytes[word.lowerBound + 1]) { return true }
        }
        return false
    }

    func wordRanges(in range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = range.lowerBound
        while let word = nextWord(from: start, in: range) {
            words.append(word)
            start = word.upperBound
        }
        return words
    }

    fileprivate func words() -> [String] { wordRanges(in: bytes.indices).map(letters) }

    /// Whether the words are a part of an issuer's name: “New Mexico”, “Mexico City”, “United States Government”.
    private func isOfIssuer(_ run: Range<Int>, _ words: [Range<Int>], _ country: Country) -> Bool {
        for lower in max(0, run.lowerBound - 2)...run.lowerBound {
            for upper in run.upperBound...min(words.count, run.upperBound + 2) where upper - lower > run.count {
                let name = words[lower].lowerBound..<words[upper - 1].upperBound
                if IssuerForms.reading(of: self, name, country: country) != nil { return true }
            }
        }
        return false
    }

    /// The letters of a word without periods and accents; empty if it holds anything else.
    private func letters(_ word: Range<Int>) -> String {
        var letters: [UInt8] = []
        for byte in bytes[word] {
            let letter = byte >= TypedByte.nameFlag && byte != TypedByte.other ? byte & ~TypedByte.nameFlag : byte
            if TypedByte.isLetter(letter) {
                letters.append(letter)
            } else if byte != TypedByte.period, byte != TypedByte.invisible, byte != TypedByte.nameFlag {
                return ""
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Blanks times of day before a plate and after it: `[9:15] ABC123`, `9:15 AM ABC123`.
    func blankClocks(_ range: Range<Int>) {
        var start = range.lowerBound
        while let colon = bytes[start..<range.upperBound].firstIndex(of: TypedByte.colon) {
            start = colon + 1
            guard let clock = clock(around: colon, in: range) else { continue }
            let rest = [range.lowerBound..<clock.lowerBound, clock.upperBound..<range.upperBound]
            guard rest.contains(where: { $0.contains { PackedCharacters.digit(ofCanonical: bytes[$0]) != nil } }) else { continue }
            for index in clock { bytes[index] = TypedByte.space }
            start = clock.upperBound
        }
    }

    /// One or two digits, a colon and two digits; seconds, and `am` or `pm`, may follow.
    private func clock(around colon: Int, in range: Range<Int>) -> Range<Int>? {
        var lower = colon
        while lower > range.lowerBound, TypedByte.isFigure(bytes[lower - 1]) { lower -= 1 }
        guard (1...2).contains(colon - lower), lower == range.lowerBound || isSpaceOrMark(bytes[lower - 1]) else { return nil }
        var upper = colon
        while upper - colon < 6, upper + 2 < range.upperBound, bytes[upper] == TypedByte.colon, TypedByte.isFigure(bytes[upper + 1]),
            TypedByte.isFigure(bytes[upper + 2])
        {
            upper += 3
        }
        guard upper > colon else { return nil }
        let half = upper < range.upperBound && bytes[upper] == TypedByte.space ? upper + 1 : upper
        if half + 1 < range.upperBound, bytes[half] == UInt8(ascii: "A") || bytes[half] == UInt8(ascii: "P"),
            bytes[half + 1] == UInt8(ascii: "M"), half + 2 == range.upperBound || isSpaceOrMark(bytes[half + 2])
        {
            upper = half + 2
        }
        return upper == range.upperBound || isSpaceOrMark(bytes[upper]) ? lower..<upper : nil
    }
}

/// Names of the three countries, in capitals, without accents and periods.
enum CountryWords {
    private static let names: [[String]] = [
        ["USA"], ["EEUU"], ["EUA"], ["CANADA"], ["MEXICO"], ["UNITED", "STATES", "OF", "AMERICA"], ["UNITED", "STATES"],
        ["ESTADOS", "UNIDOS"], ["ETATS", "UNIS"], ["EE", "UU"],
    ]

    static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
        switch (first, second & ~TypedByte.nameFlag) {
        case (UInt8(ascii: "U"), UInt8(ascii: "S")), (UInt8(ascii: "U"), TypedByte.period), (UInt8(ascii: "U"), UInt8(ascii: "N")),
            (UInt8(ascii: "E"), UInt8(ascii: "E")), (UInt8(ascii: "E"), TypedByte.period), (UInt8(ascii: "E"), UInt8(ascii: "U")),
            (UInt8(ascii: "E"), UInt8(ascii: "S")), (UInt8(ascii: "E"), UInt8(ascii: "T")), (UInt8(ascii: "C"), UInt8(ascii: "A")),
            (UInt8(ascii: "M"), UInt8(ascii: "E")):
            true
        // “États-Unis” begins with an accent.
        default: first >= TypedByte.nameFlag && first & ~TypedByte.nameFlag == UInt8(ascii: "E")
        }
    }

    /// How many of the words from an index on are a country's name; `nil` if none.
    static func count(at index: Int, of words: [String]) -> Int? {
        names.first { words[index...].starts(with: $0) }?.count
    }
}

/// The names of Canada, Mexico and the United States, which people write after an issuer's.
package enum CountryNames {
    /// Whether a text is one, in any case, with or without periods and accents: `USA`, `U.S.A.`, `México`.
    package static func contains(_ text: String) -> Bool {
        let words = try? TypedText.withBytes(of: text, tooLong: .tooLong) { typed throws(PlateError) in typed.words() }
        guard let words, !words.isEmpty else { return false }
        return CountryWords.count(at: 0, of: words) == words.count
    }
}
