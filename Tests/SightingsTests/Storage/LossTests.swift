import Foundation
import Plates
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What a start finds missing of what was acknowledged.
struct LossTests {
    private let start = TestClock().now

    private func open(_ folder: TemporaryFolder, _ registry: TestRegistry, _ onLoss: LossResponse = .refuse) async throws -> TestRegistry {
        try await TestRegistry(folder: folder, clock: registry.clock, rules: registry.rules, onLoss: onLoss)
    }

    /// What a start finds missing; nil if it refuses nothing.
    private func loss(_ folder: TemporaryFolder, _ registry: TestRegistry) async throws -> RegistryLoss? {
        do {
            let again = try await open(folder, registry)
            try await again.stop()
            return nil
        } catch StoreError.incomplete(let loss) {
            return loss
        }
    }

    // MARK: Commits

    /// Cuts, flips or removes the write-ahead log that holds the last commits.
    enum LogDamage: CaseIterable {
        case removed, empty, halved, lastByteFlipped, middleFlipped

        func apply(to path: String) throws {
            let url = URL(filePath: path)
            var bytes = try Data(contentsOf: url)
            switch self {
            case .removed: return try FileManager.default.removeItem(at: url)
            case .empty: bytes = Data()
            case .halved: bytes = bytes.prefix(bytes.count / 2)
            case .lastByteFlipped: bytes[bytes.count - 1] ^= 1
            case .middleFlipped: bytes[bytes.count / 2] ^= 1
            }
            try bytes.write(to: url)
        }
    }

    @Test("a log that lost commits is refused by name, whatever became of it", arguments: LogDamage.allCases)
    func lostCommits(_ damage: LogDamage) async throws {
        let registry = try await TestRegistry()
        try await registry.database.eraseTraces()
        for name in ["ada", "bob", "cay"] { _ = try await registry.report("MN ABC123", by: name) }
        let expected = try await registry.store.load().counters.commit
        let folder = try registry.crashed()
        #expect(try await loss(folder, registry) == nil, "a crash alone loses nothing")
        let damaged = try registry.crashed()
        try damage.apply(to: damaged.path + "/thaw.db-wal")
        let loss = try #require(try await loss(damaged, registry))
        #expect(loss.expected == expected && loss.found < expected)
        #expect(loss.lacksCommits && !loss.lacksTombstones)
        #expect(try await self.loss(damaged, registry) == loss, "a start that was refused changes nothing")
    }

    /// Flips a bit of the witness at each offset.
    private func flip(_ offsets: [Int], in folder: TemporaryFolder) throws {
        var bytes = try #require(folder.bytes(of: "commit-witness"))
        for offset in offsets where offset < bytes.count { bytes[offset] ^= 1 }
        try Data(bytes).write(to: URL(filePath: folder.path(of: "commit-witness")))
    }

