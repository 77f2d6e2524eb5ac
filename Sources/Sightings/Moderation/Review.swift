package import Seal
package import Vocabulary

/// That moderators have decided on a plate: it stays as long as the plate does.
package struct Review: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// Random; with it the audit chain's names of the plate mean something, and without it nothing.
    package var salt: Digest128
    /// The last decision's id, of a verdict or an undo. A moderator who saw another has seen something else.
    package var decision: DecisionID
    /// nil where the last decision was an undo.
    package var verdict: Verdict?
    package var actor: AuditActor
    package var day: Day

    package init(rowID: RowID = 0, salt: Digest128, decision: DecisionID, verdict: Verdict?, actor: AuditActor, day: Day) {
        self.rowID = rowID
        self.salt = salt
        self.decision = decision
        self.verdict = verdict
        self.actor = actor
        self.day = day
    }
}

extension PlateRecord {
    /// The last decision's id; 0 for none. What a moderator sends back with a verdict.
    package var version: DecisionID { review?.decision ?? 0 }

    /// The signs that the voices which count gave; of them only the asked ones, where any are asked for.
    func ownSigns(_ asked: Signs, on today: Day) -> Signs {
        let own = unmutedVoices(on: today).reduce(into: Signs()) { $0.formUnion($1.signs) }
        return asked.isEmpty ? own : own.intersection(asked)
    }
}
