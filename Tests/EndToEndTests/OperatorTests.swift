import Foundation
import Glibc
import Plates
import Seal
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// `thawd backup`, `verify`, `restore` and `purge` against a daemon that serves, and without one.
@Suite(.serialized)
struct OperatorTests {
    private let files = TemporaryFolder()
    private var backup: String { files.path + "/thaw.backup" }

    @Test("a new registry says in which zone its pages show times, and which setting says so")
    func timeZone() throws {
        for (arguments, source) in [([], "the machine's; registry.time_zone sets another"), (["America/Chicago"], "registry.time_zone)")] {
            let flags = arguments.flatMap { ["--registry-time-zone", $0] }
            let made = try ProgramCommand(["init"] + flags, on: "\(files.path)/\(arguments.count)").wait()
            #expect(made.status == 0, "\(made.error)")
            let line = made.output.split(separator: "\n").first { $0.hasPrefix("time zone ") }
            #expect(line?.contains(source) == true && line?.contains(arguments.first ?? "(") == true, "\(made.output)")
        }
        let refused = try ProgramCommand(["init", "--registry-time-zone", "Chicago"], on: "\(files.path)/none").wait()
        #expect(refused.status != 0 && refused.error.contains("registry.time_zone"), "\(refused.error)")
    }

    @Test("after a kill, a backup opens the folder itself and has every acknowledged report, and a start after it goes on")
    func backupAfterKill() async throws {
        let daemon = try await RunningDaemon()
        let admin = try daemon.adminToken()
        try daemon.report((0..<40).map { "QKL\(100 + $0)" }, token: admin)
        daemon.kill()
        let log = try FileManager.default.attributesOfItem(atPath: daemon.dataFolder + "/thaw.sqlite-wal")[.size] as? Int
        #expect(log ?? 0 > 0, "what was acknowledged is in the log")
        let result = try daemon.operate("backup", backup)
        #expect(result.status == 0 && result.output.contains("40 plates"), "\(result.output)\(result.error)")
        let verified = try daemon.operate("verify", backup)
        #expect(verified.status == 0 && verified.output.contains("plates      40"), "\(verified.output)\(verified.error)")

        let again = try await RunningDaemon(folder: daemon.folder)
        try again.report(["QKM100"], token: admin)
        let second = try again.operate("backup", files.path + "/second")
        #expect(second.status == 0 && second.output.contains("41 plates"), "\(second.output)\(second.error)")
        #expect(again.stop() == 0)
    }

    @Test(
        "a backup under load, a purge and a revocation since, and a restore while it serves: what was purged is nowhere but in the backup")
    func wholeWay() async throws {
        let daemon = try await RunningDaemon()
        let admin = try daemon.adminToken()
        let volunteer = try daemon.token("volunteer", trusted: true, admin: admin)
        let purged = (0..<40).map { "QPX\(100 + $0)" }
        let kept = (0..<40).map { "QKX\(100 + $0)" }
        try daemon.report(purged + kept, token: admin)

        try await underLoad(daemon, token: admin) {
            let result = try daemon.operate("backup", backup)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("seal key"))
        }
        #expect(try FileManager.default.attributesOfItem(atPath: backup)[.posixPermissions] as? Int == 0o600)
        let again = try daemon.operate("backup", backup)
        #expect(again.status == 1 && again.error.contains("backup.exists"))

        let list = purged.map { "MN:\($0)" }.joined(separator: "\n")
        let preview = try daemon.operate("purge", "--plate", "-", "--preview", input: list)
        #expect(preview.status == 0 && preview.output.contains("40 plates"), "\(preview.output)\(preview.error)")
        #expect(!preview.output.contains("QPX"), "no plate but on the operator's own terminal")
        let unasked = try daemon.operate("purge", "--plate", "-", input: list)
        #expect(unasked.status == 1 && unasked.error.contains("control.unconfirmed"))
        let erased = try daemon.operate("purge", "--plate", "-", "--yes", input: list)
        #expect(erased.status == 0 && erased.output.contains("40 plates"), "\(erased.output)\(erased.error)")
        try revoke(volunteer, of: daemon, admin: admin)

