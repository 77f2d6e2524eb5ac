import Foundation
import Plates
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod queue on a terminal")
struct ReviewTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        bench.run(["areas"])
    }

    @Test func `a card shows all that a decision needs`() {
        var row = ReviewBody.sample("MN ABC128", misreads: ["MN ABC12B"])
        row.decided = DecidedBody(decision: "d7", verdict: .dismiss, by: "4KQ2", undoUntil: "2026-11-23T20:00:00Z")
        row.lapsesOn = "2026-11-25"
        row.reasons = [.suspected, .conflicting, .misread]
        row.otherIssuers = ["WI ABC128", "ABC128"].compactMap { try? Plate($0) }.map {
            PreviewRow(plate: PlateBody($0), status: .confirmed, firstDay: "2026-11-02", lastDay: "2026-11-20")
        }
        bench.wait(row)
        let (status, terminal) = bench.review(["q"])
        #expect(status == 0)
        for line in [
            "MN ABC128   suspected   token holders see it, and no moderator has reviewed it",
            "  also      its reports disagree about the vehicle; may be a misreading of a similar plate",
            "  issuers   also WI ABC128, confirmed, last 20 Nov",
            "  evidence  2.35, voices: 3 trusted, 1 in probation, 2 muted",
            "  days      2 Nov – 21 Nov",
            "  seen      powderhorn 15:30–16:00 (3 reports), longfellow 20 Nov (1 report), powderhorn week of 9 Nov (4 reports)",
            "  vehicles  black SUV, Ford ×3 / white van ×1",
            "  conflict  the reports disagree about the vehicle",
            "  signs     convoy ×3, tactical-gear ×1",
            "  beside    MN ABC12B (8 or B), confirmed, powderhorn 21 Nov",
            "  lapses    25 Nov",
            "  skipped   by 4KQ2",
            "  earlier   dismissed by 4KQ2; until 23 Nov 14:00: thaw mod undo d7",
            "0 decided, 1 waiting",
        ] {
            #expect(terminal.lines.contains(line), "\(line)")
        }
        #expect(terminal.output.hasSuffix("0 decided, 1 waiting.\n"))
        #expect(terminal.error.isEmpty)
    }

    @Test func `in a narrow window no line is wider than it, and nothing is lost`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let (_, terminal) = bench.review(["?", "d", "u", "q"], columns: 40)
        for line in terminal.lines { #expect(line.count <= 40, "\(line)") }
        for word in ["2.35,", "15:30–16:00", "longfellow", "white", "disagree", "tactical-gear", "ABC12B", "4KQ2"] {
            #expect(terminal.output.contains(word), "\(word)")
        }
    }

    @Test(
        arguments: [
            (["c", ""], "confirm US-MN ABC123 3", "confirmed"), (["x"], "clear US-MN ABC123 3", "cleared"),
            (["d"], "dismiss US-MN ABC123 3", "dismissed"), (["p", "y"], "protect US-MN ABC123 3", "protected"),
            (["D"], "dismiss US-MN ABC123 3", "dismissed"),
        ] as [([Press], String, String)])
    func `one key decides on just what was shown, and the next plate comes`(_ keys: [Press], _ decision: String, _ done: String) {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
        let (status, terminal) = bench.review(keys + ["q"])
        #expect(status == 0)
        #expect(bench.decisions == [decision])
        #expect(terminal.lines.contains { $0.contains(done) && $0.hasSuffix("MN ABC123   (u to undo)") })
        #expect(terminal.lines.contains { $0.hasPrefix("WI XYZ987") })
        #expect(terminal.lines.contains("1 decided, 1 waiting"))
        #expect(terminal.output.hasSuffix("1 decided (1 \(done)), 1 waiting.\n"))
    }

    @Test func `a confirmation takes the signs that voices gave, or others`() {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"), .sample("IL QRS456"))
        let (_, terminal) = bench.review(["c", "", "c", "staging, door to door", "c", "flying", "c", "-", "q"])
        #expect(bench.moderation.verdicts.map(\.signs) == [["tactical-gear", "convoy"], ["staging", "door-to-door"]])
        #expect(terminal.output.contains("signs [convoy, tactical-gear]> "))
        #expect(terminal.error.contains("“flying” is not a sign"))
        #expect(terminal.output.contains("Not confirmed."))
    }

    @Test func `a protection is asked for twice`() {
        bench.wait(.sample("MN ABC123"))
        let (_, terminal) = bench.review(["p", "", "q"])
        #expect(bench.decisions.isEmpty)
        #expect(terminal.output.contains("Not protected."))
    }

    @Test func `a skipped plate is a colleague's, and waits on`() {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
        let (_, terminal) = bench.review(["s", "d", "q"])
        #expect(bench.moderation.skips == ["US-MN ABC123"])
        #expect(bench.decisions == ["dismiss US-WI XYZ987 3"])
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 skipped, 1 waiting.\n"))
    }

    @Test func `a slip is undone, and its plate is shown again as it is now`() {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
        let (_, terminal) = bench.review(["u", "d", "u", "c", "", "q"])
        #expect(bench.moderation.undos == ["d1"])
        #expect(bench.decisions == ["dismiss US-MN ABC123 3", "confirm US-MN ABC123 5"])
        #expect(terminal.output.contains("There is no verdict in this review to undo."))
        #expect(terminal.lines.filter { $0.hasPrefix("MN ABC123   suspected") }.count == 2)
        #expect(terminal.lines.filter { $0.hasPrefix("WI XYZ987   suspected") }.count == 2)
        #expect(terminal.output.hasSuffix("1 decided (1 confirmed), 1 waiting.\n"))
    }

    @Test func `pages follow each other, and nothing is shown twice`() {
        for number in 100..<145 { bench.wait(.sample("MN ABC\(number)")) }
        let (status, terminal) = bench.review(Array(repeating: "d", count: 45) + ["\n", "q"])
        #expect(status == 0)
        #expect(bench.decisions.count == 45 && Set(bench.decisions).count == 45)
        #expect(terminal.lines.contains("0 decided, 45 waiting"))
        #expect(terminal.lines.contains("44 decided, 1 waiting"))
        #expect(terminal.output.contains("The queue is empty."))
        #expect(terminal.output.hasSuffix("45 decided (45 dismissed), 0 waiting.\n"))
    }

    @Test func `what comes in meanwhile is shown at the end`() {
        bench.wait(.sample("MN ABC123"))
        let (_, terminal) = bench.review([Press("d") { $0.moderation.add(.sample("WI XYZ987")) }, "d", "q"])
        #expect(bench.decisions == ["dismiss US-MN ABC123 3", "dismiss US-WI XYZ987 3"])
        #expect(terminal.output.contains("The queue is empty."))
    }

    @Test func `another plate is looked up and decided, and the queue goes on where it was`() {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"), .sample("IL QRS456", status: .watched, reason: nil))
        bench.registry.change { $0.moderation.protected = ["US-MN PQR111"] }
        let (_, terminal) = bench.review(["/", "qrs456", "d", "/", "mn pqr111", "/", "zzz999", "/", "", "x", "q"])
        #expect(bench.decisions == ["dismiss US-IL QRS456 3", "clear US-MN ABC123 3"])
        #expect(terminal.output.contains("It is protected."))
        #expect(terminal.output.contains("The registry does not have it."))
        #expect(terminal.output.hasSuffix("2 decided (1 cleared, 1 dismissed), 1 waiting.\n"))
    }

    @Test func `of plates with the same characters one is chosen`() {
        bench.wait(.sample("MN ABC123", reason: nil), .sample("WI ABC123", reason: nil))
        let (_, terminal) = bench.review(["/", "abc123", "2", "d", "q"])
        #expect(terminal.output.contains("US-WI ABC123, suspected"))
        #expect(bench.decisions == ["dismiss US-WI ABC123 3"])
    }

    @Test func `Ctrl-C ends it with 130, and the end of the input as q does`() {
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
        let (status, terminal) = bench.review(["d", "\u{3}"])
        #expect(status == 130)
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
        #expect(bench.review([]).status == 0)
    }

    @Test func `help names every key, and others mean nothing`() {
        bench.wait(.sample("MN ABC123"))
        let (_, terminal) = bench.review(["?", "z", "q"])
        for key in ["c", "x", "d", "p", "s", "m", "u", "/", "Enter", "q"] {
            #expect(terminal.lines.contains { $0.hasPrefix("  \(key) ") }, "\(key)")
        }
        #expect(terminal.output.contains("“z” is not a key here"))
    }

    @Test func `the filter goes along with every page`() {
        bench.wait(.sample("MN ABC123", status: .watched, reason: .watched), .sample("WI XYZ987"))
        let (_, terminal) = bench.review(["d", "q"], options: ["--reason", "watched", "--status", "watched", "--area", "Powderhorn Park"])
        #expect(bench.decisions == ["dismiss US-MN ABC123 3"])
        #expect(!terminal.output.contains("XYZ987"))
        #expect(bench.moderation.queues.allSatisfy { $0.reason == .watched && $0.status == .watched && $0.area == "powderhorn" })
    }
}
