import Hummingbird
import Sightings
import Vocabulary
import Wire

extension API {
    /// `POST /v1/moderation/audit`: a page of the chain, and its signed head.
    @Sendable
    func showAudit(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(AuditRequest.self)
        var query = Ledger.AuditQuery(start: .before(.max), limit: asked.limit ?? WireLimits.pageItemsDefault)
        if let after = asked.after { query.start = .after(Int64(after)) }
        if let before = asked.before { query.start = .before(Int64(before)) }
        if let action = asked.action {
            guard let known = AuditAction(rawValue: action) else { throw Refusal(.auditActionUnknown, field: "action") }
            query.action = known
        }
        if let name = asked.by {
            guard let known = AuditActor(name: name) else { throw Refusal(.auditActorUnknown, field: "by") }
            query.actor = known
        }
        query.plate = try asked.plate.map { try moderationReader.key($0, field: "plate") }
        let page = try await ledger.auditPage(query, by: actor(context))
        return .json(
            AuditPage(
                entries: page.links.map(AuditEntryBody.init), more: page.isMore, checkpoint: signed(page.checkpoint),
                head: signed(page.head)))
    }

    private func signed(_ place: AuditCheckpoint) -> SignedHeadBody {
        SignedHeadBody(
            sequence: Int(place.sequence), hash: place.hash.hex, signature: ledger.sign(place).hex,
            publicKey: ledger.auditPublicKey.hex)
    }

    /// `POST /v1/moderation/ageing`: what is due, or lets it age now; and what is about to lapse.
    @Sendable
    func age(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(AgeingRequest.self)
        let outcome = try await ledger.ageNow(isDryRun: asked.dryRun, by: actor(context))
        return .json(
            AgeingBody(
                asOf: WireTime.text(clock.now().seconds), plates: outcome.plates,
                nextAt: outcome.next == .distantFuture ? nil : WireTime.text(outcome.next.seconds), lapsing: outcome.lapsing,
                first: outcome.first.map { LapsingBody(plate: PlateBody($0.plate), lapsesOn: WireTime.dayText($0.on.number)) },
                read: ReadBody(today: outcome.readToday, limit: ReadQuota.rowsPerDayMax)))
    }
}

extension AuditEntryBody {
    init(_ link: AuditLink) {
        let entry = link.entry
        self.init(
            sequence: Int(entry.sequence), day: WireTime.dayText(entry.day), by: entry.actor.name, action: entry.action.rawValue,
            count: Int(entry.count), plateName: entry.plateName == AuditEntry.noPlate ? nil : entry.plateName.hex, hash: link.hash.hex)
    }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte.
    fileprivate var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
