import Vocabulary

/// The ledger's timed work: sweeps, week keys, traces and old tombstones.
struct Upkeep {
    var weekKeys: WeekKeyRotation
    /// Whether something was erased or coarsened since traces were last overwritten; a crash may have left traces, too.
    private(set) var tracesLeft = true
    /// The day on which old tombstones were last dropped.
    private(set) var tombstonesPruned: Day?
    /// The slot whose first sweep was made.
    private var sweptSlot: Int64?
    /// Whether more is due than a step of aging takes; nil before the first step.
    private(set) var isBehind: Bool?

    init(_ weekKeys: WeekKeyRotation) {
        self.weekKeys = weekKeys
    }

    /// Whether a sweep is the first of its slot. That sweep always writes: else it would show whether a sighting became coarser.
    func beginsSlot(_ slot: Int64) -> Bool { slot != sweptSlot }

    func plan(into plan: inout CommitPlan) {
        plan.changes.backedUpAt = plan.draft.upkeep.backedUpAt
        weekKeys.plan(into: &plan)
    }

    mutating func apply(_ committed: CommitPlan) {
        weekKeys.apply(committed)
        if committed.leavesTraces { tracesLeft = true }
    }

    // These changes are not part of a commit.

    mutating func setSwept(_ slot: Int64) { sweptSlot = slot }
    mutating func setBehind(_ isBehind: Bool) { self.isBehind = isBehind }
    mutating func setTraces(left: Bool) { tracesLeft = left }
    mutating func setPruned(on day: Day) { tombstonesPruned = day }
}

/// The upkeep's part of a draft.
struct UpkeepDraft {
    /// Whether it is the first of a slot's sweeps.
    var beginsSlot = false
    var backedUpAt: Instant?
}
