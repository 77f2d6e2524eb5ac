import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What a restore leaves of alerts: each is corrected if it no longer holds, and none twice.
struct AlertRestorationTests {
    private let plate = "MN ABC123"

    @Test("an alert whose sighting or confirmation the backup lacks is corrected", arguments: [false, true])
    func lost(isConfirmedBefore: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.carriesPlate = true }
        if isConfirmedBefore { try await registry.confirmQuietly(plate) }
        let backup = try await registry.backUp()
        if !isConfirmedBefore { try await registry.confirmQuietly(plate) }
        try await registry.see(plate)
        let alert = try #require(registry.notices.takeAlerts().first)
        let (again, _) = try await registry.restored(from: backup)
        #expect(again.notices.take() == [.correction(alert)])
        #expect(await again.ledger.owedCorrections() == [alert])
        let next = try await again.restarted()
        try await next.ageFully()
        #expect(await next.ledger.owedCorrections() == [alert] && next.notices.take().isEmpty)
    }

    @Test("an alert that the backup holds and nothing ended stands, with its hold, and is not told again", arguments: [false, true])
    func stands(keepsLiving: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north, AlertOutput(name: "south", events: [.seen], areas: nil)])
        _ = try #require(try await registry.alerted(plate))
        _ = try await registry.ledger.hold("south", isHeld: true, by: registry.principal("mo", role: .moderator))
        _ = registry.notices.take()
        let backup = try await registry.backUp()
        let (again, _) = try await registry.restored(from: backup, keepsLiving: keepsLiving)
        try await again.report(plate, by: "cat")
        try await again.ageFully()
        #expect(again.notices.take().isEmpty)
        #expect(await again.ledger.sentAlerts(of: try Plate(plate).key).count == 1)
        #expect(await again.ledger.alertOutputs().map { $0.held != nil } == [false, true])
    }

    @Test(
        "an operation that the restore reapplies corrects what the backup holds, whether the replaced database could be read",
        arguments: [Verdict.clear, .dismiss, .protect], [false, true])
    func reapplied(_ verdict: Verdict, keepsLiving: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north])
        let alert = try #require(try await registry.alerted(plate))
        let backup = try await registry.backUp()
        try await registry.decide(verdict, on: Plate(plate).key)
        let (again, _) = try await registry.restored(from: backup, keepsLiving: keepsLiving)
        try await again.ageFully()
        #expect(await again.ledger.owedCorrections() == [alert])
    }

    @Test("a correction that was told before the restore is not told again, and a hold that was lifted does not come back")
    func toldBefore() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        let alert = try #require(try await registry.alerted(plate))
        let mo = try await registry.principal("mo", role: .moderator)
        _ = try await registry.ledger.hold("north", isHeld: true, by: mo)
        let backup = try await registry.backUp()
        _ = try await registry.ledger.hold("north", isHeld: false, by: mo)
        try await registry.decide(.clear, on: Plate(plate).key)
        try await registry.ledger.corrected(alert.id, at: "north")
        let (again, _) = try await registry.restored(from: backup)
        try await again.ageFully()
        #expect(again.notices.take().isEmpty)
        #expect(try await again.store.load().alerts.isEmpty)
        #expect(await again.ledger.alertOutputs().allSatisfy { $0.held == nil })
    }

    @Test("a restore alerts about nothing, also where it undoes a clearing again")
    func silent() async throws {
        let registry = try await TestRegistry(alerts: [AlertOutput(name: "all", events: [.seen, .confirmed], areas: nil)])
        try await registry.confirmQuietly(plate)
        try await registry.see(plate)
        let decision = try await registry.decide(.clear, on: Plate(plate).key)
        for owed in await registry.ledger.owedCorrections() { try await registry.ledger.corrected(owed.id, at: "all") }
        let backup = try await registry.backUp()
        _ = registry.notices.take()
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        let alerts = registry.notices.takeAlerts()
        #expect(alerts.map(\.event) == [.confirmed, .seen])
        let (again, _) = try await registry.restored(from: backup)
        #expect(try again.status(plate, as: .member) == .confirmed)
        #expect(again.notices.take().isEmpty)
        #expect(try await Set(again.store.load().alerts.map(\.id)) == Set(alerts.map(\.id)), "both stand")
    }
}
