/// The one reader that turns text into plates.
package enum PlateReader {
    /// The most readings that a text can have.
    package static let readingsMax = 4

    /// The plates that a text can mean, the likeliest first: one to four of them.
    ///
    /// One certain reading is what the text means. Two or more readings are all likely. A single likely reading needs a person's yes: it has
    /// letters alone, in free text, or was said in words with letters that sound like others.
    ///
    /// A text that is longer than any plate is read as spoken words: `alpha bravo charlie one two three`.
    ///
    /// - Parameters:
    ///   - text: At most 256 bytes of UTF-8 are read; a longer text is `.tooLong`.
    ///   - context: What is known besides the text.
    /// - Throws: why the text holds no plate. Never an empty array.
    package static func read(_ text: String, _ context: ReadingContext = ReadingContext()) throws(PlateError) -> [Reading] {
        if let plain = PlainText.read(text, context) { return [plain] }
        do {
            return try typed(text, context)
        } catch {
            // What people say is longer than any plate that they type.
            let spoken = spoken(text, context)
            guard error.code == .tooLong, !spoken.isEmpty else { throw error }
            return spoken
        }
    }

    private static func typed(_ text: String, _ context: ReadingContext) throws(PlateError) -> [Reading] {
        var reads = try TextReader.read(text, context)
        guard reads.leftWordsOut, !reads.readings[0].fitsKnownSeries else { return reads.readings }
        // “TAG 4 US”: a word that speaks of plates may stand on one.
        let words = (try? TextReader.read(text, context, keepingPlateWords: true).readings) ?? []
        guard let first = words.first, first.plate.key.length <= TextReader.lengthUsual else { return reads.readings }
        if context.namedIssuer != nil { return words }
        reads.readings.removeAll { reading in words.contains { $0.plate.key == reading.plate.key } }
        return (words + reads.readings).prefix(readingsMax).map { Reading(likely: $0) }
    }

    /// `alpha bravo charlie one two three`, in the first of the country's languages in which it is a plate.
    private static func spoken(_ text: String, _ context: ReadingContext) -> [Reading] {
        guard text.utf8.count <= TypedText.utf8Max else { return [] }
        for language in context.country.languages where SpokenPlate.looksSpoken(text, language: language) {
            let readings = SpokenPlate.read(text, language: language)
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
    /// A reading of what was said: certain if it is the only one, and no character of it a guess.
    fileprivate init(_ spoken: SpokenReading, of count: Int, _ context: ReadingContext) {
        let isSure = count == 1 && spoken.unsurePlaces.isEmpty && spoken.barePlaces.isEmpty
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
