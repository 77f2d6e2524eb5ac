/// A plate among words that belong to nothing else, such as a code of the radio, a count or a greeting: `10-28 KVD 482`, `KVD 482 x2`,
/// `ok, KVD482`.
extension PlateReader {
    /// More words are a sentence, in which two words together are rarely a plate.
    private static let wordsMax = 12
    /// Issuers cut a plate into two or three groups.
    private static let groupsMax = 3

    /// The readings of a look-up, and after them the plate that some of the words make alone, if it fits a known series.
    ///
    /// In a text with a colon, such as `US-MN:ABC123`, the plate is marked. A text with two plates has no plate alone.
    ///
    /// - Parameter isIssuerUnsure: Whether words were left out, so that the plate counts without its issuer, too. In any case it does, if
    ///   the issuer is more likely a word of a sentence.
    package static func withPlateAlone(
        _ readings: [Reading], of text: String, _ context: ReadingContext, isIssuerUnsure: Bool = false
    ) -> [Reading] {
        guard text.utf8.contains(TypedByte.space), context.namedIssuer == nil, text.utf8.count <= TypedText.utf8Max,
            isIssuerUnsure || readings.isEmpty || !text.utf8.contains(TypedByte.colon)
        else { return readings }
        if !isIssuerUnsure, readings.count == 1, isOnePlate(text, readings[0], context.country) { return readings }
        let words = text.utf8.split(separator: TypedByte.space).map { Word(Substring($0)) }
        var alone = platesAlone(in: words, context)
        let isUnsure =
            isIssuerUnsure || alone.first.map { isOfSentence(words, $0, readings, context.country) } == true
            || words.contains { word in
                IssuerWords.contains(word.text)
                    && readings.contains { $0.namesIssuer && $0.plate.issuer == Issuer(word.text, country: context.country) }
            }
        if isUnsure, alone.isEmpty, readings.count == 1, readings[0].plate.holdsLetterAndFigure { alone = [readings[0].unissued(context)] }
        let new = alone.enumerated().filter { place, alone in
            !readings.contains { isUnsure && place == 0 ? $0.plate.key == alone.plate.key : $0.plate.hasCharacters(of: alone.plate) }
        }.map(\.element)
        guard let first = new.first else { return readings }
        let all = (readings.prefix(readingsMax - 1) + [first] + new.dropFirst()).prefix(readingsMax)
        return all.count == 1 ? new : all.map { Reading(likely: $0) }
    }

    /// Whether a code in small letters is before a word other than the plate, so that it may be a name: `mo says LNR 482`.
    private static func isOfSentence(_ words: [Word], _ alone: Reading, _ readings: [Reading], _ country: Country) -> Bool {
        words.indices.dropLast().contains { place in
            let (code, next) = (words[place].text, words[place + 1].characters)
            return code.utf8.count == 2 && code.utf8.allSatisfy { $0 >= UInt8(ascii: "a") } && !next.isEmpty
                && !PlateWords.besidePlates.contains(next) && !alone.plate.characters.hasPrefix(next)
                && readings.contains { $0.namesIssuer && $0.plate.issuer == Issuer(code, country: country) }
        }
    }

