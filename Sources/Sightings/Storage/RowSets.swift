/// Rows of every table: all that a store holds, those that a change writes, or those that it writes over.
///
/// A new table needs a list here, a descriptor in the store, and a component that owns its rows.
package struct RowSets: Sendable {
    package var plates: [PlateRow] = []
    package var sightings: [Owned<Sighting>] = []
    package var voices: [Owned<Voice>] = []
    package var receipts: [Day: [Receipt]] = [:]
    package var tokens: [Token] = []
    package var invites: [Invite] = []
    package var protections: [Protection] = []
    package var reviews: [Owned<Review>] = []
    package var undoRecords: [Owned<UndoRecord>] = []
    package var undoSightings: [OfDecision<Sighting>] = []
    package var undoMutes: [OfDecision<UndoRecord.Mute>] = []
    package var audit: [AuditLink] = []
    package var proposals: [Proposal] = []
    package var proposalPages: [ProposalPage] = []
    package var weekWitnesses: [WeekWitness] = []

    package init() {}

    var isEmpty: Bool {
        plates.isEmpty && sightings.isEmpty && voices.isEmpty && receipts.isEmpty && tokens.isEmpty && invites.isEmpty
            && protections.isEmpty && reviews.isEmpty && undoRecords.isEmpty && undoSightings.isEmpty && undoMutes.isEmpty
            && audit.isEmpty && proposals.isEmpty && proposalPages.isEmpty && weekWitnesses.isEmpty
    }

    /// The IDs of a table's rows, in no order.
    func rowIDs(of table: RowTable) -> [RowID] {
        switch table {
        case .plates: plates.map(\.rowID)
        case .sightings: sightings.map(\.row.rowID)
        case .voices: voices.map(\.row.rowID)
        case .tokens: tokens.map(\.rowID)
        case .invites: invites.map(\.rowID)
        case .protections: protections.map(\.rowID)
        case .reviews: reviews.map(\.row.rowID)
        case .undoRecords: undoRecords.map(\.row.rowID)
        case .undoSightings: undoSightings.map(\.row.rowID)
        case .undoMutes: undoMutes.map(\.row.rowID)
        case .audit: audit.map(\.rowID)
        case .proposals: proposals.map(\.rowID)
        case .proposalPages: proposalPages.map(\.rowID)
        case .weekWitnesses: weekWitnesses.map(\.rowID)
        }
    }
}
