import Crypto
import Foundation
import TestSupport
import Testing
import Vocabulary

/// The real daemon runs with a unique key, and its logs are searched for that key.
struct CanaryKeyTests {
    private static let canary: [UInt8] = (0..<32).map { UInt8(truncatingIfNeeded: 0xC7 &+ $0 &* 53) }

    /// A key in the ways in which programs write bytes, whole and by halves.
    private static func forms(of key: [UInt8]) -> [[UInt8]] {
        [key, Array(key.prefix(16)), Array(key.suffix(16))].flatMap { bytes -> [[UInt8]] in
            let hex = bytes.hexadecimal
            let numbers = bytes.map(String.init)
            let texts = [
                hex, hex.uppercased(), Data(bytes).base64EncodedString(), numbers.joined(separator: ", "), numbers.joined(separator: ","),
            ]
            return [bytes] + texts.map { Array($0.utf8) }
        }
    }

    /// The values derived from the secret, by the labels in the key's module.
    private static var derived: [[UInt8]] {
        [
            "plates", "receipts", "day receipts", "replays", "protections", "contents", "tags", "witness", "week witnesses", "audit",
            "audit head", "list", "tombstones", "cursors", "rows", "tables", "commit witness", "backups",
        ]
        .map { label in
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: canary), info: Array("thaw/1/\(label)".utf8), outputByteCount: 32
            ).withUnsafeBytes { Array($0) }
        }
    }

    @Test("at no level of the log, and in no command's output, does any byte of the seal key or a week key stand")
    func keys() async throws {
        let folder = TemporaryFolder()
        let keyFile = folder.path + "/canary.key"
        #expect(
            FileManager.default.createFile(
                atPath: keyFile, contents: Data(Self.canary.hexadecimal.utf8), attributes: [.posixPermissions: 0o600]))
        let options = ["--seal-key-file", keyFile, "--log-level", "trace"]
        let daemon = try await RunningDaemon(folder: folder, arguments: options)
        let admin = try daemon.adminToken()
        try daemon.report(["QKC100", "QKC101"], token: admin)
        _ = try daemon.connect().request("POST", "/v1/lookups", body: #"{"plates":["QKC100"], oops"#)
        _ = try daemon.connect().request("GET", "/v1/nowhere", token: admin)

        var written = ""
        func command(_ arguments: [String]) throws {
            let result = try ProgramCommand(arguments + options, on: daemon.dataFolder).wait()
            written += result.output + result.error
        }
        let backup = folder.path + "/thaw.backup"
        try command(["backup", backup])
        try command(["verify", backup])
        try command(["check-config"])
        try command(["admin"])
        try command(["purge", "--older-than", "0d", "--yes"])
        try command(["restore", backup, "--yes"])
        #expect(daemon.stop() == 0)
        try command(["check-config"])
        try command(["verify", backup])
        // A key that is not this one's, and one that is no key.
        for text in [Self.canary.reversed().hexadecimal, String(Self.canary.hexadecimal.dropLast())] {
            try Data(text.utf8).write(to: URL(filePath: keyFile))
            try command(["check-config"])
            try command(["serve", "--server-address", "127.0.0.1:0", "--operator-address", "[::1]:0"])
        }

        let weeks = try FileManager.default.contentsOfDirectory(atPath: daemon.dataFolder + "/weeks")
        let weekKeys = weeks.compactMap { FileManager.default.contents(atPath: daemon.dataFolder + "/weeks/" + $0).map { Array($0) } }
        #expect(!weekKeys.isEmpty)
        let log = Data(daemon.log.utf8) + Data(written.utf8)
        #expect(daemon.log.contains("A command of the operator succeeded."), "there is something to search")
        let longest = daemon.log.split(separator: "\n").map(\.utf8.count).max() ?? 0
        #expect(longest < 1_000, "a line of \(longest) bytes describes a whole object")
        let planted = log + Data("key=\(Self.canary.suffix(16).hexadecimal.uppercased())\n".utf8)
        #expect(Self.forms(of: Self.canary).contains { planted.range(of: Data($0)) != nil }, "the search finds")
        for key in [Self.canary, Array(Self.canary.reversed())] + Self.derived + weekKeys {
            for form in Self.forms(of: key) { #expect(log.range(of: Data(form)) == nil) }
        }
    }
}
