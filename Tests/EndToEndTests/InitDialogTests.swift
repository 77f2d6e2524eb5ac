import Foundation
import Glibc
import TestSupport
import Testing

/// `thawd init` on a terminal.
@Suite(.serialized)
struct InitDialogTests {
    private let folder = TemporaryFolder()
    private var file: String { folder.path + "/config/thawd.yaml" }

    private func start(_ arguments: String...) throws -> PseudoTerminal {
        try PseudoTerminal(
            Program.thawd, ["init", "--config", file] + arguments,
            environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "dumb"])
    }

    @Test("it asks, writes the file, makes the registry, and says what to do next; a second time it changes nothing")
    func whole() throws {
        let terminal = try start()
        for (question, answer) in [
            ("Name of the registry [Thaw]: ", "Thaw of Harrow Falls"), ("Issuer", "us-mn"), ("Time zone", "America/Chicago"),
            ("UTC offset (days begin at its midnight; it cannot change later) [-06:00]: ", ""), ("Areas file", ""),
            ("Help line", "Legal hotline 555-0100."), ("Number [1]: ", ""),
        ] {
            try terminal.wait(for: question)
            terminal.type(answer + "\n")
        }
        try terminal.wait(for: "The registry was made.")
        try terminal.wait(for: "Next:")
        try terminal.wait(for: "thaw login http://127.0.0.1:8780")
        #expect(terminal.finish().status == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("name: \"Thaw of Harrow Falls\"") && text.contains("issuer: US-MN"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/.local/state/thawd/thaw.sqlite"))

        let again = try start()
        try again.wait(for: "There is a configuration already")
        try again.wait(for: "There is a registry already.")
        #expect(again.finish().status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }

    @Test("Ctrl-D and Ctrl-C at a question leave nothing behind", arguments: ["\u{4}", "\u{3}"])
    func canceled(key: String) throws {
        let terminal = try start()
        try terminal.wait(for: "Name of the registry")
        terminal.type("Thaw\n")
        try terminal.wait(for: "Issuer")
        terminal.type(key)
        #expect(terminal.finish().status != 0)
        #expect(folder.files().isEmpty)
    }

    @Test("--yes asks nothing, and takes values from flags")
    func defaults() throws {
        let terminal = try start("--yes", "--registry-issuer", "US-WI")
        try terminal.wait(for: "The registry was made.")
        #expect(terminal.finish().status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("issuer: US-WI"))
    }

    @Test("the version is that of the command line")
    func version() throws {
        let terminal = try PseudoTerminal(Program.thawd, ["--version"], environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        #expect(terminal.finish().status == 0)
        let other = try PseudoTerminal(Program.thaw, ["--version"], environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        try other.wait(for: "\n")
        #expect(other.finish().status == 0)
        try terminal.wait(for: other.screen)
    }
}
