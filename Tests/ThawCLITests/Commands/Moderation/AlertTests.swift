import Foundation
import Sightings
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod alerts", .blocking)
struct AlertTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator, rules: .alerting(south: "longfellow"))
    }

    private static let me = Fixture.shortID(.moderator)

    @Test func `the outputs are listed, in a pipe as lines`() {
        let lines = fixture.pipe("mod", "alerts", exits: 0).lines
        #expect(lines == ["north\tseen,confirmed\tall", "south\tseen\tlongfellow", ""])
        #expect(fixture.pipe("mod", "alerts", "list", exits: 0).lines == lines)
        let screen = fixture.say("mod", "alerts", exits: 0)
        #expect(screen.lines.first == "output  sends           areas       held by  since")
    }

    @Test func `an output is held and resumed, and once more changes nothing`() throws {
        for _ in 0..<2 {
            let terminal = fixture.pipe("mod", "alerts", "hold", "north", exits: 0)
            #expect(terminal.lines.first == "held\tnorth\t\(Self.me)\t2026-11-22")
            #expect(terminal.error.contains("thaw mod alerts resume north"))
        }
        #expect(fixture.pipe("mod", "alerts", exits: 0).lines.first == "north\tseen,confirmed\tall\t\(Self.me)\t2026-11-22")
        let screen = fixture.say("mod", "alerts", "hold", "north", exits: 0)
        #expect(screen.lines.first == "held        north   by \(Self.me)   since 22 Nov")
        for _ in 0..<2 { #expect(fixture.pipe("mod", "alerts", "resume", "north", exits: 0).lines.first == "resumed\tnorth") }
        #expect(fixture.pipe("mod", "alerts", exits: 0).lines.first == "north\tseen,confirmed\tall")
        let audit = fixture.pipe("mod", "audit", "--action", "hold-alerts", exits: 0).lines.filter { !$0.isEmpty }
        #expect(audit.count == 1 && audit[0].contains("\t\(Self.me)\thold-alerts\t"))
    }

    @Test func `with --json each answer is the wire's list`() throws {
        func outputs(_ arguments: String...) throws -> [AlertOutputBody] {
            let terminal = FakeTerminal(isPerson: false)
            #expect(fixture.run(["mod", "alerts"] + arguments + ["--json"], terminal) == 0)
            return try WireJSON.decode(AlertOutputsBody.self, from: Data(terminal.output.utf8)).outputs
        }
        #expect(try outputs().map(\.heldBy) == [nil, nil])
        #expect(try outputs("hold", "south").map(\.heldBy) == [nil, Self.me])
        #expect(try outputs("resume", "south").map(\.heldBy) == [nil, nil])
    }

    @Test(arguments: ["hold", "resume"])
    func `an unknown output is an error with its code, and nothing changes`(_ verb: String) {
        let terminal = fixture.pipe("mod", "alerts", verb, "nowhere", exits: 2)
        #expect(terminal.error.contains("No alert output has this name."))
        #expect(fixture.pipe("mod", "alerts", verb, "nowhere", "--json").terminal.output.contains("alerts.unknown_output"))
        #expect(fixture.pipe("mod", "alerts").terminal.lines.filter { $0.contains(Self.me) }.isEmpty)
    }

    @Test(arguments: [["hold"], ["resume"], ["hold", "north", "south"], ["pause", "north"]])
    func `a hold without one name is a usage error`(_ arguments: [String]) {
        #expect(fixture.run(["mod", "alerts"] + arguments, FakeTerminal(isPerson: false)) == 64)
    }

    @Test func `a registry without outputs says so`() throws {
        let fixture = try Fixture(role: .moderator)
        let terminal = fixture.pipe("mod", "alerts", exits: 0)
        #expect(terminal.output.isEmpty && terminal.error.contains("This registry sends no alerts."))
    }

    @Test func `a volunteer sees no output`() throws {
        let fixture = try Fixture(role: .volunteer, rules: .alerting(south: "longfellow"))
        let terminal = fixture.pipe("mod", "alerts", exits: 2)
        #expect(!terminal.output.contains("north") && terminal.error.contains("The token's role does not allow this."))
    }

    @Test func `a plate that alerted says so on its card, and in its line`() throws {
        try fixture.confirm("MN ABC123")
        try fixture.report("MN ABC123", by: "second")
        let card = fixture.say("mod", "show", "MN:ABC123", exits: 0)
        #expect(
            card.lines.contains("  alerted   powderhorn 15:30–16:00 → north; confirmed 15:30–16:00 → north"), "\(card.output)")
        let line = try #require(fixture.pipe("mod", "show", "MN:ABC123", exits: 0).lines.first)
        #expect(line.hasSuffix("\tseen powderhorn 2026-11-22T21:30:00Z north,confirmed - 2026-11-22T21:30:00Z north"), "\(line)")
        try fixture.confirm("WI XYZ987")
        fixture.run(["mod", "alerts", "hold", "north"], FakeTerminal(isPerson: false))
        try fixture.report("WI XYZ987", by: "second")
        let quiet = fixture.say("mod", "show", "WI:XYZ987", exits: 0)
        #expect(!quiet.output.contains("powderhorn 15:30–16:00 → north"), "a held output")
    }
}
