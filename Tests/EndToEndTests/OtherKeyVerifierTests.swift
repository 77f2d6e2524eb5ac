import Foundation
import TestSupport
import Testing

@Suite("Verifying with a key that was given")
struct OtherKeyVerifierTests {
    private let files = TemporaryFolder()

    private func verify(_ backup: String, key: String, on dataFolder: String) throws -> ProgramCommand.Result {
        let temporary = files.path + "/temporary"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let command = try ProgramCommand(
            ["verify", backup, "--seal-key-file", key], on: dataFolder, environment: ["TMPDIR": temporary])
        let result = command.wait()
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty, "no copy of the backup is left")
        return result
    }

    private func key(_ text: String, _ name: String) throws -> String {
        let path = "\(files.path)/\(name)"
        try #require(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        return path
    }

    @Test func `the given key decides, while a daemon runs and after it`() async throws {
        let daemon = try await RunningDaemon()
        let admin = try daemon.adminToken()
        try daemon.report(["QBX100", "QBX101"], token: admin)
        let backup = files.path + "/thaw.backup"
        #expect(try daemon.operate("backup", backup).status == 0)
        let right = try key(String(contentsOfFile: daemon.dataFolder + "/seal.key", encoding: .utf8), "right.key")
        let wrong = try key(String(repeating: "5c", count: 32), "wrong.key")

        for isRunning in [true, false] {
            if !isRunning { #expect(daemon.stop() == 0) }
            let good = try verify(backup, key: right, on: daemon.dataFolder)
            #expect(good.status == 0, "\(good.error)")
            #expect(good.output.contains("plates      2"))
            let bad = try verify(backup, key: wrong, on: daemon.dataFolder)
            #expect(bad.status == 1)
            #expect(bad.error.contains("backup.other_key"), "\(bad.error)")
            let missing = try verify(backup, key: files.path + "/no.key", on: daemon.dataFolder)
            #expect(missing.status == 1)
            #expect(missing.error.contains("seal.missing"), "\(missing.error)")
        }
    }

    @Test func `on a machine without a registry it says that the backup is whole, and that there are no tombstones`() async throws {
        let daemon = try await RunningDaemon()
        let backup = files.path + "/thaw.backup"
        #expect(try daemon.operate("backup", backup).status == 0)
        let right = try key(String(contentsOfFile: daemon.dataFolder + "/seal.key", encoding: .utf8), "right.key")
        let elsewhere = files.path + "/elsewhere"
        let result = try verify(backup, key: right, on: elsewhere)
        #expect(result.status == 1)
        #expect(result.output.contains("The backup is whole."))
        #expect(result.error.contains("restore.no_tombstones"), "\(result.error)")
        #expect(result.error.contains("\(elsewhere)/tombstones"), "it names the folder that the operator knows")
        #expect(!FileManager.default.fileExists(atPath: elsewhere), "looking makes nothing")
        #expect(daemon.stop() == 0)
    }
}
