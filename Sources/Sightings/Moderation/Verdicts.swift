package import Plates
package import Vocabulary

extension Ledger {
    /// The most plates of one verdict; they share a commit.
    package static let verdictPlatesMax = 2_000

    /// Carries out a verdict on each named plate separately, in one commit; returns once it is on disk.
    ///
    /// Several plates may need a second moderator. Each named plate counts as read, because the answer reveals whether it is stored.
    ///
    /// - Parameter signs: for `confirm`. One plate needs at least one; several get their own voices' signs, limited to these if any.
    package func decide(_ verdict: Verdict, signs: Signs = [], on items: [VerdictItem], by actor: AuditedPrincipal)
        async throws(LedgerError)
        -> VerdictOutcome
    {
        guard actor.role >= .moderator else { throw .notAllowed }
        guard items.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        let named = Set(items.map(\.key))
        guard verdict != .confirm || !signs.isEmpty || named.count > 1 else { throw .signsMissing }
        return try await change(items: items.count) { ledger, draft in
            if let refusal = ledger.readQuota.charge(items.count, to: actor, ledger.rules, into: &draft) { return .failure(refusal) }
            guard named.count > 1 else {
                return .success(ledger.decisions.decide(verdict, signs, on: items, isBulk: false, by: actor, ledger.registry, into: &draft))
            }
            return ledger.decide(verdict, signs, onNamed: named, items, by: actor, into: &draft)
        }
    }

    /// Decides on several named plates, or proposes it if it needs a second moderator. Twins that the verdict covers count too.
    ///
    /// - Returns: `tooManyPlates` if it needs approval but cannot wait: a proposal holds only stored plates.
    private func decide(
        _ verdict: Verdict, _ signs: Signs, onNamed named: Set<PlateKey>, _ items: [VerdictItem], by actor: AuditedPrincipal,
        into draft: inout Draft
    ) -> Result<VerdictOutcome, LedgerError> {
        let operation = Proposal.Operation.verdict(verdict, signs, on: nil)
        func isStored(_ key: PlateKey) -> Bool {
            registry.rowID(of: key) != nil && !(verdict.needsReports && decisions.isProtected(key, in: draft))
        }
        let kept = named.filter(isStored)
        // These two verdicts do not change plates without a record, and cover no twin.
        let needsKept = verdict == .confirm || verdict == .dismiss
        let unknown = needsKept ? 0 : named.count - kept.count
        let covered = needsKept ? kept : kept.union(named.flatMap(\.withTwin).filter(isStored))
        let plates = covered.count + unknown
        let charged = draft.bulkWork.charged
        guard bulkWork.secondModeratorRule.needsSecond(operation, plates: plates, by: actor, at: draft.now, charged: charged) else {
            bulkWork.secondModeratorRule.charge(operation, plates: plates, to: actor, into: &draft)
            return .success(decisions.decide(verdict, signs, on: items, isBulk: true, by: actor, registry, into: &draft))
        }
        guard unknown == 0 else { return .failure(.tooManyPlates) }
        let rows = kept.compactMap { registry.rowID(of: $0) }.sorted()
        var proposal = Proposal(operation, by: actor, commit: counters.commit, decision: counters.decisionID, at: draft.now)
        proposal.setPlates(rows.compactMap { rowID in registry[rowID].map { ProposalPlate(rowID: rowID, id: $0.id) } })
        return bulkWork.propose(proposal, by: actor, into: &draft).map { VerdictOutcome(waiting: $0) }
    }

    /// Carries out a verdict on a proposal's plates. The answer names the refused ones, so `reader` is charged for them.
    func decide(
        _ proposal: Proposal, by actor: AuditedPrincipal, readBy reader: AuditedPrincipal, into draft: inout Draft
    ) -> Result<(outcome: VerdictOutcome, plates: [Plate]), LedgerError> {
        guard case .verdict(let verdict, let signs, _) = proposal.operation else { return .failure(.previewOther) }
        let plates = proposal.plates.compactMap { registry.stored($0) }
        // A decision after the preview or proposal is not changed.
        let items = plates.map { VerdictItem($0.plate.key, seen: .decisions(upTo: proposal.decision)) }
        let outcome = decisions.decide(verdict, signs, on: items, isBulk: true, by: actor, registry, into: &draft)
        if let refusal = readQuota.charge(outcome.refused, to: reader, rules, into: &draft) { return .failure(refusal) }
        return .success((outcome, plates.map(\.plate)))
    }

    /// Whether a plate is protected, or shares a protection's bits.
    package func isProtected(_ key: PlateKey) -> Bool { decisions.isProtected(key) }
}
