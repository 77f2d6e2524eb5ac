import Plates

/// A keyed hash of a plate's characters: 64 bits that nobody outside the process can predict.
///
/// It ignores the issuer, so all issuers of the same characters share one probe sequence. It XORs a secret mask, then folds a
/// 64 × 64 → 128-bit product with a secret odd factor. Both come from the seed, which lives as long as the process: without it,
/// an attacker cannot craft plates that collide.
struct KeyMixer: Sendable {
    private let mask: UInt64
    private let factor: UInt64

    init(seed: UInt64) {
        mask = Self.finish(seed &+ 0x9E37_79B9_7F4A_7C15)
        factor = Self.finish(seed &+ 0x3C6E_F372_FE94_F82A) | 1
    }

    /// The hash of a key's characters.
    @inline(__always)
    func hash(_ word: KeyWord) -> UInt64 {
        let product = (word.charactersAlone ^ mask).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }

    /// SplitMix64's finisher (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    private static func finish(_ value: UInt64) -> UInt64 {
        let first = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        let second = (first ^ first >> 27) &* 0x94D0_49BB_1331_11EB
        return second ^ second >> 31
    }
}

/// A packed key as the table stores it: the characters in the high bits, so that the issuers of a plate sort together.
struct KeyWord: BitwiseCopyable, Equatable, Comparable {
    private static let issuerBits: UInt64 = 12
    private static let issuerMask: UInt64 = 1 << issuerBits - 1

    /// Zero means no key.
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) { self.bits = bits }

    @inline(__always)
    init(_ key: PlateKey) {
        let packed = UInt64(bitPattern: key.packed)
        bits = packed << Self.issuerBits | packed >> (64 - Self.issuerBits)
    }

    static let none = KeyWord(bits: 0)

    /// The plate key. It was valid when it was set, so this does not check it again.
    @inline(__always)
    var key: PlateKey {
        unsafeBitCast(bits >> Self.issuerBits | bits << (64 - Self.issuerBits), to: PlateKey.self)
    }

    /// The characters as a number; zero if there is no key.
    @inline(__always)
    var charactersPacked: UInt64 { bits >> Self.issuerBits }

    /// The characters without the issuer.
    @inline(__always)
    var charactersAlone: UInt64 { bits & ~Self.issuerMask }

    /// The highest word with these characters. No issuer has that number.
    @inline(__always)
    var lastOfCharacters: KeyWord { KeyWord(bits: bits | Self.issuerMask) }

    @inline(__always)
    func hasCharacters(of other: KeyWord) -> Bool { (bits ^ other.bits) >> Self.issuerBits == 0 }

    @inline(__always)
    static func < (lhs: KeyWord, rhs: KeyWord) -> Bool { lhs.bits < rhs.bits }
}
