import Plates

/// A repeatable random number generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

private let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")

/// The key of plate `number`: seven characters, unique for numbers below 34 to the 7th.
func plateKey(_ number: Int, issuer: Issuer = .unknown) -> PlateKey {
    var (rest, folded) = (number, "")
    for _ in 0..<7 {
        folded.append(alphabet[rest % alphabet.count])
        rest /= alphabet.count
    }
    guard let key = PlateKey(folded: folded, issuer: issuer) else { preconditionFailure("\(folded) is a plate") }
    return key
}
