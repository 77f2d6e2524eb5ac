/// The one step by which a key differs from another, the likeliest misreading first.
package enum PlateDifference: UInt8, Comparable, Sendable, CaseIterable {
    case issuer, confusable, swapped, substituted, inserted, deleted

    /// The word that crosses the wire.
    package var name: String {
        switch self {
        case .issuer: "issuer"
        case .confusable: "confusable"
        case .swapped: "swap"
        case .substituted: "substitution"
        case .inserted: "insertion"
        case .deleted: "deletion"
        }
    }

    package static func < (lhs: PlateDifference, rhs: PlateDifference) -> Bool { lhs.rawValue < rhs.rawValue }
}
