/// Rows of every table: all that a store holds, those that a change writes, or those that it writes over.
///
/// A new table needs a list here, a descriptor in the store, and a component that owns its rows.
package struct RowSets: Equatable, Sendable {
    package var plates: [PlateRow] = []
    package var sightings: [Owned<Sighting>] = []
    package var voices: [Owned<Voice>] = []
    package var receipts: [Day: [Receipt]] = [:]
    package var tokens: [Token] = []
    package var invites: [Invite] = []
    package var protections: [Protection] = []
    package var reviews: [Owned<Review>] = []
    package var undo = UndoRows()
    package var audit: [AuditLink] = []
    package var proposals = ProposalRows()
    package var weekWitnesses: [WeekWitness] = []
    package var alerts: [AlertRow] = []
    package var alertHolds: [AlertHold] = []

    package init() {}

    var isEmpty: Bool { self == RowSets() }

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
        case .undoRecords: undo.records.map(\.row.rowID)
        case .undoSightings: undo.sightings.map(\.row.rowID)
        case .undoMutes: undo.mutes.map(\.row.rowID)
        case .audit: audit.map(\.rowID)
        case .proposals: proposals.rows.map(\.rowID)
        case .proposalPages: proposals.pages.map(\.rowID)
        case .weekWitnesses: weekWitnesses.map(\.rowID)
        case .alerts: alerts.map(\.rowID)
        case .alertHolds: alertHolds.map(\.rowID)
        }
    }
}

/// The rows of undo records.
package struct UndoRows: Hashable, Sendable {
    package var records: [Owned<UndoRecord>] = []
    package var sightings: [OfDecision<Sighting>] = []
    package var mutes: [OfDecision<UndoRecord.Mute>] = []

    package var isEmpty: Bool { records.isEmpty && sightings.isEmpty && mutes.isEmpty }
}

/// The rows of proposals, without and with their plates.
package struct ProposalRows: Hashable, Sendable {
    package var rows: [Proposal] = []
    package var pages: [ProposalPage] = []

    package var isEmpty: Bool { rows.isEmpty && pages.isEmpty }
}
