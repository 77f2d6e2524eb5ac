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
        /// The first of its plates.
        package let first: [Extent.Row]
    }

    private static var proposalRowsMax: Int { 5 }

    /// What waits for a second moderator, oldest first. The plates that it shows count as read.
    package func openProposals(for actor: Actor) async throws(LedgerError) -> [OpenProposal] {
        guard actor.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        let open = proposals.values.filter { !$0.isRunning && now < expiry(of: $0) }.sorted { $0.id < $1.id }.map { proposal in
            OpenProposal(
                proposal: proposal, isApprovable: refusal(of: actor, for: proposal) == nil,
                first: proposal.plates.lazy.compactMap(stored).prefix(Self.proposalRowsMax).map(Extent.Row.init))
        }
        _ = try await noteRead(open.reduce(0) { $0 + $1.first.count }, by: actor)
        return open
    }

    package nonisolated func expiry(of proposal: Proposal) -> Instant { proposal.madeAt.adding(hours: Self.proposalHours) }

    /// A proposal that waits, and that nothing in this pass has begun, approved or taken away.
    func waiting(_ id: Int64, in pass: Pass) -> Proposal? {
        guard let proposal = proposals[id], !proposal.isRunning, pass.proposals[id] == nil,
            !pass.erasedProposals.contains(where: { $0.id == id })
        else { return nil }
        return proposal
    }

    func propose(_ preview: Proposal, by actor: Actor) async throws(LedgerError) -> Proposal {
        guard preview.plateCount <= Self.proposalPlatesMax else { throw .proposalTooMany }
        let id: Int64 = try await change { ledger, pass in
            let known = Set(ledger.proposals.keys).union(pass.proposals.keys).subtracting(pass.erasedProposals.map(\.id))
            guard known.count < Self.proposalsMax else { return .failure(.proposalTooMany) }
            pass.counters.proposalID += 1
            var proposal = preview
            proposal.id = pass.counters.proposalID
            pass.proposals[proposal.id] = proposal
            ledger.note(.propose, by: actor.name, count: proposal.plateCount, in: &pass)
            return .success(proposal.id)
        }
        guard let proposal = proposals[id] else { throw .proposalUnknown }
        return proposal
    }

    /// What became of an approval.
    package enum ApprovalOutcome: Sendable {
        case purged(Extent)
        /// With the plates that were decided or refused, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
    }

    /// Carries out what another moderator proposed, and returns as the deed itself would.
    package func approve(_ id: Int64, by actor: Actor) async throws(LedgerError) -> ApprovalOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        guard let proposal = proposals[id], !proposal.isRunning, clock.now() < expiry(of: proposal) else { throw .proposalUnknown }
        if let refusal = refusal(of: actor, for: proposal) { throw refusal }
        switch proposal.deed {
        case .purge:
            return .purged(try await run(proposal, by: actor))
        case .verdict(let verdict, let signs):
            let plates = proposal.plates.compactMap(stored)
            // Where somebody decided since it was proposed, that stands.
            let items = plates.map { VerdictItem($0.plate.key, seen: .decisions(upTo: proposal.decision)) }
            let proposer = Actor(name: proposal.actor, tokenID: proposal.tokenID, role: .moderator)
            let outcome: VerdictOutcome = try await change(items: items.count) { ledger, pass in
                guard let proposal = ledger.waiting(id, in: pass) else { return .failure(.proposalUnknown) }
                pass.erasedProposals.append(proposal)
                ledger.note(.approve, by: actor.name, count: items.count, in: &pass)
                return .success(ledger.decide(verdict, signs, on: items, by: proposer, in: &pass))
            }
            return .decided(outcome, plates: plates.map(\.plate))
        }
    }

    /// Takes a proposal away. Any moderator may: nothing was done yet.
    package func cancel(_ id: Int64, by actor: Actor) async throws(LedgerError) {
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
        let invitedBy = tokens.token(id: actor.tokenID)?.invitedBy ?? 0
        // Two tokens from the server's shell may be one person's.
        if invitedBy == Token.server, tokens.token(id: proposal.tokenID)?.invitedBy == Token.server { return .proposalInvited }
        return invitedBy != 0 && invitedBy == proposal.tokenID ? .proposalInvited : nil
    }

    /// Drops what nobody approved in time.
    func settleProposals(in pass: inout Pass) {
        let now = pass.now
        drop(in: &pass) { expiry(of: $0) <= now }
    }

    /// Drops what somebody proposed whose token is good no more.
    func dropProposals(ofToken id: Int64, in pass: inout Pass) {
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
        }
    }
}

extension Proposal {
    /// Proposals with their plates, by id.
    static func assemble(_ stored: StoredRegistry) -> [Int64: Proposal] {
        var proposals = Dictionary(stored.proposals.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for page in stored.proposalPages { proposals[page.proposal]?.pages.append(page) }
        return proposals
    }
}
