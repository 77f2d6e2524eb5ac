import DaemonSupport
import Foundation
import GRDB
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("The operator's operations")
struct OperationsTests {
    private let place = TemporaryFolder()
    private var file: String { "\(place.path)/thaw.backup" }

    // MARK: Invites for admins

    @Test func `an invite for an admin becomes an admin token, and needs no admin token`() async throws {
        try await OperationsFixture.with(place) { fixture in
            guard case .invitedAdmin(let invite) = try await fixture.ask(.inviteAdmin) else { throw OperationsFixture.UnexpectedAnswer() }
            #expect(invite.expiresAt == fixture.clock.now.seconds + 3_600)
            let code = try #require(InviteCode(invite.code))
            let ledger = try await fixture.holder.ledger()
            let token = try await ledger.redeem(code: Array(code.text.utf8)) { Array("new".utf8) }.token
            #expect(token.role == .admin)
            let actions = await ledger.auditPage(.init(start: .after(0), limit: 10)).links.map(\.entry.action)
            #expect(actions == [.inviteAdmin, .issue])
        }
    }

    @Test func `no description of the answer shows the invite's code, and its JSON does`() async throws {
        try await OperationsFixture.with(place) { fixture in
            let answer = try await fixture.ask(.inviteAdmin)
            guard case .invitedAdmin(let invite) = answer else { throw OperationsFixture.UnexpectedAnswer() }
            var dumped = ""
            dump(answer, to: &dumped)
            for text in ["\(answer)", String(reflecting: answer), dumped] { #expect(!text.contains(invite.code)) }
            #expect(String(decoding: WireJSON.encode(answer), as: UTF8.self).contains(invite.code))
        }
    }

    // MARK: Backups

    @Test func `verifying a backup reports its content, and does not change a byte`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123", "MN XYZ987")
        let summary = try await fixture.backUp(to: file)
        #expect(summary.plates == 2)
        #expect(summary.madeAt == fixture.clock.now.seconds)
        #expect(place.mode(of: "thaw.backup") == 0o600)
        let bytes = try Data(contentsOf: URL(filePath: file))
        #expect(summary.bytes == bytes.count)
        let verified = try await fixture.verify(file)
        #expect(verified.plates == 2)
        #expect(verified.sightings == 2)
        #expect(verified.voices == 2)
        #expect(verified.tombstones == 0)
        #expect(verified.madeAt == summary.madeAt)
        #expect(verified.refusal == nil)
        #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
        try await fixture.close()
    }

