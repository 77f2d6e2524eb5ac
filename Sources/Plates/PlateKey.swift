/// The identity of a plate: an issuer and folded characters, in one positive machine word.
///
/// The high bits are the issuer's number. The low bits are the characters, a base-35 number of ten places with the first character in the
/// highest. So keys sort by issuer and then as text does.
package struct PlateKey: Hashable, Comparable, Sendable {
    /// `issuer.rawValue << 52 | characters`; always above zero.
    package let packed: Int64

    /// The most characters that a plate has.
    package static let lengthMax = PackedCharacters.places

    /// The key with that word, or `nil` unless issuer and characters are well-formed.
    package init?(packed: Int64) {
        guard packed > 0, Issuer(rawValue: UInt16(packed >> Self.issuerShift)) != nil,
            PackedCharacters.isWellFormed(packed & Self.charactersMask)
        else { return nil }
        self.packed = packed
    }

    /// The key of characters that are folded already: 1 to 10 of `0–9A–Z` without `O` and `I`.
    package init?(folded: String, issuer: Issuer) {
        var characters: Int64 = 0
        var place = 0
        for byte in folded.utf8 {
            guard place < Self.lengthMax, let digit = PackedCharacters.digit(ofFolded: byte) else { return nil }
            characters += Int64(digit) * PackedCharacters.weight(ofPlace: place)
            place += 1
        }
        guard place > 0 else { return nil }
        self.init(issuer: issuer, characters: characters)
    }

    init(issuer: Issuer, characters: Int64) {
        assert(PackedCharacters.isWellFormed(characters))
        packed = Int64(issuer.rawValue) << Self.issuerShift | characters
    }

    package var issuer: Issuer { Issuer(knownNumber: UInt16(truncatingIfNeeded: packed >> Self.issuerShift)) }

    /// The folded characters: `P00L00`.
    package var characters: String { Plate(key: self, typed: TypedMask(rawValue: 0)).characters }

    /// The low 52 bits; equal for the same characters of every issuer.
    package var charactersPacked: Int64 { packed & Self.charactersMask }

    /// How many characters: 1 to 10.
    package var length: Int { WideCharacters(charactersPacked).count }

    /// The same characters under another issuer.
    package func issued(by issuer: Issuer) -> PlateKey {
        PlateKey(issuer: issuer, characters: charactersPacked)
    }

    package static func < (lhs: PlateKey, rhs: PlateKey) -> Bool { lhs.packed < rhs.packed }

    private static let issuerShift: Int64 = 52
    private static let charactersMask: Int64 = 1 << issuerShift - 1
}
