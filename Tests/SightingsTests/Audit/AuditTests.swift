import Crypto
import Foundation
import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct AuditTests {
    @Test("everything that is done is written down, with who and how many, and no plate")
    func entries() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        let decision = try await registry.decide(.dismiss, on: Plate("MN ABC123").key, by: "mo")
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        _ = try await registry.queue()
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN ABC123"])
        let principal = try await registry.principal("admin")
        let invite = try await registry.ledger.makeInvite(code: [1], role: .reader, isTrusted: false, by: principal)
        try await registry.ledger.cancelInvite(id: invite.id, by: principal)
        try await registry.ledger.revoke(id: registry.principal("voice 0").token.id, by: principal)
        let page = await registry.ledger.auditPage(.init(start: .after(0), limit: 100))
        let actions = page.links.map(\.entry.action)
        #expect(actions.first == .issue && page.links.first?.entry.actor == .shell, "the first admin")
        #expect(
            Array(actions.suffix(10)) == [.read, .dismiss, .undo, .read, .read, .bulk, .purge, .invite, .cancelInvite, .revoke],
            "a named plate and a preview are read, too")
        let mo = try await registry.actor("mo").name
        #expect(page.links.filter { [.dismiss, .undo, .read, .purge].contains($0.entry.action) }.allSatisfy { $0.entry.actor == mo })
        let named = page.links.filter { $0.entry.plateName != AuditEntry.noPlate }
        #expect(named.count == 2 && named[0].entry.plateName == named[1].entry.plateName, "the same salt")
    }

    @Test("a plate's entries can be found while it is kept, and mean nothing once its salt is gone")
    func salt() async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN ABC123").key
        try await registry.voices(2, on: "MN ABC123")
        try await registry.decide(.dismiss, on: key)
        func found() async -> Int { await registry.ledger.auditPage(.init(start: .after(0), limit: 100, plate: key)).links.count }
        #expect(await found() == 1)
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN ABC123"])
        #expect(await found() == 0)
        #expect(try await registry.store.load().reviews.isEmpty)
        try await registry.voices(2, on: "MN ABC123")
        try await registry.decide(.dismiss, on: key)
        #expect(await found() == 1, "a new salt")
    }

    @Test("every link's hash covers all before it, the head is signed, and a stored chain that was changed is refused")
    func chain() async throws {
        let registry = try await TestRegistry()
        for number in 0..<20 { try await registry.decide(.protect, on: Plate("MN P\(100 + number)").key) }
        let page = await registry.ledger.auditPage(.init(start: .after(0), limit: 100))
        var hash = page.checkpoint.hash
        for (index, link) in page.links.enumerated() {
            #expect(link.entry.sequence == Int64(index) + 1)
            hash = Array(SHA256.hash(data: hash + link.entry.bytes))
            #expect(link.hash == hash)
        }
        #expect(page.head.hash == hash)
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: registry.ledger.auditPublicKey)
        let signature = registry.ledger.sign(page.head)
        #expect(key.isValidSignature(signature, for: AuditEntry.signed(sequence: page.head.sequence, hash: page.head.hash)))
        #expect(!key.isValidSignature(signature, for: AuditEntry.signed(sequence: page.head.sequence - 1, hash: page.head.hash)))

        var changes = Changes(counters: try await registry.store.load().counters)
        let link = page.links[3]
        let forged = AuditEntry(
            sequence: link.entry.sequence, day: link.entry.day, actor: .shell, action: .purge, count: 9, plateName: link.entry.plateName)
        changes.audit = [AuditLink(rowID: link.rowID, entry: forged, hash: link.hash)]
        changes.former.audit = [link]
        try await registry.store.commit(changes)
        await #expect(throws: StoreError.corrupt) { _ = try await registry.restarted() }
    }

    @Test("entries past 90 days fold into the checkpoint, and their rows are erased")
    func folding() async throws {
        let registry = try await TestRegistry()
        for number in 0..<5 { try await registry.decide(.protect, on: Plate("MN P\(100 + number)").key) }
        let before = await registry.ledger.auditPage(.init(start: .after(0), limit: 100))
        registry.clock.advance(days: 91)
        try await registry.decide(.protect, on: Plate("MN NEW111").key)
        try await registry.ageFully()
        let page = await registry.ledger.auditPage(.init(start: .after(0), limit: 100))
        #expect(page.checkpoint == before.head)
        #expect(page.links.first?.entry.sequence == before.head.sequence + 1)
        let again = try await registry.restarted()
        #expect(await again.ledger.auditPage(.init(start: .after(0), limit: 100)).head == page.head)
        #expect(try await again.store.load().audit.count == page.links.count)
    }

    @Test("pages go forwards and backwards, and can be filtered by action and by person")
    func paging() async throws {
        let registry = try await TestRegistry()
        for number in 0..<10 { try await registry.decide(.protect, on: Plate("MN P\(100 + number)").key, by: number < 5 ? "ann" : "bo") }
        let ann = try await registry.actor("ann").name
        let ledger = registry.ledger
        let newest = await ledger.auditPage(.init(start: .before(.max), limit: 3))
        #expect(newest.isMore && newest.links.map(\.entry.sequence) == newest.links.map(\.entry.sequence).sorted(by: >))
        let next = await ledger.auditPage(.init(start: .before(newest.links[2].entry.sequence), limit: 3))
        #expect(next.links[0].entry.sequence == newest.links[2].entry.sequence - 1)
        let protects = await ledger.auditPage(.init(start: .after(0), limit: 100, action: .protect, actor: ann))
        // Each covers its twin.
        #expect(protects.links.count == 10 && !protects.isMore)
    }
}