    /// Whether a text is the plate of a reading in one or two words, alone or beside an issuer's code, so that no other plate is in it.
    ///
    /// Most look-ups are. Costs one pass, and allocates nothing.
    private static func isOnePlate(_ text: String, _ reading: Reading, _ country: Country) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { utf8 in
            var (start, words, longest, characters, holdsCode) = (0, 0, 0, 0, false)
            for end in 0...utf8.count where end == utf8.count || utf8[end] == TypedByte.space {
                var word = utf8[start..<end]
                start = end + 1
                // `(MN)`, `US-MN`
                if word.count == 4, word.first == TypedByte.open, word.last == TypedByte.close { word = word.dropFirst().dropLast() }
                if word.count == 5, word.dropFirst(2).first == TypedByte.hyphen { word = word.dropFirst(3) }
                if !holdsCode, word.count == 2, let first = word.first, let second = word.last, TypedByte.isLetter(first & ~0x20),
                    TypedByte.isLetter(second & ~0x20), IssuerForms.ownCode(first & ~0x20, second & ~0x20, country: country) != nil
                {
                    guard second & 0x20 == 0 || !IssuerWords.isCode(first & ~0x20, second & ~0x20) else { return false }
                    holdsCode = true
                    continue
                }
                var length = 0
                for byte in word where byte != TypedByte.hyphen {
                    guard TypedByte.isFigure(byte) || TypedByte.isLetter(byte & ~0x20) else { return false }
                    length += 1
                }
                (words, longest, characters) = (words + 1, max(longest, length), characters + length)
            }
            return characters == reading.plate.key.length && holdsCode == reading.namesIssuer
                && (words == 1 || words == 2 && longest < TextReader.lengthAlone)
        } ?? false
    }

    /// The plate of a sentence with a comma or a colon, such as `hey, KXS401`; none if another word holds a digit, and may be a second
    /// plate.
    static func onlyPlate(in sentence: String, _ context: ReadingContext) -> [Reading] {
        let figures = sentence.split(separator: " ").filter { $0.utf8.contains(where: TypedByte.isFigure) }
        // `9:15am` and `11/28` are not.
        let others = figures.filter { $0.first?.isNumber == true && $0.contains { ":/".contains($0) } }
        guard figures.count - others.count == 1 else { return [] }
        return withPlateAlone([], of: sentence, context)
    }

    /// Whether a word of digits alone may be a second plate: `ABC123 AL 99999`.
    static func holdsOtherFigures(_ text: String, besides plate: Reading) -> Bool {
        text.split(separator: " ").contains { word in
            let figures = word.filter(\.isNumber)
            return figures.count > 3 && word.allSatisfy { $0.isNumber || $0.isPunctuation && $0 != "-" && $0 != "." }
                && !plate.plate.characters.contains(figures)
        }
    }

    /// The plates that some of the words make, the shortest first; all of them share one. If one is a single word, it counts first.
    private static func platesAlone(in words: [Word], _ context: ReadingContext) -> [Reading] {
        guard words.count > 1 else { return [] }
        var found: [(range: Range<Int>, reading: Reading)] = []
        for count in 1...min(groupsMax, words.count - 1) where count == 1 || words.count <= wordsMax {
            let single = found.first { $0.range.count == 1 }
            for lower in 0...words.count - count {
                let range = lower..<lower + count
                guard single?.range.overlaps(range) != false, let reading = group(words[range], context) else { continue }
                found.append((range, reading))
            }
        }
        found.sort { ($0.reading.plate.key.length, $0.range.lowerBound) < ($1.reading.plate.key.length, $1.range.lowerBound) }
        guard let first = found.first, found.allSatisfy({ $0.range.overlaps(first.range) }) else { return [] }
        return found.map(\.reading)
    }

    /// The plate that words make without any issuer's.
    private static func group(_ words: ArraySlice<Word>, _ context: ReadingContext) -> Reading? {
        guard (TextReader.lengthAlone...TextReader.lengthUsual).contains(words.reduce(0) { $0 + $1.characters.utf8.count })
        else { return nil }
        var read = ReadCharacters()
        for byte in words.lazy.flatMap(\.characters.utf8) { guard read.append(byte) else { return nil } }
        read.align()
        guard read.holdsLetterAndFigure, KnownSeries.fits(read, anyOf: context.country) else { return nil }
        if words.count > 1 {
            // A dash, a comma or a state's code belongs to no plate of several words: `10-28 KVD 482`.
            guard words.allSatisfy({ $0.characters.utf8.count == $0.typed.utf8.count }) else { return nil }
            let joined = words.map(\.characters).joined()
            let codes = [joined.prefix(2), joined.suffix(2)].map(String.init)
            guard !codes.contains(where: { Issuer($0, country: context.country)?.country == context.country }) else { return nil }
        }
        return Reading(
            read.plate(issuer: context.homeIssuer ?? .unknown), namesIssuer: false, confidence: words.count == 1 ? .certain : .likely,
            fitsKnownSeries: true)
    }

    private struct Word {
        let typed: Substring
        /// Without marks around it.
        let text: String
        /// Its letters and digits, in capitals; empty if it holds other marks than a dash.
        let characters: String

        init(_ typed: Substring) {
            self.typed = typed
            // Nearly all words are, and characters cost ten times as much as bytes.
            if typed.utf8.allSatisfy({ $0 < 0x80 }) {
                let isPart: (UInt8) -> Bool = { TypedByte.isFigure($0) || TypedByte.isLetter($0 & ~0x20) }
                let inner = typed.utf8.drop { !isPart($0) }
                let bytes = inner.prefix(upTo: inner.lastIndex(where: isPart).map { inner.index(after: $0) } ?? inner.startIndex)
                text = String(Substring(bytes))
                characters =
                    bytes.allSatisfy { isPart($0) || $0 == TypedByte.hyphen }
                    ? String(decoding: bytes.filter(isPart).map { TypedByte.isFigure($0) ? $0 : $0 & ~0x20 }, as: UTF8.self) : ""
                return
            }
            let isSign: (Character) -> Bool = { !$0.isLetter && !$0.isNumber }
            text = String(typed.drop(while: isSign).reversed().drop(while: isSign).reversed())
            characters = text.contains { isSign($0) && $0 != "-" } ? "" : text.filter { !isSign($0) }.uppercased()
        }
    }
}

extension Reading {
    /// The same as if nobody had named an issuer.
    fileprivate func unissued(_ context: ReadingContext) -> Reading {
        var reading = self
        reading.plate = Plate(key: plate.key.issued(by: context.homeIssuer ?? .unknown), typed: plate.typed)
        reading.namesIssuer = false
        return reading
    }
}

extension Plate {
    /// Whether both have the same characters. Their issuers may differ.
    fileprivate func hasCharacters(of other: Plate) -> Bool { key.charactersPacked == other.key.charactersPacked }
}
