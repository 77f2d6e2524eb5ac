/// The rights of a token. Each role may do everything that the roles before it may.
package enum Role: String, StoredWord, Comparable {
    /// For programs that answer anyone, such as calls: look-ups and keypad searches of confirmed listings, and nothing else.
    case caller
    case reader
    case volunteer
    case moderator
    case admin

    package var number: UInt8 {
        switch self {
        case .caller: 5
        case .reader: 1
        case .volunteer: 2
        case .moderator: 3
        case .admin: 4
        }
    }

    /// The numbers do not follow the order of the roles.
    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: UInt8 { self == .caller ? 0 : number }

    /// Whether a moderator may invite this role; an admin may invite any.
    package var isInvitedByModerators: Bool { self == .reader || self == .volunteer }
}
