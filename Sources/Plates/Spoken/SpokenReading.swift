/// One plate that a transcript may have meant.
package struct SpokenReading: Hashable, Sendable {
    /// The issuer, or `ZZ`, and the characters.
    package let plate: Plate

    /// Whether the speaker said who issued the plate.
    package let isIssuerNamed: Bool

    /// The cost of this reading: 0 for code words and digits alone, more for everything that needed a guess.
    package let cost: Double

    /// How much more the next reading costs; `nil` for the last one.
    package let margin: Double?

    /// The places whose character is a guess: a word that sounds like one, or a place where a close reading differs.
    package let unsureIndices: [Int]

    /// The places whose letter was said by its bare name ("bee"), which a telephone garbles most.
    package let bareIndices: [Int]
}
