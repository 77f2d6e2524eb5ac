import Foundation
import Testing
import ThawCLI
import Wire

@Suite("thaw outbox, send, drop, withdraw", .blocking)
struct OutboxTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        _ = fixture.say("areas")
    }

    private func reportOffline(_ plates: String...) {
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        for plate in plates { _ = fixture.say("report", plate, "powderhorn") }
        fixture.registry.change { $0.problem = nil }
    }

    private func ids(_ arguments: String...) throws -> [String] {
        let terminal = FakeTerminal(isPerson: false)
        fixture.run(["outbox", "--json"] + arguments, terminal)
        return try terminal.output.split(separator: "\n").map { line in
            let body = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            return try #require(body["id"] as? String)
        }
    }

    @Test func `the outbox shows what waits and why`() throws {
        #expect(fixture.say("outbox").terminal.output == "The outbox is empty.\n")
        reportOffline("mn:abc123", "mn:xyz987")
        let terminal = fixture.say("outbox").terminal
        #expect(terminal.lines[0].hasPrefix("id        result   plate      area        seen         why"))
        #expect(terminal.lines[1].contains("waiting  MN ABC123  powderhorn  15:30–16:00  " + ErrorCode.storeBusy.title))
        #expect(try ids().count == 2)
    }

    @Test func `drop removes one by the beginning of its id`() throws {
        reportOffline("mn:abc123", "mn:xyz987")
        let id = try #require(try ids().first)
        let terminal = fixture.say("drop", String(id.prefix(8)), exits: 0)
        #expect(terminal.output.hasPrefix("dropped    MN ABC123   powderhorn"))
        #expect(try ids().count == 1)
    }

    @Test(arguments: ["ffffffff", "00"])
    func `an id that names none, or is too short, is an error`(_ id: String) {
        #expect([2, 64].contains(fixture.say("drop", id).status))
    }

    @Test func `send says what becomes of each, and that nothing waits`() {
        #expect(fixture.say("send").status == 0)
        reportOffline("mn:abc123", "mn:xyz987")
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        #expect(fixture.say("send").status == 2)
        fixture.registry.change { $0.problem = nil }
        let terminal = fixture.say("send", exits: 0)
        #expect(terminal.lines.filter { $0.hasPrefix("recorded") }.count == 2)
    }

    @Test func `one refused report never holds up the rest`() throws {
        reportOffline("mn:abc123", "mn:xyz987")
        _ = fixture.say("report", "mn:qrs456", "longfellow")
        #expect(fixture.registry.seen.reports.count == 3)
        try fixture.registry.remove(area: "powderhorn")
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        _ = fixture.say("report", "mn:tuv123", "powderhorn")
        _ = fixture.say("report", "mn:tuv124", "longfellow")
        fixture.registry.change { $0.problem = nil }
        let terminal = fixture.say("send", exits: 2)
        #expect(terminal.output.contains("refused    MN TUV123") && terminal.output.contains("recorded   MN TUV124"))
        #expect(fixture.say("outbox").terminal.output == "The outbox is empty.\n")
    }

    @Test func `withdraw takes back the last, or one by its id, for two days`() throws {
        _ = fixture.say("report", "mn:abc123", "powderhorn")
        _ = fixture.say("report", "mn:xyz987", "powderhorn")
        let first = try #require(try ids("--sent").first)
        #expect(fixture.say("withdraw").terminal.output == "withdrawn  MN XYZ987   powderhorn   15:30–16:00\n")
        #expect(fixture.say("withdraw", String(first.prefix(10))).terminal.output == "withdrawn  MN ABC123   powderhorn   15:30–16:00\n")
        let none = fixture.say("withdraw", exits: 2)
        #expect(none.error.contains("No report"))
    }

    @Test func `a report that the server no longer knows cannot be withdrawn, and it says so`() throws {
        _ = fixture.say("report", "mn:abc123", "powderhorn")
        // The registry forgets at the end of the 24th what was reported on the 22nd; this machine's clock lags behind.
        try fixture.passDays(3)
        fixture.setSkew(seconds: -2 * 86_400)
        #expect(fixture.say("withdraw", exits: 2).output.hasPrefix("refused    MN ABC123"))
    }
}
