import Foundation
import GRDB
import Plates
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// A database of the first version, which had neither the tables of alerts nor their codes.
struct MigrationTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/thaw.db" }

    /// The length of `state.codes`, at 8 bytes a table: of 14 row tables and three others, and with the two of alerts.
    private static let formerCodes = 8 * 17
    private static let codes = 8 * 19

    /// A registry with a row in nearly every table, stopped, and its files as the first version left them.
    private func first() async throws -> (registry: TestRegistry, stored: StoredRegistry) {
        let registry = try await TestRegistry(folder: folder, clock: TestClock())
        for name in ["AAA", "BBB", "CCC"] { try await registry.voices(3, on: "MN \(name)111") }
        _ = try await registry.ledger.makeInvite(
            code: [1, 2, 3], role: .volunteer, isTrusted: false, by: registry.principal("boss", role: .admin))
        try await registry.decide(.protect, on: Plate("MN BBB111").key)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN CCC111").key)
        let stored = try await registry.store.load()
        try await registry.stop()
        try change { try $0.becomeFirstVersion(in: folder, registry.keys.store) }
        return (registry, stored)
    }

    private func change(_ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write(body)
        try queue.close()
    }

    private func codesLength() throws -> Int? {
        let queue = try DatabaseQueue(path: path)
        let length = try queue.read { try Int.fetchOne($0, sql: "SELECT length(codes) FROM state") }
        try queue.close()
        return length
    }

    /// Opens the database as a start does, reads it whole, and closes it without a commit.
    private func read(_ registry: TestRegistry, _ access: StoreAccess = .write) async throws -> StoredRegistry {
        let (checks, witness) = (registry.keys.store, folder.path + "/commit-witness")
        let identity = RegistryIdentity(keyWitness: registry.keys.keyWitness, utcOffset: .zero)
        let database =
            switch access {
            case .write:
                try SightingDatabase.open(
                    path: path, identity: identity, checks: checks, witness: CommitWitness(path: witness, checks: checks))
            case .readOnly:
                try SightingDatabase.openReadOnly(
                    at: path, identity: identity, checks: checks, witness: CommitWitness(path: witness, checks: checks, access: .readOnly))
            }
        defer { try? database.close() }
        return try await database.load()
    }

    private func expectSame(_ stored: StoredRegistry, _ before: StoredRegistry) {
        #expect(stored.counters == before.counters && stored.areas == before.areas && stored.witnessedCommit == before.counters.commit)
        #expect(stored.rows == before.rows && stored.alerts.isEmpty && stored.alertHolds.isEmpty)
        #expect(!stored.plates.isEmpty && !stored.receipts.isEmpty && !stored.undo.isEmpty && !stored.audit.isEmpty)
    }

    @Test("it is migrated, keeps everything and verifies: before the first commit, after a stop without one, and after one")
    func keeps() async throws {
        let (registry, before) = try await first()
        for _ in 0..<2 {
            #expect(try codesLength() == Self.formerCodes)
            let stored = try await read(registry)
            expectSame(stored, before)
            try Ledger.check(stored, keys: registry.keys)
        }
        var rules = registry.rules
        rules.alerts.outputs = [.north]
        let again = try await TestRegistry(folder: folder, clock: registry.clock, rules: rules)
        #expect(try again.status("MN CCC111", as: .public) == .confirmed)
        try await again.see("MN CCC111", minutesAgo: 40)
        try await again.stop()
        #expect(try codesLength() == Self.codes)
        let next = try await TestRegistry(folder: folder, clock: registry.clock, rules: rules)
        #expect(await next.ledger.sentAlerts(of: try Plate("MN CCC111").key).count == 1)
        #expect(try await next.record("MN AAA111")?.voices.count == 3)
    }

    @Test("a look at it migrates a copy in memory, and leaves its file as it is")
    func readOnly() async throws {
        let (registry, before) = try await first()
        let bytes = folder.bytes(of: "thaw.db")
        expectSame(try await read(registry, .readOnly), before)
        #expect(folder.bytes(of: "thaw.db") == bytes)
    }

    @Test(
        "what was changed in it is found, and its table named, before and after the migration",
        arguments: [
            ("tokens", "UPDATE tokens SET role = role + 1 WHERE row_id = 1"), ("sightings", "DELETE FROM sightings WHERE row_id = 1"),
            ("audit", "DELETE FROM audit WHERE row_id = 1"), ("receipts", "DELETE FROM receipts_20779 WHERE row_id = 1"),
            ("week_witnesses", "DELETE FROM week_witnesses"), ("areas", "DELETE FROM areas WHERE row_id = 3"),
            ("state", "UPDATE state SET codes = zeroblob(136)"), ("state", "UPDATE state SET codes = zeroblob(152)"),
            ("state", "UPDATE state SET codes = x''"),
        ], [false, true])
    func altered(_ alteration: (table: String, sql: String), isMigrated: Bool) async throws {
        let (registry, _) = try await first()
        if isMigrated { _ = try await read(registry) }
        try change { try $0.execute(sql: alteration.sql) }
        await #expect(throws: StoreError.altered(table: alteration.table)) { try await read(registry) }
    }

    @Test("before the first commit the added tables must be empty: a row is refused, even one with a good check")
    func addedRow() async throws {
        let (registry, before) = try await first()
        _ = try await read(registry)
        try change { database in
            try database.execute(
                sql: "INSERT INTO alert_holds VALUES (1, 1099511627777, 1099511627776, 1099511648555, zeroblob(8))")
            let row = try #require(try Row.fetchOne(database, sql: "SELECT * FROM alert_holds"))
            try database.execute(
                sql: "UPDATE alert_holds SET keyed_check = ?",
                arguments: [row.code(table: 16, registry.keys.store).littleEndianData])
        }
        await #expect(throws: StoreError.altered(table: "alert_holds")) { try await read(registry) }
        try change { try $0.execute(sql: "DELETE FROM alert_holds") }
        expectSame(try await read(registry), before)
    }
}

