/// A plate among words that belong to nothing else, such as a code of the radio or a count: `10-28 KVD 482`, `KVD 482 x2`.
extension PlateReader {
    /// More words are a sentence.
    private static let wordsMax = 12
    /// Issuers cut a plate into two or three groups.
    private static let groupsMax = 3

    /// The readings of what somebody looks up, and behind them the plate alone that some of the words make, if it fits a known series.
    ///
    /// Text with a colon, such as `US-MN:ABC123`, says itself what the plate is, and two plates apart have no plate alone.
    package static func withPlateAlone(_ readings: [Reading], of text: String, _ context: ReadingContext) -> [Reading] {
        guard readings.count < readingsMax else { return readings }
        let new = platesAlone(in: text, context).filter { alone in
            !readings.contains { $0.plate.key.charactersPacked == alone.plate.key.charactersPacked }
        }
        guard !new.isEmpty else { return readings }
        return (readings + new).prefix(readingsMax).map { Reading(likely: $0) }
    }

    /// The plates that some of the words make, the shortest first; all of them share one.
    private static func platesAlone(in text: String, _ context: ReadingContext) -> [Reading] {
        let isSplit = text.utf8.contains(TypedByte.space) && !text.utf8.contains(TypedByte.colon)
        guard isSplit, context.namedIssuer == nil, text.utf8.count <= TypedText.utf8Max else { return [] }
        let words = text.split(separator: " ")
        guard (2...wordsMax).contains(words.count) else { return [] }
        var found: [(range: Range<Int>, reading: Reading)] = []
        for lower in words.indices {
            for upper in lower + 1...min(lower + groupsMax, words.count) where upper - lower < words.count {
                guard let reading = group(words[lower..<upper], context) else { continue }
                found.append((lower..<upper, reading))
            }
        }
        found.sort { ($0.reading.plate.key.length, $0.range.lowerBound) < ($1.reading.plate.key.length, $1.range.lowerBound) }
        guard let first = found.first, found.allSatisfy({ $0.range.overlaps(first.range) }) else { return [] }
        return found.map(\.reading)
    }

    /// The plate that words make without any issuer's.
    private static func group(_ words: ArraySlice<Substring>, _ context: ReadingContext) -> Reading? {
        let length = words.reduce(0) { $0 + $1.utf8.count }
        guard (TextReader.lengthAlone...TextReader.lengthUsual).contains(length),
            words.allSatisfy({ $0.utf8.allSatisfy { TypedByte.isFigure($0) || TypedByte.isLetter($0 & ~0x20) } })
        else { return nil }
        var field = context
        field.kind = .field
        guard let reading = PlainText.read(words.joined(), field), !reading.namesIssuer, reading.fitsKnownSeries,
            reading.plate.holdsLetterAndFigure
        else { return nil }
        return reading
    }
}
