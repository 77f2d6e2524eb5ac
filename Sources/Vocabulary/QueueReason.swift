/// Why a plate waits for a moderator; in the order in which the queue shows them, the riskiest first. A plate may have several reasons.
package enum QueueReason: String, CaseIterable, Comparable, Sendable {
    /// Token holders see it, and no moderator has looked at it.
    case suspected
    /// One trusted voice more would make it suspected.
    case nearlySuspected = "nearly-suspected"
    /// Its reports disagree on the vehicle.
    case conflicting
    /// One confusable character away from another plate of the same area and day.
    case misread
    /// Confirmed, and about to lapse.
    case lapsing
    /// Two trusted voices or more, or a moderator put it there; and none of the other reasons.
    case watched

    /// What a database keeps; never renumbered.
    package var number: UInt8 {
        switch self {
        case .suspected: 1
        case .nearlySuspected: 2
        case .conflicting: 3
        case .misread: 4
        case .lapsing: 5
        case .watched: 6
        }
    }

    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
