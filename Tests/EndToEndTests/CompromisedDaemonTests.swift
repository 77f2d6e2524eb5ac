import Foundation
import Glibc
import TestSupport
import Testing

/// The operator's commands against a daemon that an intruder has taken over: it can answer anything, and put anything into its own folder.
@Suite("A compromised daemon", .serialized)
struct CompromisedDaemonTests {
    private let files = TemporaryFolder()
    private var dataFolder: String { files.path + "/data" }
    private var victim: String { files.path + "/victim" }
    private static let name = "staged-0123456789abcdef"
    private static let database = "SQLite format 3\0 and more"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: dataFolder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try write("the victim's", to: victim)
        try write(Self.database, to: files.path + "/thaw.backup")
    }

    private func write(_ text: String, to path: String, mode: Int = 0o600) throws {
        try #require(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    }

    private func text(of path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// Gives a command while the compromised daemon answers.
    private func operate(_ arguments: String..., answers: [String]) throws -> ProgramCommand.Result {
        let daemon = try CompromisedDaemon(in: dataFolder, answers: answers)
        let command = try ProgramCommand(arguments, on: dataFolder)
        let result = command.wait()
        daemon.stop()
        return result
    }

    private static func json(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    /// The answers that name a file of its folder.
    private static func staged(_ name: String = Self.name) throws -> String { #"{"staged":{"file":\#(try json(name))}}"# }

    private static func backedUp(
        _ name: String = Self.name, summary: String = #"{"madeAt":1795000000,"bytes":12,"plates":1}"#
    ) throws -> String {
        #"{"backedUp":{"file":\#(try json(name)),"summary":\#(summary)}}"#
    }

    /// Every command that takes a file from the daemon refuses this one, and writes nothing.
    private func expectRefused(_ name: String, _ code: String) throws {
        let (staged, backedUp) = (try Self.staged(name), try Self.backedUp(name))
        for (command, file, answer) in [("verify", "thaw", staged), ("restore", "thaw", staged), ("backup", "new", backedUp)] {
            let result = try operate(command, "\(files.path)/\(file).backup", answers: [answer])
            #expect(result.status == 1)
            #expect(result.error.contains(code), "\(command): \(result.error)")
        }
        #expect(access(files.path + "/new.backup", F_OK) != 0)
        #expect(try text(of: victim) == "the victim's")
    }

    /// Names other than `staged-` and 16 hexadecimal digits.
    private static let foreignNames = [
        "../victim", "victim", "./\(name)", "\(name)/../../victim", "/etc/passwd", "thaw.sqlite", "seal.key", "", "staged-", "staged-..",
        "staged-../../victim00", "staged-0123456789abcde", "\(name)0", "\(name.uppercased())", "staged-0123456789ABCDEF", "\(name).old",
        "\(name)\n", "\(name)\0", "\u{1B}[2J", "staged-０123456789abcde",
    ]

    @Test(arguments: foreignNames)
    func `a name of another form is refused, and nothing is written`(_ name: String) throws {
        try expectRefused(name, "control.malformed")
    }

    /// The kinds of file that an intruder can put under a valid name.
    enum Trap: String, CaseIterable {
        case symbolicLink, hardLink, fifo, folder, nothing, openToOthers, anotherUsers
    }

    private func set(_ trap: Trap) throws {
        let path = "\(dataFolder)/\(Self.name)"
        switch trap {
        case .symbolicLink: try #require(symlink(victim, path) == 0)
        case .hardLink: try #require(link(victim, path) == 0)
        case .fifo: try #require(mkfifo(path, 0o600) == 0)
        case .folder: try #require(mkdir(path, 0o700) == 0)
        case .nothing: break
        case .openToOthers: try write(Self.database, to: path, mode: 0o644)
        case .anotherUsers:
            try write(Self.database, to: path)
            try #require(chown(path, 4_321, 4_321) == 0)
        }
    }

    @Test(arguments: Trap.allCases.filter { $0 != .anotherUsers || geteuid() == 0 })
    func `a file that is not the daemon's own regular file is neither written nor read`(_ trap: Trap) throws {
        try set(trap)
        try expectRefused(Self.name, "control.untrusted")
    }

    @Test func `a plain file of the daemon's own is taken, so the refusals are not for another reason`() throws {
        let path = "\(dataFolder)/\(Self.name)"
        try write(Self.database, to: path)
        // Numbers of a size that no registry has.
        let answer = try Self.backedUp(summary: #"{"madeAt":\#(Int64.max),"bytes":\#(Int.max),"plates":\#(Int.min)}"#)
        let result = try operate("backup", files.path + "/new.backup", answers: [answer])
        #expect(result.status == 0, "\(result.error)")
        #expect(try text(of: files.path + "/new.backup") == Self.database)
        try write("older", to: path)
        _ = try operate("verify", files.path + "/thaw.backup", answers: [Self.staged()])
        #expect(try text(of: path) == Self.database)
    }

    @Test func `a staged file that is not a database is not a backup, and is never handed over`() throws {
        let path = "\(dataFolder)/\(Self.name)"
        try write("root:x:0:0", to: path)
        #expect(try operate("backup", files.path + "/new.backup", answers: [Self.backedUp()]).error.contains("control.untrusted"))
        #expect(access(files.path + "/new.backup", F_OK) != 0)
        // If the daemon can write there, the backup's path may be a link to a file that only root reads.
        try #require(symlink(victim, files.path + "/link.backup") == 0)
        let result = try operate("verify", files.path + "/link.backup", answers: [Self.staged()])
        #expect(result.error.contains("backup.foreign"), "\(result.error)")
        #expect(try text(of: path) == "root:x:0:0")
    }

    @Test func `a folder that others can enter is refused before anything is sent to the socket`() throws {
        try #require(chmod(dataFolder, 0o755) == 0)
        let result = try operate("purge", "--plate", "-", "--yes", answers: [#"{"failed":{"causes":[]}}"#])
        #expect(result.status == 1)
        #expect(result.error.contains("folder.permissions"), "\(result.error)")
    }

    private static let escapes = "\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\r\u{202E}\nthawd: all is well\u{85}"

    @Test func `no text from it can control the operator's terminal`() throws {
        let detail = try Self.json(Self.escapes)
        let failed = #"{"failed":{"causes":[{"code":"store.full","detail":\#(detail)},{"code":\#(detail),"detail":\#(detail)}]}}"#
        let verified = """
            {"verified":{"_0":{"madeAt":0,"plates":1,"sightings":1,"voices":1,"tokens":1,"auditEntries":1,"tombstones":0,\
            "refusal":{"code":"backup.too_old","detail":\(detail)}}}}
            """
        try write(Self.database, to: "\(dataFolder)/\(Self.name)")
        let results = [
            try operate("purge", "--older-than", "1d", answers: [failed]),
            try operate("verify", files.path + "/thaw.backup", answers: [Self.staged(), verified]),
        ]
        for result in results {
            #expect(result.status == 1)
            #expect(result.error.contains("owned"), "the sentence itself is shown: \(result.error)")
            let bad = (result.output + result.error).unicodeScalars.filter { scalar in
                scalar.value < 0x20 && scalar != "\n" || 0x7F...0x9F ~= scalar.value || scalar == "\u{202E}"
            }
            #expect(bad.isEmpty)
            #expect(!result.error.contains("\nthawd: all is well"))
        }
        #expect(results[0].error.split(separator: "\n").count == 3, "a heading, and one line a cause")
    }
}
