import Seal
import Vocabulary

/// The decisions of one pass, for all changes that wait for the next commit.
///
/// Nobody sees any of it before it is on disk; dropping it undoes it.
struct Draft {
    let now: Instant
    let today: Day
    let commit: CommitNumber
    var counters: Counters
    var records: RecordDraft
    var reports: ReportDraft
    var access = AccessDraft()
    var decisions = DecisionDraft()
    var bulkWork = BulkWorkDraft()
    var audit = AuditDraft()
    var upkeep = UpkeepDraft()
    var alerts = AlertDraft()

    /// - Parameter items: roughly how many records and receipts it will touch.
    init(now: Instant, today: Day, counters: Counters, items: Int) {
        self.now = now
        self.today = today
        self.counters = counters
        self.counters.commit += 1
        commit = self.counters.commit
        records = RecordDraft(items: items)
        reports = ReportDraft(items: items)
    }

    /// Adds an operation to the log that restores read, with its day only: see ``Tombstone/madeAt``.
    mutating func addTombstone(_ operation: Tombstone.Operation, on day: Day, _ rules: Rules) {
        audit.tombstones.append(Tombstone(commit: commit, madeAt: rules.start(of: day), operation: operation))
    }
}
