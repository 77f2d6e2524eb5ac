import Plates
import TestSupport

/// Seeded plates and texts for the tests that compare with a slow, obvious reference.
struct RandomPlates {
    static let folded = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")

    let seed: UInt64
    var random: SplitMix64

    init(seed: UInt64 = .random(in: .min ... .max)) {
        self.seed = seed
        random = SplitMix64(state: seed)
    }

    /// Folded characters; of few kinds, so that runs and neighbours alike are common.
    mutating func characters(length: ClosedRange<Int> = 1...10, of alphabet: [Character] = folded) -> String {
        String((0..<Int.random(in: length, using: &random)).map { _ in pick(alphabet) })
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    mutating func key(of alphabet: [Character] = folded) -> PlateKey {
        let characters = characters(of: alphabet)
        guard let key = PlateKey(folded: characters, issuer: pick(Issuer.all)) else { preconditionFailure("\(characters) is no plate") }
        return key
    }
}
