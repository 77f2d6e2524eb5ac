import DaemonSupport
import Foundation
import GRDB
import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Restoring a backup")
struct RestoreTests {
    private let place = TemporaryFolder()
    private var file: String { "\(place.path)/thaw.backup" }
    private var folder: String { "\(place.path)/.local/state/thawd" }

    /// Backs up a registry with one plate, which then loses these files. Returns its admin's token.
    @discardableResult
    private func backUpAndLose(_ names: String..., minutesAgo: Int = 0) async throws -> TokenID {
        var admin = TokenID.server
        try await OperationsFixture.with(place) { fixture in
            fixture.clock.advance(minutes: -minutesAgo)
            try await fixture.report("MN ABC123")
            admin = try await fixture.principal().token.id
            try await fixture.backUp(to: file)
        }
        for name in names { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
        return admin
    }

    @Test func `later purges, clearings, dismissals, protections and revocations are reapplied`() async throws {
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN PURGED", "MN CLEARED", "MN DISMISS", "MN GUARDED", "MN KEPT")
            for plate in ["MN CLEARED", "MN KEPT"] { try await fixture.decide(.confirm, plate, signs: [.convoy]) }
            let code = Array("a code".utf8)
            let admin = try await fixture.principal()
            let ledger = try await fixture.holder.ledger()
            _ = try await ledger.makeInvite(code: code, role: .volunteer, isTrusted: true, by: admin)
            let volunteer = try await ledger.redeem(code: code) { Array("a volunteer".utf8) }.token
            try await fixture.backUp(to: file)

            #expect(try await fixture.purge("MN:PURGED") == 1)
            try await fixture.decide(.clear, "MN CLEARED")
            try await fixture.decide(.dismiss, "MN DISMISS")
            try await fixture.decide(.protect, "MN GUARDED")
            try await ledger.revoke(id: volunteer.id, by: admin)
            try await fixture.report("MN LATER")
            #expect(try await fixture.verify(file).tombstones == 5)
            let head = await ledger.auditPage(.init(start: .before(.max), limit: 1)).head.sequence

            let restored = try await fixture.restore(file)
            #expect(restored.tokens == .kept && restored.hadTombstones)
            #expect(restored.tombstones == 5)
            #expect(try await !fixture.knows("MN PURGED"))
            #expect(try await !fixture.knows("MN GUARDED"))
            #expect(try await !fixture.knows("MN LATER"), "reports since the backup are lost")
            #expect(try await fixture.status("MN KEPT") == .confirmed)
            #expect(try await fixture.status("MN CLEARED") == nil)
            let after = try await fixture.holder.ledger()
            #expect(after.tokens.token(id: volunteer.id)?.isRevoked == true)
            let page = await after.auditPage(.init(start: .before(.max), limit: 50))
            #expect(page.head.sequence > head, "the living chain goes on")
            #expect(page.links.contains { $0.entry.action == .restore })
            #expect(page.links.contains { $0.entry.action == .purge })
        }

        // Opened anew it is the same.
        try await OperationsFixture.with(place) { (fixture) async throws in
            #expect(try await !fixture.knows("MN PURGED"))
            #expect(try await fixture.status("MN KEPT") == .confirmed)
        }
    }

