import DaemonSupport
import Foundation
import GRDB
import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Upgrades and downgrades")
struct UpgradeTests {
    private let place = TemporaryFolder()
    /// Two hours after the kept registry's last change: nothing in it has aged.
    private let clock = TestClock(KeptRegistry.madeAt.adding(hours: 2))
    private var folder: String { place.path(of: ".local/state/thawd") }

    // MARK: Upgrades

    @Test("a data folder of this version's schema is kept, and every table in it has rows")
    func kept() async throws {
        let newest = KeptDataFolder.newest
        if !newest.exists, ProcessInfo.processInfo.environment["THAW_REGENERATE"] == "1" { try await KeptRegistry.make(into: newest) }
        try #require(newest.exists, "Run THAW_REGENERATE=1 make test ARGS='--filter UpgradeTests', then the tests again.")
        try newest.copy(to: place)
        let queue = try DatabaseQueue(path: DataFolder.database(in: folder))
        let empty = try await queue.read { database in
            try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'").filter { table in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") == 0
            }
        }
        try queue.close()
        #expect(empty.isEmpty)
    }

    @Test("a data folder of an earlier version starts, and starts again, and nothing is missing", arguments: KeptDataFolder.all)
    func starts(_ kept: KeptDataFolder) async throws {
        try kept.copy(to: place)
        for _ in 0..<2 {
            try await OperationsFixture.with(place, clock: clock) { (fixture) async throws in
                try await expectPlates(fixture)
                try await expectPeople(fixture)
                try await expectAudit(fixture, kept)
            }
        }
    }

    @Test(
        "a registry of an earlier version goes on: a person stays one voice, a clearing is undone, a waiting purge is approved",
        arguments: KeptDataFolder.all)
    func goesOn(_ kept: KeptDataFolder) async throws {
        try kept.copy(to: place)
        try await OperationsFixture.with(place, clock: clock) { (fixture) async throws in
            let ledger = try await fixture.holder.ledger()
            let admin = AuditedPrincipal(try await fixture.principal().token)
            let suspected = try Plate(KeptRegistry.suspected).key
            #expect(await ledger.storedRecord(of: suspected)?.voices.count == 3)
            try await fixture.report(KeptRegistry.suspected, "MN NEW123", by: KeptRegistry.principal("ann", fixture))
            #expect(await ledger.storedRecord(of: suspected)?.voices.count == 3)
            let cleared = try Plate(KeptRegistry.cleared).key
            let clearing = try #require(await ledger.storedRecord(of: cleared)?.undoRecords.last)
            #expect(try await ledger.undo(clearing.decision, by: admin).undone == 1)
            let waiting = try #require(try await ledger.openProposals(for: admin).first)
            #expect(try await ledger.approve(waiting.proposal.id, by: admin).impact?.erased == 2)
            _ = try await ledger.redeem(code: Array(KeptRegistry.invite.utf8)) { Array("dee".utf8) }
        }
        try await OperationsFixture.with(place, clock: clock) { (fixture) async throws in
            #expect(try await fixture.knows("MN NEW123"))
            #expect(try await fixture.status(KeptRegistry.cleared) == .suspected)
            for plate in KeptRegistry.waiting { #expect(try await !fixture.knows(plate), "\(plate)") }
            _ = try await KeptRegistry.principal("dee", fixture)
        }
    }

    @Test("a backup of an earlier version is restored, and the operations since are reapplied", arguments: KeptDataFolder.all)
    func restores(_ kept: KeptDataFolder) async throws {
        let backup = try kept.copy(to: place)
        try await OperationsFixture.with(place, clock: clock) { (fixture) async throws in
            let verified = try await fixture.verify(backup)
            #expect(verified.refusal == nil && verified.madeAt == KeptRegistry.madeAt.seconds)
            #expect(verified.tombstones == 3, "a clearing, a protection and a revocation")
            let restored = try await fixture.restore(backup)
            #expect(restored.tokens == .kept && restored.tombstones == 3)
            #expect(try await fixture.status(KeptRegistry.confirmed) == .confirmed)
            #expect(try await fixture.status(KeptRegistry.suspected) == .suspected)
            for plate in [KeptRegistry.cleared, KeptRegistry.dismissed] { #expect(try await fixture.status(plate) == nil, "\(plate)") }
            #expect(try await !fixture.knows(KeptRegistry.protected))
            #expect(try await fixture.isProtected(KeptRegistry.protected))
            #expect(try await !fixture.knows(KeptRegistry.later), "reports since the backup are lost")
            try await expectPeople(fixture)
        }
    }

    private func expectPlates(_ fixture: OperationsFixture) async throws {
        #expect(try await fixture.status(KeptRegistry.confirmed) == .confirmed)
        #expect(try await fixture.status(KeptRegistry.suspected) == .suspected)
        for plate in [KeptRegistry.watched, KeptRegistry.cleared, KeptRegistry.dismissed, KeptRegistry.protected] {
            #expect(try await fixture.status(plate) == nil, "\(plate)")
        }
        for plate in [KeptRegistry.watched, KeptRegistry.later] + KeptRegistry.waiting {
            #expect(try await fixture.knows(plate), "\(plate)")
        }
        #expect(try await !fixture.knows(KeptRegistry.purged))
        #expect(try await fixture.isProtected(KeptRegistry.protected))
        let cleared = try Plate(KeptRegistry.cleared).key
        let answer = try await fixture.holder.ledger().listings.lookUp(cleared, similar: false, as: .member, at: clock.now)
        #expect(answer.cleared.count == 1)
    }

    private func expectPeople(_ fixture: OperationsFixture) async throws {
        let ledger = try await fixture.holder.ledger()
        let today = ledger.rules.day(of: clock.now)
        for name in KeptRegistry.volunteers + [KeptRegistry.moderator] {
            #expect(throws: Never.self, "\(name)") { try ledger.tokens.authenticate(Array(name.utf8), on: today) }
        }
        #expect(throws: TokenTable.Refusal.revoked) { try ledger.tokens.authenticate(Array(KeptRegistry.revoked.utf8), on: today) }
        #expect(try await ledger.openInvites(for: fixture.principal()).count == 1)
    }

    /// The audit chain has every entry, and the last one from before; the operator's verification agrees.
    private func expectAudit(_ fixture: OperationsFixture, _ kept: KeptDataFolder) async throws {
        let links = try await fixture.holder.ledger().auditPage(.init(start: .after(0), limit: 1_000)).links
        #expect(links.map(\.entry.sequence) == (0..<links.count).map { Int64($0) + 1 })
        let head = try kept.auditHead()
        let link = try #require(links.first { $0.entry.sequence == head.sequence })
        #expect(link.hash.hexadecimal == head.hash)
        let backup = place.path(of: "later.backup")
        try await fixture.backUp(to: backup)
        let verified = try await fixture.verify(backup)
        #expect(verified.auditEntries == links.count && verified.refusal == nil)
    }

    // MARK: Downgrades

    @Test("data of a newer version is refused by its schema's name, whatever is asked, and stays as it is; the newer version goes on")
    func downgrade() async throws {
        let schema = "v9999-from-the-future"
        let backup = place.path(of: "thaw.backup")
        try await OperationsFixture.with(place) { (fixture) async throws in
            try await fixture.report("MN ABC123")
            try await fixture.backUp(to: backup)
        }
        try await change("INSERT INTO grdb_migrations (identifier) VALUES ('\(schema)')")
        let before = content()
        #expect(before.count > 4)
        try await OperationsFixture.with(place) { (fixture) async throws in
            let selection = PurgeSelection(plates: ["MN ABC123"])
            for request in [.backUp, .inviteAdmin, .previewPurge(selection: selection)] as [OperationRequest] {
                let error = await #expect(throws: DaemonError.self) { try await fixture.ask(request) }
                #expect(error?.causes.map(\.code) == [.storeNewer])
                #expect(error?.description.contains(schema) == true)
            }
            #expect(try await refusal { try await fixture.restore(backup) } == .storeNewer)
        }
        #expect(content() == before)
        try await change("DELETE FROM grdb_migrations WHERE identifier = '\(schema)'")
        try await OperationsFixture.with(place) { (fixture) async throws in
            #expect(try await fixture.knows("MN ABC123"))
        }
    }

    private func change(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: DataFolder.database(in: folder))
        try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Every file by its name, without the lock and the empty log that SQLite makes when it opens a database.
    private func content() -> [String: Data] {
        let files = place.files().filter { !$0.name.hasSuffix("/lock") && !$0.bytes.isEmpty }
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
    }
}
