/// How sure the registry is about a plate, which decides who may see it.
package enum Status: String, CaseIterable, Comparable, Sendable {
    /// Only moderators see it.
    case watched
    /// Token holders see it.
    case suspected
    /// Everyone sees it.
    case confirmed

    /// The number in the database. Never renumber.
    package var number: UInt8 {
        switch self {
        case .watched: 1
        case .suspected: 2
        case .confirmed: 3
        }
    }

    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    package static func < (lhs: Status, rhs: Status) -> Bool { lhs.number < rhs.number }
}

/// What a token may do. Each role may do everything that the roles before it may.
package enum Role: String, CaseIterable, Comparable, Sendable {
    case reader
    case volunteer
    case moderator
    case admin

    /// The number in the database. Never renumber.
    package var number: UInt8 {
        switch self {
        case .reader: 1
        case .volunteer: 2
        case .moderator: 3
        case .admin: 4
        }
    }

    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    package static func < (lhs: Role, rhs: Role) -> Bool { lhs.number < rhs.number }
}
