import Foundation
import Plates
import Sightings
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod audit", .blocking)
struct AuditTests {
    private let fixture: Fixture
    /// Enough for a second page.
    private static let protectedPlates = WireLimits.pageItemsMax + 10

    init() throws {
        var rules = Rules()
        rules.moderation.secondAbove = Self.protectedPlates
        fixture = try Fixture(role: .moderator, rules: rules)
        try fixture.protect((0..<Self.protectedPlates).map { "MN P\(10_000 + $0)" })
        try fixture.suspect("MN ABC123")
        try fixture.decide(.dismiss, "MN ABC123")
    }

    /// The chain as the ledger holds it, the newest first.
    private func links() throws -> [AuditLink] {
        try wait { [fixture] in
            await fixture.registry.real.ledger.auditPage(.init(start: .before(.max), limit: .max >> 1)).links
        }
    }

    private func verify(_ options: String...) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(isPerson: false)
        return (fixture.run(["mod", "audit", "--verify"] + options, terminal), terminal)
    }

    private func path(_ name: String) -> String { fixture.home.appending(path: name).path }

    @Test func `the newest entries are shown first, page after page`() throws {
        let links = try links()
        let limit = WireLimits.pageItemsMax + 5
        let terminal = fixture.pipe("mod", "audit", "--limit", "\(limit)").terminal
        let lines = links.prefix(limit).map { link in
            let entry = link.entry
            let name =
                entry.plateName == AuditEntry.noPlate
                ? "" : "\t" + entry.plateName.hexadecimal
            return "\(entry.sequence)\t2026-11-22\t\(entry.actor.name)\t\(entry.action.rawValue)\t\(entry.count)\(name)"
        }
        #expect(terminal.lines.dropLast() == lines[...])
        let colleague = try fixture.shortID()
        #expect(links.contains { $0.entry.actor.name == colleague && $0.entry.action == .dismiss })
        let last = links[WireLimits.pageItemsMax - 1].entry.sequence
        #expect(fixture.moderation.audits.map(\.before) == [nil, Int(last)])
        #expect(terminal.error.contains("--limit"))
        let json = fixture.pipe("mod", "audit", "--json", "--limit", "7").terminal.output
        #expect(
            try WireJSON.decode(AuditPage.self, from: Data(json.utf8)).entries.map(\.sequence)
                == links.prefix(7).map { Int($0.entry.sequence) })
    }

    @Test func `a filter shows what fits it, and a plate is asked for`() throws {
        let dismissed = fixture.pipe("mod", "audit", "--action", "dismiss", "--by", try fixture.shortID().lowercased()).terminal
        #expect(dismissed.lines.dropLast().count == 1)
        #expect(fixture.pipe("mod", "audit", "--action", "purge", "--by", "shell").terminal.error.contains("No entry matches."))
        let named = fixture.say("mod", "audit", "--plate", "-", typing: ["mn abc123", ""]).terminal
        #expect(named.lines.count { $0.contains("dismiss") } == 1 && !named.output.contains("protect"))
        let last = fixture.moderation.audits.suffix(3)
        #expect(last.map(\.action) == ["dismiss", "purge", nil])
        #expect(last.map(\.by) == [try fixture.shortID(), "shell", nil])
        #expect(last.map(\.plate) == [nil, nil, "US-MN ABC123"])
    }

    @Test(arguments: [
        ["--head", "x.json"], ["--verify", "--limit", "3"], ["--verify", "--action", "purge"], ["--action", "dance"], ["--by", "nobody"],
        ["--limit", "0"],
    ])
    func `options that do not go together are usage errors`(_ options: [String]) {
        #expect(fixture.run(["mod", "audit"] + options, FakeTerminal()) == 64)
        #expect(fixture.moderation.audits.isEmpty)
    }

    @Test func `a whole chain holds`() throws {
        let entries = try links().count
        let (status, terminal) = verify()
        #expect(status == 0)
        #expect(terminal.lines.first == "verified\t\(entries)\t\(entries)")
        #expect(fixture.moderation.audits.map(\.after) == Array(stride(from: 0, to: entries, by: WireLimits.pageItemsMax)))
        let json = verify("--json").terminal.output
        #expect(json.contains("\"verified\":true") && json.contains("\"entries\":\(entries)"))
    }

    @Test func `a chain that was folded into a checkpoint holds, and so does one that grew since its head was saved`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        let entries = try links().count
        try fixture.passDays(40)
        try fixture.decide(.protect, "MN ABC124")
        let grown = verify("--head", path("head.json"))
        #expect(grown.status == 0)
        #expect(grown.terminal.error.contains("The chain contains the saved head of entry \(entries)"))
        try fixture.passDays(60)
        let folded = verify()
        #expect(folded.status == 0)
        #expect(try links().count < entries, "entries past 90 days are folded")
    }
}
