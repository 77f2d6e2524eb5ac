import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What causes an alert, where it goes, and what it says.
struct AlertTriggerTests {
    private let plate = "MN ABC123"

    @Test(
        "a confirmed plate is alerted once two trusted tokens or a moderator reported it in one area and slot",
        arguments: SupportTests.seconds)
    func second(name: String, role: Role, isTrusted: Bool, isEnough: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        _ = try await registry.principal(name, role: role, trusted: isTrusted)
        try await registry.report(plate, by: "eve", area: "seward")
        #expect(registry.notices.take().isEmpty, "one trusted token alone")
        try await registry.report(plate, by: name, area: "seward")
        let alerts = registry.notices.takeAlerts()
        #expect(alerts.map(\.area) == (isEnough ? [AreaID("seward")] : []))
        #expect(alerts.map(\.period) == (isEnough ? [registry.slot()] : []))
        #expect(try await registry.store.load().alerts.map(\.id) == alerts.map(\.id))
    }

    @Test("any number of tokens on probation, or in different slots or areas, is not enough")
    func notTogether() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        for name in ["fay", "guy", "hal"] { try await registry.report(plate, by: name, trusted: false) }
        try await registry.report(plate, by: "ann", minutesAgo: 10)
        try await registry.report(plate, by: "ben", minutesAgo: 40)
        try await registry.report(plate, by: "cat", area: "seward")
        #expect(registry.notices.take().isEmpty)
        #expect(try await registry.store.load().alerts.isEmpty)
    }

    @Test("a moderator's report alone is alerted, and so is a moderator's import", arguments: [false, true])
    func moderator(importing: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        let mo = try await registry.principal("mo", role: .moderator)
        _ = try await registry.ledger.record([try registry.submission(plate)], importing: importing, by: mo)
        #expect(registry.notices.takeAlerts().map(\.event) == [.seen])
    }

    @Test("it says what every token holder sees: area, slot, the first shown vehicle, and the plate only if the operator lets it")
    func content() async throws {
        let vehicle = Vehicle(color: .black, body: .suv)
        for carriesPlate in [false, true] {
            let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.carriesPlate = carriesPlate }
            try await registry.confirmQuietly(plate)
            try await registry.see(plate, vehicle: vehicle)
            let alert = try #require(registry.notices.takeAlerts().first)
            #expect(alert.event == .seen && alert.area == AreaID("powderhorn") && alert.period == registry.slot())
            #expect(alert.vehicle == vehicle && alert.outputs == ["north"])
            #expect(try alert.plate == (carriesPlate ? Plate(plate) : nil))
            let member = try #require(try registry.lookUp(plate, as: .member).listings.first)
            #expect(member.vehicles.first == alert.vehicle && member.live.map(\.period) == [alert.period])
            #expect(await registry.ledger.sentAlerts(of: try Plate(plate).key).map(\.outputs) == [["north"]])
        }
    }

    @Test("a vehicle that one token alone described is not told")
    func unsupportedVehicle() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        try await registry.report(plate, by: "ann", vehicle: Vehicle(color: .black))
        try await registry.report(plate, by: "ben", vehicle: Vehicle(body: .suv))
        #expect(registry.notices.takeAlerts().map(\.vehicle) == [Vehicle()])
    }

    @Test("a plate, area and slot is alerted once, no matter who reports it then, and after a restart, too")
    func once() async throws {
        var registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        try await registry.see(plate)
        #expect(registry.notices.takeAlerts().count == 1)
        try await registry.report(plate, by: "cat")
        #expect(registry.notices.take().isEmpty)
        registry = try await registry.restarted()
        for name in ["dan", "eve"] { try await registry.report(plate, by: name) }
        #expect(registry.notices.take().isEmpty)
        try await registry.see(plate, area: "seward")
        try await registry.see(plate, minutesAgo: 40)
        #expect(registry.notices.takeAlerts().map(\.period) == [registry.slot(), registry.slot(minutesAgo: 40)])
        #expect(try await registry.store.load().alerts.count == 3)
    }

    @Test("support that falls to one token and comes back does not alert again", arguments: [false, true])
    func backAgain(isRestarted: Bool) async throws {
        var registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        try await registry.report(plate, by: "ann")
        let ben = try await registry.recorded(plate, by: "ben")
        #expect(registry.notices.takeAlerts().count == 1)
        _ = try await registry.ledger.withdraw([ben.submission], by: ben.principal)
        if isRestarted { registry = try await registry.restarted() }
        #expect(try await registry.record(plate)?.sightings.first { $0.period.step == .slot }?.trusted == 1)
        try await registry.report(plate, by: "cat")
        #expect(registry.notices.take().isEmpty)
    }

    /// A slot that ended an hour ago is the oldest that is alerted.
    @Test(
        "a sighting whose slot ended longer ago than the limit gives none",
        arguments: [(0, 75, true), (0, 76, false), (15, 90, true), (16, 91, false)])
    func late(minutesLater: Int, minutesAgo: Int, isAlerted: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        registry.clock.advance(minutes: minutesLater)
        try await registry.see(plate, minutesAgo: minutesAgo)
        #expect(registry.notices.takeAlerts().map(\.period) == (isAlerted ? [registry.slot(minutesAgo: minutesAgo)] : []))
    }

    @Test("of an outbox that arrives at once, each fresh area and slot is alerted, and nothing older")
    func outbox() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        for plate in [plate, "MN DEF456"] { try await registry.confirmQuietly(plate) }
        let reports = [(10, "powderhorn"), (40, "powderhorn"), (40, "seward"), (200, "seward"), (600, "northside")]
        for name in ["ann", "ben"] {
            let batch = try ["MN DEF456", plate].flatMap { plate in
                try reports.map { try registry.submission(plate, minutesAgo: $0.0, area: $0.1) }
            }
            _ = try await registry.ledger.record(batch, by: registry.principal(name))
        }
        let alerts = registry.notices.takeAlerts()
        let expected = [(40, "powderhorn"), (40, "seward"), (10, "powderhorn")]
        #expect(alerts.map(\.period) == (expected + expected).map { registry.slot(minutesAgo: $0.0) })
        #expect(alerts.compactMap { $0.area?.description } == (expected + expected).map { $0.1 })
    }

    @Test("a plate that becomes confirmed is told to the outputs that want it, with its fresh sighting to those that want that; once")
    func confirmed() async throws {
        let outputs = [AlertOutput.north, AlertOutput(name: "list", events: [.confirmed], areas: nil)]
        let registry = try await TestRegistry(alerts: outputs)
        try await registry.see(plate)
        #expect(registry.notices.take().isEmpty, "it is watched")
        try await registry.decide(.confirm, signs: [.convoy], on: Plate(plate).key)
        let alerts = registry.notices.takeAlerts()
        #expect(alerts.map(\.event) == [.confirmed, .seen] && alerts.map(\.outputs) == [["list"], ["north"]])
        #expect(alerts.map(\.area) == [nil, AreaID("powderhorn")])
        #expect(alerts.map(\.period) == [registry.slot(minutesAgo: 0), registry.slot()])
        try await registry.decide(.confirm, signs: [.staging], on: Plate(plate).key)
        #expect(registry.notices.take().isEmpty, "it was confirmed already")
    }

    @Test("a plate whose clearing is undone is told again: the correction took the first alert back")
    func undone() async throws {
        let outputs = [AlertOutput(name: "all", events: [.seen, .confirmed], areas: nil)]
        let registry = try await TestRegistry(alerts: outputs)
        try await registry.confirmQuietly(plate)
        try await registry.see(plate)
        let decision = try await registry.decide(.clear, on: Plate(plate).key)
        let before = registry.notices.take()
        #expect(before.compactMap(\.alert).map(\.event) == [.confirmed, .seen])
        #expect(Set(before.compactMap(\.correction).map(\.id)) == Set(before.compactMap(\.alert).map(\.id)))
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        let again = registry.notices.take()
        #expect(again.compactMap(\.alert).map(\.event) == [.confirmed, .seen] && again.compactMap(\.correction).isEmpty)
        #expect(Set(again.compactMap(\.alert).map(\.id)).isDisjoint(with: before.compactMap(\.alert).map(\.id)))
    }

    @Test("an output with areas gets what was seen there, and confirmed plates that were; other outputs get all")
    func areas() async throws {
        let powderhorn = AreaID("powderhorn")!
        let outputs = [
            AlertOutput(name: "one", events: [.seen, .confirmed], areas: [powderhorn]),
            AlertOutput(name: "two", events: [.seen, .confirmed], areas: [AreaID("seward")!, powderhorn]),
            AlertOutput(name: "all", events: [.seen, .confirmed], areas: nil),
        ]
        let registry = try await TestRegistry(alerts: outputs)
        try await registry.confirmQuietly(plate, area: "seward")
        #expect(registry.notices.takeAlerts().map(\.outputs) == [["two", "all"]])
        for (area, names) in [("powderhorn", ["one", "two", "all"]), ("seward", ["two", "all"]), ("northside", ["all"])] {
            try await registry.see(plate, area: area)
            #expect(registry.notices.takeAlerts().map(\.outputs) == [names], "\(area)")
        }
        #expect(await registry.ledger.sentAlerts(of: try Plate(plate).key).count == 4)
    }

    @Test("without outputs nothing goes out, and no row is written")
    func noOutputs() async throws {
        let registry = try await TestRegistry()
        try await registry.confirmQuietly(plate)
        try await registry.see(plate)
        #expect(registry.store.lastWritten[.alerts] == [])
        #expect(registry.notices.take().isEmpty)
        #expect(await registry.ledger.alertOutputs().isEmpty)
    }

    @Test("nothing goes out before it is on disk, and nothing if the commit fails; the same report, sent again, is alerted")
    func afterTheCommit() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        try await registry.confirmQuietly(plate)
        try await registry.report(plate, by: "ann")
        let ben = try await registry.principal("ben")
        let submission = try registry.submission(plate)
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.ledger.record([submission], by: ben) }
        #expect(registry.notices.take().isEmpty)
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        async let outcome = registry.ledger.record([submission], by: ben)
        await gate.arrival()
        #expect(registry.notices.take().isEmpty)
        gate.open()
        #expect(try await outcome[0].isRecorded)
        #expect(registry.notices.takeAlerts().count == 1)
    }

    @Test("the moderators' row of a plate names what was sent, and where")
    func reviewRow() async throws {
        let registry = try await TestRegistry(alerts: [.north])
        let alert = try #require(try await registry.alerted(plate))
        try await registry.see(plate, minutesAgo: 40, area: "seward")
        let rows = try await registry.ledger.reviewRows(of: [Plate(plate).key, Plate("MN UNK111").key], by: registry.actor("mo")).rows
        let sent = try #require(rows.first?.first).alerts
        #expect(sent.map(\.area) == [alert.area, AreaID("seward")] && sent.map(\.period) == [alert.period, registry.slot(minutesAgo: 40)])
        #expect(sent.allSatisfy { $0.event == .seen && $0.outputs == ["north"] })
        #expect(rows.last?.isEmpty == true)
    }
}
