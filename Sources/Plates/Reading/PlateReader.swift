/// The one reader that turns text into plates.
package enum PlateReader {
    /// The most readings that a text can have.
    package static let readingsMax = 4

    /// The plates that a text can mean, the likeliest first: one to four of them.
    ///
    /// One certain reading is what the text means. Two or more readings are all likely. A single likely reading needs a person's yes: it has
    /// letters alone, in free text.
    ///
    /// - Parameters:
    ///   - text: At most 256 bytes of UTF-8 are read; a longer text is `.tooLong`.
    ///   - context: What is known besides the text.
    /// - Throws: why the text holds no plate. Never an empty array.
    package static func read(_ text: String, _ context: ReadingContext = ReadingContext()) throws(PlateError) -> [Reading] {
        if let plain = PlainText.read(text, context) { return [plain] }
        var reads = try TextReader.read(text, context)
        guard reads.leftWordsOut, !reads.readings[0].fitsKnownSeries else { return reads.readings }
        // “TAG 4 US”: a word that speaks of plates may stand on one.
        let words = (try? TextReader.read(text, context, keepingPlateWords: true).readings) ?? []
        guard let first = words.first, first.plate.key.length <= TextReader.lengthUsual else { return reads.readings }
        if context.namedIssuer != nil { return words }
        reads.readings.removeAll { reading in words.contains { $0.plate.key == reading.plate.key } }
        return (words + reads.readings).prefix(readingsMax).map { Reading(likely: $0) }
    }
}