        let bytes = try Data(contentsOf: URL(filePath: backup))
        let verified = try daemon.operate("verify", backup)
        #expect(verified.status == 0 && verified.output.contains("The backup is whole."), "\(verified.error)")
        #expect(try Data(contentsOf: URL(filePath: backup)) == bytes)

        let restored = try daemon.operate("restore", backup, "--yes")
        #expect(restored.status == 0, "\(restored.error)")
        #expect(restored.output.contains("Tokens, invites and the audit chain are those of the replaced registry"))
        #expect(try daemon.readiness() == 200, "it serves again before it answers")
        let figures = try daemon.metrics()
        for name in ["thaw_queue_plates", "thaw_proposals", "thaw_aged_sightings_total", "thaw_aged_plates_total", "thaw_list_fetches"] {
            #expect(figures.contains("\n\(name) 0"), "\(name)")
        }
        #expect(try daemon.connect().request("GET", "/v1/tokens/self", token: admin).status == 200)
        #expect(try daemon.connect().request("GET", "/v1/tokens/self", token: volunteer).status == 401, "revoked stays revoked")
        try daemon.report(["QNX100"], token: admin)
        #expect(daemon.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: daemon.dataFolder + "/control.sock"))
        try await check(daemon, purged: purged, kept: kept + ["QNX100"])
        try checkSilence(daemon, plates: purged + kept)
    }

    /// The daemon's files after all operations.
    private func check(_ daemon: RunningDaemon, purged: [String], kept: [String]) async throws {
        let keys = try daemon.sealKeys()
        let stored = try await StoredRegistry(ofStopped: daemon)
        try Ledger.check(stored, keys: keys)
        #expect(stored.audit.contains { $0.entry.action == .purge })
        #expect(stored.audit.contains { $0.entry.action == .restore })
        #expect(stored.audit.contains { $0.entry.action == .revoke })
        func blocks(_ plates: [String]) throws -> [[UInt8]] { try plates.map { keys.seal(try Plate("MN:\($0)")).block.bytes } }
        let known = Set(stored.plates.map { $0.sealed.block.bytes })
        #expect(try blocks(kept).allSatisfy { known.contains($0) })
        #expect(daemon.stagedFiles().isEmpty)
        #expect(daemon.folder.filesContaining(anyOf: try blocks(purged)).isEmpty, "sealed or not, it is in no file")
        #expect(!files.filesContaining(anyOf: try blocks(purged)).isEmpty, "but the backup")
    }

    /// The operator's commands leave no plate in the daemon's log.
    private func checkSilence(_ daemon: RunningDaemon, plates: [String]) throws {
        #expect(!plates.contains { daemon.log.contains($0) })
        #expect(daemon.folder.filesContaining(anyOf: plates.map { Array($0.utf8) }).isEmpty)
    }

    private func revoke(_ token: String, of daemon: RunningDaemon, admin: String) throws {
        let own = try daemon.connect().request("GET", "/v1/tokens/self", token: token)
        let id = try #require(own.json["id"] as? String)
        #expect(try daemon.connect().request("DELETE", "/v1/tokens/\(id)", token: admin).status < 300)
    }

    private final class Load: Sendable {
        let isDone = Atomic(false)
        let failures = Atomic(0)
    }

    /// Reports on another thread while `work` is done; every report is acknowledged.
    private func underLoad(_ daemon: RunningDaemon, token: String, _ work: () async throws -> Void) async throws {
        let load = Load()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var number = 0
                while !load.isDone.load(ordering: .relaxed) {
                    do { try daemon.report(["QLX\(number % 900 + 100)"], token: token) } catch { load.failures.add(1, ordering: .relaxed) }
                    number += 1
                    await Task.yield()
                }
            }
            do { try await work() } catch {
                load.isDone.store(true, ordering: .relaxed)
                throw error
            }
            load.isDone.store(true, ordering: .relaxed)
            try await group.waitForAll()
        }
        #expect(load.failures.load(ordering: .relaxed) == 0)
    }

    @Test("without a daemon the commands do the same themselves")
    func alone() async throws {
        let daemon = try await RunningDaemon()
        try daemon.report(["QPX100", "QKX100"], token: daemon.adminToken())
        #expect(daemon.stop() == 0)
        #expect(try daemon.operate("backup", backup).status == 0)
        #expect(try daemon.operate("purge", "--plate", "-", "--yes", input: "MN QPX100\n").status == 0)
        let restored = try daemon.operate("restore", backup, "--yes")
        #expect(
            restored.status == 0 && restored.output.contains("Reapplied 1 operation since then, on 1 plate."),
            "\(restored.output)\(restored.error)")
        #expect(try await StoredRegistry(ofStopped: daemon).plates.count == 1)
        let nowhere = try ProgramCommand(["backup", files.path + "/other"], on: files.path + "/no-such-folder").wait()
        #expect(nowhere.status == 1 && nowhere.error.contains("folder.no_registry"))
        #expect(!FileManager.default.fileExists(atPath: files.path + "/no-such-folder"))
    }

    @Test("a missing tombstone file, another key, damage and no backup at all are each refused by name, and nothing changes")
    func refusals() async throws {
        let daemon = try await RunningDaemon()
        try daemon.report(["QKX100"], token: daemon.adminToken())
        #expect(try daemon.operate("backup", backup).status == 0)

        func refused(_ path: String, as code: String, on daemon: RunningDaemon) throws {
            for command in [["verify", path], ["restore", path, "--yes"]] {
                let result = try ProgramCommand(command, on: daemon.dataFolder).wait()
                #expect(result.status == 1 && result.error.contains(code), "\(command[0]) \(code): \(result.output)\(result.error)")
            }
        }
        try refused(files.path + "/nothing", as: "backup.missing", on: daemon)
        try Data("no database".utf8).write(to: URL(filePath: files.path + "/text"))
        try refused(files.path + "/text", as: "backup.foreign", on: daemon)
        var bytes = try Data(contentsOf: URL(filePath: backup))
        for index in stride(from: 4096, to: bytes.count, by: 512) { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(filePath: files.path + "/damaged"))
        try refused(files.path + "/damaged", as: "backup.damaged", on: daemon)
        let stranger = try await RunningDaemon()
        try refused(backup, as: "backup.other_key", on: stranger)
        #expect(stranger.stop() == 0)

        try FileManager.default.removeItem(atPath: daemon.dataFolder + "/tombstones")
        try refused(backup, as: "restore.no_tombstones", on: daemon)
        let forced = try daemon.operate("restore", backup, "--yes", "--without-tombstones")
        #expect(forced.status == 0 && forced.output.contains("can come back"), "\(forced.error)")
        #expect(daemon.stop() == 0)
        #expect(try await StoredRegistry(ofStopped: daemon).plates.count == 1)
    }

    @Test("a daemon that has the folder and does not answer is named, and nothing is done beside it")
    func unreachable() async throws {
        let daemon = try await RunningDaemon()
        #expect(try daemon.operate("backup", backup).status == 0)
        #expect(daemon.stop() == 0)
        let lock = open(daemon.dataFolder + "/lock", O_RDWR | O_CLOEXEC)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let result = try daemon.operate("verify", backup)
        #expect(result.status == 1 && result.error.contains("control.unreachable"), "\(result.error)")
        #expect(daemon.stagedFiles().isEmpty)
    }

    @Test("an admin's invite is shown on a terminal alone: into a pipe or a file none is made")
    func adminInvite() async throws {
        let daemon = try await RunningDaemon()
        func refused() throws {
            let result = try daemon.operate("admin")
            #expect(result.status == 1 && result.error.contains("control.no_terminal"), "\(result.error)")
            #expect(result.output.isEmpty)
        }
        try refused()
        #expect(daemon.stop() == 0)
        try refused()
        let stored = try await StoredRegistry(ofStopped: daemon)
        #expect(stored.invites.isEmpty)
        #expect(!stored.audit.contains { $0.entry.action == .inviteAdmin })
    }

    @Test("a plate as an argument, two wishes at once and no wish at all are wrong usage")
    func usage() throws {
        for arguments in [
            ["purge", "--plate", "MN ABC123"], ["purge"], ["purge", "--older-than", "14d", "--yes", "--preview"], ["backup"],
        ] {
            let result = try ProgramCommand(arguments, on: files.path + "/unused").wait()
            #expect(result.status == 64, "\(arguments)")
            #expect(!result.error.contains("ABC123"))
        }
    }
}
