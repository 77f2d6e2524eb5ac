/// Why a plate waits for a moderator, in the queue's order, most urgent first. A plate can have several reasons.
package enum QueueReason: String, StoredWord, Comparable {
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
}
