/// The possible readings of a text, gathered and then ranked.
struct Candidates {
    /// How likely a reading is, the likeliest first.
    enum Rank: UInt8, Comparable {
        /// A colon, brackets, a comma or a full code set the issuer apart, or nothing else is possible.
        case marked
        /// A space sets an issuer apart, and the rest fits its series.
        case issuerFits
        case ownIssuerFirst
        case ownIssuerLast
        /// The whole fits a series of the home country.
        case wholeFits
        /// An issuer is joined to the rest, which fits its series.
        case joinedFits
        case foreignIssuer
        case whole
        case joined

        static func < (lhs: Rank, rhs: Rank) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    struct Candidate {
        var plate: Plate
        var namesIssuer: Bool
        var fits: Bool
        var lettersAlone: Bool
        var rank: Rank
    }

    private(set) var all: [Candidate] = []

    var isEmpty: Bool { all.isEmpty }

    /// Adds a reading, unless the same plate is there already.
    mutating func add(_ characters: ReadCharacters, issuer: Issuer, namesIssuer: Bool, fits: Bool, rank: Rank) {
        let plate = characters.plate(issuer: issuer)
        guard !all.contains(where: { $0.plate.key == plate.key }) else { return }
        all.append(
            Candidate(plate: plate, namesIssuer: namesIssuer, fits: fits, lettersAlone: !characters.holdsFigure, rank: rank))
    }

    /// The best of them, at most as many as a text can have.
    func readings(_ context: ReadingContext) -> [Reading] {
        let ranked =
            all.count == 1 ? all : all.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        let isOne = ranked.count == 1
        return ranked.prefix(PlateReader.readingsMax).map { candidate in
            let isWord = context.kind == .freeText && candidate.lettersAlone && candidate.rank != .marked
            return Reading(
                candidate.plate, namesIssuer: candidate.namesIssuer, confidence: isOne && !isWord ? .certain : .likely,
                fitsKnownSeries: candidate.fits)
        }
    }
}
