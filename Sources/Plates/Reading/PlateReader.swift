/// The one reader that turns text into plates.
package enum PlateReader {
    /// The most readings that a text can have.
    package static let readingsMax = 4

    /// The plates that a text can mean, the likeliest first: one to four of them.
    ///
    /// One certain reading is the text's meaning. Two or more readings are all likely. A single likely reading needs a person's yes: it is
    /// letters alone in free text, or has spoken letters that sound like others.
    ///
    /// A text that is longer than any plate is read as spoken words: `alpha bravo charlie one two three`.
    ///
    /// - Parameters:
    ///   - text: At most 256 bytes of UTF-8 are read; a longer text is `.tooLong`.
    ///   - context: The reader's other knowledge.
    /// - Throws: why the text has no plate. Never returns an empty array.
    package static func read(_ text: String, _ context: ReadingContext = ReadingContext()) throws(PlateError) -> [Reading] {
        if context.kind == .freeText, TelephoneNumber.isOne(text, mayBeJoined: true) { throw PlateError(.empty) }
        let plain = PlainText.read(text, context)
        // Most look-ups are an issuer's code and a plate of its series, which are not part of another plate.
        if context.kind == .query, plain.map({ !$0.namesIssuer || !$0.fitsKnownSeries }) ?? true,
            PartialPlateWords.stand(in: text) || PartialPlateWords.end(text, plain.map { [$0] } ?? [])
        {
            throw .part
        }
        if let plain {
            // There is nothing else besides an issuer's code and a plate of its series.
            return plain.namesIssuer || context.kind != .query ? [plain] : withPlateAlone([plain], of: text, context)
        }
        if let joined = TypedText.withoutDashes(text) ?? TypedText.withoutCommasInNames(text, country: context.country) {
            return try read(joined, context)
        }
        guard context.kind == .query else { return try readInFull(text, context) }
        do {
            return withPlateAlone(try readInFull(text, context), of: text, context)
        } catch {
            guard error.code == .tooLong || error.character == "," else { throw error }
            let isDivided = text.utf8.contains { $0 == TypedByte.comma || $0 == TypedByte.colon }
            let alone = isDivided ? onlyPlate(in: text, context) : withPlateAlone([], of: text, context)
            guard let first = alone.first, !holdsOtherFigures(text, besides: first) else { throw error }
            return alone
        }
    }

    private static func readInFull(_ text: String, _ context: ReadingContext) throws(PlateError) -> [Reading] {
        if isSpaced(text) {
            let joined = text.filter { $0 != " " }
            if let plain = PlainText.read(joined, context) { return [plain] }
            return try readInFull(joined, context)
        }
        if TelephoneNumber.isOne(text, mayBeJoined: false) { throw PlateError(.empty) }
        switch UnsureCharacters(text, country: context.country, fits: { fitsWhole($0, context) }) {
        case .missing(let mark): throw PlateError(.character, character: mark)
        case .either(let texts):
            var readings: [Reading] = []
            for reading in texts.flatMap({ (try? typed($0, context)) ?? [] })
            where !readings.contains(where: { $0.plate.key == reading.plate.key }) { readings.append(reading) }
            guard readings.count < 2 else { return readings.prefix(readingsMax).map { Reading(likely: $0) } }
        case nil: break
        }
        do {
            let readings = try typed(text, context)
            let isLong = readings.contains { $0.plate.key.length > TextReader.lengthUsual }
            let heard = isLong || WordsForDigits.mayHold(text) ? heard(text, besides: readings, isLong: isLong, context) : readings
            return spelled(text, besides: heard, context)
        } catch {
            // Spoken plates are longer than typed ones, and have accents.
            guard error.code == .tooLong || error.code == .character else { throw error }
            let spoken = spelled(text, besides: inWords(text, context), context)
            guard !spoken.isEmpty else { throw error }
            return spoken
        }
    }

    /// `kay x s 4 0 1`: as typed, and with the letters that its words name.
    private static func spelled(_ text: String, besides typed: [Reading], _ context: ReadingContext) -> [Reading] {
        guard context.namedIssuer == nil, text.utf8.count <= TypedText.utf8Max, mayBeSpelled(text),
            let language = context.country.languages.first(where: { SpokenPlate.spellsPartly(text, language: $0) })
        else { return typed }
        let said = SpokenPlate.read(text, language: language).map { Reading($0, of: 2, context) }
        func isTyped(_ said: Reading) -> Bool {
            typed.contains { $0.plate.key.charactersPacked == said.plate.key.charactersPacked && ($0.namesIssuer || !said.namesIssuer) }
        }
        let others = said.filter { !isTyped($0) }
        guard let other = others.first else { return typed }
        // The likeliest reading in words stays first if it is also the typed one.
        let isOtherFirst = other.fitsKnownSeries && said.first.map(isTyped) == false
        return (isOtherFirst ? others + typed : typed + others).prefix(readingsMax).map { Reading(likely: $0) }
    }

    /// `M N A B C 1 2 3`: each character is separate.
    private static func isSpaced(_ text: String) -> Bool {
        guard (spacedMin...2 * PlateKey.lengthMax).contains(text.utf8.count) else { return false }
        return text.utf8.enumerated().allSatisfy { place, byte in
            place % 2 == 1 ? byte == TypedByte.space : TypedByte.isFigure(byte) || TypedByte.isLetter(byte & ~0x20)
        }
    }

    /// Five characters; `4 U 2` is a vanity plate.
    private static let spacedMin = 9

    /// Whether there is a single character between spaces, and no colon that marks the plate; scans once.
    private static func mayBeSpelled(_ text: String) -> Bool {
        var (length, holdsSingle) = (0, false)
        for byte in text.utf8 {
            if byte == TypedByte.colon { return false }
            if byte == TypedByte.space, length == 1 { holdsSingle = true }
            length = byte == TypedByte.space ? 0 : length + 1
        }
        return holdsSingle || length == 1
    }

    /// Whether a text looks like a plate in words of a language of the country, or is spelled with words for digits: `K T V 4 eight 2`.
    package static func looksSpoken(_ text: String, country: Country) -> Bool {
        country.languages.contains { SpokenPlate.looksSpoken(text, language: $0) }
            || WordsForDigits.written(text, country: country).map(WordsForDigits.isSpelled) == true
    }

    /// Whether a text is a plate as issuers make them, and too long for a part of one.
    private static func fitsWhole(_ text: String, _ context: ReadingContext) -> Bool {
        guard let reading = (try? typed(text, context))?.first else { return false }
        return reading.fitsKnownSeries && reading.plate.key.length >= TextReader.lengthAlone && reading.plate.holdsLetterAndFigure
    }

    private static func typed(_ text: String, _ context: ReadingContext) throws(PlateError) -> [Reading] {
        var reads = try TextReader.read(text, context)
        let isPlate = reads.readings[0].fitsKnownSeries && (!reads.leftCountryOut || reads.readings[0].plate.holdsLetterAndFigure)
        guard reads.leftWordsOut || reads.leftCountryOut, !isPlate else { return reads.readings }
        // “TAG 4 US”: a word about plates may be on one.
        let words = (try? TextReader.read(text, context, keepingWords: true).readings) ?? []
        guard let first = words.first, first.plate.key.length <= TextReader.lengthUsual else { return reads.readings }
        if context.namedIssuer != nil, !reads.leftCountryOut || first.plate.key.length <= TextReader.lengthChosen { return words }
        reads.readings.removeAll { reading in words.contains { $0.plate.key == reading.plate.key } }
        return (words + reads.readings).prefix(readingsMax).map { Reading(likely: $0) }
    }

    /// `K T V 4 eight 2`: the readings of a text in words, and the typed reading, too, if that is short enough for a plate.
    private static func heard(
        _ text: String, besides typed: [Reading], isLong: Bool, _ context: ReadingContext
    ) -> [Reading] {
        if !isLong {
            guard context.namedIssuer == nil, let written = WordsForDigits.written(text, country: context.country),
                WordsForDigits.isSpelled(written) || fitsInstead(written, of: typed, context)
            else { return typed }
        }
        var readings = inWords(text, context)
        guard !readings.isEmpty else { return typed }
        readings += typed.filter { typed in
            typed.plate.key.length <= TextReader.lengthUsual && !readings.contains { $0.plate.key == typed.plate.key }
        }
        return readings.count == 1 ? readings : readings.prefix(readingsMax).map { Reading(likely: $0) }
    }

    /// `KTV 48 two`: with digits for words the text is a plate as issuers make them, and as typed it is not.
    private static func fitsInstead(_ written: String, of typed: [Reading], _ context: ReadingContext) -> Bool {
        guard !typed.contains(where: \.fitsKnownSeries), let read = (try? self.typed(written, context))?.first else { return false }
        return read.fitsKnownSeries && read.plate.holdsLetterAndFigure
    }

    /// The readings of a text with some spoken words; empty if there are none.
    private static func inWords(_ text: String, _ context: ReadingContext) -> [Reading] {
        if text.utf8.count <= TypedText.utf8Max, let written = WordsForDigits.written(text, country: context.country),
            let readings = try? typed(written, context), readings[0].plate.key.length <= TextReader.lengthUsual
        {
            return readings
        }
        return spoken(text, context)
    }

    /// `alpha bravo charlie one two three`, in the country's language that knows the most of its words.
    private static func spoken(_ text: String, _ context: ReadingContext) -> [Reading] {
        guard text.utf8.count <= TypedText.utf8Max else { return [] }
        let languages = context.country.languages.map { (language: $0, words: SpokenPlate.spokenWords(text, language: $0)) }
        for most in languages.filter({ $0.words > 0 }).sorted(by: { $0.words > $1.words }) {
            let readings = SpokenPlate.read(text, language: most.language)
            if !readings.isEmpty { return readings.map { Reading($0, of: readings.count, context) } }
        }
        return []
    }
}

