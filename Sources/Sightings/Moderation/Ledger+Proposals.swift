package import Plates
import Vocabulary

extension Ledger {
    private static var proposalHours: Int { 24 }
    private static var proposalsMax: Int { 20 }
    private static var proposalPlatesMax: Int { 1_000_000 }

    /// A proposal as a moderator sees it before they approve it.
    package struct OpenProposal: Sendable {
        package let proposal: Proposal
        package let isApprovable: Bool
        /// Its plates as they are now; those that have gone since are in no count.
        package let byStatus: [PurgeStatus: Int]
        /// The first of its plates.
        package let first: [Extent.Row]
    }

    private static var proposalRowsMax: Int { 5 }

    /// What waits for a second moderator, oldest first. The plates that it shows count as read. Costs a pass over their plates, in slices.
    package func openProposals(for actor: Actor) async throws(LedgerError) -> [OpenProposal] {
        guard actor.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        var open: [OpenProposal] = []
        for proposal in proposals.values.filter({ !$0.isRunning && now < expiry(of: $0) }).sorted(by: { $0.id < $1.id }) {
            var (byStatus, first): ([PurgeStatus: Int], [Extent.Row]) = ([:], [])
            for page in proposal.pages {
                for record in page.plates.compactMap({ self.stored($0) }) {
                    if let status = PurgeStatus(of: record) { byStatus[status, default: 0] += 1 }
                    if first.count < Self.proposalRowsMax { first.append(Extent.Row(record)) }
                }
                await Task.yield()
            }
            open.append(
                OpenProposal(
                    proposal: proposal, isApprovable: refusal(of: actor, for: proposal) == nil, byStatus: byStatus, first: first))
        }
        _ = try await noteRead(open.reduce(0) { $0 + $1.first.count }, by: actor)
        return open
    }

    package nonisolated func expiry(of proposal: Proposal) -> Instant { proposal.madeAt.adding(hours: Self.proposalHours) }

    /// A proposal that waits, and that nothing in this pass has begun, approved or taken away.
    func waiting(_ id: ProposalID, in pass: Pass) -> Proposal? {
        guard let proposal = proposals[id], !proposal.isRunning, pass.proposals[id] == nil,
            !pass.erasedProposals.contains(where: { $0.id == id })
        else { return nil }
        return proposal
    }

    /// Puts an operation before a second moderator.
    func propose(_ preview: Proposal, by actor: Actor, in pass: inout Pass) -> Result<Proposal, LedgerError> {
        let known = Set(proposals.keys).union(pass.proposals.keys).subtracting(pass.erasedProposals.map(\.id))
        guard preview.plateCount <= Self.proposalPlatesMax, known.count < Self.proposalsMax else { return .failure(.proposalTooMany) }
        pass.counters.proposalID.advance()
        var proposal = preview
        proposal.id = pass.counters.proposalID
        pass.proposals[proposal.id] = proposal
        note(.propose, by: actor.name, count: proposal.plateCount, in: &pass)
        return .success(proposal)
    }

    /// What became of an approval.
    package enum ApprovalOutcome: Sendable {
        case purged(Extent)
        /// With the plates that were decided or refused, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
    }

    /// Carries out what another moderator proposed, and answers as the operation itself would. It does not count against anybody's day.
    package func approve(_ id: ProposalID, by actor: Actor) async throws(LedgerError) -> ApprovalOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        let approved: Approved = try await change(items: approvalItems(id)) { ledger, pass in
            guard let proposal = ledger.waiting(id, in: pass), pass.now < ledger.expiry(of: proposal) else {
                return .failure(.proposalUnknown)
            }
            if let refusal = ledger.refusal(of: actor, for: proposal) { return .failure(refusal) }
            var attempt = pass
            let answer = ledger.approve(proposal, by: actor, in: &attempt)
            if case .success = answer { pass = attempt }
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
        guard let proposal = proposals[id], case .verdict = proposal.deed else { return 1 }
        return proposal.plateCount
    }

    private func approve(_ proposal: Proposal, by actor: Actor, in pass: inout Pass) -> Result<Approved, LedgerError> {
        note(.approve, by: actor.name, count: proposal.plateCount, in: &pass)
        if case .purge(let purge) = proposal.deed { return .success(.running(begin(proposal, purge, in: &pass))) }
        pass.erasedProposals.append(proposal)
        let proposer = Actor(name: proposal.actor, tokenID: proposal.tokenID, role: .moderator)
        return decide(proposal, by: proposer, readBy: actor, in: &pass).map { .decided($0.outcome, plates: $0.plates) }
    }

    /// Takes a proposal away. Any moderator may: nothing was done yet.
    package func cancel(_ id: ProposalID, by actor: Actor) async throws(LedgerError) {
        guard actor.role >= .moderator else { throw .notAllowed }
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            guard let proposal = ledger.waiting(id, in: pass) else { return .failure(.proposalUnknown) }
            pass.erasedProposals.append(proposal)
            ledger.note(.cancel, by: actor.name, count: proposal.plateCount, in: &pass)
            return .success(())
        }
    }

    private func refusal(of actor: Actor, for proposal: Proposal) -> LedgerError? {
        if actor.tokenID == proposal.tokenID { return .proposalOwn }
        let invitedBy = tokens.token(id: actor.tokenID)?.invitedBy ?? .none
        // Two tokens from the server's shell may be one person's.
        if invitedBy == TokenID.server, tokens.token(id: proposal.tokenID)?.invitedBy == TokenID.server { return .proposalInvited }
        return invitedBy != .none && invitedBy == proposal.tokenID ? .proposalInvited : nil
    }

    /// Drops what nobody approved in time.
    func settleProposals(in pass: inout Pass) {
        let now = pass.now
        drop(in: &pass) { expiry(of: $0) <= now }
    }

    /// Drops what somebody proposed whose token is good no more.
    func dropProposals(ofToken id: TokenID, in pass: inout Pass) {
        drop(in: &pass) { $0.tokenID == id }
    }

    private func drop(in pass: inout Pass, where isOver: (Proposal) -> Bool) {
        for id in proposals.keys.sorted() {
            guard let proposal = waiting(id, in: pass), isOver(proposal) else { continue }
            pass.erasedProposals.append(proposal)
            note(.cancel, by: proposal.actor, count: proposal.plateCount, in: &pass)
        }
    }

    func apply(_ changed: some Sequence<Proposal>, erased: [Proposal]) {
        for proposal in changed { proposals[proposal.id] = proposal }
        for proposal in erased { proposals[proposal.id] = nil }
        purges = purges.filter { proposals[$0.proposal.id] != nil }
        for proposal in changed {
            guard let purge = RunningPurge(proposal), !purges.contains(where: { $0.proposal.id == proposal.id }) else { continue }
            purges.append(purge)
            // Until whoever began it comes to `finish`, nobody else is to go on with it.
            finishing.insert(proposal.id)
        }
    }
}

extension Proposal {
    /// Proposals with their plates, by id.
    static func assemble(_ stored: StoredRegistry) -> [ProposalID: Proposal] {
        var proposals = Dictionary(stored.proposals.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for page in stored.proposalPages { proposals[page.proposal]?.pages.append(page) }
        return proposals
    }
}
