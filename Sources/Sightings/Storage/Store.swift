package import Seal
package import Vocabulary

/// Why a store's operation failed.
package enum StoreError: Error, Hashable, Sendable {
    /// The disk is full. Nothing was changed; a later attempt may succeed.
    case full
    /// Reading or writing failed. Whether the last change is on disk is not known, so nothing may be written until a restart.
    case inputOutput(code: Int32)
    /// The content is damaged, or was written by something else.
    case corrupt
    /// A table has a row that this registry did not write, or lacks one that it wrote.
    case altered(table: String)
    /// Acknowledged data is missing.
    case incomplete(RegistryLoss)
    /// Written by a newer version.
    case newer(schema: String)
    /// Sealed under another key.
    case wrongKey
    /// Its days begin at another offset than the settings say.
    case otherOffset(stored: UTCOffset, set: UTCOffset)
    /// The file is a backup, not a registry's own database.
    case backup
    /// The file is a registry's own database, not a backup.
    case living
    /// A backup without its seal: the end of the file was cut off or changed.
    case unsealed
    /// The file is a symbolic link. It is not followed.
    case symbolicLink
    /// Someone else has the file open.
    case locked
    /// A setting that durability or erasure needs was refused.
    case setting(name: String)
}

/// Acknowledged data that a registry lacks. Only an operator may accept the loss.
package struct RegistryLoss: Hashable, Sendable {
    /// The last commit that was found: it names the loss.
    package var found: CommitNumber
    /// The last commit that the witness beside the database names; nil if the witness is gone or damaged.
    package var expected: CommitNumber?
    /// Whether the tombstones are gone, damaged or fewer than the database knows of.
    package var lacksTombstones = false
    /// Weeks with voices whose keys are gone or replaced.
    package var weeks: [Int32] = []

    package init(found: CommitNumber, expected: CommitNumber?) {
        self.found = found
        self.expected = expected
    }

    /// Whether commits are missing, or may be.
    package var lacksCommits: Bool { expected.map { $0 > found } ?? true }
    package var isEmpty: Bool { !lacksCommits && !lacksTombstones && weeks.isEmpty }
}

/// Stores the registry. It sees sealed plates and IDs, never a plate.
///
/// Rows have row IDs. An erased row holds zeros and may be written again later. The ledger is the only caller, one call at a time: see
/// ``SerialStore``.
package protocol Store: Sendable {
    /// Reads everything, once, before the first change; passes plates' rows to `rows` as they are read instead of returning them.
    func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry

    /// Makes every change or none, and returns when they survive a power loss.
    func commit(_ changes: Changes) async throws(StoreError)

    /// Overwrites all copies of rows that earlier commits erased.
    func eraseTraces() async throws(StoreError)

    /// Writes all that is stored into a new file, and returns when it survives a power loss. Commits wait meanwhile.
    func copy(to path: String) async throws(StoreError)
}

