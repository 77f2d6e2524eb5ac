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
        let named = context.namedIssuer ?? context.homeIssuer
        let plate = try Plate(text, issuer: named, country: context.country)
        let namesIssuer = context.namedIssuer != nil || plate.issuer != named ?? .unknown
        return [Reading(plate, namesIssuer: namesIssuer, confidence: .certain, fitsKnownSeries: true)]
    }
}
