/// The event that an alert is about.
package enum AlertEvent: String, StoredWord {
    /// A confirmed plate was reported in an area and slot by two trusted tokens or a moderator.
    case seen
    /// A plate became confirmed.
    case confirmed

    package var number: UInt8 {
        switch self {
        case .seen: 1
        case .confirmed: 2
        }
    }
}