    @Test("a witness that is gone is refused by name, and so is one of another key")
    func lostWitness() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        let folder = try registry.crashed()
        try FileManager.default.removeItem(atPath: folder.path + "/commit-witness")
        #expect(try await loss(folder, registry)?.expected == .some(nil))
        let flipped = try registry.crashed()
        try flip([20, 4096 + 20], in: flipped)
        #expect(try await loss(flipped, registry)?.lacksCommits == true)
    }

    @Test("a record of the witness that does not check may have been the newer: it is refused")
    func flippedRecord() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "bob", "cay"] { _ = try await registry.report("MN ABC123", by: name) }
        for offset in [20, 4096 + 20] {
            let folder = try registry.crashed()
            try flip([offset], in: folder)
            #expect(try await loss(folder, registry)?.lacksCommits == true)
        }
    }

    @Test("a database that is older than the tombstones beside it is refused, with a witness as old as it is")
    func olderDatabase() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN PUR111")
        let older = try registry.crashed()
        try await registry.voices(3, on: "MN OTH111")
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN PUR111"])
        try FileManager.default.removeItem(atPath: older.path + "/tombstones")
        try FileManager.default.copyItem(atPath: registry.folder.path + "/tombstones", toPath: older.path + "/tombstones")
        let loss = try #require(try await loss(older, registry))
        #expect(loss.lacksCommits && !loss.lacksTombstones)
        let again = try await open(older, registry, .accept(found: loss.found))
        #expect(try await again.record("MN PUR111") == nil)
    }

    @Test("a witness that is behind is one of a power loss, and refuses nothing")
    func witnessBehind() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        let witness = try Data(contentsOf: URL(filePath: registry.folder.path + "/commit-witness"))
        _ = try await registry.report("MN ABC123", by: "bob")
        _ = try await registry.report("MN ABC123", by: "cay")
        let folder = try registry.crashed()
        try witness.write(to: URL(filePath: folder.path + "/commit-witness"))
        #expect(try await loss(folder, registry) == nil)
    }

    @Test("an operator who names the commit goes on, once; what was purged since is purged again, and it is audited")
    func accepted() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN PUR111")
        try await registry.database.eraseTraces()
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN PUR111"])
        let late = try await registry.store.load().counters
        // Without its log the database is as it was before the purge.
        let before = try await TestRegistry()
        try await before.voices(3, on: "MN PUR111")
        try await before.database.eraseTraces()
        let folder = try before.crashed()
        for name in ["commit-witness", "tombstones"] {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            try FileManager.default.copyItem(atPath: registry.folder.path + "/" + name, toPath: folder.path + "/" + name)
        }
        let loss = try #require(try await loss(folder, before))
        #expect(loss.expected == late.commit)
        await #expect(throws: StoreError.incomplete(loss)) { try await open(folder, before, .accept(found: loss.found + 1)) }
        let again = try await open(folder, before, .accept(found: loss.found))
        #expect(try await again.record("MN PUR111") == nil)
        #expect(await again.auditedActions().last == .acceptLoss)
        let counters = try await again.store.load().counters
        #expect(counters.commit > late.commit && counters.plateID > late.plateID)
        _ = try await again.report("MN NEW111", by: "ada")
        let next = try await again.restarted()
        #expect(try await next.record("MN NEW111") != nil)
    }

    // MARK: Tombstones

    @Test("tombstones that are gone, cut or flipped are refused by name; accepting it starts a new log with those that are left")
    func lostTombstones() async throws {
        let registry = try await TestRegistry()
        for name in ["AAA", "BBB"] {
            try await registry.voices(3, on: "MN \(name)111")
            _ = try await registry.purge(Purge(isNamed: true), plates: ["MN \(name)111"])
        }
        let whole = try Data(contentsOf: URL(filePath: registry.folder.path + "/tombstones"))
        for length in [nil, 0, 30, whole.count - 1, whole.count / 2] {
            let folder = try registry.crashed()
            let file = URL(filePath: folder.path + "/tombstones")
            if let length { try whole.prefix(length).write(to: file) } else { try FileManager.default.removeItem(at: file) }
            let loss = try #require(try await loss(folder, registry))
            #expect(loss.lacksTombstones && !loss.lacksCommits)
            let again = try await open(folder, registry, .accept(found: loss.found))
            let kept = try again.tombstones.load().count { if case .purge = $0.operation { true } else { false } }
            #expect(kept == (length == whole.count - 1 ? 1 : 0), "the first, if the cut is in the second")
            try await again.voices(3, on: "MN CCC111")
            _ = try await again.purge(Purge(isNamed: true), plates: ["MN CCC111"])
            _ = try await again.restarted()
        }
    }

    @Test("an accepted loss is reapplied and audited in the first commit, before new areas are stored")
    func acceptedWithNewArea() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN PUR111")
        let older = try registry.crashed()
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN PUR111"])
        for name in ["commit-witness", "tombstones"] {
            try FileManager.default.removeItem(atPath: older.path + "/" + name)
            try FileManager.default.copyItem(atPath: registry.folder.path + "/" + name, toPath: older.path + "/" + name)
        }
        let loss = try #require(try await loss(older, registry))
        let areas = TestRegistry.areas + [try #require(AreaID("new-area"))]
        let again = try await TestRegistry(
            folder: older, clock: registry.clock, rules: registry.rules, areas: areas, onLoss: .accept(found: loss.found))
        #expect(try await again.record("MN PUR111") == nil)
        guard case .renumbering(let renumbering)? = try again.tombstones.load().last?.operation else {
            Issue.record("accepting a loss renumbers")
            return
        }
        let stored = try await again.store.load()
        #expect(stored.areas.last == "new-area" && stored.counters.commit == renumbering.start + 1, "the area has the second commit")
    }

    // MARK: Week keys

    private func weekKey(_ registry: TestRegistry, in folder: TemporaryFolder) -> String {
        folder.path + "/week-keys/week-\(registry.today.week).key"
    }

    /// What became of a week's key.
    enum KeyDamage: CaseIterable {
        case gone, replaced, empty, cut
    }

    @Test(
        "a week's key that is gone, cut or replaced, though voices stand under it, is refused by name; accepted, its voices go",
        arguments: KeyDamage.allCases)
    func lostWeekKey(_ damage: KeyDamage) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        #expect(try registry.status("MN ABC123") == .suspected)
        let folder = try registry.crashed()
        let path = weekKey(registry, in: folder)
        let left: Data? =
            switch damage {
            case .gone: nil
            case .replaced: Data(repeating: 7, count: 32)
            case .empty: Data()
            case .cut: Data(repeating: 7, count: 2)
            }
        try FileManager.default.removeItem(atPath: path)
        try left?.write(to: URL(filePath: path))
        let loss = try #require(try await loss(folder, registry))
        #expect(loss.weeks == [registry.today.week] && !loss.lacksCommits)
        #expect(FileManager.default.contents(atPath: path) == left, "no key is made in silence")
        let again = try await open(folder, registry, .accept(found: loss.found))
        #expect(try await again.record("MN ABC123")?.voices.isEmpty == true)
        #expect(try again.status("MN ABC123") == nil)
        // The same tokens are one voice each, and no more.
        try await again.voices(3, on: "MN ABC123")
        #expect(try await again.record("MN ABC123")?.voices.count == 3)
        _ = try await again.restarted()
    }

    @Test("a key that no voice needs may be missing: another is made")
    func unusedWeekKey() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.actor("mo")
        let folder = try registry.crashed()
        try FileManager.default.removeItem(atPath: weekKey(registry, in: folder))
        #expect(try await loss(folder, registry) == nil)
    }

    @Test("week keys that cannot be read are named, and not taken for a broken database")
    func unreadableWeekKeys() async throws {
        let registry = try await TestRegistry()
        let folder = try registry.crashed()
        let weeks = URL(filePath: weekKey(registry, in: folder)).deletingLastPathComponent()
        try FileManager.default.moveItem(atPath: weeks.path, toPath: weeks.path + ".elsewhere")
        try FileManager.default.createSymbolicLink(atPath: weeks.path, withDestinationPath: weeks.path + ".elsewhere")
        await #expect(throws: StoreError.otherFile(name: "weeks", code: ELOOP)) { try await open(folder, registry) }
    }

    @Test("a clock that was a week behind at a start makes nobody a second voice")
    func clockBehind() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        registry.clock.advance(days: -7)
        let behind = try await registry.restarted()
        _ = try await behind.report("MN ABC123", by: "ada")
        #expect(try await behind.record("MN ABC123")?.voices.count == 1)
        registry.clock.advance(days: 7)
        let again = try await behind.restarted()
        _ = try await again.report("MN ABC123", by: "ada")
        #expect(try await again.record("MN ABC123")?.voices.count == 1)
    }

    // MARK: Erasure

    @Test("a purge does not answer that it erased anything once a write has failed")
    func eraseAfterFailure() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        registry.store.failNext(.inputOutput(code: 5))
        await #expect(throws: LedgerError.storeFailed) { try await registry.report("MN ABC123", by: "bob") }
        await #expect(throws: LedgerError.storeFailed) { try await registry.ledger.eraseTraces() }
    }

    @Test("a backup stops all writing if it cannot write the registry's own log to the database")
    func backUpAfterFailure() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        registry.store.failNextErasure(.inputOutput(code: 5))
        await #expect(throws: LedgerError.storeFailed) { try await registry.backUp() }
        #expect(registry.ledger.hasFailed)
    }
}
