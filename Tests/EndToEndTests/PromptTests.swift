import Foundation
import Glibc
import TestSupport
import Testing

/// The prompts of `thaw` on a real terminal, with the editor of lines that people use.
struct PromptTests {
    private let daemon: RunningDaemon
    private let home = TemporaryFolder()

    init() async throws {
        daemon = try await RunningDaemon()
        let token = try daemon.token("volunteer", trusted: true, admin: daemon.firstAdminToken())
        let login = try ProgramCommand(Program.thaw, ["login", daemon.url], home: home.path, input: token + "\n", environment: environment)
        try #require(login.wait().status == 0)
    }

    private var environment: [String: String] {
        ["HOME": home.path, "TERM": "xterm", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"]
    }

    private func start(_ arguments: String...) throws -> PseudoTerminal {
        try PseudoTerminal(Program.thaw, arguments, environment: environment)
    }

    @Test("pasted lines answer no question, and what waits behind stop reaches no shell")
    func paste() throws {
        let terminal = try start("report", "-q")
        try terminal.wait(for: "report> ")
        terminal.type("mn abc123\nmn-abc124\nmn xyz987\n")
        try terminal.wait(for: "MN ABC123")
        try terminal.wait(for: "About “mn-abc124”:")
        try terminal.wait(for: "“mn xyz987” is another report. It will be read next.")
        try terminal.wait(for: "plate> ")
        terminal.type("[1]\n")
        try terminal.wait(for: "MN ABC124")
        try terminal.wait(for: "MN XYZ987")
        try terminal.wait(for: "report> ")
        terminal.type("stop\nmn def111\n\nrm -rf x\nmn ghi2")
        try terminal.wait(for: "3 lines that waited were not reported.")
        let end = terminal.finish()
        #expect(end.status == 2)
        #expect(end.left == 0)
        #expect(terminal.isAsItWas)
    }

    @Test("a refused answer stands in the line again, cancel works behind it, and Ctrl-U empties it")
    func refused() throws {
        let terminal = try start("report", "-q")
        try terminal.wait(for: "report> ")
        terminal.type("mn-abc124\n")
        try terminal.wait(for: "plate> ")
        terminal.type("ab€\n")
        try terminal.wait(for: "plate> ab€")
        terminal.type(" cancel\n")
        try terminal.wait(for: "Nothing was reported.")
        try terminal.wait(for: "report> ")
        terminal.type("mn-abc125\n")
        try terminal.wait(for: "plate> ")
        terminal.type("ab€\n")
        try terminal.wait(for: "plate> ab€")
        try terminal.waitForEditor()
        terminal.type("\u{15}1\n")
        try terminal.wait(for: "MN ABC125")
        try terminal.wait(for: "report> ")
        terminal.type("done\n")
        let end = terminal.finish()
        #expect(end.status == 0)
        #expect(end.left == 0)
        #expect(terminal.isAsItWas)
    }

    @Test("thaw check, too, leaves the shell nothing of what was pasted behind done")
    func check() throws {
        let terminal = try start("check", "-q")
        try terminal.wait(for: "plate> ")
        terminal.type("mn abc123\ndone\nmn def111\n")
        try terminal.wait(for: "1 line that waited was not looked up.")
        #expect(terminal.finish().left == 0)
    }
}
