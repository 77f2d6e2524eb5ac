import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Shows the effect of a purge or bulk verdict.
    func preview(_ asked: PreviewRequest, as requester: Requester) async throws(Refusal) -> PreviewBody {
        let actor = try requester.actor()
        if let purge = asked.purge {
            let (purge, keys) = try moderationReader.purge(purge, on: ledger.rules.day(of: clock.now()))
            return PreviewBody(
                try await asking { () async throws(LedgerError) in try await ledger.preview(purge, plates: keys, by: actor) })
        }
        guard let verdict = asked.verdict, let filter = asked.filter else { throw Refusal(.requestFieldMissing, field: "verdict") }
        let signs = try moderationReader.signs(asked.signs ?? [])
        let queueFilter = try moderationReader.filter(filter.reason, filter.status, filter.area)
        return PreviewBody(
            try await asking { () async throws(LedgerError) in
                try await ledger.preview(verdict, signs: signs, on: queueFilter, by: actor)
            })
    }

    /// Returns once everything is erased, or the proposal that waits.
    func purge(_ asked: PurgeRequest, as requester: Requester) async throws(Refusal) -> PurgeResponse {
        let actor = try requester.actor()
        return switch try await asking({ () async throws(LedgerError) in try await ledger.purge(preview: asked.preview, by: actor) }) {
        case .purged(let impact): PurgeResponse(purged: PurgedBody(impact))
        case .waiting(let proposal): PurgeResponse(waiting: body(of: proposal, for: actor))
        }
    }

    /// The proposals that wait for a second moderator.
    func proposals(as requester: Requester) async throws(Refusal) -> ProposalsBody {
        let actor = try requester.actor()
        let open = try await asking { () async throws(LedgerError) in try await ledger.openProposals(for: actor) }
        return ProposalsBody(
            proposals: open.map { body(of: $0.proposal, isApprovable: $0.isApprovable, byStatus: $0.byStatus.named, first: $0.first) })
    }

    /// Approves a proposal and carries it out.
    func approve(proposal text: String, as requester: Requester) async throws(Refusal) -> ApprovalResponse {
        let (id, actor) = (try proposalID(text), try requester.actor())
        return switch try await asking({ () async throws(LedgerError) in try await ledger.approve(id, by: actor) }) {
        case .purged(let impact): ApprovalResponse(purged: PurgedBody(impact))
        case .decided(let outcome, let plates): ApprovalResponse(verdicts: response(to: outcome, plates))
        }
    }

    func cancel(proposal text: String, as requester: Requester) async throws(Refusal) {
        let (id, actor) = (try proposalID(text), try requester.actor())
        try await asking { () async throws(LedgerError) in try await ledger.cancel(id, by: actor) }
    }

    private func proposalID(_ text: String) throws(Refusal) -> ProposalID {
        guard let id = ProposalID(text) else { throw Refusal(.proposalUnknown) }
        return id
    }

    /// A proposal as the requester may see it.
    func body(of proposal: Proposal, for actor: AuditedPrincipal) -> ProposalBody {
        body(of: proposal, isApprovable: proposal.tokenID != actor.tokenID)
    }

    private func body(
        of proposal: Proposal, isApprovable: Bool, byStatus: [String: Int] = [:], first: [PurgeImpact.Row] = []
    ) -> ProposalBody {
        var (purge, verdict, signs): (PurgeBody?, Verdict?, [String]?) = (nil, nil, nil)
        var (filter, isNamed): (QueueFilterBody?, Bool) = (nil, false)
        switch proposal.operation {
        case .purge(let asked):
            let proposedOn = ledger.rules.day(of: proposal.madeAt)
            purge = PurgeBody(
                area: areaName(asked.area), olderThanDays: asked.upTo.map { proposedOn - $0 }, status: asked.status?.rawValue)
            isNamed = asked.isNamed
        case .verdict(let asked, let given, let selected):
            verdict = asked
            if asked == .confirm, !given.isEmpty { signs = given.map(\.rawValue) }
            filter = selected.map { QueueFilterBody(reason: $0.reason, status: $0.status, area: areaName($0.area)) }
            isNamed = selected == nil
        }
        return ProposalBody(
            id: String(proposal.id), purge: purge, verdict: verdict, signs: signs, filter: filter, named: isNamed, by: proposal.actor.name,
            expiresAt: WireTime.text(proposal.expires.seconds), plates: proposal.plateCount, approvable: isApprovable,
            byStatus: byStatus, first: first.map(PreviewRow.init))
    }

    private func areaName(_ number: AreaNumber?) -> String? {
        number.flatMap { ledger.listings.areas.id($0)?.description }
    }
}