    @Test func `a purge that was previewed before the backup and done after it is reapplied`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123", "MN XYZ987")
        let preview = try await fixture.previewPurge(PurgeSelection(plates: ["MN ABC123"]))
        try await fixture.backUp(to: file)
        _ = try await fixture.ask(.purge(preview: preview))
        #expect(try await fixture.restore(file).plateChanges == 1)
        #expect(try await !fixture.knows("MN ABC123"))
        #expect(try await fixture.knows("MN XYZ987"))
        try await fixture.close()
    }

    @Test func `no sealed block of a purged plate is left in the folder`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123", "MN XYZ987")
        let block = fixture.home.keys.seal(try await #require(fixture.holder.ledger().storedRecord(of: Plate("MN ABC123").key)).plate).block
            .bytes
        try await fixture.backUp(to: file)
        try await fixture.purge("MN ABC123")
        _ = try await fixture.restore(file)
        try await fixture.close()
        let folder = fixture.home.folder.path
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            #expect(bytes.range(of: Data(block)) == nil, "\(name)")
        }
        #expect(try Data(contentsOf: URL(filePath: file)).range(of: Data(block)) != nil, "the search finds")
    }

    @Test func `a backup older than 30 days is refused, except without tombstones`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.backUp(to: file)
        fixture.clock.advance(days: 30)
        #expect(try await fixture.verify(file).refusal == nil)
        fixture.clock.advance(minutes: 1)
        #expect(try await fixture.verify(file).refusal?.code == ErrorCode.backupTooOld.rawValue)
        #expect(try await refusal { try await fixture.restore(file) } == .backupTooOld)
        #expect(try await fixture.restore(file, withoutTombstones: true).hadTombstones)
        try await fixture.close()
    }

    @Test func `missing tombstones are refused, and verifying never makes any`() async throws {
        let tombstones = "\(folder)/tombstones"
        try await backUpAndLose("tombstones")
        try await OperationsFixture.with(place) { fixture in
            #expect(try await fixture.verify(file).refusal?.code == ErrorCode.restoreNoTombstones.rawValue)
            #expect(try await refusal { try await fixture.restore(file) } == .restoreNoTombstones)
            #expect(!FileManager.default.fileExists(atPath: tombstones))
            let restored = try await fixture.restore(file, withoutTombstones: true)
            #expect(!restored.hadTombstones)
            #expect(FileManager.default.fileExists(atPath: tombstones))
        }
    }

    @Test func `tombstones that were started after the backup do not reach back to it`() async throws {
        // The new file is dated by the machine's clock, later than the backup.
        try await backUpAndLose("tombstones", minutesAgo: 3)
        try await OperationsFixture.acceptLoss(place)
        try await OperationsFixture.with(place) { fixture in
            _ = try await fixture.holder.ledger()
            #expect(try await refusal { try await fixture.restore(file) } == .backupTooOld)
        }
    }

    @Test func `a damaged registry is replaced, and the report says where tokens come from`() async throws {
        var admin = TokenID.server
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123")
            admin = try await fixture.principal().token.id
            try await fixture.backUp(to: file)
            try await fixture.purge("MN ABC123")
        }
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: "\(folder)/thaw.sqlite"))
        try await OperationsFixture.with(place) { fixture in
            let report = try await fixture.restore(file)
            #expect(report.tokens == .unreadable)
            #expect(try await !fixture.knows("MN ABC123"), "the tombstones do not need the database")
            #expect(try await fixture.holder.ledger().tokens.token(id: admin) != nil)
        }
    }

    @Test func `a backup is restored on another machine, with the key and the tombstones`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123", "MN XYZ987")
        try await fixture.backUp(to: file)
        try await fixture.purge("MN XYZ987")
        try await fixture.close()
        let elsewhere = TemporaryFolder()
        let folder = "\(elsewhere.path)/.local/state/thawd"
        #expect(mkdirs(folder) && chmodPrivate(folder))
        for name in ["seal.key", "tombstones"] {
            try FileManager.default.copyItem(atPath: "\(fixture.home.folder.path)/\(name)", toPath: "\(folder)/\(name)")
        }
        let other = try OperationsFixture(elsewhere)
        let restored = try await other.restore(file)
        #expect(restored.tokens == .noOthers)
        #expect(restored.droppedVoices == 1, "week keys are never in a backup")
        #expect(try await other.knows("MN ABC123"))
        #expect(try await !other.knows("MN XYZ987"))
        try await other.close()
    }

    @Test func `a registry that a first start made in the meantime is replaced, and the backup's tokens are valid again`() async throws {
        let admin = try await backUpAndLose("thaw.sqlite", "weeks", "commit-witness")
        try await OperationsFixture.with(place) { fixture in
            _ = try await fixture.holder.ledger().issueFirstAdmin { Array("somebody else".utf8) }
            let restored = try await fixture.restore(file)
            #expect(restored.tokens == .strangers)
            #expect(restored.hadTombstones, "these reach back to the backup")
            #expect(restored.droppedVoices == 1, "its week keys are not the backup's, whatever their weeks")
            let ledger = try await fixture.holder.ledger()
            #expect(ledger.tokens.all.map(\.id) == [admin])
            #expect(throws: Never.self) {
                try ledger.tokens.authenticate(OperationsFixture.admin, on: ledger.rules.day(of: fixture.clock.now))
            }
        }
    }

    @Test func `the tombstones of another registry, whose row IDs differ, are not applied`() async throws {
        try await backUpAndLose("thaw.sqlite", "weeks", "tombstones", "commit-witness", minutesAgo: 3)
        try await OperationsFixture.with(place) { fixture in
            _ = try await fixture.holder.ledger().issueFirstAdmin { Array("somebody else".utf8) }
            let stranger = try await fixture.holder.ledger().tokens.authenticate(
                Array("somebody else".utf8), on: fixture.holder.ledger().rules.day(of: fixture.clock.now))
            try await fixture.report("MN XYZ987", by: Principal(raw: Array("somebody else".utf8), token: stranger))
            #expect(try await fixture.purge("MN XYZ987") == 1)
            #expect(try await refusal { try await fixture.restore(file) } == .backupTooOld)
            let folder = fixture.home.folder.path
            let failed = await #expect(throws: DaemonError.self, "the swap finds its second name taken") {
                try await fixture.restore(file, withoutTombstones: true) { step, staged in
                    guard step == .replacing else { return }
                    _ = FileManager.default.createFile(atPath: "\(folder)/\(staged.rawValue).old", contents: nil)
                }
            }
            #expect(failed?.causes.map(\.code) == [.restoreFailed])
            #expect(try await !fixture.knows("MN ABC123"), "the former registry goes on")
            let restored = try await fixture.restore(file, withoutTombstones: true)
            #expect(restored.tokens == .strangers && !restored.hadTombstones && restored.plateChanges == 0)
            #expect(try await fixture.knows("MN ABC123"))
        }
    }

    private var state: String { "\(place.path)/.local/state/thawd" }

    @Test func `a damaged row and bytes after the tombstones, which nobody acknowledged, cost no tombstone`() async throws {
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123", "MN XYZ987")
            try await fixture.backUp(to: file)
            try await fixture.purge("MN XYZ987")
            let block = fixture.home.keys.seal(try Plate("MN ABC123")).block.bytes
            try await fixture.close()
            let database = URL(filePath: "\(state)/thaw.sqlite")
            var bytes = try Data(contentsOf: database)
            bytes[try #require(bytes.range(of: Data(block))).lowerBound] ^= 1
            try bytes.write(to: database)
            let tombstones = URL(filePath: "\(state)/tombstones")
            try (Data(contentsOf: tombstones) + Data(repeating: 0xFF, count: 100)).write(to: tombstones)
        }
        try await OperationsFixture.with(place) { fixture in
            let restored = try await fixture.restore(file)
            #expect(restored.tokens == .unreadable && restored.hadTombstones && restored.plateChanges == 1)
            #expect(try await !fixture.knows("MN XYZ987"))
        }
    }

    @Test func `a bit of the key's witness that flipped is damage of the registry, which a backup replaces`() async throws {
        try await backUpAndLose()
        let database = try DatabaseQueue(path: "\(state)/thaw.sqlite")
        try await database.write { try $0.execute(sql: "UPDATE registry SET value = zeroblob(16) WHERE row_id = 1") }
        try database.close()
        try await OperationsFixture.with(place) { (fixture) async throws in
            #expect(try await fixture.restore(file).tokens == .unreadable)
            #expect(try await fixture.knows("MN ABC123"))
        }
    }

    @Test func `a restore that fails leaves the log of a registry that lost commits as it was found`() async throws {
        let database = URL(filePath: "\(state)/thaw.sqlite")
        let log = URL(filePath: "\(state)/thaw.sqlite-wal")
        var found = Data()
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123")
            try await fixture.backUp(to: file)
            try await fixture.report("MN XYZ987")
            try await fixture.report("MN KEPT")
            let files = try (Data(contentsOf: database), Data(contentsOf: log), Data(contentsOf: URL(filePath: "\(state)/commit-witness")))
            try await fixture.close()
            // As after kill -9, with a log that lacks its end.
            found = files.1.prefix(files.1.count / 2)
            try files.0.write(to: database)
            try found.write(to: log)
            try files.2.write(to: URL(filePath: "\(state)/commit-witness"))
        }
        try await OperationsFixture.with(place) { (fixture) async throws in
            let folder = fixture.home.folder.path
            await #expect(throws: DaemonError.self, "the swap finds its second name taken") {
                try await fixture.restore(file) { step, staged in
                    guard step == .replacing else { return }
                    _ = FileManager.default.createFile(atPath: "\(folder)/\(staged.rawValue).old", contents: nil)
                }
            }
            #expect(try Data(contentsOf: log) == found)
            #expect(try await fixture.restore(file).tokens == .kept)
            #expect(try await fixture.knows("MN ABC123"))
        }
    }

    @Test func `an empty database is left as it is when a backup is compared with it`() async throws {
        var plan: StartPlan?
        try await OperationsFixture.with(place) { fixture in
            plan = fixture.plan
            try await fixture.report("MN ABC123")
        }
        let database = URL(filePath: "\(state)/thaw.sqlite")
        try Data().write(to: database)
        let holder = UnservedRegistry(
            try RegistryHome(try #require(plan), logger: .quiet, makesKey: false), clock: TestClock().wallClock, logger: .quiet)
        #expect(await holder.living() == nil)
        #expect(try Data(contentsOf: database).isEmpty)
    }

    @Test func `nothing is restored while the clock is wrong`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.backUp(to: file)
        let now = fixture.clock.now.seconds
        try ClockMark(folder: fixture.home.folder).write(.init(expected: now - 20 * 86_400, shown: now))
        #expect(try await refusal { try await fixture.restore(file) } == .clockJumped)
        try await fixture.close()
    }
}
