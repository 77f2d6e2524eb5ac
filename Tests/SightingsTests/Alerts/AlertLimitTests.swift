import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What a flood of sightings leaves of itself.
struct AlertLimitTests {
    private func registry(areas count: Int, _ outputs: [AlertOutput] = [.north]) async throws -> TestRegistry {
        try await TestRegistry(alerts: outputs, areas: (0..<count).map { AreaID("area-\($0)")! }) {
            $0.tokens.reportsPerDay = 10_000
            $0.moderation.secondAbove = 1_000
        }
    }

    /// Confirmed plates, and two trusted people who see each in these areas, in each of two slots.
    private func flood(_ registry: TestRegistry, plates: Range<Int>, areas: [String]) async throws {
        let names = plates.map { "MN F\(1000 + $0)" }
        let admin = try await registry.principal("admin")
        let first = try names.map { try registry.submission($0, minutesAgo: 600, area: areas[0], signs: [.convoy]) }
        _ = try await registry.ledger.record(first, by: admin)
        let items = try names.map { VerdictItem(try Plate($0).key, seen: .nothing) }
        _ = try await registry.ledger.decide(.confirm, signs: [.convoy], on: items, by: AuditedPrincipal(admin.token))
        for name in ["ann", "ben"] {
            let seen = try names.flatMap { plate in
                try areas.flatMap { area in try [10, 40].map { try registry.submission(plate, minutesAgo: $0, area: area) } }
            }
            #expect(try await registry.ledger.record(seen, by: registry.principal(name)).allSatisfy(\.isRecorded))
        }
    }

    /// 1,000 sightings in few areas meet the limit of an area; in many, that of all.
    @Test(
        "of 1,000 sightings at once, 6 an area and 30 in all go out, and one line says how many were held back",
        arguments: [(4, 125, 24), (10, 50, 30)])
    func flood(areas count: Int, plates: Int, sent: Int) async throws {
        let registry = try await registry(areas: count)
        let areas = registry.ledger.listings.areas.accepted.map(\.description)
        try await flood(registry, plates: 0..<plates, areas: areas)
        let notices = registry.notices.take()
        #expect(notices.count == sent && notices.allSatisfy { $0.alert != nil })
        let byArea = Dictionary(grouping: notices.compactMap(\.alert), by: \.area)
        #expect(byArea.values.allSatisfy { $0.count <= 6 } && byArea.count == count)
        #expect(try await registry.store.load().alerts.count == sent, "what was held back is counted, not stored")

        await registry.ledger.reportHeldBack()
        registry.clock.advance(minutes: 1)
        await registry.ledger.reportHeldBack()
        await registry.ledger.reportHeldBack()
        #expect(registry.notices.take() == [.heldBack(1_000 - sent, outputs: ["north"])])
    }

    @Test("a line about what was held back comes a minute after the first of it, and the next one an hour later at the earliest")
    func lines() async throws {
        let registry = try await registry(areas: 1)
        try await flood(registry, plates: 0..<4, areas: ["area-0"])
        #expect(registry.notices.takeAlerts().count == 6)
        func told(afterSeconds seconds: Int64) async -> [AlertNotice] {
            registry.clock.now.seconds += seconds
            await registry.ledger.reportHeldBack()
            return registry.notices.take()
        }
        #expect(await told(afterSeconds: 0).isEmpty)
        #expect(await told(afterSeconds: 59).isEmpty)
        #expect(await told(afterSeconds: 1) == [.heldBack(2, outputs: ["north"])])
        // In the same hour, so that none of them goes out.
        try await flood(registry, plates: 4..<7, areas: ["area-0"])
        #expect(await told(afterSeconds: 3_599).isEmpty)
        #expect(await told(afterSeconds: 1) == [.heldBack(6, outputs: ["north"])])
        #expect(await told(afterSeconds: 7_200).isEmpty, "there is nothing to tell")
    }

    @Test("the hour is the last one, not that of the clock")
    func rollingHour() async throws {
        let registry = try await registry(areas: 1)
        try await flood(registry, plates: 0..<3, areas: ["area-0"])
        #expect(registry.notices.takeAlerts().count == 6)
        registry.clock.now.seconds += 3_599
        try await flood(registry, plates: 3..<4, areas: ["area-0"])
        #expect(registry.notices.takeAlerts().isEmpty)
        registry.clock.now.seconds += 1
        try await flood(registry, plates: 4..<5, areas: ["area-0"])
        #expect(registry.notices.takeAlerts().count == 2)
    }

    @Test("each output is told the number of alerts that it would have got, in one line")
    func byOutput() async throws {
        let outputs = [
            AlertOutput(name: "all", events: [.seen], areas: nil), AlertOutput(name: "one", events: [.seen], areas: [AreaID("area-1")!]),
            AlertOutput(name: "none", events: [.confirmed], areas: [AreaID("area-1")!]),
        ]
        let registry = try await registry(areas: 2, outputs)
        try await flood(registry, plates: 0..<4, areas: ["area-0", "area-1"])
        #expect(registry.notices.takeAlerts().count == 12)
        registry.clock.advance(minutes: 1)
        await registry.ledger.reportHeldBack()
        #expect(registry.notices.take() == [.heldBack(4, outputs: ["all"]), .heldBack(2, outputs: ["one"])])
    }

    @Test("plates that become confirmed take half of the hour at most, and none of an area: what is seen meanwhile goes out")
    func confirmations() async throws {
        let outputs = [
            AlertOutput(name: "list", events: [.confirmed], areas: nil), AlertOutput(name: "street", events: [.seen], areas: nil),
        ]
        let registry = try await registry(areas: 3, outputs)
        try await flood(registry, plates: 0..<40, areas: ["area-0"])
        let alerts = registry.notices.takeAlerts()
        #expect(alerts.count { $0.event == .confirmed } == 15 && alerts.count { $0.event == .seen } == 6)
        try await flood(registry, plates: 40..<44, areas: ["area-1", "area-2"])
        #expect(registry.notices.takeAlerts().map(\.event) == (0..<9).map { _ in AlertEvent.seen }, "what the hour has left")
        registry.clock.advance(minutes: 1)
        await registry.ledger.reportHeldBack()
        #expect(registry.notices.take() == [.heldBack(81, outputs: ["street"]), .heldBack(29, outputs: ["list"])])
    }
}
