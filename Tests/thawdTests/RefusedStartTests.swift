import DaemonSupport
import Foundation
import GRDB
import Glibc
import Logging
import SQLiteStore
import Seal
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("check-config finds every error for which a start is refused")
struct RefusedStartTests {
    /// The state of a folder before the damage.
    enum Origin: Sendable {
        case stopped
        /// The last commits are only in the write-ahead log.
        case killed
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// nil if a start succeeds.
        let code: ErrorCode?
        let origin: Origin
        let settings: @Sendable (inout Settings) -> Void
        let apply: @Sendable (_ folder: String) throws -> Void

        init(
            _ name: String, _ code: ErrorCode?, _ origin: Origin = .stopped,
            _ apply: @escaping @Sendable (String) throws -> Void = { _ in },
            settings: @escaping @Sendable (inout Settings) -> Void = { _ in }
        ) {
            testDescription = name
            self.code = code
            self.origin = origin
            self.settings = settings
            self.apply = apply
        }

        static func gone(_ file: String, _ code: ErrorCode?, _ origin: Origin = .stopped) -> Damage {
            Damage("\(file) is gone", code, origin) { try FileManager.default.removeItem(atPath: "\($0)/\(file)") }
        }

        static func changed(
            _ file: String, _ what: String, _ code: ErrorCode?, _ origin: Origin = .stopped, _ change: @escaping @Sendable (Data) -> Data
        ) -> Damage {
            Damage("\(file) \(what)", code, origin) { folder in
                let url = URL(filePath: "\(folder)/\(file)")
                try change(try Data(contentsOf: url)).write(to: url)
                chmod(url.path, 0o600)
            }
        }

        /// The same content elsewhere, and a link to it.
        static func linked(_ file: String, _ code: ErrorCode) -> Damage {
            Damage("\(file) is a link", code) { folder in
                let (path, elsewhere) = ("\(folder)/\(file)", "\(folder)/elsewhere")
                try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
            }
        }

        static func altered(_ sql: String, _ code: ErrorCode = .storeCorrupt) -> Damage {
            Damage(sql, code) { folder in
                let queue = try DatabaseQueue(path: DataFolder.database(in: folder))
                try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
                try queue.close()
            }
        }
    }

    private static let weekKey = "weeks/week-key"
    private static let database = "thaw.sqlite"

    private static let files: [Damage] = [
        Damage("nothing is wrong", nil), Damage("nothing is wrong after a kill", nil, .killed),
        .gone("commit-witness", .storeIncomplete), .linked("commit-witness", .storeUnreadable),
        .changed("commit-witness", "is empty", .storeIncomplete) { _ in Data() },
        .changed("commit-witness", "is flipped", .storeIncomplete) { flipped($0, 20, 4096 + 20) },
        .gone("tombstones", .storeIncomplete), .linked("tombstones", .storeUnreadable),
        .changed("tombstones", "is flipped at its head", .storeIncomplete) { flipped($0, 0) },
        .changed("tombstones", "is flipped at its end", .storeIncomplete) { flipped($0, $0.count - 1) },
        .changed("tombstones", "is cut", .storeIncomplete) { $0.dropLast() },
        .changed("tombstones", "ends in zeros", nil) { $0 + Data(count: 40) },
        .changed("tombstones", "ends in garbage", nil) { $0 + Data((0..<100).map { UInt8($0) }) },
        .gone(weekKey, .storeIncomplete), .linked(weekKey, .storeIncomplete), .linked("weeks", .folderUnwritable),
        .gone("weeks", .storeIncomplete),
        .changed(weekKey, "is another one", .storeIncomplete) { _ in Data(repeating: 7, count: 32) },
        .changed(weekKey, "is cut", .storeIncomplete) { $0.dropLast() },
        .gone("seal.key", .sealMissing),
        .changed("seal.key", "is another one", .sealWrong) { _ in Data(String(repeating: "5ac3", count: 16).utf8) },
        .changed("seal.key", "is cut", .sealMalformed) { $0.prefix(20) },
        Damage("seal.key is readable by others", .sealPermissions) { chmod("\($0)/seal.key", 0o644) },
        Damage("the folder is open to others", .folderPermissions) { chmod($0, 0o755) },
        Damage("the week keys are open to others", .folderPermissions) { chmod("\($0)/weeks", 0o750) },
        Damage("another offset is set", .configChanged, settings: { $0.rules.utcOffset = UTCOffset("-06:00")! }),
    ]

