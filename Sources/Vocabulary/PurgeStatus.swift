/// Which plates a purge by status takes.
package enum PurgeStatus: String, Codable, StoredWord {
    case watched, suspected, confirmed
    /// Held after a clearing; `watched` leaves these out.
    case cleared

    package var number: UInt8 {
        switch self {
        case .watched: 1
        case .suspected: 2
        case .confirmed: 3
        case .cleared: 4
        }
    }
}
