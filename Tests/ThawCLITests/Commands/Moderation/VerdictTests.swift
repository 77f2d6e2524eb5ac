import Foundation
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod confirm, clear, dismiss, protect, unprotect, undo", .blocking)
struct VerdictTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        try fixture.suspect("MN ABC123")
        try fixture.suspect("WI XYZ987")
    }

    @Test(arguments: [
        (["confirm", "MN:ABC123", "--sign", "convoy"], "confirm US-MN ABC123 0", "confirmed"),
        (["clear", "MN:ABC123"], "clear US-MN ABC123 0", "cleared"), (["dismiss", "abc123"], "dismiss US-MN ABC123 0", "dismissed"),
        (["protect", "MN ABC123"], "protect US-MN ABC123 0", "protected"),
    ])
    func `a verdict shows the plate, decides on just that, and says how to undo it`(
        _ arguments: [String], _ decision: String, _ done: String
    ) throws {
        let terminal = FakeTerminal()
        #expect(fixture.run(["mod"] + arguments, terminal) == 0)
        #expect(fixture.decisions == [decision])
        #expect(terminal.lines.first == "MN ABC123   suspected   token holders see it, and no moderator has reviewed it")
        #expect(terminal.lines.contains { $0.hasPrefix(done) && $0.hasSuffix("MN ABC123") })
        #expect(terminal.output.contains("thaw mod undo \(try #require(fixture.moderation.decisions.first))"))
    }

    @Test func `several plates are one decision, and one that is refused holds up no other`() throws {
        let terminal = fixture.pipe("mod", "dismiss", "-", "--json", input: ["mn abc123", "", "wi xyz987, IL QRS456"], exits: 2)
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0", "dismiss US-WI XYZ987 0", "dismiss US-IL QRS456 0"])
        let answer = try WireJSON.decode(VerdictsResponse.self, from: Data(terminal.output.utf8))
        #expect(answer.results.map(\.result) == [.decided, .decided, .refused])
        #expect(fixture.moderation.verdicts.count == 1)
    }

    @Test func `without a plate it asks, and nothing typed is an argument`() {
        let terminal = fixture.say("mod", "confirm", typing: ["mn abc123", "", "wi xyz987", "staging", "done"], exits: 0)
        #expect(fixture.moderation.verdicts.map(\.signs) == [["convoy"], ["staging"]])
        #expect(terminal.output.contains("plate to confirm> "))
    }

    @Test func `a plate that a colleague has decided since is refused, and delays no other`() {
        fixture.registry.change { faults in
            faults.beforeRequest = { [weak fixture] request in
                guard request.path == "/v1/moderation/verdicts" else { return }
                do { try fixture?.decide(.confirm, "MN ABC123", signs: [.convoy]) } catch { Issue.record(error) }
            }
        }
        let terminal = fixture.pipe("mod", "dismiss", "MN:ABC123", "WI:XYZ987", exits: 2)
        #expect(terminal.lines.prefix(2) == ["refused\tMN ABC123\tverdict.conflict", "dismissed\tWI XYZ987"])
    }

    @Test func `one protection is taken away at a time`() throws {
        #expect(fixture.pipe("mod", "protect", "MN:ABC123").status == 0)
        #expect(fixture.pipe("mod", "unprotect", "MN:ABC123", exits: 0).lines.first == "unprotected\tMN ABC123")
        #expect(
            fixture.decisions == ["protect US-MN ABC123 0", "unprotect US-MN ABC123 \(try #require(fixture.moderation.decisions.first))"])
    }

    @Test func `a plate whose issuer is not certain gets no verdict`() throws {
        try fixture.suspect("WI ABC123")
        #expect(fixture.pipe("mod", "dismiss", "abc123", exits: 64).error.contains("US-MN ABC123, US-WI ABC123"))
        #expect(fixture.pipe("mod", "protect", "zzz999").status == 64)
        #expect(fixture.pipe("mod", "dismiss", "zzz999").status == 2)
        #expect(fixture.decisions.isEmpty)
    }

    @Test func `a plate that the registry does not have can be protected by its issuer`() {
        let terminal = fixture.pipe("mod", "protect", "MN:PQR111", exits: 0)
        #expect(fixture.decisions == ["protect US-MN PQR111 0"])
        #expect(terminal.lines.first == "protected\tMN PQR111")
    }

    @Test func `if the answer is lost, it says that the verdict may have been recorded`() {
        fixture.registry.change { $0.lost["verdicts"] = 1 }
        let terminal = fixture.pipe("mod", "dismiss", "MN:ABC123", exits: 2)
        #expect(terminal.error.contains("It may or may not have been decided."))
        #expect(fixture.decisions.count == 1)
    }

    @Test(arguments: [
        ["confirm", "MN:ABC123"], ["confirm", "MN:ABC123", "--sign", "flying"],
        ["dismiss", "--all"], ["dismiss", "--all", "MN:ABC123"], ["dismiss", "--yes"], ["dismiss", "--reason", "misread"],
        ["dismiss", "a€"],
        ["unprotect", "--all"], ["undo"],
    ])
    func `unknown words are usage errors`(_ arguments: [String]) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(fixture.run(["mod"] + arguments, terminal) == 64)
        #expect(!terminal.error.isEmpty)
        #expect(fixture.moderation.verdicts.isEmpty && fixture.moderation.previews.isEmpty)
    }

    @Test func `a decision is undone by its id`() throws {
        _ = fixture.pipe("mod", "dismiss", "MN:ABC123")
        let decision = try #require(fixture.moderation.decisions.first)
        #expect(fixture.pipe("mod", "undo", decision, exits: 0).lines.first == "undone\tdismiss\t1")
        let refused = fixture.pipe("mod", "undo", decision, "--json", exits: 2)
        #expect(refused.output.contains("undo.expired"))
    }

    @Test func `a filter's verdict is shown first, and is on just what was shown`() throws {
        for plate in ["MN ABC128", "MN ABC12B"] { try fixture.suspect(plate) }
        let terminal = fixture.say("mod", "dismiss", "--all", "--reason", "misread", "--area", "powderhorn", typing: ["y"], exits: 0)
        #expect(
            fixture.moderation.previews == [PreviewRequest(.dismiss, filter: QueueFilterBody(reason: .misread, area: "powderhorn"))])
        #expect(fixture.moderation.verdicts.map { $0.preview == nil } == [false])
        #expect(terminal.output.contains("would be dismissed"))
        #expect(terminal.output.contains("Dismiss 2 plates? [y/N]> "))
        #expect(terminal.lines.contains { $0.hasSuffix("dismissed   2 plates") })
        #expect(terminal.output.contains("thaw mod undo \(try #require(fixture.moderation.decisions.first))"))
    }

    @Test func `each of several plates gets the signs of its own reports, without a question`() {
        let terminal = fixture.pipe("mod", "confirm", "MN:ABC123", "WI:XYZ987", exits: 0)
        #expect(fixture.moderation.verdicts.map(\.signs) == [[]])
        #expect(!terminal.output.contains("signs ["))
        _ = fixture.pipe("mod", "confirm", "--all", "--reason", "lapsing", "--yes")
        #expect(fixture.moderation.previews == [PreviewRequest(.confirm, filter: QueueFilterBody(reason: .lapsing))])
    }

    @Test func `a preview says how many were left out for want of a sign, and why the others wait`() throws {
        try fixture.confirm("WI XYZ9B7")
        for plate in ["MN QRS111", "MN QRS222", "MN QRS333"] { try fixture.suspect(plate, signs: []) }
        let terminal = fixture.say("mod", "confirm", "--all", "--status", "suspected", typing: ["y"]).terminal
        #expect(terminal.output.contains("Reasons: 1 misread, 2 suspected."))
        #expect(terminal.output.contains("3 plates left out, because their reports gave no such sign."))
    }

    @Test func `a no, and nobody to ask, decide nothing`() throws {
        try fixture.watch("IL QRS456")
        #expect(fixture.say("mod", "clear", "--all", "--status", "watched", typing: [""]).status == 2)
        #expect(fixture.pipe("mod", "clear", "--all", "--status", "watched", exits: 2).error.contains("--yes"))
        #expect(fixture.moderation.verdicts.isEmpty)
    }

    @Test func `a verdict that needs a second moderator says so first, and waits`() throws {
        let fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        let terminal = fixture.pipe("mod", "confirm", "--all", "--reason", "suspected", "--sign", "convoy", "--yes", "--json", exits: 0)
        #expect(fixture.moderation.previews.first?.signs == ["convoy"])
        let values = terminal.lines.filter { !$0.isEmpty }
        #expect(try WireJSON.decode(PreviewBody.self, from: Data(values[0].utf8)).needsSecond)
        let proposal = try #require(try WireJSON.decode(VerdictsResponse.self, from: Data(values[1].utf8)).waiting)
        #expect(terminal.error.contains("A second moderator must approve this"))
        #expect(terminal.error.contains("thaw mod approve \(proposal.id)"))
    }
}
