import Seal

/// The rows that one commit writes and erases, computed from a draft. Memory changes only after the commit.
struct CommitPlan {
    /// With the IDs of new rows filled in.
    var draft: Draft
    var changes: Changes
    var rows: RowPlan
    var padding = PaddingRows()

    init(_ draft: consuming Draft, free: FreeRows) {
        changes = Changes(counters: draft.counters)
        rows = RowPlan(free)
        self.draft = draft
    }

    /// Moves the erased rows to the changes, each once: a row freed twice would be given to two rows.
    mutating func finish() {
        changes.erased = rows.erased.mapValues { Set($0).sorted() }
    }

    /// Sets the end of the tombstone log that this commit stores.
    mutating func setTombstonesEnd(_ end: LogPosition) {
        draft.counters.tombstones = end
        changes.counters.tombstones = end
    }

    /// Whether old copies in the files must be overwritten. Counts every report and withdrawal, so that emptying the log reveals nothing
    /// about their changes. A written-over alert may have lost its slot or its plate.
    var leavesTraces: Bool {
        !changes.written.receipts.isEmpty || draft.upkeep.beginsSlot || changes.erases || draft.records.coarsens
            || !changes.former.alerts.isEmpty
    }
}
