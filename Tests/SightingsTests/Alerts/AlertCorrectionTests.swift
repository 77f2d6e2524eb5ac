import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// An alert that no longer holds is taken back, at every output that got it, once.
struct AlertCorrectionTests {
    private let plate = "MN ABC123"

    /// What ends an alert.
    enum Cause: CaseIterable {
        case clear, dismiss, protect, purgeByPlate, purgeByArea, purgeByAge, undo, withdrawals

        /// - Parameters:
        ///   - confirmation: the decision that confirmed the plate.
        ///   - reports: those that caused the alert.
        func take(
            _ plate: String, _ registry: TestRegistry, confirmation: DecisionID,
            reports: [(submission: Submission, principal: Principal)]
        ) async throws {
            let key = try Plate(plate).key
            switch self {
            case .clear: try await registry.decide(.clear, on: key)
            case .dismiss: try await registry.decide(.dismiss, on: key)
            case .protect: try await registry.decide(.protect, on: key)
            case .purgeByPlate: try await registry.purge(Purge(isNamed: true), plates: [plate])
            case .purgeByArea: try await registry.purge(Purge(area: registry.area("powderhorn")))
            case .purgeByAge: try await registry.purge(Purge(upTo: registry.today))
            case .undo: _ = try await registry.ledger.undo(confirmation, by: registry.actor("mo"))
            case .withdrawals:
                for report in reports { _ = try await registry.ledger.withdraw([report.submission], by: report.principal) }
            }
        }
    }

    /// A registry with an alert, and what caused it.
    private func alerted(
        _ outputs: [AlertOutput] = [.north], _ change: (inout Rules) -> Void = { _ in }
    ) async throws -> (registry: TestRegistry, alert: Alert, DecisionID, [(submission: Submission, principal: Principal)]) {
        let registry = try await TestRegistry(alerts: outputs, change)
        let confirmation = try await registry.confirmQuietly(plate, area: "seward")
        let reports = [try await registry.recorded(plate, by: "ann"), try await registry.recorded(plate, by: "ben")]
        return (registry, try #require(registry.notices.takeAlerts().first), confirmation, reports)
    }

    @Test(
        "whatever ends an alert, one correction goes out with the commit, is owed over a restart, and leaves nothing once it was told",
        arguments: Cause.allCases, [false, true])
    func causes(_ cause: Cause, carriesPlate: Bool) async throws {
        let (first, alert, confirmation, reports) = try await alerted { $0.alerts.carriesPlate = carriesPlate }
        var registry = first
        try await cause.take(plate, registry, confirmation: confirmation, reports: reports)
        #expect(registry.notices.take() == [.correction(alert)])
        for _ in 0..<2 {
            #expect(await registry.ledger.owedCorrections() == [alert])
            registry = try await registry.restarted()
            try await registry.ageFully()
            try await registry.see(plate, minutesAgo: 40, area: "northside")
            #expect(registry.notices.take().compactMap(\.correction).isEmpty, "it was owed already")
        }
        #expect(try await registry.store.load().alerts.filter { $0.id == alert.id }.map(\.plate) == [0])
        try await registry.ledger.corrected(alert.id, at: "north")
        #expect(await registry.ledger.owedCorrections().isEmpty)
        registry = try await registry.restarted()
        try await registry.ageFully()
        #expect(await registry.ledger.owedCorrections().isEmpty && registry.notices.take().isEmpty)
        #expect(try await registry.store.load().alerts.allSatisfy { $0.id != alert.id })
    }

    @Test("a withdrawal that leaves the sighting to others ends nothing")
    func oneWithdrawal() async throws {
        let (registry, _, _, reports) = try await alerted()
        _ = try await registry.ledger.withdraw([reports[0].submission], by: reports[0].principal)
        #expect(registry.notices.take().isEmpty)
        try await registry.report(plate, by: "eve", trusted: false)
        _ = try await registry.ledger.withdraw([reports[1].submission], by: reports[1].principal)
        #expect(registry.notices.take().isEmpty)
        #expect(await registry.ledger.owedCorrections().isEmpty)
    }

    @Test("a purge of another area, and a confirmation that an undo leaves, end nothing")
    func others() async throws {
        let (registry, _, _, _) = try await alerted()
        _ = try await registry.purge(Purge(area: registry.area("seward")))
        let again = try await registry.decide(.confirm, signs: [.staging], on: Plate(plate).key)
        _ = try await registry.ledger.undo(again, by: registry.actor("mo"))
        try await registry.ageFully()
        #expect(registry.notices.take().isEmpty)
        #expect(await registry.ledger.sentAlerts(of: try Plate(plate).key).count == 1)
    }

    @Test("a plate that lapses within a day of its alert is corrected, also if the daemon was off", arguments: [false, true])
    func lapse(isOff: Bool) async throws {
        var registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        registry.clock.advance(days: registry.rules.listings.confirmedDays - 1)
        try await registry.ageFully()
        // Without a sign, so that they do not renew it.
        try await registry.see(plate)
        let alert = try #require(registry.notices.takeAlerts().first)
        if isOff { try await registry.stop() }
        registry.clock.advance(days: 1)
        if isOff { registry = try await TestRegistry(folder: registry.folder, clock: registry.clock, rules: registry.rules) }
        try await registry.ageFully()
        let corrections = registry.notices.take().compactMap(\.correction)
        #expect(corrections.map(\.id) == [alert.id])
        #expect(corrections.map(\.period) == [Period(step: .day, number: registry.today.number - 1)], "its slot has coarsened")
        #expect(await registry.ledger.owedCorrections() == corrections)
    }

    @Test("a correction names the vehicle, area and slot of its alert, whatever is known of the plate by then")
    func content() async throws {
        let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.carriesPlate = true }
        try await registry.confirmQuietly(plate)
        try await registry.see(plate, vehicle: Vehicle(color: .black, body: .suv))
        let alert = try #require(registry.notices.takeAlerts().first)
        try await registry.see(plate, area: "seward", vehicle: Vehicle(color: .white, body: .van, make: .ford))
        _ = registry.notices.take()
        try await registry.purge(Purge(isNamed: true), plates: [plate])
        let correction = try #require(registry.notices.take().compactMap(\.correction).first { $0.id == alert.id })
        #expect(correction == alert && correction.vehicle == Vehicle(color: .black, body: .suv))
        #expect(try correction.plate == Plate(plate))
    }

