import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("A review over a bad connection, and beside a colleague")
struct ReviewConnectionTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        bench.run(["areas"])
        bench.wait(.sample("MN ABC123"), .sample("WI XYZ987"))
    }

    @Test func `without a connection the card stays, and the key is pressed again`() {
        let (status, terminal) = bench.review([
            Press("d") { $0.isUnreachable = true }, "s", Press("d") { $0.isUnreachable = false }, "q",
        ])
        #expect(status == 0)
        #expect(bench.decisions == ["dismiss US-MN ABC123 3"])
        #expect(bench.moderation.skips.isEmpty)
        #expect(terminal.error.contains("It may or may not have been decided. It will not be decided twice."))
        #expect(terminal.error.contains("Not skipped."))
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
    }

    @Test func `a verdict whose answer was lost is found to have arrived, and can be undone`() {
        let (_, terminal) = bench.review([Press("d") { $0.moderation.lost["verdicts"] = 1 }, "u", "q"])
        #expect(bench.decisions == ["dismiss US-MN ABC123 3"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(bench.moderation.undos == ["d1"])
        #expect(terminal.output.hasSuffix("0 decided, 2 waiting.\n"))
    }

    @Test func `a protection whose answer was lost is found, too`() {
        let (_, terminal) = bench.review(["p", Press("y") { $0.moderation.lost["verdicts"] = 1 }, "q"])
        #expect(bench.decisions == ["protect US-MN ABC123 3"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(terminal.output.hasSuffix("1 decided (1 protected), 1 waiting.\n"))
    }

    @Test func `an undoing whose answer was lost is not done twice`() {
        let (_, terminal) = bench.review(["d", Press("u") { $0.moderation.lost["undo"] = 1 }, "u", "q"])
        #expect(bench.moderation.undos == ["d1", "d1"])
        #expect(terminal.error.contains("It may or may not have been undone."))
        #expect(terminal.lines.contains { $0.hasPrefix("undone") })
        #expect(terminal.output.hasSuffix("0 decided, 2 waiting.\n"))
    }

    @Test func `where a colleague was quicker it says what changed, and shows the plate anew`() {
        let (_, terminal) = bench.review([
            Press("d") { state in
                state.moderation.rows["US-MN ABC123"]?.version = 8
                state.moderation.rows["US-MN ABC123"]?.status = .confirmed
            }, "d", "q",
        ])
        #expect(terminal.error.contains("Not decided. 4KQ2 confirmed it since you looked."))
        #expect(terminal.lines.contains { $0.hasPrefix("MN ABC123   confirmed") })
        #expect(bench.decisions == ["dismiss US-MN ABC123 3", "dismiss US-MN ABC123 8"])
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 1 waiting.\n"))
    }

    @Test func `the next plate comes if the registry no longer has this one`() {
        let (_, terminal) = bench.review([Press("d") { $0.moderation.rows["US-MN ABC123"] = nil }, "d", "q"])
        #expect(terminal.output.contains("The registry no longer has it."))
        #expect(bench.decisions.last == "dismiss US-WI XYZ987 3")
    }

    @Test func `a queue that cannot be read on is read on with Enter`() {
        bench.registry.change { $0.moderation.rowsPerPage = 1 }
        let (_, terminal) = bench.review([
            Press("d") { $0.moderation.lost["queue"] = 9 }, Press("\n") { $0.moderation.lost["queue"] = 0 }, "d", "q",
        ])
        #expect(terminal.output.contains("Cannot read the queue. Nothing is lost."))
        #expect(bench.decisions == ["dismiss US-MN ABC123 3", "dismiss US-WI XYZ987 3"])
    }

    @Test func `a queue that cannot be read at all is a failure`() {
        bench.registry.change { $0.problem = Problem(.tokenRole) }
        let (status, terminal) = bench.review(["q"])
        #expect(status == 2)
        #expect(terminal.error.hasPrefix("thaw: "))
    }
}
