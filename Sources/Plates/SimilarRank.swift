/// How near a similar plate is to the one that was asked for: the likeliest misreading first, then the issuer that was asked for.
package struct SimilarRank: Hashable, Comparable, Sendable {
    private let difference: PlateDifference
    private let isForeign: Bool

    package init(_ difference: PlateDifference, of found: PlateKey, askedFor key: PlateKey) {
        self.difference = difference
        isForeign = key.issuer != .unknown && found.issuer != key.issuer
    }

    /// The most similar plates in an answer about one plate, besides those that differ in the issuer alone.
    package static let shownMax = 20

    package static func < (left: SimilarRank, right: SimilarRank) -> Bool {
        left.difference != right.difference ? left.difference < right.difference : !left.isForeign && right.isForeign
    }
}
