import Seal

/// What one commit writes and erases, worked out from a draft. Memory is changed from it once the commit is made, and not before.
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

    /// Hands the erased rows over to the changes, each once: a row that was freed twice would take two rows.
    mutating func finish() {
        changes.erased = rows.erased.mapValues { Set($0).sorted() }
    }

    /// Where the tombstone log ends, as this commit is to store it.
    mutating func setTombstonesEnd(_ end: LogPosition) {
        draft.counters.tombstones = end
        changes.counters.tombstones = end
    }

    /// Whether anything is left in the files that must be overwritten. Every report and withdrawal leaves traces, so that the log's emptying tells
    /// nothing of what they changed.
    var leavesTraces: Bool {
        !changes.written.receipts.isEmpty || draft.upkeep.beginsSlot || changes.erases || draft.records.coarsens
    }
}
