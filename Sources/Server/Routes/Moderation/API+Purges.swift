import Hummingbird
import Sightings
import Vocabulary
import Wire

extension API {
    /// `POST /v1/moderation/previews`: what a purge or a bulk verdict would do.
    @Sendable
    func preview(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(PreviewRequest.self)
        let actor = try actor(context)
        if let purge = asked.purge {
            let (purge, keys) = try moderationReader.purge(purge, on: ledger.rules.day(of: clock.now()))
            return .json(body(of: try await ledger.preview(purge, plates: keys, by: actor)))
        }
        guard let verdict = asked.verdict, let filter = asked.filter else { throw Refusal(.requestFieldMissing, field: "verdict") }
        let signs = try moderationReader.signs(asked.signs ?? [])
        let queueFilter = try moderationReader.filter(filter.reason, filter.status, filter.area)
        return .json(body(of: try await ledger.preview(verdict, signs: signs, on: queueFilter, by: actor)))
    }

    /// `POST /v1/moderation/purges`: answers once everything is erased, or that it waits.
    @Sendable
    func purge(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(PurgeRequest.self)
        let actor = try actor(context)
        return switch try await ledger.purge(preview: asked.preview, by: actor) {
        case .purged(let impact): .json(PurgeResponse(purged: PurgedBody(impact)))
        case .waiting(let proposal): .json(PurgeResponse(waiting: body(of: proposal, for: actor)))
        }
    }

    /// `GET /v1/moderation/proposals`
    @Sendable
    func listProposals(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let open = try await ledger.openProposals(for: actor(context))
        return .json(
            ProposalsBody(
                proposals: open.map { body(of: $0.proposal, isApprovable: $0.isApprovable, byStatus: $0.byStatus.named, first: $0.first) }))
    }

    /// `POST /v1/moderation/proposals/{id}/approval`: carries it out.
    @Sendable
    func approve(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let id = try proposalID(context)
        return switch try await ledger.approve(id, by: actor(context)) {
        case .purged(let impact): .json(ApprovalResponse(purged: PurgedBody(impact)))
        case .decided(let outcome, let plates): .json(ApprovalResponse(verdicts: response(to: outcome, plates)))
        }
    }

    /// `DELETE /v1/moderation/proposals/{id}`
    @Sendable
    func cancelProposal(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let id = try proposalID(context)
        try await ledger.cancel(id, by: actor(context))
        return .empty
    }

    private func proposalID(_ context: APIContext) throws -> ProposalID {
        guard let id = context.parameters.get("id", as: ProposalID.self) else { throw Refusal(.proposalUnknown) }
        return id
    }

    func body(of proposal: Proposal, for actor: Actor) -> ProposalBody {
        // Whoever is told of it has just proposed it.
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
                area: asked.area.flatMap { ledger.listings.areas.id($0)?.description }, olderThanDays: asked.upTo.map { proposedOn - $0 },
                status: asked.status?.name)
            isNamed = asked.isNamed
        case .verdict(let asked, let given, let selected):
            verdict = asked
            if asked == .confirm, !given.isEmpty { signs = given.map(\.rawValue) }
            filter = selected.map {
                QueueFilterBody(
                    reason: $0.reason, status: $0.status, area: $0.area.flatMap { ledger.listings.areas.id($0)?.description })
            }
            isNamed = selected == nil
        }
        return ProposalBody(
            id: String(proposal.id), purge: purge, verdict: verdict, signs: signs, filter: filter, named: isNamed, by: proposal.actor.name,
            expiresAt: WireTime.text(proposal.expires.seconds), plates: proposal.plateCount, approvable: isApprovable,
            byStatus: byStatus, first: first.map(PreviewRow.init))
    }

    private func body(of preview: Ledger.PreviewAnswer) -> PreviewBody {
        let impact = preview.impact
        return PreviewBody(
            preview: preview.id, expiresAt: WireTime.text(preview.expires.seconds), plates: impact.plates, erased: impact.erased,
            sightings: impact.sightings, voices: impact.voices,
            byStatus: impact.byStatus.named, byReason: preview.byReason.named, stays: impact.stays.named, unsigned: preview.unsigned,
            first: impact.first.map(PreviewRow.init), needsSecond: preview.needsSecond)
    }
}

extension PreviewRow {
    init(_ row: PurgeImpact.Row) {
        self.init(
            plate: PlateBody(row.plate), status: row.status, firstDay: WireTime.dayText(row.firstDay.number),
            lastDay: WireTime.dayText(row.lastDay.number), stays: row.stays.map(\.rawValue).sorted())
    }
}

extension [PurgeStatus: Int] {
    var named: [String: Int] { [String: Int](uniqueKeysWithValues: map { ($0.key.name, $0.value) }) }
}

extension Dictionary where Key: RawRepresentable<String>, Value == Int {
    /// Counts under the words of the wire.
    var named: [String: Int] { [String: Int](uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) }) }
}

extension PurgedBody {
    init(_ impact: PurgeImpact) {
        self.init(plates: impact.plates, erased: impact.erased, sightings: impact.sightings, voices: impact.voices)
    }
}
