package import Plates
package import Vocabulary

/// A report as far as it is known.
package struct ReportDraft: Sendable {
    package var plates: [ReadPlate] = []
    /// An issuer that was named without a plate.
    package var issuer: Issuer?
    package var area: AreaID?
    /// Unix time; now where nobody says.
    package var seenAt: Int64?
    package var vehicle = Vehicle()
    package var signs = Signs()
    /// What must be asked before anything is sent, in the order in which it stood.
    package var doubts: [Doubt] = []

    package init() {}

    /// Whether it says nothing but, perhaps, where.
    package var namesAreaAlone: Bool {
        plates.isEmpty && issuer == nil && seenAt == nil && vehicle.isEmpty && signs.isEmpty && doubts.isEmpty && area != nil
    }
}

/// Something in a person's words that could mean two things, or nothing.
package struct Doubt: Hashable, Sendable {
    package enum Field: String, Sendable {
        case plate, issuer, area, time, color, body, make, sign
    }

    package let field: Field
    package let sentence: String
    /// What was probably meant, as it would be typed.
    package let suggestion: String?

    package init(_ field: Field, _ sentence: String, suggestion: String? = nil) {
        self.field = field
        self.sentence = sentence
        self.suggestion = suggestion
    }
}
