import Plates

/// The words of a line, each with its kind.
struct ClassifiedLine {
    enum Kind: Hashable {
        /// Nothing yet: a part of the plate, or a word that means nothing here.
        case left
        case issuer
        case area, sign, vehicle, time
        /// Means nothing here, and is named as left out.
        case ignored
    }

    private let words: [TypedWord]
    private var kinds: [Kind]
    private let country: Country

    init(_ words: [TypedWord], country: Country) {
        self.words = words
        self.country = country
        kinds = Array(repeating: .left, count: words.count)
    }

    var count: Int { words.count }
    subscript(index: Int) -> TypedWord { words[index] }
    subscript(range: Range<Int>) -> ArraySlice<TypedWord> { words[range] }
    func kind(_ index: Int) -> Kind { kinds[index] }

    mutating func take(_ range: Range<Int>, as kind: Kind) {
        for index in range { kinds[index] = kind }
    }

    /// The end of the words that a phrase from here may have: after the next comma.
    func phraseEnd(from index: Int) -> Int {
        (words[index...].firstIndex(where: \.endsRun) ?? words.count - 1) + 1
    }

    /// The end of the run of unknown words and issuers from here.
    func leftEnd(from index: Int) -> Int {
        let end = phraseEnd(from: index)
        return (index..<end).first { kinds[$0] != .left && kinds[$0] != .issuer } ?? end
    }

    /// Takes an issuer's name of several words, which no color and no area may break up: "Red Lake", "New York".
    mutating func takeIssuer(at index: Int, before end: Int, areas: AreaNames) -> Int? {
        for count in stride(from: min(Issuer.wordsMax, end - index), to: 0, by: -1) {
            let phrase = words[index..<index + count].map(\.plain).joined(separator: " ")
            guard areas[phrase] == nil, Issuer(phrase, country: country) != nil else { continue }
            // A single word may still be a color or a model: it stays until those were looked for.
            guard count > 1 else { return nil }
            take(index..<index + count, as: .issuer)
            return count
        }
        return nil
    }

    func hasIssuer(_ range: Range<Int>) -> Bool {
        range.contains { kinds[$0] == .issuer || Issuer(words[$0].plain, country: country) != nil }
    }

    /// Whether a word of that kind is directly before or after the range.
    func isBeside(_ range: Range<Int>, _ kind: Kind) -> Bool {
        let before = range.lowerBound > 0 && kinds[range.lowerBound - 1] == kind && !words[range.lowerBound - 1].endsRun
        let behind = range.upperBound < count && kinds[range.upperBound] == kind && !words[range.upperBound - 1].endsRun
        return before || behind
    }
}
