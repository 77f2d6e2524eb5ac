import Plates

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
