/// The character that a stretch of words means.
struct SpokenCharacter: Hashable {
    enum Certainty {
        /// A code word, a digit, a letter spelled with a word.
        case sure
        /// A letter by its bare name.
        case bare
        /// A word that only sounds like the character.
        case guess
    }

    /// `A–Z` or `0–9`.
    var ascii: UInt8
    var certainty: Certainty
    /// How strongly the word shows that a plate is being spelled: 1 for "bravo", 0 for "for".
    var weight: Double

    var isFigure: Bool { ascii <= UInt8(ascii: "9") }
}

/// One way to take the words from a place on.
struct LatticeArc {
    /// The role of an arc for its neighbors.
    enum Role: Int, CaseIterable {
        /// The start, the end, a word for a plate, an issuer.
        case edge
        case sure
        /// A character by a word that has another meaning.
        case weak
        /// Such a word that was passed over.
        case passedWeak
        case filler
        case noise
        /// A word for a character that was left out of the plate.
        case dropped
        case correction
    }

    var end: Int
    var role: Role
    var characters: [SpokenCharacter] = []
    var correction: SpokenLexicon.Correction?
    /// The cost within a plate; infinite if it cannot be there.
    var inside: Double
    /// The cost before and after the plate.
    var outside = Double.infinity
    /// The cost of skipping a weak word between an edge and a character.
    var passedAtEdge = 0.0
    /// Whether the words are a part of an ordinary sentence.
    var isOrdinary = false
    /// Whether the words say that a plate is near: "plate", an issuer.
    var isCue = false
    /// Whether a number after these words is something else: "room".
    var isLabel = false

    var isCharacters: Bool { !characters.isEmpty }
}

/// The costs of readings. Only the order of sums counts; the tests check them with tables of cases.
enum SpokenCost {
    static let codeWord = 0.0
    static let number = 0.02
    static let spelled = 0.02
    static let letterName = 0.1
    static let cluster = 0.2
    static let name = 0.5
    /// A number that could continue: "forty" before "seven".
    static let cutNumber = 0.35
    /// A number before "people" or "minutes".
    static let counted = 1.2
    /// An unknown word by its sound, besides its distance.
    static let sounded = 0.35
    /// An unknown word by its initial.
    static let initial = 1.2
    static let filler = 0.05
    static let soft = 0.3
    static let issuer = 0.1
    static let unknownInside = 1.5
    static let cueInside = 4.0
    static let label = 0.01
    static let ordinaryInside = 2.5
    static let correction = 0.05
    /// Dropping a code word from the plate.
    static let codeWordOutside = 2.5
    static let nameOutside = 1.0
    static let letterOutside = 1.0
    static let numberOutside = 0.7
    /// Dropping a character right beside the plate.
    static let droppedBeside = 0.6
    /// Ending a plate before "for", which no sentence ends with.
    static let dangling = 0.6
    /// Passing over a word that may take something back.
    static let correctionOutside = 0.5
    /// The most that a reading may cost more than the best one.
    static let spread = 0.6

    /// A weak character beside this neighbor.
    static func weak(beside role: LatticeArc.Role) -> Double {
        switch role {
        case .sure, .weak: 0.05
        case .edge, .filler, .correction: 0.2
        case .passedWeak, .noise, .dropped: 0.4
        }
    }
}
