import Foundation
import GRDB
import Plates
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What somebody can do to the file with `sqlite3` and without the seal key.
struct AlterationTests {
    let folder = TemporaryFolder()
    private var path: String { folder.path + "/thaw.db" }

    /// A registry with a row in nearly every table, stopped.
    private func stopped() async throws -> TestRegistry {
        var rules = Rules()
        rules.alerts.outputs = [.north]
        let registry = try await TestRegistry(folder: folder, clock: TestClock(), rules: rules)
        for name in ["AAA", "BBB", "CCC"] { try await registry.voices(3, on: "MN \(name)111") }
        _ = try await registry.actor("reader", role: .reader)
        _ = try await registry.ledger.makeInvite(
            code: [1, 2, 3], role: .volunteer, isTrusted: false, by: registry.principal("boss", role: .admin))
        try await registry.decide(.protect, on: Plate("MN BBB111").key)
        try await registry.decide(.clear, on: Plate("MN CCC111").key)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN AAA111").key)
        _ = try await registry.ledger.hold("north", isHeld: true, by: registry.principal("boss", role: .admin))
        try await registry.stop()
        return registry
    }

    private func alter(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: sql)
            let changesRows = !sql.contains("CREATE") && !sql.contains("DROP")
            #expect(try Int.fetchOne(database, sql: "SELECT total_changes()") != 0 || !changesRows, "the statement does something")
        }
        try queue.close()
    }

    private func expectRefusal(of registry: TestRegistry, table: String) async {
        await #expect(throws: StoreError.altered(table: table)) { try await TestRegistry(folder: folder, clock: registry.clock) }
    }

    @Test(
        "a row that was changed, erased or put elsewhere is found, and its table named",
        arguments: [
            ("tokens", "UPDATE tokens SET role = (SELECT max(role) FROM tokens) WHERE role < (SELECT max(role) FROM tokens)"),
            ("tokens", "UPDATE tokens SET hash = (SELECT hash FROM tokens ORDER BY row_id DESC LIMIT 1) WHERE row_id = 1"),
            ("protections", "UPDATE protections SET bits = 1099511627776, keyed_check = x'0000000000000000'"),
            ("protections", "DELETE FROM protections WHERE row_id = 1"),
            ("plates", "UPDATE plates SET status = 1099511627776 + 3"),
            ("plates", "UPDATE plates SET block = (SELECT block FROM plates ORDER BY row_id DESC LIMIT 1) WHERE row_id = 1"),
            ("sightings", "UPDATE sightings SET reports = reports + 1 WHERE row_id = 1"),
            ("voices", "UPDATE voices SET standing = 1099511627776 + 3 WHERE row_id = 1"),
            ("voices", "UPDATE voices SET row_id = row_id + 1000 WHERE row_id = 1"),
            ("invites", "UPDATE invites SET trusted = 1099511627776 + 1"),
            ("reviews", "UPDATE reviews SET verdict = 1099511627776 + 1"),
            ("audit", "DELETE FROM audit WHERE row_id = (SELECT max(row_id) FROM audit)"),
            ("areas", "UPDATE areas SET id = (SELECT id FROM areas WHERE row_id = 2) WHERE row_id = 1"),
            ("registry", "DELETE FROM registry WHERE row_id = 2"),
            ("registry", "UPDATE registry SET value = zeroblob(16) WHERE row_id = 1"),
            ("registry", "UPDATE registry SET value = x'000000000000003C' WHERE row_id = 2"),
            ("week_witnesses", "UPDATE week_witnesses SET witness = zeroblob(16)"),
            ("alerts", "UPDATE alerts SET area = area + 1"), ("alerts", "DELETE FROM alerts"),
            ("alert_holds", "DELETE FROM alert_holds"),
            ("state", "UPDATE state SET plate_id = plate_id + 1"),
            ("state", "UPDATE state SET codes = zeroblob(length(codes))"),
            // As long as before the tables of alerts.
            ("state", "UPDATE state SET codes = substr(codes, 1, 136)"),
        ])
    func rows(_ table: String, _ sql: String) async throws {
        let registry = try await stopped()
        try alter(sql)
        await expectRefusal(of: registry, table: table)
    }

    @Test("a receipt that was erased is found, and so is a day's table that is gone")
    func receipts() async throws {
        let registry = try await stopped()
        let day = registry.today.number
        let whole = try Data(contentsOf: URL(filePath: path))
        for sql in ["DELETE FROM receipts_\(day) WHERE row_id = 1", "DROP TABLE receipts_\(day)"] {
            try whole.write(to: URL(filePath: path))
            try alter(sql)
            await expectRefusal(of: registry, table: "receipts")
        }
    }

    @Test("an old row that is put back is found, with a check that was good once")
    func replayed() async throws {
        let registry = try await stopped()
        let old = folder.path + "/old.db"
        try FileManager.default.copyItem(atPath: path, toPath: old)
        let again = try await TestRegistry(folder: folder, clock: registry.clock)
        let reader = try await again.actor("reader", role: .reader)
        try await again.ledger.revoke(id: reader.tokenID, by: again.principal("boss", role: .admin))
        try await again.stop()
        try alter("ATTACH '\(old)' AS old; INSERT OR REPLACE INTO tokens SELECT * FROM old.tokens; DETACH old")
        await expectRefusal(of: registry, table: "tokens")
    }

    @Test(
        "tables, views, indexes and triggers that no migration makes are refused, and so is a schema that lacks one",
        arguments: [
            "CREATE TRIGGER sly AFTER INSERT ON plates BEGIN UPDATE plates SET status = 1099511627779; END", "CREATE TABLE other (a)",
            "DROP VIEW readable_plates; CREATE VIEW readable_plates AS SELECT 1", "DROP VIEW readable_plates", "DROP TABLE areas",
            "CREATE INDEX sly ON plates (id)",
        ])
    func schema(_ sql: String) async throws {
        let registry = try await stopped()
        try alter(sql)
        await expectRefusal(of: registry, table: "sqlite_schema")
    }
}
