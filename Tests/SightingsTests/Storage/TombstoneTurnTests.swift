import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// The order of tombstones, commits and answers, and what continues while tombstones are written.
struct TombstoneTurnTests {
    private let plate = "MN ABC123"

    /// A registry with a suspected plate.
    private func registry() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: plate)
        return registry
    }

    @Test("while a tombstone is written, the ledger answers others, and nothing is committed or shown before it is on disk")
    func appending() async throws {
        let registry = try await registry()
        let commits = registry.store.commits
        let hold = registry.tombstoneLog.holdWrites()
        async let decision = registry.decide(.clear, on: Plate(plate).key, by: "admin")
        await hold.arrival()
        #expect(await registry.ledger.plateCount == 1)
        #expect(try registry.status(plate) == .suspected && registry.store.commits == commits)
        let late = Task { try await registry.report("MN LAT111", by: "voice 0") }
        while registry.ledger.waitingItems == 0 { await Task.yield() }
        hold.release()
        _ = try await decision
        #expect(try registry.status(plate) == nil)
        _ = try await late.value
        let stored = try await registry.store.load()
        #expect(stored.counters.tombstones == registry.tombstones.end)
        #expect(try registry.tombstones.load().count == 1)
    }

    @Test("a lifting operation is answered after its tombstone, which follows its commit")
    func lifting() async throws {
        let registry = try await registry()
        let key = try Plate(plate).key
        try await registry.decide(.protect, on: key)
        let hold = registry.tombstoneLog.holdWrites()
        let commits = registry.store.commits
        async let decision = registry.decide(.unprotect, on: key)
        await hold.arrival()
        #expect(registry.store.commits == commits + 1)
        #expect(await registry.ledger.isProtected(key) == false)
        #expect(try registry.tombstones.load().count == 1)
        hold.release()
        _ = try await decision
        #expect(try registry.tombstones.load().count == 2)
        let again = try await registry.restarted()
        #expect(await again.ledger.isProtected(key) == false)
    }

    @Test(
        "an operation whose tombstone cannot be written is not done, and the next one is",
        arguments: [(StoreError.full, LedgerError.storeFull), (.inputOutput(code: 5), .tombstoneFailed)])
    func failing(error: StoreError, expected: LedgerError) async throws {
        let registry = try await registry()
        let commits = registry.store.commits
        registry.tombstoneLog.failNext(error)
        await #expect(throws: expected) { try await registry.decide(.clear, on: Plate(plate).key) }
        #expect(try registry.status(plate) == .suspected && registry.store.commits == commits)
        #expect(registry.ledger.isWritable)
        try await registry.decide(.clear, on: Plate(plate).key)
        #expect(try registry.status(plate) == nil)
    }

    @Test("while old tombstones are dropped, reports are recorded")
    func pruning() async throws {
        let registry = try await registry()
        try await registry.decide(.clear, on: Plate(plate).key)
        registry.clock.advance(days: Tombstone.days + 1)
        let hold = registry.tombstoneLog.holdWrites()
        async let aged: Void = registry.ageFully()
        await hold.arrival()
        _ = try await registry.report("MN LAT111", by: "voice 0")
        #expect(try registry.tombstones.load().count == 1)
        hold.release()
        try await aged
        #expect(try registry.tombstones.load().isEmpty)
        _ = try await registry.restarted()
    }

    @Test("nothing is committed once a write failed while a tombstone was written")
    func failedMeanwhile() async throws {
        let registry = try await registry()
        let commits = registry.store.commits
        let hold = registry.tombstoneLog.holdWrites()
        let decision = Task { try await registry.decide(.clear, on: Plate(plate).key) }
        await hold.arrival()
        registry.store.failNextErasure(.inputOutput(code: 5))
        await #expect(throws: LedgerError.storeFailed) { try await registry.ledger.eraseTraces() }
        hold.release()
        await #expect(throws: LedgerError.storeFailed) { try await decision.value }
        #expect(registry.store.commits == commits)
    }
}
