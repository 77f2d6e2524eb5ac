import Plates
import Seal

/// Padding rows: empty rows, written so that commit time does not depend on the change.
///
/// **The threat.** An attacker can report a plate or withdraw a report and time the answer. The time must not reveal whether the plate is
/// protected, whether a voice was displaced or is muted, or whether a verdict or purge took the report.
///
/// **The rule.** For each plate, the reports and withdrawals of a pass write:
/// - one row of the plate,
/// - one row of each voice that reported or was withdrawn, even if the plate has no room for it,
/// - one row of each sighting that was reported or withdrawn; for a withdrawal, also one row of the sightings in undo records.
///
/// If fewer rows are needed, padding rows in the same table fill the gap. Rows that age at that moment are extra. For a protected plate,
/// every row is padding, because nothing of it is stored. A slot's first sweep always writes one sighting's row: otherwise the log's growth
/// would show whether a sighting became coarser.
///
/// **Costs.** Padding rows are free again after the commit. The decision does the same work for a protected plate: see `isKept` in
/// ``ReportIntake`` and ``RecordDraft/notKept``. So do the plan and the review queue, in their functions `pass`. A receipt is written for
/// every accepted report.
struct PaddingRows {
    private var missing = RowCounts()

    /// Counts the rows that a plate lacks under the rule.
    mutating func add(expected: RowCounts, written: RowCounts) { missing += expected - written }

    /// Counts the rows that are written for no plate that is kept.
    fileprivate mutating func addNotStored(of draft: Draft) {
        for (key, record) in draft.records.padding {
            let displaced = draft.reports.displaced[key]?.count ?? 0
            missing += RowCounts(plates: 1, sightings: record.sightings.count, voices: record.voices.count + displaced)
        }
        if draft.upkeep.beginsSlot { missing += RowCounts(sightings: 1) }
    }

    fileprivate var byTable: some Sequence<(RowTable, Int)> { missing.byTable }

    /// The rows that a pass's reports and withdrawals write for a plate; nil if it has none.
    static func expected(of touched: RecordDraft.Touched, in draft: Draft) -> RowCounts? {
        let withdrawn = draft.reports.withdrawn[touched.key]
        let reporting = touched.after?.voices.count { $0.lastReport.commit == draft.commit } ?? 0
        let voices = reporting + (draft.reports.displaced[touched.key]?.count ?? 0)
        guard voices > 0 || withdrawn != nil else { return nil }
        // The sightings of reports are always written.
        let sightings = withdrawn?.sightings.count ?? 0
        return RowCounts(plates: 1, sightings: sightings, voices: voices + (withdrawn?.tokens.count ?? 0), undo: sightings)
    }
}

/// Numbers of rows in the tables that reports write to.
struct RowCounts {
    private static let tables = [RowTable.plates, .sightings, .voices, .undoSightings]

    /// In the tables' order.
    private var counts: SIMD4<Int>

    init(plates: Int = 0, sightings: Int = 0, voices: Int = 0, undo: Int = 0) {
        counts = [plates, sightings, voices, undo]
    }

    /// The rows that a plan writes so far.
    init(writtenBy plan: borrowing CommitPlan) {
        self.init(
            plates: plan.changes.written.plates.count, sightings: plan.changes.written.sightings.count,
            voices: plan.changes.written.voices.count,
            undo: plan.changes.written.undo.sightings.count)
        for (index, table) in Self.tables.enumerated() { counts[index] += plan.rows.erased[table]?.count ?? 0 }
    }

    /// This many rows of each table.
    var byTable: some Sequence<(RowTable, Int)> { zip(Self.tables, counts.indices.map { counts[$0] }) }

    static func += (left: inout Self, right: Self) { left.counts &+= right.counts }

    /// The surplus of the left side, by table.
    static func - (left: Self, right: Self) -> Self {
        var rest = Self()
        rest.counts = pointwiseMax(left.counts &- right.counts, .zero)
        return rest
    }
}

extension CommitPlan {
    /// Adds the padding rows, once all other rows of reports and withdrawals are planned.
    mutating func addPadding() {
        padding.addNotStored(of: draft)
        for (table, count) in padding.byTable where count > 0 { changes.padding[table] = (0..<count).map { _ in rows.take(in: table) } }
    }
}
