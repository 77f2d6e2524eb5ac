/// Why a plate waits for a moderator, in the queue's order, most urgent first. A plate can have several reasons.
package enum QueueReason: String, CaseIterable, Comparable, Sendable {
    /// Token holders see it, and no moderator has reviewed it.
    case suspected
    /// One more trusted voice would make it suspected.
    case nearlySuspected = "nearly-suspected"
    /// Its reports disagree about the vehicle.
    case conflicting
    /// It differs by one confusable character from another plate of the same area and day.
    case misread
    /// Its confirmation lapses soon.
    case lapsing
    /// It has two or more trusted voices, or a moderator added it; only if no other reason applies.
    case watched

    /// The number in the database. Never renumber.
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
