import Foundation
import Sightings
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("A misread plate in a review", .blocking)
struct MisreadTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(role: .moderator)
        fixture.run(["areas"])
    }

    @Test func `the meant plate is reported where and when the misread one was just seen`() throws {
        try fixture.suspect("MN ABC128")
        for plate in ["MN ABC12B", "MN A8C128"] { try fixture.confirm(plate) }
        let terminal = fixture.review(["m", "2", "q"], exits: 0)
        #expect(fixture.decisions == ["dismiss US-MN ABC128 0"])
        let report = try #require(fixture.registry.seen.reports.first)
        #expect(report.plate == "US-MN ABC12B" && report.area == "powderhorn" && report.seenAt == "2026-11-22T21:30:00Z")
        #expect(report.id.count == 32 && report.signs.isEmpty && report.vehicle == VehicleBody())
        #expect(fixture.registry.seen.imported.isEmpty)
        #expect(terminal.lines.contains { $0.hasPrefix("reported") && $0.contains("MN ABC12B") })
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 0 waiting.\n"))
    }

    /// The ages in days of the misread plate's sightings, the newest first: one or two, in other areas.
    @Test(arguments: [
        ([(2, "longfellow"), (13, "powderhorn")], "longfellow", "2026-11-20T00:00:00Z"),
        ([(13, "powderhorn")], "powderhorn", "2026-11-09T00:00:00Z"),
    ])
    func `an older sighting is imported on its day`(_ sightings: [(Int, String)], _ area: String, _ seenAt: String) throws {
        for (daysAgo, area) in sightings { try fixture.addOlder("MN ABC128", area: area, daysAgo: daysAgo) }
        _ = fixture.review(["m", "abc12b", "q"])
        let report = try #require(fixture.registry.seen.imported.first)
        #expect(report.plate == "US-MN ABC12B" && report.area == area && report.seenAt == seenAt)
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `for a week that is partly too old, the first day that is young enough counts`() throws {
        var rules = Rules()
        rules.ageing.weekDays = 40
        let fixture = try Fixture(role: .moderator, rules: rules, start: Fixture.now - 4 * 86_400)
        fixture.run(["areas"])
        try fixture.addOlder("MN ABC128", daysAgo: 24)
        try fixture.passDays(4)
        _ = fixture.review(["m", "abc12b", "q"])
        #expect(fixture.registry.seen.imported.map(\.seenAt) == ["2026-10-24T00:00:00Z"])
    }

    @Test(arguments: [("-06:00", "2026-11-20T06:00:00Z"), ("+05:45", "2026-11-19T18:30:00Z")])
    func `an older sighting is imported at the beginning of the registry's day`(_ offset: String, _ seenAt: String) throws {
        var rules = Rules()
        rules.utcOffset = try #require(UTCOffset(offset))
        let fixture = try Fixture(role: .moderator, rules: rules)
        fixture.run(["areas"])
        let noon = try #require(WireTime.seconds("2026-11-20T12:00:00Z"))
        try fixture.addOlder("MN ABC128", area: "longfellow", minutesAgo: Int((Fixture.now - noon) / 60))
        _ = fixture.review(["m", "abc12b", "q"])
        #expect(fixture.registry.seen.imported.map(\.seenAt) == [seenAt])
    }

    @Test func `if no sighting is young enough, nothing is decided`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.eraseSightings()
        let (_, terminal) = fixture.review(["m", "abc12b", "m", "", "m", "a€", "m", "abc128", "q"])
        #expect(fixture.decisions.isEmpty)
        #expect(fixture.registry.seen.reports.isEmpty && fixture.registry.seen.imported.isEmpty)
        #expect(terminal.output.contains("no sighting from the last 30 days"))
        #expect(terminal.output.contains("That is the same plate."))
        #expect(!terminal.error.isEmpty)
    }

    @Test func `undoing it withdraws the report too`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let (_, terminal) = fixture.review(["m", "1", "u", "q"])
        #expect(fixture.moderation.undos == fixture.moderation.decisions)
        #expect(fixture.registry.seen.withdrawn == fixture.registry.seen.reports.map(\.id))
        #expect(terminal.lines.contains { $0.hasPrefix("withdrawn") })
    }

    @Test func `a report that does not arrive goes along with the next verdict, as the same one`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        try fixture.suspect("WI XYZ987")
        let terminal = fixture.review(["m", .key("1") { $0.lost["reports"] = 9 }, .key("d") { $0.lost["reports"] = 0 }, "q"], exits: 0)
        #expect(terminal.error.contains("MN ABC12B has not been reported yet."))
        #expect(terminal.lines.contains { $0.hasPrefix("reported") })
        #expect(fixture.registry.seen.reports.count == 1)
    }

    @Test func `a report that never arrives is named at the end`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let terminal = fixture.review(["m", .key("1") { $0.lost["reports"] = 99 }, "q"], exits: 2)
        #expect(terminal.output.contains("MN ABC12B was NOT reported. Report it yourself."))
    }

    @Test func `a refused report is said, and the dismissal stands`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let refusing = Press("1") { try $0.registry.remove(area: "powderhorn") }
        let (_, terminal) = fixture.review(["m", refusing, "q"])
        #expect(terminal.error.contains("MN ABC12B was NOT reported."))
        #expect(fixture.decisions == ["dismiss US-MN ABC128 0"])
    }

    @Test func `a dismissal whose answer was lost is found, and the report made once`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let (_, terminal) = fixture.review(["m", .key("1") { $0.lost["verdicts"] = 1 }, "q"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(fixture.decisions.count == 1 && fixture.registry.seen.reports.count == 1)
    }

    @Test func `a conflict reports nothing`() throws {
        try fixture.suspect("MN ABC128")
        try fixture.confirm("MN ABC12B")
        let conflict = Press("1") { try $0.decide(.confirm, "MN ABC128", signs: [.convoy]) }
        _ = fixture.review(["m", conflict, "q"])
        #expect(fixture.registry.seen.reports.isEmpty)
    }
}
