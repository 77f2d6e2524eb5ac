import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod confirm, clear, dismiss, protect, unprotect, undo")
struct VerdictTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
    }

    @Test(arguments: [
        (["confirm", "MN:ABC123", "--sign", "convoy"], "confirm US-MN ABC123 3", "confirmed"),
        (["clear", "MN:ABC123"], "clear US-MN ABC123 3", "cleared"), (["dismiss", "abc123"], "dismiss US-MN ABC123 3", "dismissed"),
        (["protect", "MN ABC123"], "protect US-MN ABC123 3", "protected"),
    ])
    func `a verdict shows the plate, decides on just that, and says how to undo it`(
        _ arguments: [String], _ decision: String, _ done: String
    ) {
        let terminal = FakeTerminal()
        #expect(bench.run(["mod"] + arguments, terminal) == 0)
        #expect(bench.decisions == [decision])
        #expect(terminal.lines.first == "MN ABC123   suspected   token holders see it, and no moderator has reviewed it")
        #expect(terminal.lines.contains { $0.hasPrefix(done) && $0.hasSuffix("MN ABC123") })
        #expect(terminal.output.contains("thaw mod undo d1"))
    }

    @Test func `several plates are one decision, and one that is refused holds up no other`() throws {
        let (status, terminal) = bench.pipe("mod", "dismiss", "-", "--json", input: ["mn abc123", "", "wi xyz987, IL QRS456"])
        #expect(status == 0)
        #expect(bench.decisions == ["dismiss US-MN ABC123 3", "dismiss US-WI XYZ987 3", "dismiss US-IL QRS456 0"])
        #expect(try WireJSON.decode(VerdictsResponse.self, from: Data(terminal.output.utf8)).decided == 3)
        #expect(bench.moderation.verdicts.count == 1)
    }

    @Test func `without a plate it asks, and nothing typed is an argument`() {
        let (status, terminal) = bench.say("mod", "confirm", typing: ["mn abc123", "", "wi xyz987", "staging", "done"])
        #expect(status == 0)
        #expect(bench.moderation.verdicts.map(\.signs) == [["tactical-gear", "convoy"], ["staging"]])
        #expect(terminal.output.contains("plate to confirm> "))
    }

    @Test func `what a colleague has decided since is refused, and holds up no other`() {
        bench.registry.change { $0.moderation.colleagueDecides = ["US-MN ABC123"] }
        let (status, terminal) = bench.pipe("mod", "dismiss", "MN:ABC123", "WI:XYZ987")
        #expect(status == 2)
        #expect(terminal.lines.prefix(2) == ["refused\tMN ABC123\tverdict.conflict", "dismissed\tWI XYZ987"])
    }

    @Test func `one protection is taken away at a time`() {
        #expect(bench.pipe("mod", "protect", "MN:ABC123").status == 0)
        let (status, terminal) = bench.pipe("mod", "unprotect", "MN:ABC123")
        #expect(status == 0)
        #expect(terminal.lines.first == "unprotected\tMN ABC123")
        #expect(bench.decisions == ["protect US-MN ABC123 3", "unprotect US-MN ABC123 0"])
    }

    @Test func `a plate whose issuer is in doubt is not decided on`() {
        bench.wait(.sample("WI ABC123"))
        let (status, terminal) = bench.pipe("mod", "dismiss", "abc123")
        #expect(status == 64)
        #expect(terminal.error.contains("US-MN ABC123, US-WI ABC123"))
        #expect(bench.pipe("mod", "protect", "zzz999").status == 64)
        #expect(bench.pipe("mod", "dismiss", "zzz999").status == 2)
        #expect(bench.decisions.isEmpty)
    }

    @Test func `a plate that the registry does not have can be protected by its issuer`() {
        let (status, terminal) = bench.pipe("mod", "protect", "MN:PQR111")
        #expect(status == 0)
        #expect(bench.decisions == ["protect US-MN PQR111 0"])
        #expect(terminal.lines.first == "protected\tMN PQR111")
    }

    @Test func `a lost answer is said to be in doubt`() {
        bench.registry.change { $0.moderation.lost["verdicts"] = 1 }
        let (status, terminal) = bench.pipe("mod", "dismiss", "MN:ABC123")
        #expect(status == 2)
        #expect(terminal.error.contains("It may or may not have been decided."))
        #expect(bench.decisions.count == 1)
    }

    @Test(arguments: [
        ["confirm", "MN:ABC123"], ["confirm", "MN:ABC123", "--sign", "flying"],
        ["dismiss", "--all"], ["dismiss", "--all", "MN:ABC123"], ["dismiss", "--yes"], ["dismiss", "--reason", "misread"],
        ["dismiss", "a€"],
        ["unprotect", "--all"], ["undo"],
    ])
    func `words that are no verdict are usage errors`(_ arguments: [String]) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(bench.run(["mod"] + arguments, terminal) == 64)
        #expect(!terminal.error.isEmpty)
        #expect(bench.moderation.verdicts.isEmpty && bench.moderation.previews.isEmpty)
    }

    @Test func `a decision is undone by its id`() throws {
        _ = bench.pipe("mod", "dismiss", "MN:ABC123")
        let (status, terminal) = bench.pipe("mod", "undo", "d1")
        #expect(status == 0)
        #expect(terminal.lines.first == "undone\tdismiss\t1")
        let (again, refused) = bench.pipe("mod", "undo", "d1", "--json")
        #expect(again == 2)
        #expect(refused.output.contains("undo.expired"))
    }

    @Test func `a filter's verdict is shown first, and is on just what was shown`() {
        let (status, terminal) = bench.say("mod", "dismiss", "--all", "--reason", "misread", "--area", "powderhorn", typing: ["y"])
        #expect(status == 0)
        #expect(
            bench.moderation.previews == [PreviewRequest(.dismiss, filter: QueueFilterBody(reason: .misread, area: "powderhorn"))])
        #expect(bench.moderation.verdicts == [VerdictsRequest(preview: "p1")])
        #expect(terminal.output.contains("would be dismissed"))
        #expect(terminal.output.contains("Dismiss 2 plates? [y/N]> "))
        #expect(terminal.lines.contains { $0.hasSuffix("dismissed   2 plates") })
        #expect(terminal.output.contains("thaw mod undo d1"))
    }

    @Test func `of several plates each gets the signs of its own reports, so that it asks for none`() {
        let (status, terminal) = bench.pipe("mod", "confirm", "MN:ABC123", "WI:XYZ987")
        #expect(status == 0)
        #expect(bench.moderation.verdicts.map(\.signs) == [[]])
        #expect(!terminal.output.contains("signs ["))
        _ = bench.pipe("mod", "confirm", "--all", "--reason", "lapsing", "--yes")
        #expect(bench.moderation.previews == [PreviewRequest(.confirm, filter: QueueFilterBody(reason: .lapsing))])
    }

    @Test func `a preview says how many were left out for want of a sign, and why the others wait`() {
        bench.registry.change {
            $0.moderation.preview.unsigned = 3
            $0.moderation.preview.byReason = ["misread": 1, "suspected": 2]
        }
        let terminal = bench.say("mod", "confirm", "--all", "--status", "suspected", typing: ["y"]).terminal
        #expect(terminal.output.contains("Reasons: 1 misread, 2 suspected."))
        #expect(terminal.output.contains("3 plates left out, because no report gave such a sign."))
    }

    @Test func `a no, and nobody to ask, decide nothing`() {
        #expect(bench.say("mod", "clear", "--all", "--status", "watched", typing: [""]).status == 2)
        let (status, terminal) = bench.pipe("mod", "clear", "--all", "--status", "watched")
        #expect(status == 2)
        #expect(terminal.error.contains("--yes"))
        #expect(bench.moderation.verdicts.isEmpty)
    }

    @Test func `what needs a second moderator is said before, and waits`() throws {
        bench.registry.change { $0.moderation.preview.needsSecond = true }
        let (status, terminal) = bench.pipe("mod", "confirm", "--all", "--reason", "lapsing", "--sign", "convoy", "--yes", "--json")
        #expect(status == 0)
        #expect(bench.moderation.previews.first?.signs == ["convoy"])
        let values = terminal.lines.filter { !$0.isEmpty }
        #expect(try WireJSON.decode(PreviewBody.self, from: Data(values[0].utf8)).needsSecond)
        #expect(try WireJSON.decode(VerdictsResponse.self, from: Data(values[1].utf8)).waiting?.id == "w1")
        #expect(terminal.error.contains("A second moderator must approve this"))
        #expect(terminal.error.contains("thaw mod approve w1"))
    }
}
