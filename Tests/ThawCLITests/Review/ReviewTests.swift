import Foundation
import Plates
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod queue on a terminal", .blocking)
struct ReviewTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        fixture.run(["areas"])
    }

    @Test func `a card shows all that a decision needs`() throws {
        try fixture.suspectInDetail("MN ABC128", isMuted: true)
        try fixture.confirm("MN ABC12B")
        for plate in ["WI ABC128", "ABC128"] { try fixture.list(plate) }
        let colleague = try fixture.shortID()
        let terminal = fixture.review(["q"], exits: 0)
        for line in [
            "MN ABC128   suspected   token holders see it, and no moderator has reviewed it",
            "  also      its reports disagree about the vehicle; may be a misreading of a similar plate",
            "  issuers   also ABC128, confirmed, last 21 Nov",
            "  issuers   also WI ABC128, confirmed, last 21 Nov",
            "  evidence  4.50, voices: 4 trusted, 1 on probation, 2 muted",
            "  days      9 Nov – 22 Nov",
            "  seen      powderhorn 15:30–16:00 (5 reports), longfellow 20 Nov (1 report), powderhorn week of 9 Nov (4 reports)",
            "  vehicles  black SUV, Ford ×3 / white van ×1",
            "  conflict  the reports disagree about the vehicle",
            "  signs     convoy ×3, tactical-gear ×1",
            "  beside    MN ABC12B (8 or B), confirmed, powderhorn 22 Nov",
            "  skipped   by \(colleague): wait for more",
            "  earlier   dismissed by \(colleague); until 23 Nov 15:41: thaw mod undo 1",
            "0 decided, 1 waiting",
        ] {
            #expect(terminal.lines.contains(line), "\(line)")
        }
        #expect(terminal.output.hasSuffix("0 decided, 1 waiting.\n"))
        #expect(terminal.error.isEmpty)
    }

    @Test func `the card of a confirmed plate says when it lapses`() throws {
        let fixture = try Fixture(role: .moderator, start: Fixture.now - 27 * 86_400)
        try fixture.confirm("MN ABC123")
        try fixture.passDays(27)
        let terminal = fixture.review(["q"], exits: 0)
        #expect(terminal.lines.contains("  lapses    25 Nov"), "\(terminal.output)")
    }

    @Test func `in a narrow window no line is wider than it, and nothing is lost`() throws {
        try fixture.suspectInDetail("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let (_, terminal) = fixture.review(["?", "d", "u", "q"], columns: 40)
        for line in terminal.lines { #expect(line.count <= 40, "\(line)") }
        for word in ["4.50,", "15:30–16:00", "longfellow", "white", "disagree", "tactical-gear", "ABC12B", try fixture.shortID()] {
            #expect(terminal.output.contains(word), "\(word)")
        }
    }

    @Test(
        arguments: [
            (["c", ""], "confirm US-MN ABC123 0", "confirmed"), (["x"], "clear US-MN ABC123 0", "cleared"),
            (["d"], "dismiss US-MN ABC123 0", "dismissed"), (["p", "y"], "protect US-MN ABC123 0", "protected"),
            (["D"], "dismiss US-MN ABC123 0", "dismissed"),
        ] as [([Press], String, String)])
    func `one key decides on just what was shown, and the next plate comes`(_ keys: [Press], _ decision: String, _ done: String) throws {
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        let terminal = fixture.review(keys + ["q"], exits: 0)
        #expect(fixture.decisions == [decision])
        #expect(terminal.lines.contains { $0.contains(done) && $0.hasSuffix("MN ABC123   (u to undo)") })
        #expect(terminal.lines.contains { $0.hasPrefix("WI XYZ987") })
        #expect(terminal.lines.contains("1 decided, 1 waiting"))
        #expect(terminal.output.hasSuffix("1 decided (1 \(done)), 1 waiting.\n"))
    }

    @Test func `a confirmation takes the signs that voices gave, or others`() throws {
        for plate in ["MN ABC123", "WI XYZ987", "IL QRS456"] { try fixture.suspect(plate) }
        let (_, terminal) = fixture.review(["c", "", "c", "staging, door to door", "c", "flying", "c", "-", "q"])
        #expect(fixture.moderation.verdicts.map(\.signs) == [["convoy"], ["staging", "door-to-door"]])
        #expect(terminal.output.contains("signs [convoy]> "))
        #expect(terminal.error.contains("“flying” is not a sign"))
        #expect(terminal.output.contains("Not confirmed."))
    }

    @Test func `a protection is asked for twice`() throws {
        try fixture.suspect("MN ABC123")
        let (_, terminal) = fixture.review(["p", "", "q"])
        #expect(fixture.decisions.isEmpty)
        #expect(terminal.output.contains("Not protected."))
    }

    @Test(arguments: [("", "not-sure"), ("w", "wait"), ("T", "too-close"), ("o", "other")] as [(Press, String)])
    func `a skipped plate is a colleague's, who sees why, and waits on`(_ key: Press, _ reason: String) throws {
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        let (_, terminal) = fixture.review(["s", key, "d", "q"])
        #expect(fixture.moderation.skips == ["US-MN ABC123 \(reason)"])
        #expect(fixture.decisions == ["dismiss US-WI XYZ987 0"])
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 skipped, 1 waiting.\n"))
    }

    @Test func `a plate is not skipped without a reason of the list`() throws {
        try fixture.suspect("MN ABC123")
        let (_, terminal) = fixture.review(["s", "bored", "q"])
        #expect(fixture.moderation.skips.isEmpty)
        #expect(terminal.output.contains("why? n not sure · w wait for more · t too close to me · o another reason [n]"))
        #expect(terminal.output.contains("Not skipped."))
    }

    @Test func `a card names what was seen in the same slot, and what was decided before`() throws {
        try fixture.confirm("MN ABC123")
        try fixture.passDays(2)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.report(plate) }
        let colleague = try fixture.shortID()
        let (_, terminal) = fixture.say("mod", "show", "MN:ABC123")
        #expect(terminal.lines.contains("  nearby    WI XYZ987, watched, powderhorn 15:30–16:00"), "\(terminal.output)")
        #expect(terminal.lines.contains("  earlier   confirmed by \(colleague) on 22 Nov"), "\(terminal.output)")
    }

    @Test func `a slip is undone, and its plate is shown again as it is now`() throws {
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        let (_, terminal) = fixture.review(["u", "d", "u", "c", "", "q"])
        #expect(fixture.moderation.undos == Array(fixture.moderation.decisions.prefix(1)))
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0", "confirm US-MN ABC123 2"])
        #expect(terminal.output.contains("There is no verdict in this review to undo."))
        #expect(terminal.lines.filter { $0.hasPrefix("MN ABC123   suspected") }.count == 2)
        #expect(terminal.lines.filter { $0.hasPrefix("WI XYZ987   suspected") }.count == 2)
        #expect(terminal.output.hasSuffix("1 decided (1 confirmed), 1 waiting.\n"))
    }

    @Test func `pages follow each other, and nothing is shown twice`() throws {
        for number in 100..<145 { try fixture.suspect("MN ABC\(number)") }
        let terminal = fixture.review(Array(repeating: "d", count: 45) + ["\n", "q"], exits: 0)
        #expect(fixture.decisions.count == 45 && Set(fixture.decisions).count == 45)
        #expect(terminal.lines.contains("0 decided, 45 waiting"))
        #expect(terminal.lines.contains("44 decided, 1 waiting"))
        #expect(terminal.output.contains("The queue is empty."))
        #expect(terminal.output.hasSuffix("45 decided (45 dismissed), 0 waiting.\n"))
    }

    @Test func `plates that arrive meanwhile are shown at the end`() throws {
        try fixture.suspect("MN ABC123")
        let (_, terminal) = fixture.review([Press("d") { try $0.suspect("WI XYZ987") }, "d", "q"])
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0", "dismiss US-WI XYZ987 0"])
        #expect(terminal.output.contains("The queue is empty."))
    }

    @Test func `another plate is looked up and decided, and the queue goes on where it was`() throws {
        // After a day a protection cannot be undone, and nothing else is kept of its plate.
        try fixture.decide(.protect, "MN PQR111")
        try fixture.passDays(2)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        try fixture.report("IL QRS456")
        let (_, terminal) = fixture.review(["/", "qrs456", "d", "/", "mn pqr111", "/", "zzz999", "/", "", "x", "q"])
        #expect(fixture.decisions == ["dismiss US-IL QRS456 0", "clear US-MN ABC123 0"])
        #expect(terminal.output.contains("It is protected."))
        #expect(terminal.output.contains("The registry does not have it."))
        #expect(terminal.output.hasSuffix("2 decided (1 cleared, 1 dismissed), 1 waiting.\n"))
    }

    @Test func `the moderator chooses among plates with the same characters`() throws {
        for plate in ["MN ABC123", "WI ABC123"] { try fixture.suspect(plate) }
        let (_, terminal) = fixture.review(["/", "abc123", "2", "d", "q"])
        #expect(terminal.output.contains("US-WI ABC123, suspected"))
        #expect(fixture.decisions == ["dismiss US-WI ABC123 0"])
    }

    @Test func `Ctrl-C ends it with 130, and the end of the input as q does`() throws {
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.suspect(plate) }
        let terminal = fixture.review(["d", "\u{3}"], exits: 130)
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
        #expect(fixture.review([]).status == 0)
    }

    @Test func `help names every key, and others mean nothing`() throws {
        try fixture.suspect("MN ABC123")
        let (_, terminal) = fixture.review(["?", "z", "q"])
        for key in ["c", "x", "d", "p", "s", "m", "u", "/", "Enter", "q"] {
            #expect(terminal.lines.contains { $0.hasPrefix("  \(key) ") }, "\(key)")
        }
        #expect(terminal.output.contains("“z” is not a key here"))
    }

    @Test func `the filter goes along with every page`() throws {
        try fixture.addOlder("MN ABC123", daysAgo: 1)
        try fixture.suspect("WI XYZ987")
        let (_, terminal) = fixture.review(
            ["d", "q"], options: ["--reason", "watched", "--status", "watched", "--area", "Powderhorn Park"])
        #expect(fixture.decisions == ["dismiss US-MN ABC123 0"])
        #expect(!terminal.output.contains("XYZ987"))
        #expect(fixture.moderation.queues.allSatisfy { $0.reason == .watched && $0.status == .watched && $0.area == "powderhorn" })
    }
}
