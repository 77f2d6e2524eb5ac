import Sightings
import Vocabulary
import Wire

extension Answers {
    /// A page of the audit chain, and its signed head.
    func audit(_ asked: AuditRequest, as requester: Requester) async throws(Refusal) -> AuditPage {
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
        if let plate = asked.plate { query.plate = try moderationReader.key(plate, field: "plate") }
        let (actor, question) = (try requester.actor(), query)
        let page = try await asking { () async throws(LedgerError) in try await ledger.auditPage(question, by: actor) }
        return AuditPage(
            entries: page.links.map(AuditEntryBody.init), more: page.isMore, checkpoint: signed(page.checkpoint), head: signed(page.head))
    }

    private func signed(_ head: AuditCheckpoint) -> SignedHeadBody {
        SignedHeadBody(
            sequence: Int(head.sequence), hash: head.hash.hexadecimal, signature: ledger.sign(head).hexadecimal,
            publicKey: ledger.auditPublicKey.hexadecimal)
    }

    /// Counts or ages the plates that are due, and lists confirmations that will lapse soon.
    func ageing(_ asked: AgeingRequest, as requester: Requester) async throws(Refusal) -> AgeingBody {
        let actor = try requester.actor()
        let outcome = try await asking { () async throws(LedgerError) in try await ledger.ageNow(isDryRun: asked.dryRun, by: actor) }
        return AgeingBody(
            asOf: WireTime.text(clock.now().seconds), plates: outcome.plates,
            nextAt: outcome.next == .distantFuture ? nil : WireTime.text(outcome.next.seconds), lapsing: outcome.lapsing,
            first: outcome.first.map { LapsingBody(plate: PlateBody($0.plate), lapsesOn: WireTime.dayText($0.on.number)) },
            read: readBody(outcome.readToday))
    }
}

extension AuditEntryBody {
    init(_ link: AuditLink) {
        let entry = link.entry
        self.init(
            sequence: Int(entry.sequence), day: WireTime.dayText(entry.day), by: entry.actor.name, action: entry.action.rawValue,
            count: Int(entry.count), plateName: entry.plateName == AuditEntry.noPlate ? nil : entry.plateName.hexadecimal,
            hash: link.hash.hexadecimal)
    }
}
