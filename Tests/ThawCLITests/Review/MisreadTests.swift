import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("A misread plate in a review")
struct MisreadTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        bench.run(["areas"])
    }

    @Test func `the meant plate is reported where and when the misread one was just seen`() throws {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B", "MN A8C128"]))
        let (status, terminal) = bench.review(["m", "1", "q"])
        #expect(status == 0)
        #expect(bench.decisions == ["dismiss US-MN ABC128 3"])
        let report = try #require(bench.registry.seen.reports.first)
        #expect(report.plate == "US-MN ABC12B" && report.area == "powderhorn" && report.seenAt == "2026-11-22T21:30:00Z")
        #expect(report.id.count == 32 && report.signs.isEmpty && report.vehicle == VehicleBody())
        #expect(bench.registry.seen.imported.isEmpty)
        #expect(terminal.lines.contains { $0.hasPrefix("reported") && $0.contains("MN ABC12B") })
        #expect(terminal.output.hasSuffix("1 decided (1 dismissed), 0 waiting.\n"))
    }

    @Test(arguments: [
        (
            [SeenBody(area: "longfellow", day: "2026-11-20", reports: 1), SeenBody(area: "powderhorn", week: "2026-11-09", reports: 2)],
            "longfellow", "2026-11-20T00:00:00Z"
        ),
        ([SeenBody(area: "powderhorn", week: "2026-11-09", reports: 2)], "powderhorn", "2026-11-09T00:00:00Z"),
        ([SeenBody(area: "powderhorn", week: "2026-10-19", reports: 2)], "powderhorn", "2026-10-24T00:00:00Z"),
    ])
    func `an older sighting is imported on its day`(_ sightings: [SeenBody], _ area: String, _ seenAt: String) throws {
        bench.wait(.sample("MN ABC128", sightings: sightings))
        _ = bench.review(["m", "abc12b", "q"])
        let report = try #require(bench.registry.seen.imported.first)
        #expect(report.plate == "US-MN ABC12B" && report.area == area && report.seenAt == seenAt)
        #expect(bench.registry.seen.reports.isEmpty)
    }

    @Test(arguments: [("-06:00", "2026-11-20T06:00:00Z"), ("+05:45", "2026-11-19T18:30:00Z")])
    func `an older sighting is imported at the beginning of the registry's day`(_ offset: String, _ seenAt: String) throws {
        let utcOffset = try #require(UTCOffset(offset))
        bench.registry.change { $0.utcOffset = utcOffset }
        bench.run(["areas"])
        bench.wait(.sample("MN ABC128", sightings: [SeenBody(area: "longfellow", day: "2026-11-20", reports: 1)]))
        _ = bench.review(["m", "abc12b", "q"])
        #expect(bench.registry.seen.imported.map(\.seenAt) == [seenAt])
    }

    @Test func `where no sighting is young enough nothing is decided`() {
        bench.wait(.sample("MN ABC128", sightings: []))
        let (_, terminal) = bench.review(["m", "abc12b", "m", "", "m", "a€", "m", "abc128", "q"])
        #expect(bench.decisions.isEmpty)
        #expect(bench.registry.seen.reports.isEmpty && bench.registry.seen.imported.isEmpty)
        #expect(terminal.output.contains("no sighting of the last 30 days"))
        #expect(terminal.output.contains("That is the same plate."))
        #expect(!terminal.error.isEmpty)
    }

    @Test func `to undo it takes the report back, too`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let (_, terminal) = bench.review(["m", "1", "u", "q"])
        #expect(bench.moderation.undos == ["d1"])
        #expect(bench.registry.seen.withdrawn == bench.registry.seen.reports.map(\.id))
        #expect(terminal.lines.contains { $0.hasPrefix("withdrawn") })
    }

    @Test func `a report that does not arrive goes along with the next verdict, as the same one`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]), .sample("WI XYZ987"))
        let (status, terminal) = bench.review(["m", Press("1") { $0.lostReports = 9 }, Press("d") { $0.lostReports = 0 }, "q"])
        #expect(status == 0)
        #expect(terminal.error.contains("MN ABC12B has not been reported yet."))
        #expect(terminal.lines.contains { $0.hasPrefix("reported") })
        #expect(bench.registry.seen.reports.count == 1)
    }

    @Test func `one that never arrives is said at the end`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let (status, terminal) = bench.review(["m", Press("1") { $0.lostReports = 99 }, "q"])
        #expect(status == 2)
        #expect(terminal.output.contains("MN ABC12B was NOT reported. Report it yourself."))
    }

    @Test func `a refused report is said, and the dismissal stands`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let refusing = Press("1") { $0.refusedAreas["powderhorn"] = ErrorBody(.reportAreaUnknown) }
        let (_, terminal) = bench.review(["m", refusing, "q"])
        #expect(terminal.error.contains("MN ABC12B was NOT reported."))
        #expect(bench.decisions == ["dismiss US-MN ABC128 3"])
    }

    @Test func `a dismissal whose answer was lost is found, and the report made once`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let (_, terminal) = bench.review(["m", Press("1") { $0.moderation.lost["verdicts"] = 1 }, "q"])
        #expect(terminal.output.contains("The verdict took effect."))
        #expect(bench.decisions.count == 1 && bench.registry.seen.reports.count == 1)
    }

    @Test func `a conflict reports nothing`() {
        bench.wait(.sample("MN ABC128", misreads: ["MN ABC12B"]))
        let conflict = Press("1") { $0.moderation.rows["US-MN ABC128"]?.version = 8 }
        _ = bench.review(["m", conflict, "q"])
        #expect(bench.registry.seen.reports.isEmpty)
    }
}
