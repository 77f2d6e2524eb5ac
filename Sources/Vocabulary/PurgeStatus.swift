/// Which plates a purge by status takes.
package enum PurgeStatus: String, Codable, CaseIterable, Sendable {
    case watched = "watched"
    case suspected = "suspected"
    case confirmed = "confirmed"
    /// Held after a clearing; `watched` leaves these out.
    case cleared = "cleared"

    /// What is stored; 0 stands for none.
    package var number: UInt8 {
        switch self {
        case .watched: 1
        case .suspected: 2
        case .confirmed: 3
        case .cleared: 4
        }
    }

    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }
}
