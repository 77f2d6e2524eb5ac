/// Reads a plate from a transcript of someone's words, by a recognizer or a keyboard.
///
/// `alpha bravo charlie one two three`, `b as in boy, double seven`, `minnesota no wisconsin plate`: alphabets, letter names, numbers,
/// issuers, fillers and corrections, in English, Spanish and French.
package enum SpokenPlate {
    /// The most UTF-8 of a transcript: more than a minute of speech. A longer one holds no plate, for half of one would be a wrong one.
    package static let bytesMax = 1000

    /// The most words of a transcript.
    package static let wordsMax = 128

    /// The most readings of a transcript.
    package static let readingsMax = 4

    /// The plates that a transcript may mean, the likeliest first; empty if it holds none.
    package static func read(_ transcript: String, language: SpokenLanguage) -> [SpokenReading] {
        guard transcript.utf8.count <= bytesMax else { return [] }
        guard let tokens = SpokenToken.tokens(of: transcript, language: language, max: wordsMax), !tokens.isEmpty else { return [] }
        let text = SpokenText(tokens, lexicon: .of(language))
        let finder = SpokenIssuerFinder(text: text)
        let mentions = finder.mentions()
        var candidates = candidates(of: text, mentions)
        // Quebec is a letter, unless a plate is spoken of; it may have been the issuer.
        let more = SpokenIssuerFinder(text: text, takesCodeWords: true).mentions()
        if !candidates.isEmpty, more.count > mentions.count {
            let other = Self.candidates(of: text, more).prefix(1).filter { other in
                !candidates.contains { $0.plate.key == other.plate.key }
            }
            candidates += other.map {
                Candidate(plate: $0.plate, isIssuerNamed: true, characters: $0.characters, cost: $0.cost + codeWordAsIssuer)
            }
            candidates.sort { $0.cost < $1.cost }
        }
        let likeliest = candidates.prefix(readingsMax)
        return likeliest.indices.map { reading(of: likeliest[$0], before: likeliest.dropFirst($0 + 1).first) }
    }

    /// The cost of reading a code word as an issuer.
    private static let codeWordAsIssuer = 0.4

    private struct Candidate {
        var plate: Plate
        var isIssuerNamed: Bool
        var characters: [SpokenCharacter]
        var cost: Double
    }

    private static func candidates(of text: SpokenText, _ mentions: [SpokenIssuerFinder.Mention]) -> [Candidate] {
        let issuer = SpokenIssuerFinder.decide(mentions)
        var candidates: [Candidate] = []
        for way in LatticeSearch.ways(through: SpokenLattice(text, mentions: mentions)) {
            guard candidates.count < readingsMax, way.cost <= (candidates.first?.cost ?? way.cost) + SpokenCost.spread else { break }
            let characters = SpokenCorrections.characters(of: way.steps)
            guard SpokenEvidence(way).accepts(characters), let plate = plate(of: characters, issuer) else {
                // If the likeliest way is not a plate, a less likely one is only part of it, or a slip.
                if candidates.isEmpty { return [] }
                continue
            }
            if candidates.contains(where: { $0.plate.key == plate.key }) { continue }
            candidates.append(Candidate(plate: plate, isIssuerNamed: issuer != nil, characters: characters, cost: way.cost))
        }
        return candidates
    }

    private static func plate(of characters: [SpokenCharacter], _ issuer: Issuer?) -> Plate? {
        let text = String(decoding: characters.indices.map { shown($0, of: characters) }, as: UTF8.self)
        return try? Plate("\((issuer ?? .unknown).code):\(text)")
    }

    /// O and 0 are one character of a key; they are shown as their neighbors suggest.
    private static func shown(_ place: Int, of characters: [SpokenCharacter]) -> UInt8 {
        let character = characters[place]
        let isZero = character.ascii == UInt8(ascii: "0") && character.certainty == .guess
        let isLetter = character.ascii == UInt8(ascii: "O") && character.certainty == .bare
        guard isZero || isLetter else { return character.ascii }
        let neighbors = [place - 1, place + 1].filter(characters.indices.contains).map { characters[$0] }
        if isZero { return neighbors.allSatisfy { !$0.isFigure } ? UInt8(ascii: "O") : character.ascii }
        return neighbors.contains { !$0.isFigure } ? character.ascii : UInt8(ascii: "0")
    }

    private static func reading(of candidate: Candidate, before next: Candidate?) -> SpokenReading {
        let margin = next.map { $0.cost - candidate.cost }
        let isClose = (margin ?? 1) < closeMargin
        let rival = isClose && next?.characters.count == candidate.characters.count ? next?.characters : nil
        let unsure = candidate.characters.indices.filter { place in
            candidate.characters[place].certainty == .guess || rival.map { $0[place].ascii != candidate.characters[place].ascii } ?? false
        }
        let bare = candidate.characters.indices.filter { candidate.characters[$0].certainty == .bare }
        return SpokenReading(
            plate: candidate.plate, isIssuerNamed: candidate.isIssuerNamed, cost: candidate.cost, margin: margin, unsureIndices: unsure,
            bareIndices: bare)
    }

    /// Readings that differ by less than this are both likely.
    private static let closeMargin = 0.3
}
