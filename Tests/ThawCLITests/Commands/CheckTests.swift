import Foundation
import Server
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw check", .blocking)
struct CheckTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.list("MN ABC123")
        try fixture.list("WI XYZ9B7", vehicle: Vehicle(color: .white, body: .van))
        try fixture.suspect("XYZ98", vehicle: Vehicle())
    }

    @Test func `a prompt goes on until done, and says what it is to be said`() {
        let terminal = fixture.say("check", "--quiet", typing: ["mn abc 123", "", "xyz987", "done", "abc123"], exits: 0)
        #expect(
            terminal.output == """
                plate> LISTED      MN ABC123   confirmed   last seen 21 Nov   black SUV, Ford   tactical-gear, convoy   powderhorn
                plate> plate> not listed  XYZ987      as of 15:41 (this does not mean safe)
                  similar, not a match:  WI XYZ9B7  confirmed  (8 or B)  white van
                  similar, not a match:  XYZ98  suspected  (one missing character)
                plate> 
                """)
        #expect(terminal.error.isEmpty)
    }

    @Test func `on a narrow screen no line is wider than it, and nothing is lost`() {
        let terminal = FakeTerminal(columns: 40)
        #expect(fixture.run(["check", "MN", "ABC-123", "--quiet"], terminal) == 0)
        #expect(terminal.lines.allSatisfy { $0.count <= 40 })
        #expect(
            terminal.output == """
                LISTED      MN ABC123   confirmed
                  last seen 21 Nov   black SUV, Ford
                  tactical-gear, convoy   powderhorn

                """)
    }

    @Test func `in a pipe each answer is a line of its own, and times are written out`() {
        let terminal = fixture.pipe("check", "MN", "ABC123", "XYZ987", exits: 0)
        #expect(
            terminal.output == """
                listed\tMN ABC123\tconfirmed\t2026-11-21\tblack SUV, Ford\ttactical-gear,convoy\tpowderhorn
                not listed\tXYZ987\t2026-11-22T21:41:00Z
                similar\tXYZ987\tWI XYZ9B7\tconfirmed\tconfusable\twhite van
                similar\tXYZ987\tXYZ98\tsuspected\tdeletion

                """)
    }

    @Test(
        arguments: [
            (["check", "MN ABC123"], 0), (["check", "ABC123"], 0), (["check", "WI ABC123"], 1), (["check", "XYZ987", "MN", "ABC123"], 0),
            (["check", "no plate"], 64),
            (["check", "ABC123", "XY"], 64), (["check", "--nonsense"], 64),
        ] as [([String], Int32)])
    func `the exit status gives the result`(_ arguments: [String], _ expected: Int32) {
        #expect(fixture.run(arguments) == expected)
    }

    @Test func `without an answer from the server, no output looks like one`() {
        fixture.server.stop()
        let terminal = fixture.say("check", "XYZ987", exits: 2)
        #expect(terminal.output.hasPrefix("UNCHECKED   XYZ987"))
        #expect(terminal.output.contains("could not check: ") && terminal.output.contains("status is unknown"))
        #expect(!terminal.output.contains("not listed"))
        #expect(terminal.error.hasPrefix("thaw: "))
        #expect(!terminal.error.contains("outbox"))
    }

    @Test func `a refusal does not look like an answer`() {
        fixture.advance(seconds: 181 * 86_400)
        let terminal = fixture.pipe("check", "XYZ987", exits: 2)
        #expect(terminal.output == "unchecked\tXYZ987\ttoken.expired\n")
        #expect(terminal.error.contains(ErrorCode.tokenExpired.title))
    }

    @Test func `text that is not a plate is not checked, and the prompt goes on`() {
        let terminal = fixture.say("check", "-q", typing: ["abc€123", "xyz987"], exits: 2)
        #expect(terminal.output.contains("UNCHECKED   abc€123"))
        #expect(terminal.output.contains("could not check: Leave out"))
        #expect(terminal.output.contains("not listed  XYZ987"))
    }

    @Test func `a code that may be a part of the plate is looked up both ways`() throws {
        try fixture.list("IL AL12345")
        let listed = fixture.say("check", "AL", "12345", "-q", exits: 0)
        #expect(listed.output.contains("LISTED      IL AL12345"))
        let missed = fixture.say("check", "AL 54321", "-q", exits: 1)
        #expect(
            missed.output
                == "not listed  AL 54321    as of 15:41 (this does not mean safe)\nnot listed  AL54321     as of 15:41 (this does not mean safe)\n"
        )
        #expect(fixture.registry.seen.lookups.last?.plates == ["US-AL 54321", "ZZ:AL54321"])
    }

    @Test func `a plate that two readings find is printed once, and not as similar`() throws {
        try fixture.list("OR JNB116")
        let own = fixture.say("check", "or jnb116", "-q", exits: 0)
        #expect(own.output.hasPrefix("LISTED      OR JNB116"))
        #expect(own.output.components(separatedBy: "JNB116").count == 2, "\(own.output)")
        try fixture.list("MN JNB117")
        let other = fixture.say("check", "or jnb117", "-q", exits: 0)
        #expect(other.output.contains("LISTED      MN JNB117"))
        #expect(other.output.components(separatedBy: "MN JNB117").count == 2, "\(other.output)")
    }

    @Test func `cleared plates say since when`() throws {
        let fixture = try Fixture(start: Fixture.now - 10 * 86_400)
        try fixture.suspect("MN QRS456")
        try fixture.decide(.clear, "MN QRS456")
        fixture.advance(seconds: 10 * 86_400)
        #expect(
            fixture.say("check", "QRS456", "-q").terminal.output
                == "not listed  QRS456      cleared 12 Nov   as of 15:41 (this does not mean safe)\n")
    }

    @Test func `JSON has one shape for what is listed, not listed and not checked`() throws {
        let terminal = fixture.pipe("check", "MN ABC123", "XYZ987", "--json").terminal
        let body = try #require(JSONSerialization.jsonObject(with: Data(terminal.output.utf8)) as? [String: Any])
        let results = try #require(body["results"] as? [[String: Any]])
        #expect(body["as_of"] as? String == "2026-11-22T21:41:00Z")
        #expect(results.map { $0["outcome"] as? String } == ["listed", "not_listed"])
        #expect(results.map { ($0["similar"] as? [Any])?.count } == [0, 2])
        fixture.server.stop()
        let lost = fixture.pipe("check", "XYZ987", "--json").terminal
        let none = try #require(JSONSerialization.jsonObject(with: Data(lost.output.utf8)) as? [String: Any])
        #expect((none["results"] as? [[String: Any]])?.first?["outcome"] as? String == "not_checked")
        #expect(terminal.output.split(separator: "\n").count == 1)
    }

    @Test func `a prompt ends at the second empty line, and control words are no plates`() {
        let (_, terminal) = fixture.say("check", "-q", typing: ["xyz987", "", "cancel", "yes", "help", "", "", "abc123"])
        #expect(terminal.written.input == ["abc123"])
        #expect(fixture.registry.seen.lookups.count == 1)
        #expect(terminal.output.contains("thaw search '7?K*'"))
    }

    @Test func `help and contact are shown once a session`() throws {
        let fixture = try Fixture(chapter: Chapter(help: "Call 555-0100."))
        let (_, terminal) = fixture.say("check", typing: ["xyz987", "mn abc123", "done"])
        #expect(terminal.output.components(separatedBy: "Help: Call 555-0100.").count == 2)
    }

    @Test func `a slow answer is announced`() {
        let seen = DispatchSemaphore(value: 0)
        let terminal = FakeTerminal(showsWaiting: true, onWrite: { if $0.contains("Asking the server") { seen.signal() } })
        fixture.registry.change { $0.beforeRequest = { if $0.path == "/v1/lookups" { seen.wait() } } }
        #expect(fixture.run(["check", "MN ABC123"], terminal) == 0)
        #expect(terminal.output.hasPrefix("Asking the server …\nLISTED"))
    }

    @Test(arguments: [["check", "7?K*"], ["check", "ABC*"]])
    func `a wildcard hints at the search`(_ arguments: [String]) {
        let terminal = FakeTerminal()
        #expect(fixture.run(arguments, terminal) == 64)
        #expect(terminal.error.contains("thaw search '\(arguments[1])'"))
        #expect(fixture.say("check", "-q", typing: ["7?K*", "done"]).terminal.output.contains("thaw search '7?K*'"))
    }

    @Test(arguments: [("ends in 482", "*482"), ("partial AXW77", "*AXW77*"), ("mn AXW77xx", "MN AXW77??")])
    func `a part of a plate is not looked up, and hints at the search`(_ text: String, _ pattern: String) {
        let terminal = FakeTerminal()
        #expect(fixture.run(["check"] + text.split(separator: " ").map(String.init), terminal) == 64)
        let said = terminal.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains("thaw search '\(pattern)'"), "\(said)")
        #expect(fixture.registry.seen.lookups.isEmpty)
    }

    @Test func `spoken words are looked up, each reading on its own line`() {
        let terminal = fixture.say("check", "-q", typing: ["alpha bravo charlie one two four", "done"], exits: 1)
        #expect(fixture.registry.seen.lookups.count == 1)
        #expect(terminal.output.contains("not listed  ABC124"))
    }

    @Test func `standard input gives plates one a line, near misses left out past twenty`() {
        let plates = (100..<125).map { "QQQ\($0)" }
        let terminal = fixture.pipe("check", "-", input: plates + ["", "abc€", "mn abc123"], exits: 0)
        #expect(terminal.lines.count == 28)
        #expect(terminal.output.contains("\nunchecked\tabc€\tplate.character\nlisted\t"))
        #expect(fixture.registry.seen.lookups.map(\.plates.count) == [26])
        #expect(fixture.registry.seen.lookups.map(\.similar) == [false])
    }

    @Test func `nothing to ask for is an error, never "not listed"`() {
        let input = ["MN ABC123"]
        for (status, terminal) in [
            fixture.pipe("check", "", input: input), fixture.pipe("check", " ", input: input),
            fixture.pipe("check", "", "XYZ987", input: input),
            fixture.pipe("check", ",", input: input), fixture.pipe("check", "", "-q", input: input),
        ] {
            #expect(status == 64)
            #expect(terminal.output == "" && !terminal.error.isEmpty)
        }
        for (status, terminal) in [
            fixture.pipe("check", "-", input: ["", " "]), fixture.pipe("check", input: []), fixture.pipe("check", input: [""]),
        ] {
            #expect(status == 64)
            #expect(terminal.output == "" && !terminal.error.isEmpty)
        }
        #expect(fixture.registry.seen.lookups.isEmpty)
    }

    @Test func `the public asks twenty at a time, without a token`() throws {
        let fixture = try Fixture(loggedIn: false)
        let terminal = FakeTerminal((100..<145).map { "QQQ\($0)" }, isPerson: false)
        #expect(fixture.run(["check", "-", "--server", fixture.server.url], terminal) == 1)
        #expect(fixture.registry.seen.lookups.map(\.plates.count) == [20, 20, 5])
        #expect(fixture.registry.seen.requests.allSatisfy { $0.authorization == nil })
    }

    @Test func `the server's texts cannot control the terminal`() throws {
        let fixture = try Fixture(chapter: Chapter(help: "Call\u{1B}[2J now"))
        #expect(fixture.say("check", "XYZ987").terminal.output.contains("Help: Call\\u{1B}[2J now\n"))
        #expect(fixture.pipe("check", "XYZ987", "--json").terminal.output.contains("Call\\u001b[2J now"))
    }

    @Test func `colors are for terminals that want them`() {
        let colored = FakeTerminal()
        fixture.run(["check", "MN ABC123"], colored, environment: ["TERM": "xterm"])
        #expect(colored.output.hasPrefix("\u{1B}[1;31mLISTED\u{1B}[0m"))
        let plain = FakeTerminal()
        fixture.run(["check", "MN ABC123"], plain, environment: ["TERM": "xterm", "NO_COLOR": "1"])
        #expect(plain.output.hasPrefix("LISTED"))
    }

    @Test func `nothing that was asked about is left in a file`() throws {
        _ = fixture.say("check", typing: ["mn abc123", "xyz987"])
        for (name, data) in try fixture.files() {
            let text = String(decoding: data, as: UTF8.self)
            #expect(!text.contains("ABC123") && !text.contains("XYZ987"), "\(name)")
        }
    }

    @Test func `without a login it says what to do`() throws {
        let fixture = try Fixture(loggedIn: false)
        let terminal = fixture.say("check", "XYZ987", exits: 2)
        #expect(terminal.error == "thaw: Not logged in to a server.\nLog in first: thaw login URL.\n")
    }
}
