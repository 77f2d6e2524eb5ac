import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod queue and show for scripts", .blocking)
struct QueueListTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        try fixture.suspectInDetail("MN ABC123")
        try fixture.confirm("MN A8C123")
        try fixture.addOlder("WI XYZ987", daysAgo: 1)
        line = Self.start + (try fixture.shortID()) + ":wait"
    }

    private let line: String

    private static let start =
        "MN ABC123\tsuspected\tsuspected,conflicting,misread\t4.50\t4\t1\t0\t2026-11-09\t2026-11-22\t"
        + "powderhorn 2026-11-22T21:30:00Z 5,longfellow 2026-11-20 1,powderhorn week 2026-11-09 4\t"
        + "black SUV, Ford ×3 / white van ×1\tconvoy:3,tactical-gear:1\tconflicting\tMN A8C123"
        + "\t\t\t\t"

    @Test func `in a pipe, and with --plain, each plate is a line`() {
        #expect(fixture.pipe("mod", "queue").terminal.lines.first == line)
        let (status, terminal) = fixture.say("mod", "queue", "--plain")
        #expect(status == 0)
        #expect(terminal.lines.first == line)
        #expect(terminal.lines.filter { !$0.isEmpty }.count == 2)
    }

    @Test func `with --json it is the wire's page, over all pages up to the limit`() throws {
        let whole = try WireJSON.decode(QueuePage.self, from: Data(fixture.say("mod", "queue", "--json").terminal.output.utf8))
        #expect(whole.rows.map(\.plate.characters) == ["ABC123", "XYZ987"])
        #expect(whole.next == nil && whole.waiting == 2)
        let (_, terminal) = fixture.pipe("mod", "queue", "--json", "--limit", "1")
        #expect(try WireJSON.decode(QueuePage.self, from: Data(terminal.output.utf8)).next != nil)
        #expect(terminal.error.contains("--limit"))
    }

    @Test func `the filter is sent`() {
        _ = fixture.pipe(
            "mod", "queue", "--reason", "nearly-suspected", "--status", "watched", "--area", "powderhorn", "--skipped", "--limit", "7")
        #expect(
            fixture.moderation.queues.last
                == QueueRequest(limit: 7, reason: .nearlySuspected, status: .watched, area: "powderhorn", skipped: true))
    }

    @Test(arguments: [["--reason", "boredom"], ["--status", "cleared"], ["--limit", "0"]])
    func `what is no filter is a usage error`(_ options: [String]) {
        #expect(fixture.run(["mod", "queue"] + options, FakeTerminal()) == 64)
        #expect(fixture.moderation.queues.isEmpty)
    }

    @Test func `single plates are shown as cards, whoever else has their characters`() throws {
        try fixture.report("WI ABC123")
        try fixture.decide(.protect, "MN PQR111")
        let (status, terminal) = fixture.say("mod", "show", "abc123", "MN:PQR111")
        #expect(status == 0)
        #expect(terminal.lines.contains { $0.hasPrefix("MN ABC123   suspected") })
        #expect(terminal.lines.contains { $0.hasPrefix("WI ABC123   watched") })
        #expect(terminal.lines.contains("US-MN PQR111  protected"))
    }

    @Test func `a plate that the registry does not have is named, and changes the exit status`() throws {
        let (status, terminal) = fixture.pipe("mod", "show", "-", input: ["mn abc123", "zzz999"])
        #expect(status == 2)
        #expect(terminal.lines.contains("ZZZ999\tunknown"))
        let json = fixture.pipe("mod", "show", "MN:ABC123", "--json").terminal.output
        #expect(try WireJSON.decode(PlatesResponse.self, from: Data(json.utf8)).results.map(\.query) == ["US-MN ABC123"])
    }

    @Test func `without a plate it asks for one after the other`() {
        let (status, terminal) = fixture.say("mod", "show", typing: ["mn abc123", "a€", "done"])
        #expect(status == 2)
        #expect(terminal.lines.contains { $0.contains("MN ABC123   suspected") })
        #expect(!terminal.error.isEmpty)
    }
}
