import Foundation
import Plates
import Sightings
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod purge, proposals, approve, cancel, age", .blocking)
struct PurgeTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        try fixture.addOlder("MN ABC123", daysAgo: 20)
        try fixture.addOlder("MN ABC123", daysAgo: 15)
        try fixture.addOlder("WI XYZ987", daysAgo: 20)
        try fixture.report("WI XYZ987", area: "longfellow")
    }

    @Test func `a purge is shown first, and erases what was shown`() {
        let terminal = fixture.say(
            "mod", "purge", "--area", "powderhorn", "--older-than", "14d", "--status", "watched", typing: ["y"], exits: 0)
        #expect(
            fixture.moderation.previews
                == [PreviewRequest(purge: PurgeBody(area: "powderhorn", olderThanDays: 14, status: "watched"))])
        #expect(fixture.moderation.purges.count == 1)
        #expect(
            terminal.lines.contains(
                "would be purged  2 plates (2 watched)   1 of them completely   2 sightings   0 voices"))
        #expect(terminal.lines.contains("  MN ABC123   watched   first 2 Nov   last 7 Nov"))
        #expect(terminal.lines.contains { $0.hasSuffix("purged      2 plates   1 of them completely   2 sightings   0 voices") })
    }

    @Test func `a preview of many plates shows the first`() throws {
        for number in 0..<19 { try fixture.addOlder("MN QRS\(100 + number)", daysAgo: 20) }
        let terminal = fixture.say("mod", "purge", "--status", "watched", typing: ["n"]).terminal
        #expect(terminal.lines.contains { $0.hasPrefix("would be purged  21 plates (21 watched)") })
        #expect(terminal.lines.contains("  and 1 more"))
    }

    @Test(arguments: [["n"], [""], []])
    func `a no erases nothing`(_ answer: [String]) {
        let terminal = FakeTerminal(answer)
        #expect(fixture.run(["mod", "purge", "--status", "watched"], terminal) == 2)
        #expect(terminal.error.contains("Nothing was purged."))
        #expect(fixture.moderation.purges.isEmpty)
    }

    @Test func `with --yes it does not ask, and in a pipe it must not`() {
        #expect(fixture.pipe("mod", "purge", "--older-than", "0d").status == 2)
        #expect(fixture.moderation.purges.isEmpty)
        let terminal = fixture.pipe("mod", "purge", "--older-than", "0d", "--yes", exits: 0)
        #expect(fixture.moderation.previews.last?.purge == PurgeBody(olderThanDays: 0))
        #expect(terminal.lines.contains("preview\t2\t2\t3\t1"))
        #expect(terminal.lines.contains("MN ABC123\twatched\t2026-11-02\t2026-11-07"))
        #expect(terminal.lines.contains("purged\t2\t2\t3\t1"))
    }

    @Test func `plates are typed, read, or named`() {
        _ = fixture.say("mod", "purge", "--plate", "-", "--yes", typing: ["mn abc123", "xyz987", ""])
        #expect(fixture.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "XYZ987"])
        _ = fixture.pipe("mod", "purge", "--plate", "-", "--yes", input: ["mn abc123", "xyz987"])
        #expect(fixture.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "XYZ987"])
        _ = fixture.pipe("mod", "purge", "--plate", "MN ABC123", "--plate", "WI:XYZ987", "--yes")
        #expect(fixture.moderation.previews.last?.purge?.plates == ["US-MN ABC123", "US-WI XYZ987"])
    }

    @Test func `a preview says why a plate stays, in all and of each`() throws {
        let fixture = try Fixture(role: .moderator)
        for plate in ["MN ABC123", "IL QRS456"] {
            for daysAgo in [27, 20] { try fixture.addOlder(plate, daysAgo: daysAgo) }
        }
        try fixture.report("MN ABC123", area: "longfellow")
        let screen = fixture.say("mod", "purge", "--older-than", "16d", typing: ["n"]).terminal
        #expect(screen.output.contains("1 plate will keep some data: newer sightings or voices."))
        #expect(screen.output.contains("2 plates will keep some data: a sighting whose week is only partly older."))
        #expect(screen.output.contains("stays: newer sightings or voices"))
        let lines = fixture.pipe("mod", "purge", "--older-than", "16d", "--yes").terminal.lines
        #expect(lines.contains("MN ABC123\twatched\t2026-10-26\t2026-11-22\tnewer,week"))
    }

    @Test func `an empty preview ends it`() {
        let terminal = fixture.say("mod", "purge", "--status", "cleared", exits: 0)
        #expect(terminal.output.contains("Nothing matches. Nothing was purged."))
        #expect(fixture.moderation.purges.isEmpty)
    }

    @Test func `a purge that needs a second moderator waits for one`() throws {
        let fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.addOlder(plate, daysAgo: 20) }
        let terminal = fixture.say("mod", "purge", "--status", "watched", typing: ["y"], exits: 0)
        #expect(terminal.output.contains("A second moderator must approve this"))
        #expect(terminal.output.contains("Propose this purge? [y/N]> "))
        let json = fixture.pipe("mod", "purge", "--status", "watched", "--yes", "--json").terminal.lines.filter { !$0.isEmpty }
        #expect(try WireJSON.decode(PurgeResponse.self, from: Data(json[1].utf8)).waiting?.plates == 2)
        #expect(terminal.output.contains("thaw mod approve "))
    }

    @Test func `if the answer is lost, it says that the purge may have been done, and does not send it again`() {
        fixture.registry.change { $0.lost["purges"] = 1 }
        let terminal = fixture.pipe("mod", "purge", "--status", "watched", "--yes", exits: 2)
        #expect(terminal.error.contains("The purge may or may not have begun."))
        #expect(fixture.moderation.purges.count == 1)
    }

    @Test(arguments: [
        [], ["--older-than", "soon"], ["--older-than", "36h"], ["--status", "king"], ["--plate", "-", "--plate", "MN:ABC123"],
        ["--plate", "a€"],
    ])
    func `a purge without a selection is a usage error`(_ options: [String]) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(fixture.run(["mod", "purge"] + options, terminal) == 64)
        #expect(!terminal.error.isEmpty)
        #expect(fixture.moderation.previews.isEmpty)
    }

    @Test func `proposals are shown, approved and canceled`() throws {
        let fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.addOlder(plate, daysAgo: 20) }
        for plate in ["MN QRS128", "MN QRS12B"] { try fixture.watch(plate) }
        let purge = try fixture.propose(purgeOf: .watched, area: "powderhorn", olderThanDays: 14)
        let bulk = try fixture.propose(.dismiss, reason: .misread, status: .watched, area: "powderhorn")
        let colleague = try fixture.shortID()
        let shown = fixture.say("mod", "proposals").terminal
        #expect(shown.output.contains("purge watched, powderhorn, older than 14 days"))
        #expect(shown.output.contains("you can approve it"))
        #expect(shown.output.contains("dismiss the queue's plates: misread, status watched, powderhorn"))
        #expect(shown.output.contains("2 plates (2 watched)"))
        let json = fixture.pipe("mod", "proposals", "--json").terminal.output
        #expect(try WireJSON.decode(ProposalsBody.self, from: Data(json.utf8)).proposals.map(\.id) == [purge, bulk])
        let terminal = fixture.say("mod", "approve", purge, typing: ["y"], exits: 0)
        #expect(terminal.output.contains("\(colleague) proposes: purge watched, powderhorn, older than 14 days; 2 plates"))
        #expect(terminal.output.contains("2 of them completely"))
        let asked = fixture.say("mod", "approve", bulk, typing: ["n"]).terminal
        #expect(
            asked.output.replacing("\n", with: " ").contains(
                "\(colleague) proposes: dismiss the queue's plates: misread, status watched, powderhorn; 2 plates (2 watched)."))
        #expect(fixture.pipe("mod", "approve", bulk).terminal.lines.first == "dismissed\t2")
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.addOlder(plate, daysAgo: 20) }
        let other = try fixture.propose(purgeOf: .watched, area: "powderhorn", olderThanDays: 14)
        #expect(fixture.pipe("mod", "cancel", other).terminal.lines.first == "cancelled\t\(other)")
        #expect(fixture.moderation.approvals == [purge, bulk] && fixture.moderation.cancels == [other])
    }

    @Test func `a no approves nothing, and neither do one's own and an unknown one`() throws {
        let fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        for plate in ["MN ABC123", "WI XYZ987"] { try fixture.addOlder(plate, daysAgo: 20) }
        let proposal = try fixture.propose(purgeOf: .watched)
        #expect(fixture.say("mod", "approve", proposal, typing: ["n"]).status == 2)
        #expect(fixture.moderation.approvals.isEmpty)
        #expect(fixture.pipe("mod", "purge", "--status", "watched", "--yes").status == 0)
        let listed = try WireJSON.decode(
            ProposalsBody.self, from: Data(fixture.pipe("mod", "proposals", "--json").terminal.output.utf8))
        let own = try #require(listed.proposals.first { !$0.approvable }).id
        let terminal = fixture.say("mod", "approve", own, exits: 2)
        #expect(!terminal.output.contains("Approve it?"), "one's own is refused before anything is asked")
        #expect(fixture.pipe("mod", "approve", own, "--json").terminal.output.contains("proposal.own"))
        #expect(fixture.pipe("mod", "approve", "99", "--json").terminal.output.contains("proposal.unknown"))
        #expect(fixture.say("mod", "proposals").status == 0)
    }

    @Test func `ageing is done, or only looked at`() throws {
        let fixture = try Fixture(role: .moderator, start: Fixture.now - 27 * 86_400)
        try fixture.confirm("MN ABC123")
        try fixture.passDays(27)
        for plate in ["WI XYZ987", "IL QRS456"] { try fixture.report(plate) }
        fixture.advance(seconds: 5 * 3_600)
        let terminal = fixture.say("mod", "age", "--dry-run", exits: 0)
        #expect(terminal.lines.contains { $0.hasPrefix("due         2 plates") }, "\(terminal.output)")
        #expect(terminal.lines.contains("  MN ABC123   lapses 25 Nov"))
        #expect(fixture.pipe("mod", "age").terminal.lines.first?.hasPrefix("aged\t2\t2026-11-") == true)
        let json = fixture.pipe("mod", "age", "--json").terminal.output
        #expect(try WireJSON.decode(AgeingBody.self, from: Data(json.utf8)).lapsing == 1)
        #expect(fixture.moderation.ageings.map(\.dryRun) == [true, false, false])
    }
}
