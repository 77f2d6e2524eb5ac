import Foundation
import GRDB
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What can become of a backup on its way.
struct BackupTests {
    /// Of the seal at its end.
    private static let sealBytes = 46
    private static let codeBytes = 32

    private let folder = TemporaryFolder()
    private var copy: String { folder.path + "/copy" }

    private func identity(_ registry: TestRegistry) -> RegistryIdentity {
        RegistryIdentity(keyWitness: registry.keys.keyWitness, utcOffset: registry.rules.utcOffset)
    }

    private func backup() async throws -> (TestRegistry, Data) {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN AAA111")
        let path = folder.path + "/backup"
        try await registry.ledger.backUp(to: path)
        return (registry, try Data(contentsOf: URL(filePath: path)))
    }

    /// Opens a copy with these bytes.
    private func openCopy(_ bytes: Data, _ registry: TestRegistry) throws -> SightingDatabase {
        for end in ["", "-wal"] { try? FileManager.default.removeItem(atPath: copy + end) }
        try bytes.write(to: URL(filePath: copy))
        return try SightingDatabase.openCopy(path: copy, identity: identity(registry), checks: registry.keys.store)
    }

    /// Opens a copy with these bytes, and reads it whole.
    private func read(_ bytes: Data, _ registry: TestRegistry) async throws -> StoredRegistry {
        let database = try openCopy(bytes, registry)
        defer { try? database.close() }
        return try await database.load()
    }

    @Test("a whole backup is read, and what it holds is what the registry holds")
    func whole() async throws {
        let (registry, bytes) = try await backup()
        let stored = try await read(bytes, registry)
        let living = try await registry.store.load()
        #expect(stored.plates == living.plates && stored.counters == living.counters && stored.backedUpAt != nil)
    }

    @Test("a backup that is made among commits and erasures holds the whole of one commit")
    func amongCommits() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let ledger = registry.ledger
        let paths = (0..<4).map { "\(folder.path)/backup\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                let submission = try registry.submission("MN ABC\(1000 + number)")
                group.addTask { _ = try await ledger.record([submission], by: ada) }
                group.addTask { try await ledger.eraseTraces() }
                if number % 25 == 0 {
                    let path = paths[number / 25]
                    group.addTask { try await ledger.backUp(to: path) }
                }
            }
            try await group.waitForAll()
        }
        for path in paths {
            let stored = try await read(Data(contentsOf: URL(filePath: path)), registry)
            #expect(stored.backedUpAt != nil)
            try Ledger.check(stored, keys: registry.keys)
        }
    }

    @Test("a backup whose end is cut off is refused by name, at every length of the cut")
    func cut() async throws {
        let (registry, bytes) = try await backup()
        for length in 1...Self.sealBytes {
            await #expect(throws: StoreError.unsealed, "cut by \(length) bytes") { try await read(bytes.dropLast(length), registry) }
        }
        for length in [Self.sealBytes + 1, Self.sealBytes + 4096, bytes.count / 2] {
            await #expect(throws: StoreError.self, "cut by \(length) bytes") { try await read(bytes.dropLast(length), registry) }
        }
        for added in [1, Self.sealBytes, 4096] {
            await #expect(throws: StoreError.unsealed, "\(added) bytes added") { try await read(bytes + Data(count: added), registry) }
        }
    }

    @Test("a backup with any bit of its seal flipped is refused")
    func flippedSeal() async throws {
        let (registry, bytes) = try await backup()
        for offset in bytes.count - Self.sealBytes..<bytes.count {
            // Without its mark a seal is none; with it, another code shows that a byte was changed.
            let expected = offset < bytes.count - Self.codeBytes ? StoreError.unsealed : StoreError.corrupt
            for bit in 0..<8 {
                var bad = bytes
                bad[offset] ^= 1 << bit
                await #expect(throws: expected, "bit \(bit) of byte \(offset)") { try await read(bad, registry) }
            }
        }
    }

    @Test("a backup with any byte of its database changed is refused")
    func flippedDatabase() async throws {
        let (registry, bytes) = try await backup()
        let end = bytes.count - Self.sealBytes
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<200 {
            let offset = Int.random(in: 0..<end, using: &random)
            var bad = bytes
            bad[offset] ^= UInt8.random(in: 1...255, using: &random)
            try bad.write(to: URL(filePath: copy))
            #expect(
                try BackupSeal.check(copy, registry.keys.store) == .altered(databaseBytes: end), "seed \(seed), offset \(offset)")
        }
    }

    @Test("a copy of a registry's own database is no backup, whether its daemon runs, is stopped, or wrote to it meanwhile")
    func plainCopy() async throws {
        let (registry, _) = try await backup()
        let path = URL(filePath: registry.folder.path + "/thaw.db")
        try await registry.ledger.eraseTraces()
        try await registry.voices(3, on: "MN BBB222")
        let living = try Data(contentsOf: path)
        await #expect(throws: StoreError.living) { try await read(living, registry) }
        try await registry.stop()
        let stopped = try Data(contentsOf: path)
        await #expect(throws: StoreError.living) { try await read(stopped, registry) }
        let queue = try DatabaseQueue(path: path.path)
        let page = try await queue.read { try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'plates'") }
        try queue.close()
        let end = try #require(page) * 4096
        var torn = stopped
        torn.replaceSubrange(end - 4096..<end, with: Data(repeating: 7, count: 4096))
        await #expect(throws: StoreError.living) { try await read(torn, registry) }
    }

    @Test("a backup is not opened as a registry until the first commit to it")
    func inPlace() async throws {
        let (registry, bytes) = try await backup()
        let stored = try await read(bytes, registry)
        #expect(throws: StoreError.backup) {
            try SightingDatabase.open(path: copy, identity: identity(registry), checks: registry.keys.store, witness: nil)
        }
        let database = try openCopy(bytes, registry)
        _ = try await database.load()
        try await database.commit(Changes(counters: stored.counters))
        try database.close()
        let living = try SightingDatabase.open(path: copy, identity: identity(registry), checks: registry.keys.store, witness: nil)
        #expect(try await living.load().counters == stored.counters)
        try living.close()
    }
}
