import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("A review over a bad connection, and beside a colleague", .blocking)
struct ReviewConnectionTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        fixture.run(["areas"])
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
    }

    @Test func `without a connection the card stays, and the key is pressed again`() {
        let (status, terminal) = fixture.review([
            .key("d") { $0.isUnreachable = true }, "s", "", .key("d") { $0.isUnreachable = false }, "q",
        ])
        #expect(status == 0)
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0"])
        #expect(fixture.moderation.skips.isEmpty)
        #expect(terminal.error.contains("It may or may not have been decided. It will not be decided twice."))
        #expect(terminal.error.contains("Not skipped."))
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
    }

    @Test func `a verdict whose answer was lost is found to have arrived, and can be undone`() {
        let (_, terminal) = fixture.review([.key("d") { $0.lost["verdicts"] = 1 }, "u", "q"])
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(fixture.moderation.undos == fixture.moderation.decisions)
        #expect(terminal.output.hasSuffix("0 decided, 2 waiting.\n"))
    }

    @Test func `a protection whose answer was lost is found, too`() {
        let (_, terminal) = fixture.review(["p", .key("y") { $0.lost["verdicts"] = 1 }, "q"])
        #expect(fixture.decisions == ["protect US-MN ABC123 0"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(terminal.output.hasSuffix("1 decided (1 protected), 1 waiting.\n"))
    }

    @Test func `an undoing whose answer was lost is not done twice`() {
        let (_, terminal) = fixture.review(["d", .key("u") { $0.lost["undo"] = 1 }, "u", "q"])
        #expect(fixture.moderation.undos == [fixture.moderation.decisions, fixture.moderation.decisions].flatMap(\.self))
        #expect(terminal.error.contains("It may or may not have been undone."))
        #expect(terminal.lines.contains { $0.hasPrefix("undone") })
        #expect(terminal.output.hasSuffix("0 decided, 2 waiting.\n"))
    }

    @Test func `where a colleague was quicker it says what changed, and shows the plate anew`() throws {
        let (_, terminal) = fixture.review([Press("d") { try $0.decide(.confirm, "MN ABC123", signs: [.convoy]) }, "d", "q"])
        let colleague = try fixture.shortID()
        #expect(terminal.error.contains("Not decided. After you looked, \(colleague) confirmed it on 2026-11-22."))
        #expect(terminal.lines.contains { $0.hasPrefix("MN ABC123   confirmed") })
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0", "dismiss US-MN ABC123 1"])
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
    }

    @Test func `the next plate comes if the registry no longer has this one`() {
        let (_, terminal) = fixture.review([Press("d") { try $0.purge("MN ABC123") }, "d", "q"])
        #expect(terminal.output.contains("The registry no longer has it."))
        #expect(fixture.decisions.last == "dismiss US-WI XYZ987 0")
    }

    @Test func `a queue that cannot be read on is read on with Enter`() {
        let (_, terminal) = fixture.review([
            "d", .key("d") { $0.lost["queue"] = 9 },
            Press("\n") {
                $0.registry.change { $0.lost["queue"] = 0 }
                try $0.suspect("IL QRS456")
            }, "d", "q",
        ])
        #expect(terminal.output.contains("Cannot read the queue. Nothing is lost."))
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0", "dismiss US-WI XYZ987 0", "dismiss US-IL QRS456 0"])
    }

    @Test func `a queue that cannot be read at all is a failure`() throws {
        try fixture.logIn(.volunteer)
        let (status, terminal) = fixture.review(["q"])
        #expect(status == 2)
        #expect(terminal.error.hasPrefix("thaw: "))
    }
}
