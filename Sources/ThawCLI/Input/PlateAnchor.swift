import Plates

/// The words of a line that are one whole plate of a known series, so that the words around them are not part of it.
struct PlateAnchor {
    /// The range of its words.
    let range: Range<Int>
    /// Whether a colon after an issuer already marks the plate: `MN:KXS401`.
    let isMarked: Bool

    private static let lengths = 6...8
    /// `kxs 401`, `k xs 401`.
    private static let wordsMax = 3

    /// The only one among the words; `nil` if there is none, or more than one.
    ///
    /// - Parameters:
    ///   - plain: The words in small letters, without marks at their ends.
    ///   - isKnown: Whether a word is a vehicle's or is common next to plates, so that it is not part of one.
    static func only(in plain: [String], isKnown: [Bool], country: Country) -> PlateAnchor? {
        for count in 1...wordsMax where count <= plain.count {
            let starts = (0...plain.count - count).filter { start in
                isPlate(start..<start + count, plain, isKnown, country)
            }
            guard let start = starts.first else { continue }
            return starts.count == 1 ? PlateAnchor(range: start..<start + count, isMarked: plain[start].contains(":")) : nil
        }
        return nil
    }

    private static func isPlate(_ range: Range<Int>, _ plain: [String], _ isKnown: [Bool], _ country: Country) -> Bool {
        let text = plain[range].joined(separator: range.count > 1 ? "" : " ")
        guard text.contains(where: \.isNumber), text.utf8.count <= textMax else { return false }
        if range.count > 1 {
            guard lengths.contains(text.utf8.count), !range.contains(where: { isKnown[$0] }),
                !range.contains(where: { Issuer(plain[$0], country: country) != nil })
            else { return false }
        }
        guard let reading = (try? PlateReader.read(text, ReadingContext(country: country)))?.first else { return false }
        let characters = reading.plate.characters
        if let colon = text.firstIndex(of: ":") { return Issuer(String(text[..<colon]), country: country) != nil }
        return reading.fitsKnownSeries && lengths.contains(characters.count) && characters.contains(where: \.isLetter)
            && characters.contains(where: \.isNumber)
    }

    private static let textMax = 24
}
