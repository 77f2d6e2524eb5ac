/// Words and letters that say that only a part of a plate is there: `ends in 814`, `last three 482`, `AXW77xx`.
package enum PartialPlateWords {
    /// The side of the plate that the part is on.
    package enum Side: Sendable {
        case start, end, anywhere
    }

    private static let phrases: [(words: [String], side: Side)] = [
        (
            Side.end,
            "ends in,ends with,ends w,end with,ends,ending in,ending with,ending,ended in,ended with,termina en,termina con,terminada en,finit par,se termine par"
        ),
        (
            .start,
            "starts with,starts w,start with,starts,starting with,started with,begins with,begins w,begin with,begins,beginning with,began with,empieza con,empieza por,comienza con,commence par"
        ),
        (
            .anywhere,
            "partial,partials,partially,something,someting,part of,half of,only got,only saw,only caught,contains,containing,has a,"
                + "is all i got,parcial,partiel,partielle,algo"
        ),
    ].flatMap { side, texts in texts.split(separator: ",").map { ($0.split(separator: " ").map(String.init), side) } }

    /// "last 4 digits", "first three letters".
    private static let lasts: Set<String> = ["last", "ultimos", "últimos", "derniers"]
    private static let firsts: Set<String> = ["first", "primeros", "premiers"]
    private static let counts: Set<String> = [
        "1", "2", "3", "4", "5", "one", "two", "three", "four", "five", "few", "couple", "tres", "cuatro", "trois", "quatre",
    ]
    private static let nouns: Set<String> = [
        "digit", "digits", "letter", "letters", "number", "numbers", "character", "characters", "of", "are", "is", "were",
    ]

    /// How many of the words, in small letters, are such a phrase, and the side of the plate that it means.
    ///
    /// - Parameter isSmall: Whether a word is one of any sentence, and no part of a plate.
    package static func phrase(_ words: ArraySlice<String>, isSmall: (String) -> Bool) -> (count: Int, side: Side)? {
        if let first = words.first, lasts.contains(first) || firsts.contains(first), let count = words.dropFirst().first,
            counts.contains(count)
        {
            return (2 + words.dropFirst(2).prefix(while: nouns.contains).count, lasts.contains(first) ? .end : .start)
        }
        let found = phrases.filter { phrase -> Bool in
            guard words.starts(with: phrase.words) else { return false }
            let next = words.dropFirst(phrase.words.count).first ?? ""
            // "has a 7", but not "has a light bar"; "starts KX", but not "starts work".
            if phrase.words == ["has", "a"] { return next.count <= 3 && next.contains(where: \.isNumber) }
            return !["starts", "begins", "ends"].contains(phrase.words.joined()) || next.count <= 3 && !next.isEmpty && !isSmall(next)
        }
        return found.max { $0.words.count < $1.words.count }.map { ($0.words.count, $0.side) }
    }

    /// Whether a look-up says that it has a part of a plate. Phrases that may be a vanity plate, such as "half of", do not count.
    package static func stand(in text: String) -> Bool {
        guard text.utf8.count <= TypedText.utf8Max, mayStand(in: text) else { return false }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for start in words.indices {
            guard let found = phrase(words[start...], isSmall: SpokenPlate.isOrdinary) else { continue }
            let rest = words[..<start] + words[(start + found.count)...]
            let isPartial = found.count == 1 && words[start].hasPrefix("par")
            let counts = lasts.contains(words[start]) || firsts.contains(words[start])
            let isSide = found.side != .anywhere && found.count > 1 && (!counts || found.count > 2 || words[start + 1].count > 1)
            guard isPartial || isSide, rest.joined().count > 1 else { continue }
            // "the first one is KTV482"
            return isPartial || !rest.contains(where: isWhole)
        }
        return false
    }

    private static func isWhole(_ word: String) -> Bool {
        word.count >= TextReader.lengthAlone && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
    }

    /// Whether a text holds a space and a word, without a colon that marks the plate.
    private static func mayStand(in text: String) -> Bool {
        text.utf8.contains(TypedByte.space) && !text.utf8.contains(TypedByte.colon) && TypedText.holdsWord(text)
    }

    /// Whether a text ends with two or more letters X after a digit, and is not a plate of a known series: `AXW77xx`.
    package static func end(_ text: String, _ readings: [Reading]) -> Bool {
        guard let last = text.utf8.last, last & ~0x20 == UInt8(ascii: "X"), !text.utf8.contains(TypedByte.colon) else { return false }
        return !readings.isEmpty
            && readings.allSatisfy { reading in
                let characters = reading.plate.characters
                let crosses = characters.reversed().prefix { $0 == "X" }.count
                return !reading.fitsKnownSeries && crosses > 1 && characters.dropLast(crosses).last?.isNumber == true
            }
    }
}

extension PlateError {
    /// The error for a text with only part of a plate.
    package static let part = PlateError(.character, character: "…")
}
