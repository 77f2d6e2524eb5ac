package import Seal
package import Vocabulary

/// The last decision on a plate; it stays as long as the plate.
package struct Review: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// Random; without it the audit chain's names of the plate are meaningless.
    package var salt: Digest128
    /// The last decision's ID, of a verdict or an undo. It detects that a moderator saw an older state.
    package var decision: DecisionID
    /// nil if the last decision was an undo.
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
    /// The last decision's ID; 0 for none. Moderators send it back with a verdict.
    package var version: DecisionID { review?.decision ?? 0 }

    /// The signs of the voices that count, limited to the requested ones if there are any.
    func ownSigns(_ asked: Signs, on today: Day) -> Signs {
        let own = unmutedVoices(on: today).reduce(into: Signs()) { $0.formUnion($1.signs) }
        return asked.isEmpty ? own : own.intersection(asked)
    }
}
