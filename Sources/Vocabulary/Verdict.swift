/// A moderator's decision on a plate.
package enum Verdict: String, CaseIterable, Sendable {
    /// Lists it for everyone; needs at least one sign.
    case confirm
    /// It was wrongly listed. Covers the twin without an issuer.
    case clear
    /// These reports were wrong.
    case dismiss
    /// It must never be listed. Covers the twin without an issuer.
    case protect
    case unprotect

    /// What a database keeps; never renumbered.
    package var number: UInt8 {
        switch self {
        case .confirm: 1
        case .clear: 2
        case .dismiss: 3
        case .protect: 4
        case .unprotect: 5
        }
    }

    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    /// What was done, for people: "confirmed".
    package var done: String {
        switch self {
        case .confirm: "confirmed"
        case .clear: "cleared"
        case .dismiss: "dismissed"
        case .protect: "protected"
        case .unprotect: "unprotected"
        }
    }
}
