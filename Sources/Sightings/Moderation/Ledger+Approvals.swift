package import Plates
package import Vocabulary

extension Ledger {
    /// A proposal as moderators see it before an approval.
    package struct OpenProposal: Sendable {
        package let proposal: Proposal
        package let isApprovable: Bool
        /// Its plates as they are now, without those that are gone.
        package let byStatus: [PurgeStatus: Int]
        /// The first of its plates.
        package let first: [PurgeImpact.Row]
    }

    private static var proposalRowsMax: Int { 5 }

    /// The waiting proposals, oldest first. The plates that it shows count as read. Costs a pass over their plates, in slices.
    package func openProposals(for actor: AuditedPrincipal) async throws(LedgerError) -> [OpenProposal] {
        guard actor.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        var open: [OpenProposal] = []
        for proposal in bulkWork.open(at: now) {
            var (byStatus, first): ([PurgeStatus: Int], [PurgeImpact.Row]) = ([:], [])
            for page in proposal.pages {
                for record in page.plates.compactMap({ self.registry.stored($0) }) {
                    if let status = PurgeStatus(of: record) { byStatus[status, default: 0] += 1 }
                    if first.count < Self.proposalRowsMax { first.append(PurgeImpact.Row(record)) }
                }
                await Task.yield()
            }
            open.append(
                OpenProposal(
                    proposal: proposal, isApprovable: bulkWork.refusal(of: actor, for: proposal, tokens) == nil, byStatus: byStatus,
                    first: first))
        }
        _ = try await chargeRead(open.reduce(0) { $0 + $1.first.count }, by: actor)
        return open
    }

    /// The result of an approval.
    package enum ApprovalOutcome: Sendable {
        case purged(PurgeImpact)
        /// With the decided or refused plates, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
    }

    /// Carries out another moderator's proposal, with the operation's own answer. It does not count against a daily limit.
    package func approve(_ id: ProposalID, by actor: AuditedPrincipal) async throws(LedgerError) -> ApprovalOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        let approved: Approved = try await change(items: approvalItems(id)) { ledger, draft in
            guard let proposal = ledger.bulkWork.waiting(id, in: draft), draft.now < proposal.expires else {
                return .failure(.proposalUnknown)
            }
            if let refusal = ledger.bulkWork.refusal(of: actor, for: proposal, ledger.tokens) { return .failure(refusal) }
            var attempt = draft
            let answer = ledger.approve(proposal, by: actor, into: &attempt)
            if case .success = answer { draft = attempt }
            return answer
        }
        return switch approved {
        case .running(let proposal): .purged(try await finish(proposal, pause: Self.stepPause))
        case .decided(let outcome, let plates): .decided(outcome, plates: plates)
        }
    }

    private enum Approved: Sendable {
        case running(Proposal)
        case decided(VerdictOutcome, plates: [Plate])
    }

    private func approvalItems(_ id: ProposalID) -> Int {
        guard let proposal = bulkWork.proposals[id], case .verdict = proposal.operation else { return 1 }
        return proposal.plateCount
    }

    private func approve(_ proposal: Proposal, by actor: AuditedPrincipal, into draft: inout Draft) -> Result<Approved, LedgerError> {
        draft.audit.append(.approve, by: actor.name, count: proposal.plateCount)
        if case .purge(let purge) = proposal.operation { return .success(.running(begin(proposal, purge, into: &draft))) }
        draft.bulkWork.erasedProposals.append(proposal)
        let proposer = AuditedPrincipal(name: proposal.actor, tokenID: proposal.tokenID, role: .moderator)
        return decide(proposal, by: proposer, readBy: actor, into: &draft).map { .decided($0.outcome, plates: $0.plates) }
    }

    /// Cancels a proposal. Any moderator may: nothing was done yet.
    package func cancel(_ id: ProposalID, by actor: AuditedPrincipal) async throws(LedgerError) {
        guard actor.role >= .moderator else { throw .notAllowed }
        try await change { ledger, draft in ledger.bulkWork.cancel(id, by: actor.name, into: &draft) }
    }
}
