import Plates
import Seal
package import Vocabulary

extension Ledger {
    /// The result of an undo.
    package struct UndoOutcome: Hashable, Sendable {
        package var verdict: Verdict
        /// Plates that were restored.
        package var undone: Int
        /// Plates with a later decision.
        package var superseded: Int

        package init(verdict: Verdict, undone: Int, superseded: Int) {
            self.verdict = verdict
            self.undone = undone
            self.superseded = superseded
        }
    }

    /// Undoes a verdict on every plate without a later decision. Any moderator may.
    ///
    /// Throws `notFound` if it is unknown, undone or too old.
    package func undo(_ decision: DecisionID, by actor: AuditedPrincipal) async throws(LedgerError) -> UndoOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        let items = decisions.undoable[decision]?.count ?? 1
        return try await change(items: items) { ledger, draft in
            ledger.decisions.undo(decision, by: actor, ledger.registry, into: &draft)
        }
    }
}

extension Decisions {
    func undo(
        _ decision: DecisionID, by actor: AuditedPrincipal, _ registry: PlateRegistry, into draft: inout Draft
    ) -> Result<Ledger.UndoOutcome, LedgerError> {
        var outcome: Ledger.UndoOutcome?
        var ids: [PlateID] = []
        var bits: [UInt32] = []
        let undo = draft.counters.decisionID.advance()
        let plates = undoable[decision, default: []]
        let covering = Self.covering(plates)
        for key in plates.sorted() {
            guard var record = registry.record(key, in: draft),
                let undoRecord = record.undoRecords.first(where: { $0.decision == decision }),
                !isTwinOfSuperseded(covering[key, default: []], decision, registry, in: draft)
            else { continue }
            var sum = outcome ?? Ledger.UndoOutcome(verdict: undoRecord.verdict, undone: 0, superseded: 0)
            defer { outcome = sum }
            guard record.undoRecords.last?.decision == decision else {
                sum.superseded += 1
                continue
            }
            record.undoLast(rules)
            let protection = keys.protection(of: key)
            if undoRecord.verdict == .protect { draft.decisions.removedProtections.append(protection) }
            if undoRecord.verdict == .unprotect { draft.decisions.addedProtections.append(protection) }
            if undoRecord.verdict == .protect || undoRecord.verdict == .unprotect { bits.append(protection) }
            review(&record, .undo, by: actor.name, decision: undo, verdict: nil, into: &draft)
            registry.set(record, for: key, into: &draft)
            ids.append(record.id)
            if covering[key] == nil { sum.undone += 1 }
        }
        guard let outcome else { return .failure(.notFound) }
        if !ids.isEmpty, outcome.verdict != .confirm {
            let operation = Tombstone.Operation.undo(decision: decision, outcome.verdict, plates: ids, bits: bits)
            draft.addTombstone(operation, on: draft.today, rules)
        }
        return .success(outcome)
    }

    /// For each plate without an issuer: the same characters with an issuer, in the same decision.
    private static func covering(_ keys: Set<PlateKey>) -> [PlateKey: [PlateKey]] {
        Dictionary(grouping: keys.filter { $0.issuer != .unknown }) { $0.issued(by: .unknown) }
    }

    /// Whether a plate shares its decision with one that has a later decision: a decision is undone as a whole.
    private func isTwinOfSuperseded(
        _ covering: [PlateKey], _ decision: DecisionID, _ registry: PlateRegistry, in draft: Draft
    ) -> Bool {
        covering.contains { other in
            guard let record = registry.record(other, in: draft) else { return false }
            // A record undone in this pass no longer has it.
            return record.undoRecords.contains { $0.decision == decision } && record.undoRecords.last?.decision != decision
        }
    }
}
