/// Why a plate waits for a moderator; in the order in which the queue shows them, the riskiest first.
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
    /// Two trusted voices or more, or a moderator put it there.
    case watched

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .suspected: 0
        case .nearlySuspected: 1
        case .conflicting: 2
        case .misread: 3
        case .lapsing: 4
        case .watched: 5
        }
    }
}
