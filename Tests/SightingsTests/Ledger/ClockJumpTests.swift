import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ClockJumpTests {
    private static let days = 400

    /// A registry with a confirmed plate, whose clock was then set ahead by more than anything lives.
    private func jumped() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name, signs: [.convoy]) }
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN ABC123").key)
        registry.clock.advance(days: Self.days)
        registry.clock.jump = Int64(Self.days) * 86_400
        return registry
    }

    private func weekKeys(of registry: TestRegistry) -> [String] {
        registry.folder.files().map(\.name).filter { $0.hasPrefix("week-keys/") }.sorted()
    }

    @Test("while a clock that jumped waits, overdue records are hidden, nothing is written, and nothing is erased")
    func hidden() async throws {
        let registry = try await jumped()
        let before = try await registry.store.load()
        let keys = weekKeys(of: registry)
        #expect(!keys.isEmpty)
        #expect(try registry.status("MN ABC123") == nil)
        let submission = try registry.submission("MN DEF456")
        let ada = Principal(raw: Array("ada".utf8), token: try #require(registry.ledger.tokens.all.first { $0.role == .volunteer }))
        await #expect(throws: LedgerError.clockJumped) { try await registry.ledger.record([submission], by: ada) }
        await #expect(throws: LedgerError.clockJumped) { try await registry.ledger.age() }
        let after = try await registry.store.load()
        #expect(after.counters == before.counters)
        #expect(after.plates == before.plates && after.sightings == before.sightings && after.voices == before.voices)
        #expect(after.receipts == before.receipts && after.tokens == before.tokens && after.audit == before.audit)
        #expect(weekKeys(of: registry) == keys)
    }

    @Test("once the clock is right again everything is shown as before, and ages in its time")
    func putRight() async throws {
        let registry = try await jumped()
        await #expect(throws: LedgerError.clockJumped) { try await registry.ledger.age() }
        registry.clock.advance(days: -Self.days)
        registry.clock.jump = nil
        try await registry.ageFully()
        #expect(try registry.status("MN ABC123") == .confirmed)
        #expect(try #require(try await registry.record("MN ABC123")).voices.count == 3)
        registry.clock.advance(days: 36)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123")?.sightings.isEmpty != false, "no overdue record was forgotten")
    }

    @Test("an operator who accepts the clock is audited, and overdue records go then")
    func accepted() async throws {
        let registry = try await jumped()
        registry.clock.jump = nil
        let again = try await registry.restarted()
        try await again.ledger.recordAcceptedClock()
        #expect(await again.auditedActions().last == .acceptClock)
        try await again.ageFully()
        #expect(try await again.record("MN ABC123") == nil)
        #expect(weekKeys(of: again).count == 1)
    }
}