    private static let databases: [Damage] = [
        .gone(database, .storeCorrupt), .linked(database, .storeUnreadable),
        .changed(database, "is empty", .storeCorrupt) { _ in Data() },
        .changed(database, "is cut", .storeCorrupt) { $0.prefix($0.count / 2) },
        .changed(database, "is garbage", .storeCorrupt) { Data(repeating: 7, count: $0.count) },
        Damage("a journal that thawd does not write", .storeCorrupt) {
            try Data(count: 512).write(to: URL(filePath: "\($0)/\(database)-journal"))
        },
        .gone("\(database)-wal", .storeIncomplete, .killed),
        .changed("\(database)-wal", "is empty", .storeIncomplete, .killed) { _ in Data() },
        .changed("\(database)-wal", "is cut", .storeIncomplete, .killed) { $0.prefix($0.count / 2) },
        .changed("\(database)-wal", "is flipped at its end", .storeIncomplete, .killed) { flipped($0, $0.count - 1) },
        .gone("\(database)-wal", nil),
        .altered("DROP VIEW readable_plates"), .altered("DROP TABLE week_witnesses"), .altered("DROP TABLE registry"),
        .altered("CREATE INDEX extra ON plates (id)"), .altered("CREATE TABLE extra (a)"), .altered("CREATE VIEW extra AS SELECT 1"),
        .altered("CREATE TRIGGER extra AFTER INSERT ON plates BEGIN SELECT 1; END"),
        .altered("DROP VIEW readable_plates; CREATE TABLE readable_plates (a)"),
        .altered("DROP TABLE grdb_migrations"), .altered("DELETE FROM grdb_migrations"),
        .altered("ALTER TABLE grdb_migrations RENAME COLUMN identifier TO name"),
        .altered("DROP TABLE grdb_migrations; CREATE TABLE grdb_migrations (identifier); INSERT INTO grdb_migrations VALUES (NULL)"),
        .altered("INSERT INTO grdb_migrations VALUES ('v9999-from-the-future')", .storeNewer),
        .altered("UPDATE tokens SET trusted = trusted + 1"), .altered("DELETE FROM audit WHERE row_id = 1"),
        .altered("UPDATE state SET plate_id = plate_id + 1"), .altered("DELETE FROM registry WHERE row_id = 6"),
        .altered("UPDATE registry SET value = x'01' WHERE row_id = 6"), .altered("UPDATE registry SET value = x'' WHERE row_id = 6"),
        .altered("UPDATE registry SET value = x'0000000000000001' WHERE row_id = 2"),
    ]

    private static func flipped(_ data: Data, _ offsets: Int...) -> Data {
        var bytes = [UInt8](data)
        for offset in offsets where offset < bytes.count { bytes[offset] ^= 1 }
        return Data(bytes)
    }

    /// Makes a registry with plates, voices, a token and tombstones, and copies its folder for the test.
    private func make(_ origin: Origin, at place: TemporaryFolder) async throws {
        let first = TemporaryFolder()
        let fixture = try OperationsFixture(first)
        try await fixture.report("MN ABC123", "MN DEF456")
        try await fixture.decide(.clear, "MN DEF456")
        try await fixture.report("MN GHI789")
        if origin == .stopped { try await fixture.close() }
        try copyDataFolder(fixture.home.folder.path, to: place.path(of: ".local/state/thawd"))
        if origin == .killed { try await fixture.close() }
    }

