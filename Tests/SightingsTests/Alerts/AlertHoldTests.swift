import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct AlertHoldTests {
    private static let outputs = [AlertOutput.north, AlertOutput(name: "south", events: [.seen], areas: nil)]
    private let plate = "MN ABC123"

    private func hold(_ output: String, _ registry: TestRegistry, isHeld: Bool = true, by name: String = "mo") async throws -> Bool {
        let principal = try await registry.principal(name, role: name == "mo" ? .moderator : .volunteer)
        return try await registry.ledger.hold(output, isHeld: isHeld, by: principal)
    }

    @Test("a held output gets no alert, the others do; once it is let go on it gets new ones, and nothing late")
    func held() async throws {
        let registry = try await TestRegistry(alerts: Self.outputs)
        try await registry.confirmQuietly(plate)
        #expect(try await hold("north", registry))
        #expect(registry.notices.take() == [.held(output: "north")], "what still waits for it is dropped")
        try await registry.see(plate)
        #expect(registry.notices.takeAlerts().map(\.outputs) == [["south"]])
        #expect(try await hold("south", registry))
        #expect(registry.notices.take() == [.held(output: "south")])
        try await registry.see(plate, area: "seward")
        #expect(registry.notices.take().isEmpty)
        #expect(try await registry.store.load().alerts.count == 1)
        for output in Self.outputs { #expect(try await hold(output.name, registry, isHeld: false)) }
        try await registry.report(plate, by: "cat", area: "seward")
        #expect(registry.notices.take().isEmpty)
        try await registry.see(plate, area: "northside")
        #expect(registry.notices.takeAlerts().map(\.outputs) == [["north", "south"]])
    }

    @Test("what a held output does not get counts toward no limit, and no line tells it of what was held back")
    func limits() async throws {
        let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.perHour = 1 }
        try await registry.confirmQuietly(plate)
        #expect(try await hold("north", registry))
        for area in ["powderhorn", "seward"] { try await registry.see(plate, area: area) }
        #expect(try await hold("north", registry, isHeld: false))
        try await registry.see(plate, area: "northside")
        #expect(registry.notices.takeAlerts().count == 1)
        try await registry.see(plate, minutesAgo: 40)
        #expect(try await hold("north", registry))
        #expect(registry.notices.take() == [.held(output: "north")])
        registry.clock.advance(minutes: 5)
        await registry.ledger.reportHeldBack()
        #expect(registry.notices.take().isEmpty)
    }

    @Test("moderators see who holds an output back, and since when, after a restart too; the audit chain names both, once each")
    func shown() async throws {
        var registry = try await TestRegistry(alerts: Self.outputs)
        let mo = try await registry.principal("mo", role: .moderator)
        let day = registry.today
        for _ in 0..<2 { #expect(try await hold("south", registry)) }
        registry.clock.advance(days: 3)
        registry = try await registry.restarted()
        try await registry.ageFully()
        let states = await registry.ledger.alertOutputs()
        #expect(states.map(\.output) == Self.outputs && states[0].held == nil)
        #expect(states[1].held?.actor == AuditActor(shortID: mo.token.shortID) && states[1].held?.day == day)
        for _ in 0..<2 { #expect(try await hold("south", registry, isHeld: false)) }
        #expect(await registry.ledger.alertOutputs().allSatisfy { $0.held == nil })
        #expect(try await registry.store.load().alertHolds.isEmpty)
        let links = await registry.ledger.auditPage(.init(start: .after(0), limit: 100)).links
        let alerts = links.map(\.entry).filter { [.holdAlerts, .resumeAlerts].contains($0.action) }
        #expect(alerts.map(\.action) == [.holdAlerts, .resumeAlerts])
        #expect(alerts.allSatisfy { $0.actor.name == mo.token.shortID && $0.count == 1 })
    }

    @Test("it takes a moderator, and an output that there is")
    func refused() async throws {
        let registry = try await TestRegistry(alerts: Self.outputs)
        await #expect(throws: LedgerError.notAllowed) { try await hold("north", registry, by: "ann") }
        #expect(try await hold("west", registry) == false)
        #expect(await registry.auditedActions().contains(.holdAlerts) == false)
    }

    @Test("of an output that is gone from the configuration, the hold is erased after the next start, and does not come back with it")
    func gone() async throws {
        var registry = try await TestRegistry(alerts: Self.outputs)
        for output in Self.outputs { #expect(try await hold(output.name, registry)) }
        var rules = registry.rules
        rules.alerts.outputs = [.north]
        registry = try await registry.restarted(rules: rules)
        try await registry.ageFully()
        #expect(try await registry.store.load().alertHolds.count == 1)
        rules.alerts.outputs = Self.outputs
        registry = try await registry.restarted(rules: rules)
        #expect(await registry.ledger.alertOutputs().map { $0.held != nil } == [true, false])
    }
}
