import Foundation
import Plates
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod purge, proposals, approve, cancel, age")
struct PurgeTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        let plate = try Plate("MN ABC123")
        bench.registry.change {
            $0.moderation.preview.first = [
                PreviewRow(plate: PlateBody(plate), status: .watched, firstDay: "2026-11-02", lastDay: "2026-11-08")
            ]
        }
    }

    @Test func `a purge is shown first, and erases what was shown`() {
        let (status, terminal) = bench.say(
            "mod", "purge", "--area", "powderhorn", "--older-than", "14d", "--status", "watched", typing: ["y"])
        #expect(status == 0)
        #expect(
            bench.moderation.previews
                == [PreviewRequest(purge: PurgeBody(area: "powderhorn", olderThanDays: 14, status: "watched"))])
        #expect(bench.moderation.purges == ["p1"])
        #expect(
            terminal.lines.contains(
                "would be purged  2 plates (2 watched)   1 of them completely   5 sightings   3 voices"))
        #expect(terminal.lines.contains("  MN ABC123   watched   first 2 Nov   last 8 Nov"))
        #expect(terminal.lines.contains("  and 1 more"))
        #expect(terminal.lines.contains { $0.hasSuffix("purged      2 plates   1 of them completely   5 sightings   3 voices") })
    }

    @Test(arguments: [["n"], [""], []])
    func `a no erases nothing`(_ answer: [String]) {
        let terminal = FakeTerminal(answer)
        #expect(bench.run(["mod", "purge", "--status", "watched"], terminal) == 2)
        #expect(terminal.error.contains("Nothing was purged."))
        #expect(bench.moderation.purges.isEmpty)
    }

    @Test func `with --yes it does not ask, and in a pipe it must not`() {
        #expect(bench.pipe("mod", "purge", "--older-than", "0d").status == 2)
        #expect(bench.moderation.purges.isEmpty)
        let (status, terminal) = bench.pipe("mod", "purge", "--older-than", "0d", "--yes")
        #expect(status == 0)
        #expect(bench.moderation.previews.last?.purge == PurgeBody(olderThanDays: 0))
        #expect(terminal.lines.contains("preview\t2\t1\t5\t3"))
        #expect(terminal.lines.contains("MN ABC123\twatched\t2026-11-02\t2026-11-08"))
        #expect(terminal.lines.contains("purged\t2\t1\t5\t3"))
    }

    @Test func `plates are typed, read, or named`() {
        _ = bench.say("mod", "purge", "--plate", "-", "--yes", typing: ["mn abc123", "xyz987", ""])
        #expect(bench.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "XYZ987"])
        _ = bench.pipe("mod", "purge", "--plate", "-", "--yes", input: ["mn abc123", "xyz987"])
        #expect(bench.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "XYZ987"])
        _ = bench.pipe("mod", "purge", "--plate", "MN ABC123", "--plate", "WI:XYZ987", "--yes")
        #expect(bench.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "US-WI XYZ987"])
    }

    @Test func `a preview says why a plate stays, in all and of each`() throws {
        bench.registry.change {
            $0.moderation.preview.stays = ["week": 2, "newer": 1]
            $0.moderation.preview.first[0].stays = ["newer", "week"]
        }
        let screen = bench.say("mod", "purge", "--older-than", "14d", typing: ["n"]).terminal
        #expect(screen.output.contains("1 plate will stay in part: newer sightings or voices."))
        #expect(screen.output.contains("2 plates will stay in part: a sighting whose week is only partly older."))
        #expect(screen.output.contains("stays: newer sightings or voices"))
        let lines = bench.pipe("mod", "purge", "--older-than", "14d", "--yes").terminal.lines
        #expect(lines.contains("MN ABC123\twatched\t2026-11-02\t2026-11-08\tnewer,week"))
    }

    @Test func `an empty preview ends it`() {
        bench.registry.change { $0.moderation.preview.plates = 0 }
        let (status, terminal) = bench.say("mod", "purge", "--status", "cleared")
        #expect(status == 0)
        #expect(terminal.output.contains("Nothing matches. Nothing was purged."))
        #expect(bench.moderation.purges.isEmpty)
    }

    @Test func `what needs a second moderator waits for one`() throws {
        bench.registry.change { $0.moderation.preview.needsSecond = true }
        let (status, terminal) = bench.say("mod", "purge", "--status", "watched", typing: ["y"])
        #expect(status == 0)
        #expect(terminal.output.contains("A second moderator must approve this"))
        #expect(terminal.output.contains("Propose this purge? [y/N]> "))
        #expect(terminal.output.contains("thaw mod approve w1"))
        let json = bench.pipe("mod", "purge", "--status", "watched", "--yes", "--json").terminal.lines.filter { !$0.isEmpty }
        #expect(try WireJSON.decode(PurgeResponse.self, from: Data(json[1].utf8)).waiting?.plates == 152)
    }

    @Test func `a lost answer is said to be in doubt, and sent no second time`() {
        bench.registry.change { $0.moderation.lost["purges"] = 1 }
        let (status, terminal) = bench.pipe("mod", "purge", "--status", "watched", "--yes")
        #expect(status == 2)
        #expect(terminal.error.contains("The purge may or may not have begun."))
        #expect(bench.moderation.purges == ["p1"])
    }

    @Test(arguments: [
        [], ["--older-than", "soon"], ["--older-than", "36h"], ["--status", "king"], ["--plate", "-", "--plate", "MN:ABC123"],
        ["--plate", "a€"],
    ])
    func `what names nothing is a usage error`(_ options: [String]) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(bench.run(["mod", "purge"] + options, terminal) == 64)
        #expect(!terminal.error.isEmpty)
        #expect(bench.moderation.previews.isEmpty)
    }

    @Test func `proposals are shown, approved and canceled`() throws {
        var bulk = StandInModeration.proposal
        (bulk.id, bulk.purge, bulk.verdict, bulk.plates) = ("w2", nil, .dismiss, 120)
        bulk.filter = QueueFilterBody(reason: .misread, status: .watched, area: "powderhorn")
        bulk.byStatus = ["watched": 119, "confirmed": 1]
        let proposals = [StandInModeration.proposal, bulk]
        bench.registry.change { $0.moderation.proposals = proposals }
        let shown = bench.say("mod", "proposals").terminal
        #expect(shown.output.contains("purge watched, powderhorn, older than 14 days"))
        #expect(shown.output.contains("you can approve it"))
        #expect(shown.output.contains("dismiss the queue's plates: misread, status watched, powderhorn"))
        #expect(shown.output.contains("120 plates (1 confirmed, 119 watched)"))
        let json = bench.pipe("mod", "proposals", "--json").terminal.output
        #expect(try WireJSON.decode(ProposalsBody.self, from: Data(json.utf8)).proposals.map(\.id) == ["w1", "w2"])
        let (status, terminal) = bench.say("mod", "approve", "w1", typing: ["y"])
        #expect(status == 0)
        #expect(terminal.output.contains("4KQ2 proposes: purge watched, powderhorn, older than 14 days; 152 plates."))
        #expect(terminal.output.contains("1 of them completely"))
        let asked = bench.say("mod", "approve", "w2", typing: ["n"]).terminal
        #expect(
            asked.output.replacing("\n", with: " ").contains(
                "4KQ2 proposes: dismiss the queue's plates: misread, status watched, powderhorn; 120 plates (1 confirmed, 119 watched)."))
        #expect(bench.pipe("mod", "approve", "w2").terminal.lines.first == "dismissed\t120")
        #expect(bench.pipe("mod", "cancel", "w1").terminal.lines.first == "cancelled\tw1")
        #expect(bench.moderation.approvals == ["w1", "w2"] && bench.moderation.cancels == ["w1"])
    }

    @Test func `a no approves nothing, and neither do one's own and an unknown one`() {
        bench.registry.change { $0.moderation.proposals = [StandInModeration.proposal] }
        #expect(bench.say("mod", "approve", "w1", typing: ["n"]).status == 2)
        #expect(bench.moderation.approvals.isEmpty)
        var own = StandInModeration.proposal
        own.approvable = false
        bench.registry.change { [own] in $0.moderation.proposals = [own] }
        let (status, terminal) = bench.say("mod", "approve", "w1")
        #expect(status == 2)
        #expect(!terminal.output.contains("Approve it?"), "whoever may not is not asked")
        #expect(bench.pipe("mod", "approve", "w1", "--json").terminal.output.contains("proposal.own"))
        #expect(bench.pipe("mod", "approve", "w9", "--json").terminal.output.contains("proposal.unknown"))
        #expect(bench.say("mod", "proposals").status == 0)
    }

    @Test func `ageing is done, or only looked at`() throws {
        let (status, terminal) = bench.say("mod", "age", "--dry-run")
        #expect(status == 0)
        #expect(terminal.lines.contains("due         3 plates   next 16:00"))
        #expect(terminal.lines.contains("  MN ABC123   lapses 25 Nov"))
        #expect(bench.pipe("mod", "age").terminal.lines.first == "aged\t3\t2026-11-22T22:00:00Z")
        let json = bench.pipe("mod", "age", "--json").terminal.output
        #expect(try WireJSON.decode(AgeingBody.self, from: Data(json.utf8)).lapsing == 1)
        #expect(bench.moderation.ageings.map(\.dryRun) == [true, false, false])
    }
}
