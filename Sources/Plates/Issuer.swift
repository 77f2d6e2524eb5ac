/// The country whose codes and abbreviations are read first.
package enum Country: String, Sendable, CaseIterable {
    case us = "US"
    case ca = "CA"
    case mx = "MX"
}

/// Who issued a plate: a state, a province, a territory, a tribal nation, a federal fleet, or `ZZ` if unknown.
///
/// The number is sealed into databases: it is never changed, and never given to another issuer.
package struct Issuer: RawRepresentable, Hashable, Comparable, Sendable {
    /// Below 2048, so that it takes 11 bits of a packed key; 0 is unknown.
    package let rawValue: UInt16

    /// The issuer with that number, or `nil` if no issuer has it.
    package init?(rawValue: UInt16) {
        guard Self.isKnown(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    init(knownNumber number: UInt16) {
        assert(Self.isKnown(number))
        rawValue = number
    }

    /// `ZZ`: nobody said who issued it.
    package static let unknown = Issuer(knownNumber: 0)

    /// Every issuer, `ZZ` included, in the order of their numbers.
    package static let all: [Issuer] = IssuerTable.rows.map { Issuer(knownNumber: $0.number) }

    /// The issuer of exactly this code (`US-MN`, `ZZ`), in upper case.
    package init?(code: String) {
        guard let issuer = IssuerTable.byCode[code] else { return nil }
        self = issuer
    }

    /// The code that crosses the wire: ISO 3166-2, or `US-GOV`, `US-DIP`, `US-MN-RL` and its like, `ZZ`.
    package var code: String { row.code }

    /// Whether the code is our own: ISO 3166-2 has none for governments and tribal nations.
    package var hasOwnCode: Bool { IssuerTable.ownCodes.contains(rawValue) }

    /// The state of a tribal nation; `nil` for every other issuer.
    var stateOfNation: Issuer? {
        hasOwnCode ? Self.statesOfNations[self] : nil
    }

    private static let statesOfNations: [Issuer: Issuer] = all.reduce(into: [:]) { states, issuer in
        let parts = issuer.code.split(separator: "-")
        if parts.count == 3 { states[issuer] = Issuer(code: parts[0] + "-" + parts[1]) }
    }

    /// The name for people: "Minnesota".
    package var name: String { row.name }

    /// The text that a terminal shows before the characters: "MN", "CHH"; empty for `ZZ`.
    package var abbreviation: String { row.abbreviation }

    /// Usual abbreviations and other names that are read as this issuer in its own country; accents and periods may be left out.
    package var alsoWritten: [String] { row.alsoWritten }

    /// The country that the code begins with; `nil` for `ZZ`.
    package var country: Country? { row.country }

    package static func < (lhs: Issuer, rhs: Issuer) -> Bool { lhs.rawValue < rhs.rawValue }

    private static func isKnown(_ number: UInt16) -> Bool {
        switch number {
        case 0, IssuerTable.unitedStates, IssuerTable.canada, IssuerTable.mexico: true
        default: false
        }
    }

    private var row: IssuerTable.Row { IssuerTable.rows[IssuerTable.position(of: rawValue)] }
}