extension Database {
    /// Removes from a stopped registry's files what the first version lacked, with the codes that it had.
    fileprivate func becomeFirstVersion(in folder: TemporaryFolder, _ checks: StoreChecks) throws {
        try execute(sql: "DROP TABLE alerts; DROP TABLE alert_holds; DELETE FROM grdb_migrations WHERE identifier = 'v0002-alerts'")
        let codes = try #require(try Data.fetchOne(self, sql: "SELECT codes FROM state"))
        let former: Data = codes.prefix(8 * 14) + codes.suffix(8 * 3)
        try execute(sql: "UPDATE state SET codes = ?", arguments: [former])
        let row = try #require(try Row.fetchOne(self, sql: "SELECT * FROM state"))
        let check = row.code(table: 1003, checks)
        try execute(sql: "UPDATE state SET keyed_check = ?", arguments: [check.littleEndianData])
        // The witness names the state row's check: a record in each of two sectors.
        let number: Int64 = row["commit_number"]
        let commit = number - (1 << 40)
        var record = Data("thawcmt1".utf8)
        for part in [commit.bigEndianBytes, check.bigEndianBytes, checks.witness(commit: commit, state: check).bytes] { record += part }
        let witness: Data = record + Data(count: 4096 - record.count) + record
        try witness.write(to: URL(filePath: folder.path + "/commit-witness"))
    }
}

extension Row {
    /// The check of a row in a table with this number, from its columns between row ID and check.
    fileprivate func code(table: UInt64, _ checks: StoreChecks) -> UInt64 {
        var hash = checks.row(table: table, id: 1)
        for (_, value) in dropFirst().dropLast() {
            if case .int64(let number) = value.storage { hash.append(UInt64(bitPattern: number)) }
            guard case .blob(let data) = value.storage else { continue }
            let bytes = [UInt8](data)
            for offset in stride(from: 0, to: bytes.count, by: 8) {
                hash.append(bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
            }
        }
        return hash.code().high
    }
}

extension UInt64 {
    fileprivate var littleEndianData: Data { Data(bigEndianBytes.reversed()) }
}
