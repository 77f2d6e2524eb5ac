import Foundation
import GRDB
import Plates
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct SightingDatabaseTests {
    let folder = TemporaryFolder()
    let identity = RegistryIdentity(keyWitness: Digest128(high: 1, low: 2), utcOffset: .zero)
    var path: String { folder.path + "/thaw.db" }

    let checks = try! SealKeys(secret: TestRegistry.secret).store

    private func open(_ other: RegistryIdentity? = nil) throws -> SightingDatabase {
        try SightingDatabase.open(path: path, identity: other ?? identity, checks: checks, witness: nil)
    }

    private func openBackup(_ path: String, _ other: RegistryIdentity? = nil) throws -> SightingDatabase {
        try SightingDatabase.openCopy(path: path, identity: other ?? identity, checks: checks)
    }

    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("every setting that durability and erasure rest on is in force")
    func settings() throws {
        let database = try open()
        for (name, value) in ["journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "temp_store": "2", "trusted_schema": "0"] {
            #expect(try database.setting(name) == value)
        }
        #expect(!FileManager.default.fileExists(atPath: path + "-shm"), "no shared memory: nothing else may read along")
    }

    @Test("a caller that is canceled meanwhile does not make a commit or an erasure fail")
    func canceled() async throws {
        let database = try open()
        for round in 0..<50 {
            let task = Task {
                var changes = Changes(counters: Counters())
                changes.addedAreas = ["area-\(round)"]
                do throws(StoreError) {
                    try await database.commit(changes)
                    try await database.eraseTraces()
                    return nil as StoreError?
                } catch {
                    return error
                }
            }
            task.cancel()
            #expect(await task.value == nil)
        }
        #expect(try await database.load().areas.count == 50)
    }

    @Test("the log is written over once it is 16 MiB long, and cut to nothing after an erasure; nothing is lost by either")
    func logLength() async throws {
        let database = try open()
        var lengths: [Int] = []
        var changes = Changes(counters: Counters())
        for round in 1...300 {
            changes.counters.commit = Int64(round)
            changes.receipts = [
                Day(number: 1): (1...2_000).map { index in
                    let digest = Digest128(high: UInt64(round), low: UInt64(index))
                    return Receipt(
                        rowID: RowID(index: index), receipt: digest, dayReceipt: digest, replay: digest, content: digest, commit: 1,
                        isMerged: false, counted: UInt8(index % 3))
                }
            ]
            try await database.commit(changes)
            changes.former.receipts = changes.receipts
            lengths.append(folder.length(of: "thaw.db-wal"))
        }
        #expect(lengths == lengths.sorted(), "its length is kept")
        #expect(Dictionary(grouping: lengths) { $0 }.values.contains { $0.count > 50 }, "it is written over")
        #expect((16 << 20...17 << 20).contains(lengths.last ?? 0))
        try await database.eraseTraces()
        #expect(folder.length(of: "thaw.db-wal") == 0)
        try await database.commit(changes)
        try database.close()
        let stored = try await open().load()
        #expect(stored.counters.commit == 300)
        #expect(Set(stored.receipts[Day(number: 1)] ?? []) == Set(changes.receipts[Day(number: 1)] ?? []))
    }

    @Test("nobody else can open it while it is open")
    func lock() throws {
        let database = try open()
        #expect(throws: StoreError.locked) { try open() }
        try database.close()
        _ = try open()
    }

    @Test("another key and another offset from UTC are refused")
    func identities() throws {
        try open().close()
        #expect(throws: StoreError.wrongKey) {
            try open(RegistryIdentity(keyWitness: .zero, utcOffset: .zero))
        }
        #expect(throws: StoreError.otherOffset(stored: .zero, set: UTCOffset("-06:00")!)) {
            try open(RegistryIdentity(keyWitness: identity.keyWitness, utcOffset: UTCOffset("-06:00")!))
        }
        try open().close()
    }

    @Test("a kill before the first migration leaves a file that the next start makes a registry")
    func killedBeforeMigrations() throws {
        try tamper("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        try open().close()
        try open().close()
    }

    @Test("a newer database is refused by name")
    func newer() throws {
        try open().close()
        try tamper("INSERT INTO grdb_migrations (identifier) VALUES ('v9999-from-the-future')")
        #expect(throws: StoreError.newer(schema: "v9999-from-the-future")) { try open() }
    }

    @Test("a backup must hold a registry, this one's, with every page whole")
    func backups() async throws {
        #expect(throws: StoreError.self) { try openBackup(path) }
        try tamper("CREATE TABLE other (a)")
        #expect(throws: StoreError.altered(table: "grdb_migrations")) { try openBackup(path) }
        try FileManager.default.removeItem(atPath: path)
        let copy = folder.path + "/copy.db"
        let database = try open()
        try await database.copy(to: copy)
        try database.close()
        try openBackup(copy).close()
        #expect(throws: StoreError.wrongKey) {
            try openBackup(copy, RegistryIdentity(keyWitness: .zero, utcOffset: .zero))
        }
        var bytes = try #require(FileManager.default.contents(atPath: copy))
        for offset in stride(from: 4096, to: bytes.count, by: 512) { bytes[offset] ^= 0xFF }
        try bytes.write(to: URL(fileURLWithPath: copy))
        #expect(throws: StoreError.corrupt) { try openBackup(copy) }
    }

    @Test("a file that is not a database is refused and not changed")
    func notADatabase() throws {
        let garbage = Data((0..<8192).map { UInt8($0 % 251) })
        try garbage.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.corrupt) { try open() }
        #expect(FileManager.default.contents(atPath: path) == garbage)
    }

    @Test("a file that was cut short is refused, never started empty", arguments: [0.3, 0.6, 0.95])
    func cut(share: Double) async throws {
        let registry = try await TestRegistry(folder: folder, clock: TestClock())
        let admin = try await registry.principal("admin")
        for start in stride(from: 0, to: 2000, by: 500) {
            _ = try await registry.ledger.record(try (start..<start + 500).map { try registry.submission("MN ABC\(1000 + $0)") }, by: admin)
        }
        try await registry.stop()
        let whole = try #require(FileManager.default.contents(atPath: path))
        try whole.prefix(Int(Double(whole.count) * share)).write(to: URL(fileURLWithPath: path))
        await #expect(throws: (any Error).self) { try await TestRegistry(folder: folder, clock: registry.clock) }
    }

    @Test(
        "a row with an invalid value is refused",
        arguments: [
            "UPDATE sightings SET step = 1099511627776 + 9", "UPDATE sightings SET support = 1099511627776 + 3",
            "UPDATE sightings SET support = 1099511627776 + 8", "UPDATE receipts_20779 SET flags = 1099511627776 + 48",
        ])
    func badRow(_ change: String) async throws {
        let error = try await error(after: change)
        guard case .altered = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    /// The error of a start on a registry with one report after a change to its file; nil if it starts.
    private func error(after change: String) async throws -> StoreError? {
        let registry = try await TestRegistry(folder: folder, clock: TestClock())
        _ = try await registry.report("MN ABC123", by: "ada")
        try await registry.stop()
        try tamper(change)
        return await #expect(throws: StoreError.self) { try await TestRegistry(folder: folder, clock: registry.clock) }
    }

    @Test(
        "a file with impossible row IDs or plates is refused",
        arguments: [
            "UPDATE plates SET row_id = 4000000000", "UPDATE plates SET row_id = 9223372036854775807",
            "UPDATE sightings SET row_id = 4000000000",
            "UPDATE state SET plate_id = 9223372036854775807", "DELETE FROM state",
            "INSERT INTO state SELECT row_id + 1, commit_number, plate_id, token_id, invite_id, aged_sightings, aged_plates, decision_id, proposal_id, tombstones, tombstone_code, codes, keyed_check FROM state",
            "UPDATE plates SET last_day = 1099511627776 + 2147483647",
            "UPDATE voices SET week = 1099511627776 + 2147483647",
            "UPDATE sightings SET step = 1099511627776 + 2, period = 1099511627776 + 2147483647",
            "UPDATE sightings SET step = 1099511627776 + 3, period = 1099511627776 - 2147483648",
            "UPDATE voices SET row_id = 4294967295", "UPDATE receipts_20779 SET row_id = 4294967294", "UPDATE plates SET row_id = 0",
            // One plate in two rows, both watched.
            "INSERT INTO plates SELECT row_id + 1, id + 1, block, status, first_day, last_day, confirmed_on, confirmed_signs, cleared_on, queued, vouched_day, keyed_check FROM plates",
            // And once more confirmed.
            """
            INSERT INTO plates SELECT row_id + 1, id + 1, block, 1099511627776 + 3, first_day, last_day, last_day, confirmed_signs, cleared_on, queued, vouched_day,
                keyed_check FROM plates
            """,
        ])
    func impossibleRows(_ change: String) async throws {
        switch try await error(after: change) {
        case .corrupt, .altered: break
        case let other: #expect(Bool(false), "\(String(describing: other))")
        }
    }

    @Test("a commit is whole or not there")
    func atomic() async throws {
        let database = try open()
        var changes = Changes(counters: Counters())
        changes.addedAreas = ["seward"]
        try await database.commit(changes)
        var second = Changes(counters: Counters())
        second.protections = [Protection(rowID: 1, bits: 7)]
        // A witness that is too short breaks a constraint after other rows were written.
        second.audit = [
            AuditLink(
                rowID: 1, entry: AuditEntry(sequence: 1, day: 1, actor: .shell, action: .purge, count: 1), hash: [1, 2, 3, 4, 5, 6, 7, 8])
        ]
        second.counters.commit = 99
        await #expect(throws: StoreError.corrupt) { try await database.commit(second) }
        let stored = try await database.load()
        #expect(stored.counters.commit == 0)
        #expect(stored.protections.isEmpty)
        #expect(stored.areas == ["seward"])
    }
}

extension SightingDatabase {
    fileprivate func setting(_ name: String) throws -> String? {
        try settings([name])[name]
    }
}
