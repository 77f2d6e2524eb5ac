import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// A stored alert keeps no more of an area and a time than the sightings do, and not for long.
struct AlertAgeingTests {
    private let plate = "MN ABC123"

    private func stored(_ registry: TestRegistry) async throws -> [AlertRow] { try await registry.store.load().alerts }

    /// The alert is of Sunday 2026-11-22, 15:30 to 16:00; the clock starts at 15:45. Minutes, and the step that the row has by then.
    static let rungs: [(minutes: Int, step: Period.Step?)] = [
        (0, .slot), (254, .slot), (255, .day), (8 * 60 + 15, .day), (32 * 60 + 14, .day), (32 * 60 + 15, nil), (100 * 60, nil),
    ]

    @Test("its slot becomes a day as that of a sighting does, and it goes at the end of the next day", arguments: rungs)
    func ladder(minutes: Int, step: Period.Step?) async throws {
        let registry = try await TestRegistry(alerts: [.north])
        _ = try #require(try await registry.alerted(plate))
        registry.clock.advance(minutes: minutes)
        let steps = step.map { [$0] } ?? []
        #expect(await registry.ledger.sentAlerts(of: try Plate(plate).key).map(\.period.step) == steps, "before the sweep")
        try await registry.ageFully()
        #expect(try await stored(registry).map(\.period.step) == steps)
        #expect(await registry.ledger.sentAlerts(of: try Plate(plate).key).map(\.period.step) == steps)
        #expect(registry.notices.take().isEmpty, "what is over is not corrected")
    }

    @Test("the same in a daemon that was off, and of a plate that lapsed meanwhile", arguments: [1, 3, 40])
    func off(days: Int) async throws {
        let first = try await TestRegistry(alerts: [.north])
        _ = try #require(try await first.alerted(plate))
        try await first.stop()
        first.clock.advance(days: days)
        let registry = try await TestRegistry(folder: first.folder, clock: first.clock, rules: first.rules)
        try await registry.ageFully()
        #expect(try await stored(registry).map(\.period.step) == (days == 1 ? [.day] : []))
        #expect(registry.notices.take().isEmpty)
    }

    @Test("a sighting that ages out sooner than its alert was not erased, and nothing is corrected")
    func shortLadder() async throws {
        let registry = try await TestRegistry(alerts: [.north]) {
            $0.ageing.liveHours = 1
            $0.ageing.dayDays = 1
            $0.ageing.weekDays = 1
        }
        _ = try #require(try await registry.alerted(plate))
        for hours in [1, 1, 8, 20] {
            registry.clock.advance(hours: hours)
            try await registry.ageFully()
            #expect(registry.notices.take().isEmpty)
        }
        #expect(try await registry.record(plate)?.sightings.isEmpty == true)
        #expect(try await stored(registry).map(\.period.step) == [.day])
    }

    @Test("a purge of an area after its slots have coarsened is corrected, with the day")
    func coarsePurge() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        let alert = try #require(try await registry.alerted(plate))
        registry.clock.advance(hours: 6)
        try await registry.ageFully()
        try await registry.purge(Purge(area: registry.area("powderhorn")))
        let correction = try #require(registry.notices.take().compactMap(\.correction).first)
        #expect(correction.id == alert.id && correction.period == Period(step: .day, number: registry.today.number))
    }

    @Test("a correction that cannot be told is owed for a week, and no row keeps its area and day longer")
    func owed() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        let alert = try #require(try await registry.alerted(plate))
        let day = registry.today
        try await registry.decide(.clear, on: Plate(plate).key)
        registry.clock.now = registry.rules.start(of: day + 7).adding(minutes: -1)
        try await registry.ageFully()
        let owed = await registry.ledger.owedCorrections()
        #expect(owed.map(\.id) == [alert.id] && owed.map(\.period) == [Period(step: .day, number: day.number)])
        registry.clock.advance(minutes: 1)
        #expect(await registry.ledger.owedCorrections().isEmpty)
        try await registry.ageFully()
        #expect(try await stored(registry).isEmpty)
    }

    @Test("rows are used again, and a registry that alerted for weeks holds only the last two days'", arguments: [7, 8] as [UInt64])
    func weeks(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        var registry = try await TestRegistry(alerts: [.north]) { $0.tokens.reportsPerDay = 10_000 }
        try await registry.confirmQuietly(plate)
        var alerts: [(id: Digest128, day: Day)] = []
        for _ in 0..<60 {
            registry.clock.advance(minutes: Int.random(in: 30..<900, using: &generator))
            try await registry.ageFully()
            if Int.random(in: 0..<10, using: &generator) == 0 { registry = try await registry.restarted() }
            // Renews the confirmation, too.
            try await registry.decide(.confirm, signs: [.convoy], on: Plate(plate).key)
            try await registry.see(plate, minutesAgo: 0, area: ["powderhorn", "seward"].randomElement(using: &generator)!)
            let today = registry.today
            alerts += registry.notices.takeAlerts().map { (id: $0.id, day: today) }
            let living = alerts.filter { registry.today - $0.day < 2 }.map(\.id)
            try await registry.ageFully()
            #expect(try await Set(stored(registry).map(\.id)) == Set(living))
        }
        #expect(alerts.count > 40)
        let rows = try await stored(registry).map(\.rowID.rawValue)
        #expect(rows.allSatisfy { $0 < alerts.count / 2 }, "\(rows)")
    }
}