    /// The error of a start on the folder; nil if it succeeds.
    private func refusal(of plan: StartPlan, _ logs: KeptLogs) async throws -> DaemonError? {
        do throws(DaemonError) {
            let registry = try OpenRegistry(plan, logger: Logger(label: "test") { _ in logs })
            defer { registry.close() }
            let ledger = try await registry.openLedger(clock: clock)
            await ledger.stop()
            return nil
        } catch {
            return error
        }
    }

    private var clock: WallClock { WallClock { Instant(seconds: Int64(Date().timeIntervalSince1970) + 120) } }

    @Test("check-config and serve report the same error, and check-config changes nothing", arguments: files + databases)
    func refused(_ damage: Damage) async throws {
        let place = TemporaryFolder()
        try await make(damage.origin, at: place)
        var settings = Settings()
        damage.settings(&settings)
        let plan = try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path]))
        let folder = plan.dataFolder
        // A name that does not depend on the day.
        let weeks = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/weeks")
        try FileManager.default.moveItem(atPath: "\(folder)/weeks/\(try #require(weeks.first))", toPath: "\(folder)/\(Self.weekKey)")
        try damage.apply(folder)
        let key = "\(folder)/\(Self.weekKey)"
        var status = stat()
        if lstat(key, &status) == 0 {
            try FileManager.default.moveItem(atPath: key, toPath: "\(folder)/weeks/\(try #require(weeks.first))")
        }

        let before = try fileStates(in: folder)
        var found: DaemonError?
        do throws(DaemonError) {
            #expect(try await plan.checkFiles(at: clock) == .whole)
        } catch {
            found = error
        }
        #expect(try fileStates(in: folder) == before)
        let logs = KeptLogs(level: .trace)
        let refused = try await refusal(of: plan, logs)
        #expect(refused?.causes.first?.code == damage.code, "\(refused.map(String.init(describing:)) ?? "")")
        #expect(found?.causes == refused?.causes)
        // The start throws its error and logs none.
        #expect(!logs.lines.contains { $0.hasPrefix("error") })
        let tails = logs.lines.filter { $0.contains("bytes after its last record") }
        #expect(tails.count == (damage.testDescription.contains("ends in") ? 1 : 0))
    }

    @Test("a backup in place of the database is refused with its own error, with and without its seal")
    func backup() async throws {
        let place = TemporaryFolder()
        let backup = "\(place.path)/backup"
        var made: StartPlan?
        try await OperationsFixture.with(place) { fixture in
            try await fixture.report("MN ABC123")
            try await fixture.backUp(to: backup)
            made = fixture.plan
        }
        let plan = try #require(made)
        let database = DataFolder.database(in: plan.dataFolder)
        let whole = try Data(contentsOf: URL(filePath: backup))
        for bytes in [whole, whole.dropLast(46)] {
            try bytes.write(to: URL(filePath: database))
            let found = await #expect(throws: DaemonError.self) { try await plan.checkFiles(at: clock) }
            #expect(found?.causes.map(\.code) == [.storeCorrupt])
            #expect(found?.causes.first?.detail.contains("thawd restore") == true)
            #expect(try await refusal(of: plan, KeptLogs(level: .trace))?.causes == found?.causes)
        }
    }

    @Test("beside a daemon, the check says that it read less, and still finds errors in the settings")
    func besideDaemon() async throws {
        let place = TemporaryFolder()
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.holder.ledger().eraseTraces()
        try await fixture.report("MN DEF456")
        let before = try fileStates(in: fixture.home.folder.path)
        #expect(try await fixture.plan.checkFiles(at: clock) == .besideDaemon)
        #expect(try fileStates(in: fixture.home.folder.path) == before)
        var settings = Settings()
        settings.rules.utcOffset = UTCOffset("-06:00")!
        let other = try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path]))
        let found = await #expect(throws: DaemonError.self) { try await other.checkFiles(at: clock) }
        #expect(found?.causes.map(\.code) == [.configChanged])
        #expect(found?.causes.first?.detail.contains("is -06:00, but") == true)
        #expect(found?.causes.first?.detail.contains("was made with +00:00") == true)
        try await fixture.close()
    }
}