    @Test func `a backup contains no key`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.backUp(to: file)
        let bytes = try Data(contentsOf: URL(filePath: file))
        let secret = try fixture.plan.keyFile.read()
        #expect(bytes.range(of: Data(secret)) == nil)
        let weeks = try FileManager.default.contentsOfDirectory(atPath: fixture.home.folder.weekKeys)
        #expect(weeks.count == 1)
        for week in weeks {
            let key = try Data(contentsOf: URL(filePath: "\(fixture.home.folder.weekKeys)/\(week)"))
            #expect(key.count == 32 && bytes.range(of: key) == nil)
        }
        try await fixture.close()
    }

    @Test func `a backup is refused at a path that exists, has no folder, or is in the data folder`() async throws {
        let fixture = try OperationsFixture(place)
        let data = fixture.home.folder.path
        _ = place.write("kept", to: "taken")
        for (path, code) in [
            ("\(place.path)/taken", ErrorCode.backupExists), ("\(place.path)/nowhere/file", .backupUnwritable),
            ("\(data)/file", .backupUnwritable), ("\(data)/weeks/file", .backupUnwritable),
        ] {
            #expect(errorCode { try BackupFile(path).checkIsFree(dataFolder: data, replaces: false) } == code, "\(path)")
        }
        #expect(errorCode { try BackupFile("\(place.path)/taken").checkIsFree(dataFolder: data, replaces: true) } == nil)
        try #require(mkfifo("\(place.path)/fifo", 0o600) == 0)
        #expect(
            errorCode { try BackupFile("\(place.path)/fifo").checkIsFree(dataFolder: data, replaces: true) } == .backupUnwritable)
        #expect(errorCode { try BackupFile("/dev/null").checkIsFree(dataFolder: data, replaces: true) } == .backupUnwritable)
        #expect(try String(contentsOfFile: "\(place.path)/taken", encoding: .utf8) == "kept")
    }

    @Test func `a file that is not a backup of this registry is refused with its own code`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.backUp(to: file)
        func code(_ path: String) async throws -> ErrorCode? { try await refusal { try await fixture.verify(path) } }
        #expect(try await code("\(place.path)/nowhere") == .backupMissing)
        #expect(try await code(place.path) == .backupUnreadable)
        #expect(try await code(place.write("", to: "empty")) == .backupForeign)
        #expect(try await code(place.write(String(repeating: "no database ", count: 900), to: "text")) == .backupForeign)

        let other = "\(place.path)/other.sqlite"
        let queue = try DatabaseQueue(path: other)
        try await queue.write { try $0.execute(sql: "CREATE TABLE readings (value INTEGER)") }
        try queue.close()
        #expect(try await code(other) == .backupDamaged)

        var bytes = try Data(contentsOf: URL(filePath: file))
        for index in stride(from: 4096, to: bytes.count, by: 512) { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(filePath: "\(place.path)/flipped"))
        #expect(try await code("\(place.path)/flipped") == .backupDamaged)

        try await change(file, to: "newer", "INSERT INTO grdb_migrations (identifier) VALUES ('v9999-from-the-future')")
        #expect(try await code("\(place.path)/newer") == .backupNewer)
        try await fixture.close()

        let elsewhere = TemporaryFolder()
        let stranger = try OperationsFixture(elsewhere)
        #expect(try await refusal { try await stranger.verify(file) } == .backupOtherKey)
        try await stranger.close()
    }

    /// Makes a changed copy of a backup.
    private func change(_ original: String, to name: String, _ sql: String) async throws {
        try FileManager.default.copyItem(atPath: original, toPath: "\(place.path)/\(name)")
        let queue = try DatabaseQueue(path: "\(place.path)/\(name)")
        try await queue.write { try $0.execute(sql: sql) }
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
    }

    @Test func `a copy of a daemon's own database is never called whole, nor restored`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        // It stores when the last backup was made, which is not when a copy of it was.
        try await fixture.backUp(to: file)
        try await fixture.holder.ledger().eraseTraces()
        try await fixture.report("MN XYZ987")
        let copy = "\(place.path)/copy"
        try FileManager.default.copyItem(atPath: fixture.home.folder.database, toPath: copy)
        #expect(try await refusal { try await fixture.verify(copy) } == .backupForeign)
        #expect(try await refusal { try await fixture.restore(copy) } == .backupForeign)
        #expect(try await refusal { try await fixture.restore(copy, withoutTombstones: true) } == .backupForeign)
        #expect(try await fixture.knows("MN XYZ987"))
        try await fixture.close()
    }

    @Test func `a changed audit chain is detected`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123")
        try await fixture.decide(.clear, "MN ABC123")
        try await fixture.backUp(to: file)
        #expect(try await fixture.verify(file).auditEntries > 0)
        try await change(file, to: "sawn", "UPDATE audit SET count = count + 1")
        #expect(try await refusal { try await fixture.verify("\(place.path)/sawn") } == .backupDamaged)
        try await fixture.close()
    }

    // MARK: Advice

    @Test(
        "an error on the server's shell says what the command did, and gives no advice for those who report",
        arguments: [.busy(retryAfterSeconds: 1), .storeFull, .storeFailed, .weekKeyFailed, .stopping, .clockJumped, .tombstoneFailed]
            as [LedgerError])
    func advice(error: LedgerError) {
        let text = DaemonError(operating: error, "No invite was made.").description
        #expect(text.contains("No invite was made."))
        for words in ["Retry-After", "recorded", "send it again", "Look-ups", "Operators:"] { #expect(!text.contains(words), "\(text)") }
    }

    // MARK: Sessions

    @Test func `only files that were staged in the session are read`() async throws {
        let fixture = try OperationsFixture(place)
        let name = try #require(StagedName(rawValue: "staged-0123456789abcdef"))
        #expect(try await refusal { try await fixture.ask(.verify(file: name)) } == .controlMalformed)
        #expect(try await refusal { try await fixture.ask(.restore(file: name, withoutTombstones: true)) } == .controlMalformed)
    }

    @Test func `staged files are erased with the session, and a crash's files at the next start`() async throws {
        let fixture = try OperationsFixture(place)
        let folder = fixture.home.folder.path
        func staged() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("staged-") }
        }
        _ = try await fixture.ask(.stage)
        _ = try await fixture.ask(.backUp)
        #expect(try staged().count == 2)
        try await fixture.close()
        #expect(try staged().isEmpty)
        // The state after a crash during a restore: the current database has a second name.
        #expect(link("\(folder)/thaw.sqlite", "\(folder)/staged-x.old") == 0)
        #expect(FileManager.default.createFile(atPath: "\(folder)/staged-x", contents: Data("half".utf8)))
        let draft = "\(folder)/.draft-0123456789abcdef-first-admin-token"
        #expect(FileManager.default.createFile(atPath: draft, contents: Data("half of a token".utf8)))
        let database = try Data(contentsOf: URL(filePath: "\(folder)/thaw.sqlite"))
        try Staging(fixture.home.folder).sweep()
        #expect(try staged().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: draft))
        #expect(try Data(contentsOf: URL(filePath: "\(folder)/thaw.sqlite")) == database, "the registry is not the copy's")
    }

    @Test func `the number of staged files in a session is limited`() async throws {
        let fixture = try OperationsFixture(place)
        var codes: [ErrorCode?] = []
        for _ in 0..<12 { codes.append(try await refusal { try await fixture.ask(.stage) }) }
        #expect(codes.contains(.controlBusy))
        try await fixture.close()
    }

    // MARK: Purges

    @Test func `a purge erases what it selects, and counts it`() async throws {
        let fixture = try OperationsFixture(place)
        try await fixture.report("MN ABC123", "MN XYZ987", "MN QRS456")
        #expect(try await fixture.purge("mn abc-123", "MN NEVER77") == 1)
        #expect(try await !fixture.knows("MN ABC123"))
        #expect(try await fixture.knows("MN XYZ987"))
        try await fixture.decide(.clear, "MN XYZ987")
        let preview = try await fixture.previewPurge(PurgeSelection(status: "cleared"))
        _ = try await fixture.ask(.purge(preview: preview))
        #expect(try await !fixture.knows("MN XYZ987"))
        #expect(try await refusal { try await fixture.ask(.purge(preview: preview)) } == .previewUnknown)
        try await fixture.close()
    }

    @Test func `an invalid purge is refused with its own code, and the error names no plate`() async throws {
        let fixture = try OperationsFixture(place)
        for (selection, code) in [
            (PurgeSelection(), ErrorCode.purgeEmpty), (PurgeSelection(area: "nowhere"), .purgeAreaUnknown),
            (PurgeSelection(status: "lost"), .purgeStatusUnknown), (PurgeSelection(olderThanDays: -1), .requestValue),
            (PurgeSelection(plates: []), .requestEmpty), (PurgeSelection(plates: ["MN ABC123", "MN ABC%23"]), .plateCharacter),
        ] {
            do {
                _ = try await fixture.ask(.previewPurge(selection: selection))
                Issue.record("\(code.rawValue) was expected")
            } catch let error as DaemonError {
                #expect(error.causes.first?.code == code)
                #expect(!"\(error)".contains("ABC"))
            }
        }
        try await fixture.close()
    }
}
