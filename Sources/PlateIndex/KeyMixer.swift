import Plates

/// Turns a plate's characters into 64 well-spread bits that nobody outside the process can foresee.
///
/// Only the characters enter, so all issuers of the same characters have one hash and share one probe sequence. They are
/// folded by one 64 × 64 → 128-bit multiplication with a secret odd factor, after a secret mask, both drawn from the seed:
/// whoever crafts plates that collide would have to know the seed, which lives as long as the process.
struct KeyMixer: Sendable {
    private let mask: UInt64
    private let factor: UInt64

    init(seed: UInt64) {
        mask = Self.spread(seed &+ 0x9E37_79B9_7F4A_7C15)
        factor = Self.spread(seed &+ 0x3C6E_F372_FE94_F82A) | 1
    }

    /// The hash of a key's characters.
    @inline(__always)
    func hash(_ word: KeyWord) -> UInt64 {
        let product = (word.charactersAlone ^ mask).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }

    /// SplitMix64's finisher (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    private static func spread(_ value: UInt64) -> UInt64 {
        let first = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        let second = (first ^ first >> 27) &* 0x94D0_49BB_1331_11EB
        return second ^ second >> 31
    }
}

/// A packed key as the table holds it: the characters above the issuer, so that the issuers of a plate sort together.
struct KeyWord: BitwiseCopyable, Equatable, Comparable {
    private static let issuerBits: UInt64 = 12
    private static let issuerMask: UInt64 = 1 << issuerBits - 1

    /// Zero for no key.
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) { self.bits = bits }

    @inline(__always)
    init(_ key: PlateKey) {
        let packed = UInt64(bitPattern: key.packed)
        bits = packed << Self.issuerBits | packed >> (64 - Self.issuerBits)
    }

    static let none = KeyWord(bits: 0)

    /// The key that it stands for. It was one when it was set, so this costs no check.
    @inline(__always)
    var key: PlateKey {
        unsafeBitCast(bits >> Self.issuerBits | bits << (64 - Self.issuerBits), to: PlateKey.self)
    }

    /// The characters as a number; zero for no key.
    @inline(__always)
    var charactersPacked: UInt64 { bits >> Self.issuerBits }

    /// The characters without the issuer.
    @inline(__always)
    var charactersAlone: UInt64 { bits & ~Self.issuerMask }

    /// The highest word with these characters; no issuer has that number.
    @inline(__always)
    var lastOfCharacters: KeyWord { KeyWord(bits: bits | Self.issuerMask) }

    @inline(__always)
    func hasCharacters(of other: KeyWord) -> Bool { (bits ^ other.bits) >> Self.issuerBits == 0 }

    @inline(__always)
    static func < (lhs: KeyWord, rhs: KeyWord) -> Bool { lhs.bits < rhs.bits }
}