extension Country {
    /// Those in which plates are said there, the likeliest first.
    fileprivate var languages: [SpokenLanguage] {
        switch self {
        case .us: [.english, .spanish, .french]
        case .ca: [.english, .french, .spanish]
        case .mx: [.spanish, .english, .french]
        }
    }
}

extension Reading {
    /// A reading of spoken words: certain if it is the only one, and no character of it is a guess.
    fileprivate init(_ spoken: SpokenReading, of count: Int, _ context: ReadingContext) {
        let isSure = count == 1 && spoken.unsureIndices.isEmpty && spoken.bareIndices.isEmpty
        var plate = spoken.plate
        var agrees = true
        if let named = context.namedIssuer, named != .unknown {
            agrees = !spoken.isIssuerNamed || plate.issuer == named
            if !spoken.isIssuerNamed { plate = Plate(key: plate.key.issued(by: named), typed: plate.typed) }
        } else if let home = context.homeIssuer, context.namedIssuer == nil, !spoken.isIssuerNamed {
            plate = Plate(key: plate.key.issued(by: home), typed: plate.typed)
        }
        self.init(
            plate, namesIssuer: spoken.isIssuerNamed || context.namedIssuer != nil, confidence: isSure && agrees ? .certain : .likely,
            fitsKnownSeries: spoken.isIssuerNamed
                ? KnownSeries.fits(plate, country: context.country) : KnownSeries.fits(spoken.plate, country: context.country))
    }
}
