package import Seal
import Vocabulary

/// All that a store holds.
@dynamicMemberLookup
package struct StoredRegistry: Sendable {
    package var counters = Counters()
    package var areas: [String] = []
    /// The rows of every table; those of the audit chain in the order of their sequence.
    package var rows = RowSets()
    package var checkpoint = AuditCheckpoint()
    /// A digest of the settings at the last start; nil before the first.
    package var settingsDigest: Digest128?
    /// When the last backup was made; of a backup, itself. nil before the first.
    package var backedUpAt: Instant?
    /// The last commit that the witness beside the store names; nil if the witness is gone or damaged.
    package var witnessedCommit: CommitNumber?

    package init() {}

    package subscript<Rows>(dynamicMember rows: WritableKeyPath<RowSets, Rows>) -> Rows {
        get { self.rows[keyPath: rows] }
        _modify { yield &self.rows[keyPath: rows] }
    }

    /// Whether it has every commit that a witness names. Without a witness, nobody knows.
    package func hasCommit(_ witnessed: CommitNumber?) -> Bool { witnessed.map { $0 <= counters.commit } ?? false }
}

/// Counters that outlive everything they count.
package struct Counters: Hashable, Sendable {
    package var commit: CommitNumber = 0
    /// The highest plate id ever given.
    package var plateID: PlateID = 0
    package var tokenID: TokenID = 0
    package var inviteID: InviteID = 0
    /// The number of sightings that aged out since the registry began, for stats.
    package var agedSightings: Int64 = 0
    package var agedPlates: Int64 = 0
    /// The highest decision id ever given, of a verdict or an undo.
    package var decisionID: DecisionID = 0
    package var proposalID: ProposalID = 0
    /// The end of the tombstone log at the commit.
    package var tombstones = LogPosition.none

    package init() {}
}

/// A plate's own row; sightings and voices have separate rows.
package struct PlateRow: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package var id: PlateID
    package var sealed: SealedPlate
    package var firstDay: Day
    package var lastDay: Day
    package var standing: PlateStanding

    package init(rowID: RowID, id: PlateID, sealed: SealedPlate, firstDay: Day, lastDay: Day, standing: PlateStanding) {
        self.rowID = rowID
        self.id = id
        self.sealed = sealed
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.standing = standing
    }
}

/// A row that belongs to a plate, with the plate's row ID.
package struct Owned<Row: Hashable & Sendable>: Hashable, Sendable {
    package var plate: RowID
    package var row: Row

    package init(plate: RowID, row: Row) {
        self.plate = plate
        self.row = row
    }
}

// A start makes one of these for each row. Compiled for one row, they take a tenth of the time of the generic version in another module.
extension Owned<Sighting> {
    package init(plate: RowID, row: Sighting) {
        self.plate = plate
        self.row = row
    }
}

extension Owned<Voice> {
    package init(plate: RowID, row: Voice) {
        self.plate = plate
        self.row = row
    }
}

/// A row of an undo record, with its plate's row ID and its decision.
package struct OfDecision<Row: Hashable & Sendable>: Hashable, Sendable {
    package var plate: RowID
    package var decision: DecisionID
    package var row: Row

    package init(plate: RowID, decision: DecisionID, row: Row) {
        self.plate = plate
        self.decision = decision
        self.row = row
    }
}

/// The 20 bits of one protection.
package struct Protection: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package var bits: UInt32

    package init(rowID: RowID, bits: UInt32) {
        self.rowID = rowID
        self.bits = bits
    }
}

/// Lets a database recognize a week's key.
package struct WeekWitness: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package var week: Int32
    package var witness: Digest128

    package init(rowID: RowID = 0, week: Int32, witness: Digest128) {
        self.rowID = rowID
        self.week = week
        self.witness = witness
    }
}
