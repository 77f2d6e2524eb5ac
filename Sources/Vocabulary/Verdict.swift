/// A moderator's decision on a plate.
package enum Verdict: String, StoredWord {
    /// Lists the plate for everyone. Needs at least one sign.
    case confirm
    /// The plate was wrongly listed. Also covers the twin without an issuer.
    case clear
    /// The plate's reports were wrong.
    case dismiss
    /// The plate must never be listed. Also covers the twin without an issuer.
    case protect
    case unprotect

    package var number: UInt8 {
        switch self {
        case .confirm: 1
        case .clear: 2
        case .dismiss: 3
        case .protect: 4
        case .unprotect: 5
        }
    }

    /// The past participle for people: "confirmed".
    package var done: String { rawValue + "ed" }
}
