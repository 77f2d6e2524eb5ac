/// Rows of every table: all that a store holds, those that a change writes, or those that it writes over.
///
/// A new table is a list here, a descriptor in the store, and the component that owns its rows.
package struct RowSets: Sendable {
    package var plates: [PlateRow] = []
    package var sightings: [Owned<Sighting>] = []
    package var voices: [Owned<Voice>] = []
    package var receipts: [Day: [Receipt]] = [:]
    package var tokens: [Token] = []
    package var invites: [Invite] = []
    package var protections: [Protection] = []
    package var reviews: [Owned<Review>] = []
    package var setAsides: [Owned<SetAside>] = []
    package var setAsideSightings: [OfDecision<Sighting>] = []
    package var setAsideMutes: [OfDecision<SetAside.Mute>] = []
    package var audit: [AuditLink] = []
    package var proposals: [Proposal] = []
    package var proposalPages: [ProposalPage] = []
    package var weekWitnesses: [WeekWitness] = []

    package init() {}

    /// Costs a pass over all rows.
    var isEmpty: Bool { receipts.isEmpty && RowTable.allCases.allSatisfy { places(of: $0).isEmpty } }

    /// The places of a table's rows, in no order.
    func places(of table: RowTable) -> [RowPlace] {
        switch table {
        case .plates: plates.map(\.place)
        case .sightings: sightings.map(\.row.place)
        case .voices: voices.map(\.row.place)
        case .tokens: tokens.map(\.place)
        case .invites: invites.map(\.place)
        case .protections: protections.map(\.place)
        case .reviews: reviews.map(\.row.place)
        case .setAsides: setAsides.map(\.row.place)
        case .setAsideSightings: setAsideSightings.map(\.row.place)
        case .setAsideMutes: setAsideMutes.map(\.row.place)
        case .audit: audit.map(\.place)
        case .proposals: proposals.map(\.place)
        case .proposalPages: proposalPages.map(\.place)
        case .weekWitnesses: weekWitnesses.map(\.place)
        }
    }
}