/// A plate's own row; sightings and voices have separate rows.
package struct PlateRow: Hashable, Sendable {
    package var rowID: RowID
    package var id: PlateID
    package var sealed: SealedPlate
    package var statusNumber: UInt8
    package var firstDay: Day
    package var lastDay: Day
    package var confirmedOn: Day?
    package var confirmedSigns: UInt32
    package var clearedOn: Day?
    package var isQueued: Bool
    package var vouchedDay: Day?

    package init(
        rowID: RowID, id: PlateID, sealed: SealedPlate, statusNumber: UInt8, firstDay: Day, lastDay: Day, confirmedOn: Day?,
        confirmedSigns: UInt32, clearedOn: Day?, isQueued: Bool, vouchedDay: Day? = nil
    ) {
        self.rowID = rowID
        self.id = id
        self.sealed = sealed
        self.statusNumber = statusNumber
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.confirmedOn = confirmedOn
        self.confirmedSigns = confirmedSigns
        self.clearedOn = clearedOn
        self.isQueued = isQueued
        self.vouchedDay = vouchedDay
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

/// An accepted report's receipt, and the answer to its ID. Meaningless without the token.
package struct Receipt: Hashable, Sendable {
    package var rowID: RowID
    /// HMAC over token, plate, area and slot.
    package var receipt: Digest128
    /// HMAC over token, plate, area and day: the same without the slot, to judge late reports.
    package var dayReceipt: Digest128
    /// HMAC over token and report id.
    package var replay: Digest128
    /// HMAC over a digest of the fields as sent.
    package var content: Digest128
    package var commit: CommitNumber
    package var isMerged: Bool
    package var isWithdrawn: Bool
    /// Whether it was imported, so without a voice.
    package var isImported: Bool
    /// Whether the report was counted: not that of a plate that was protected. Else its withdrawal would take another's.
    package var isKept: Bool
    /// How many trusted tokens the report added to its sighting, 0 to ``Sighting/trustedMax``: a withdrawal removes them, and the same
    /// token's next report adds none. For a protected plate, how many it would have added.
    package var counted: UInt8

    package init(
        rowID: RowID, receipt: Digest128, dayReceipt: Digest128, replay: Digest128, content: Digest128, commit: CommitNumber,
        isMerged: Bool, isWithdrawn: Bool = false, isImported: Bool = false, isKept: Bool = true, counted: UInt8 = 0
    ) {
        self.rowID = rowID
        self.receipt = receipt
        self.dayReceipt = dayReceipt
        self.replay = replay
        self.content = content
        self.commit = commit
        self.isMerged = isMerged
        self.isWithdrawn = isWithdrawn
        self.isImported = isImported
        self.isKept = isKept
        self.counted = counted
    }
}

/// The 20 bits of one protection.
package struct Protection: Hashable, Sendable {
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

/// Counters that outlive everything they count.
package struct Counters: Hashable, Sendable {
    package var commit: CommitNumber = 0
    /// The highest plate id ever given.
    package var plateID: PlateID = 0
    package var tokenID: TokenID = 0
    package var inviteID: InviteID = 0
    /// What aged out since the registry began, for stats.
    package var agedSightings: Int64 = 0
    package var agedPlates: Int64 = 0
    /// The highest decision id ever given, of a verdict or an undo.
    package var decisionID: DecisionID = 0
    package var proposalID: ProposalID = 0
    /// Where the tombstone log ended at the commit.
    package var tombstones = LogPosition.none

    package init() {}
}

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

/// One durable transaction: rows to write, and row IDs to erase.
@dynamicMemberLookup
package struct Changes: Sendable {
    package var counters: Counters
    /// The rows to write. Receipts are written into the table of their day.
    package var written = RowSets()
    /// The rows that this change writes over or erases, as they are stored: a store keeps a sum over all rows.
    package var former = RowSets()
    /// Days whose receipts go as a whole.
    package var droppedReceiptDays: [Day] = []
    /// A later point of the audit chain that replaces all entries before it.
    package var checkpoint: AuditCheckpoint?
    package var settingsDigest: Digest128?
    package var backedUpAt: Instant?
    /// Never rows that the same change writes.
    package var erased: [RowTable: [RowID]] = [:]
    /// Padding rows: empty rows that are written for timing only.
    package var padding: [RowTable: [RowID]] = [:]
    /// Areas named for the first time, appended in this order.
    package var addedAreas: [String] = []

    package init(counters: Counters) {
        self.counters = counters
    }

    package subscript<Rows>(dynamicMember rows: WritableKeyPath<RowSets, Rows>) -> Rows {
        get { written[keyPath: rows] }
        _modify { yield &written[keyPath: rows] }
    }

    /// Whether anything but the counters would be written.
    package var isEmpty: Bool {
        written.isEmpty && checkpoint == nil && settingsDigest == nil && backedUpAt == nil && addedAreas.isEmpty && padding.isEmpty
            && !erases
    }

    /// Whether it erases anything, so that traces are left to overwrite.
    package var erases: Bool { !erased.isEmpty || !droppedReceiptDays.isEmpty }
}
