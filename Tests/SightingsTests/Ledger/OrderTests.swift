import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct OrderTests {
    @Test(
        "the same reports in any order, batching and repetition give the same sightings and voices",
        arguments: [11, 22, 33, 44, 55, 66] as [UInt64])
    func anyOrder(seed: UInt64) async throws {
        var generator = SplitMix64(state: seed)
        print("seed \(seed)")
        let plan = (0..<90).map { _ in PlannedReport(&generator) }
        let first = try await holdings(after: plan.shuffled(using: &generator), batch: 1)
        let second = try await holdings(after: (plan + plan).shuffled(using: &generator), batch: 7)
        #expect(first == second)
        #expect(!first.isEmpty)
    }

    private struct PlannedReport {
        let id = TestRegistry.newID()
        let token: String
        let plate: String
        /// In few slots, of which some have coarsened, so that tokens meet there.
        let minutesAgo: Int
        let area: String
        let vehicle: Vehicle
        let signs: Signs

        init(_ generator: inout SplitMix64) {
            token = ["ada", "ben", "cy", "dot on probation", "mo the moderator"].randomElement(using: &generator)!
            plate = ["MN ABC123", "MN XYZ987"].randomElement(using: &generator)!
            minutesAgo =
                [0, 30, 210, 240, 270, 300, 600, 930, 960, 1_380].randomElement(using: &generator)!
                + Int.random(in: 0..<15, using: &generator)
            area = ["powderhorn", "seward"].randomElement(using: &generator)!
            vehicle = Vehicle(
                color: Color.allCases.prefix(3).randomElement(using: &generator),
                body: Bool.random(using: &generator) ? Body.allCases[0] : nil)
            signs = Signs(rawValue: UInt32.random(in: 0..<8, using: &generator))
        }
    }

    /// A stored record without its row IDs and commits.
    private struct Holding: Hashable {
        let plate: Plate
        let first: Day
        let last: Day
        let sightings: Set<String>
        let voices: Set<String>
    }

    private func holdings(after plan: [PlannedReport], batch: Int) async throws -> Set<Holding> {
        let registry = try await TestRegistry()
        // The week keys are random; what a voice says is compared, not its tag.
        for start in stride(from: 0, to: plan.count, by: batch) {
            for report in plan[start..<min(start + batch, plan.count)] {
                let principal = try await registry.principal(
                    report.token, role: report.token.hasPrefix("mo") ? .moderator : .volunteer,
                    trusted: !report.token.hasSuffix("probation"))
                let submission = try registry.submission(
                    report.plate, minutesAgo: report.minutesAgo, area: report.area, vehicle: report.vehicle, signs: report.signs,
                    id: report.id)
                _ = try await registry.ledger.record([submission], by: principal)
            }
        }
        var holdings: Set<Holding> = []
        for plate in ["MN ABC123", "MN XYZ987"] {
            guard let record = try await registry.record(plate) else { continue }
            holdings.insert(
                Holding(
                    plate: record.plate, first: record.firstDay, last: record.lastDay,
                    sightings: Set(record.sightings.map { "\($0.area) \($0.period) \($0.reports) \($0.trusted)" }),
                    voices: Set(record.voices.map { "\($0.day!) \($0.standing) \($0.vehicle) \($0.signs.rawValue)" })))
        }
        return holdings
    }
}