    @Test("if alerts no longer carry plates, neither does the correction of one that did")
    func withoutPlate() async throws {
        let (first, alert, _, _) = try await alerted { $0.alerts.carriesPlate = true }
        #expect(alert.plate != nil)
        var rules = first.rules
        rules.alerts.carriesPlate = false
        let registry = try await first.restarted(rules: rules)
        try await registry.decide(.clear, on: Plate(plate).key)
        let correction = try #require(registry.notices.take().compactMap(\.correction).first)
        #expect(correction.id == alert.id && correction.plate == nil)
    }

    @Test("every alert of a plate is corrected, at the outputs that got it, also held ones, and whatever the limits")
    func limitsAndHolds() async throws {
        let outputs = [AlertOutput.north, AlertOutput(name: "south", events: [.seen], areas: [AreaID("seward")!])]
        let registry = try await TestRegistry(alerts: outputs) { $0.alerts.perHour = 2 }
        try await registry.confirmQuietly(plate)
        try await registry.see(plate)
        try await registry.see(plate, area: "seward")
        try await registry.see(plate, area: "northside")
        let alerts = registry.notices.takeAlerts()
        #expect(alerts.map(\.outputs) == [["north"], ["north", "south"]], "the third is held back")
        let mo = try await registry.principal("mo", role: .moderator)
        for output in outputs { _ = try await registry.ledger.hold(output.name, isHeld: true, by: mo) }
        try await registry.decide(.clear, on: Plate(plate).key)
        #expect(registry.notices.take().compactMap(\.correction) == alerts)
    }

    @Test("a correction is owed until each output was told; a wrong ID or output changes nothing")
    func told() async throws {
        let outputs = [AlertOutput.north, AlertOutput(name: "south", events: [.seen], areas: nil)]
        let (first, alert, _, _) = try await alerted(outputs)
        var registry = first
        try await registry.ledger.corrected(alert.id, at: "north")
        try await registry.decide(.clear, on: Plate(plate).key)
        #expect(await registry.ledger.owedCorrections().map(\.outputs) == [["north", "south"]], "nothing was owed before")
        try await registry.ledger.corrected(Digest128(high: 1, low: 2), at: "north")
        try await registry.ledger.corrected(alert.id, at: "west")
        try await registry.ledger.corrected(alert.id, at: "north")
        registry = try await registry.restarted()
        #expect(await registry.ledger.owedCorrections().map(\.outputs) == [["south"]])
        for _ in 0..<2 { try await registry.ledger.corrected(alert.id, at: "south") }
        #expect(await registry.ledger.owedCorrections().isEmpty)
        #expect(try await registry.store.load().alerts.isEmpty)
    }

    @Test("outputs that are gone from the configuration are owed nothing after the next start", arguments: [["south"], []])
    func goneOutputs(left: [String]) async throws {
        let outputs = [AlertOutput.north, AlertOutput(name: "south", events: [.seen], areas: nil)]
        let (first, alert, _, _) = try await alerted(outputs)
        try await first.see(plate, area: "northside")
        try await first.decide(.clear, on: Plate(plate).key)
        #expect(first.notices.take().compactMap(\.correction).count == 2)
        #expect(await first.ledger.correctionsOfRemovedOutputs().corrections == 0)
        var rules = first.rules
        rules.alerts.outputs = outputs.filter { left.contains($0.name) }
        let registry = try await first.restarted(rules: rules)
        let gone = outputs.count - left.count
        let dropped = await registry.ledger.correctionsOfRemovedOutputs()
        #expect(dropped.outputs == gone && dropped.corrections == 2 * gone, "until the first sweep")
        try await registry.ageFully()
        #expect(await registry.ledger.correctionsOfRemovedOutputs().corrections == 0)
        #expect(await registry.ledger.owedCorrections().map(\.outputs) == (left.isEmpty ? [] : [left, left]))
        #expect(try await registry.store.load().alerts.map(\.id).contains(alert.id) == !left.isEmpty)
    }

    @Test("a correction that cannot be stored changes nothing; it goes out with the try that succeeds")
    func fullDisk() async throws {
        let (registry, alert, _, _) = try await alerted()
        let key = try Plate(plate).key
        _ = try await registry.actor("admin")
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.decide(.clear, on: key) }
        #expect(registry.notices.take().isEmpty)
        try await registry.decide(.clear, on: key)
        #expect(registry.notices.take() == [.correction(alert)])
    }
}
