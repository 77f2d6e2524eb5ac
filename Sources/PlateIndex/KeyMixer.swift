/// Turns a plate's characters into 64 well-spread bits that nobody outside the process can foresee.
///
/// Only the low 52 bits of a packed key enter, so all issuers of the same characters get one hash and share one probe
/// sequence. The key is folded by one 64 × 64 → 128-bit multiplication with a secret odd factor, after a secret mask, both
/// drawn from the seed: whoever crafts plates that collide would have to know the seed, which lives as long as the process.
struct KeyMixer: Sendable {
    private let mask: UInt64
    private let factor: UInt64

    init(seed: UInt64) {
        mask = Self.spread(seed &+ 0x9E37_79B9_7F4A_7C15)
        factor = Self.spread(seed &+ 0x3C6E_F372_FE94_F82A) | 1
    }

    /// The hash of a key's characters, whatever its issuer.
    @inline(__always)
    func hash(_ word: UInt64) -> UInt64 {
        let product = (word << Self.issuerBits ^ mask).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }

    /// How many bits of a packed key stand above the characters.
    static let issuerBits: UInt64 = 12

    /// SplitMix64's finisher (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    private static func spread(_ value: UInt64) -> UInt64 {
        let first = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        let second = (first ^ first >> 27) &* 0x94D0_49BB_1331_11EB
        return second ^ second >> 31
    }
}
