import Foundation
import Testing
import ThawCLI
import Wire

@Suite("thaw outbox, send, drop, withdraw")
struct OutboxTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        _ = bench.say("areas")
    }

    private func reportOffline(_ plates: String...) {
        bench.registry.change { $0.problem = Problem(.storeBusy) }
        for plate in plates { _ = bench.say("report", plate, "powderhorn") }
        bench.registry.change { $0.problem = nil }
    }

    private func ids(_ arguments: String...) throws -> [String] {
        let terminal = FakeTerminal(isPerson: false)
        bench.run(["outbox", "--json"] + arguments, terminal)
        return try terminal.output.split(separator: "\n").map { line in
            let body = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            return try #require(body["id"] as? String)
        }
    }

    @Test func `the outbox shows what waits and why`() throws {
        #expect(bench.say("outbox").terminal.output == "The outbox is empty.\n")
        reportOffline("mn:abc123", "mn:xyz987")
        let terminal = bench.say("outbox").terminal
        #expect(terminal.lines[0].hasPrefix("id        result   plate      area        seen         why"))
        #expect(terminal.lines[1].contains("waiting  MN ABC123  powderhorn  15:30–16:00  " + ErrorCode.storeBusy.title))
        #expect(try ids().count == 2)
    }

    @Test func `drop removes one by the beginning of its id`() throws {
        reportOffline("mn:abc123", "mn:xyz987")
        let id = try #require(try ids().first)
        let (status, terminal) = bench.say("drop", String(id.prefix(8)))
        #expect(status == 0)
        #expect(terminal.output.hasPrefix("dropped    MN ABC123   powderhorn"))
        #expect(try ids().count == 1)
    }

    @Test(arguments: ["ffffffff", "00"])
    func `an id that names none, or is too short, is an error`(_ id: String) {
        #expect([2, 64].contains(bench.say("drop", id).status))
    }

    @Test func `send says what becomes of each, and that nothing waits`() {
        #expect(bench.say("send").status == 0)
        reportOffline("mn:abc123", "mn:xyz987")
        bench.registry.change { $0.problem = Problem(.storeBusy) }
        #expect(bench.say("send").status == 2)
        bench.registry.change { $0.problem = nil }
        let (status, terminal) = bench.say("send")
        #expect(status == 0)
        #expect(terminal.lines.filter { $0.hasPrefix("recorded") }.count == 2)
    }

    @Test func `one refused report never holds up the rest`() {
        reportOffline("mn:abc123", "mn:xyz987")
        _ = bench.say("report", "mn:qrs456", "longfellow")
        #expect(bench.registry.seen.reports.count == 3)
        bench.registry.change { $0.refusedAreas["powderhorn"] = ErrorBody(.reportAreaUnknown) }
        bench.registry.change { $0.problem = Problem(.storeBusy) }
        _ = bench.say("report", "mn:tuv123", "powderhorn")
        _ = bench.say("report", "mn:tuv124", "longfellow")
        bench.registry.change { $0.problem = nil }
        let (status, terminal) = bench.say("send")
        #expect(status == 2)
        #expect(terminal.output.contains("refused    MN TUV123") && terminal.output.contains("recorded   MN TUV124"))
        #expect(bench.say("outbox").terminal.output == "The outbox is empty.\n")
    }

    @Test func `withdraw takes back the last, or one by its id, for two days`() throws {
        _ = bench.say("report", "mn:abc123", "powderhorn")
        _ = bench.say("report", "mn:xyz987", "powderhorn")
        let first = try #require(try ids("--sent").first)
        #expect(bench.say("withdraw").terminal.output == "withdrawn  MN XYZ987   powderhorn   15:30–16:00\n")
        #expect(bench.say("withdraw", String(first.prefix(10))).terminal.output == "withdrawn  MN ABC123   powderhorn   15:30–16:00\n")
        let none = bench.say("withdraw")
        #expect(none.status == 2)
        #expect(none.terminal.error.contains("No report"))
    }

    @Test func `a report that the server no longer knows cannot be withdrawn, and it says so`() {
        _ = bench.say("report", "mn:abc123", "powderhorn")
        bench.registry.change { $0.reports = [] }
        let (status, terminal) = bench.say("withdraw")
        #expect(status == 2)
        #expect(terminal.output.hasPrefix("refused    MN ABC123"))
    }
}
