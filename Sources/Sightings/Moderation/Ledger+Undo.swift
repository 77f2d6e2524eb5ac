import Plates
import Seal
package import Vocabulary

extension Ledger {
    /// What became of an undo.
    package struct UndoOutcome: Hashable, Sendable {
        package var verdict: Verdict
        /// Plates that are as they were.
        package var undone: Int
        /// Plates on which somebody has decided since.
        package var superseded: Int

        package init(verdict: Verdict, undone: Int, superseded: Int) {
            self.verdict = verdict
            self.undone = undone
            self.superseded = superseded
        }
    }

    /// Takes a verdict back on every plate on which nobody has decided since. Any moderator may.
    ///
    /// Throws `notFound` for one that is unknown, undone, or too old.
    package func undo(_ decision: DecisionID, by actor: Actor) async throws(LedgerError) -> UndoOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        let items = decided[decision]?.count ?? 1
        return try await change(items: items) { ledger, pass in ledger.undo(decision, by: actor, in: &pass) }
    }

    private func undo(_ decision: DecisionID, by actor: Actor, in pass: inout Pass) -> Result<UndoOutcome, LedgerError> {
        var outcome: UndoOutcome?
        var ids: [PlateID] = []
        var bits: [UInt32] = []
        pass.counters.decisionID.advance()
        let plates = decided[decision, default: []]
        let covering = Self.covering(plates)
        for key in plates.sorted() {
            guard var record = record(key, in: pass), let aside = record.setAsides.first(where: { $0.decision == decision }),
                !isTwinOfSuperseded(covering[key, default: []], decision, in: pass)
            else { continue }
            var sum = outcome ?? UndoOutcome(verdict: aside.verdict, undone: 0, superseded: 0)
            defer { outcome = sum }
            guard record.setAsides.last?.decision == decision else {
                sum.superseded += 1
                continue
            }
            record.undoLast(rules)
            let protection = keys.protection(of: key)
            if aside.verdict == .protect { pass.removedProtections.append(protection) }
            if aside.verdict == .unprotect { pass.addedProtections.append(protection) }
            if aside.verdict == .protect || aside.verdict == .unprotect { bits.append(protection) }
            note(.undo, by: actor.name, of: &record, decision: pass.counters.decisionID, verdict: nil, in: &pass)
            set(record, for: key, in: &pass)
            ids.append(record.id)
            if covering[key] == nil { sum.undone += 1 }
        }
        guard let outcome else { return .failure(.notFound) }
        if !ids.isEmpty, outcome.verdict != .confirm {
            note(.undo(decision: decision, outcome.verdict, plates: ids, bits: bits), on: pass.today, in: &pass)
        }
        return .success(outcome)
    }

    /// By twin without an issuer, the plates with one along with which a decision covered it.
    private static func covering(_ keys: Set<PlateKey>) -> [PlateKey: [PlateKey]] {
        Dictionary(grouping: keys.filter { $0.issuer != .unknown }) { $0.issued(by: .unknown) }
    }

    /// Whether a plate was covered along with one on which somebody has decided since: what was one decision is undone as one.
    private func isTwinOfSuperseded(_ covering: [PlateKey], _ decision: DecisionID, in pass: Pass) -> Bool {
        covering.contains { other in
            guard let record = record(other, in: pass) else { return false }
            // One that was undone a moment ago, in this very pass, no longer has it.
            return record.setAsides.contains { $0.decision == decision } && record.setAsides.last?.decision != decision
        }
    }
}
