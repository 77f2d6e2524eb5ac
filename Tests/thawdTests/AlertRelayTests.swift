import Alerts
import DaemonSupport
import Foundation
import Logging
import Plates
import Seal
import ServiceLifecycle
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("From the ledger's notices to messages")
struct AlertRelayTests {
    private let place = TemporaryFolder()
    private static let id = Digest128(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF)
    private static let hex = "00112233445566778899aabbccddeeff"
    /// 2026-11-22 21:30 UTC.
    private static let slot = Period(step: .slot, number: 1_795_383_000 / 60)

    private static func alert(
        _ event: AlertEvent = .seen, plate: String? = nil, period: Period = AlertRelayTests.slot, to outputs: [String] = ["north"]
    ) throws -> Alert {
        Alert(
            id: id, event: event, plate: try plate.map { try Plate($0) }, vehicle: Vehicle(color: .black, body: .suv, make: .ford),
            area: event == .confirmed ? nil : AreaID("powderhorn"), period: period, outputs: outputs)
    }

    /// Outputs north, in English and without plates, and south, in Spanish and with them.
    private func alerts() throws -> AlertPlan {
        var settings = Settings()
        settings.areasFile = RepositoryFiles.example("areas.geojson")
        settings.timeZone = "America/Chicago"
        settings.rules.utcOffset = UTCOffset("-06:00")!
        settings.rules.alerts.carriesPlate = true
        for (name, carriesPlate, language) in [("north", false, 0), ("south", true, 1)] {
            var output = AlertOutputSettings()
            (output.kind, output.carriesPlate, output.language) = (.text, carriesPlate, settings.languages[language])
            output.secretFile = place.write("https://chat.example.org/\(name)", to: name)
            settings.alertOutputs[name] = output
        }
        return try #require(try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path])).alerts)
    }

    private func writer(_ clock: TestClock = TestClock()) throws -> AlertWriter {
        AlertWriter(try alerts(), clock: clock.wallClock, random: RandomSource { [UInt8](repeating: 0xAB, count: $0) })
    }

    // MARK: Messages

    @Test func `an alert goes to each output in its language, with the plate only where it may`() throws {
        let notice = AlertNotice.alert(try Self.alert(plate: "MN ABC123", to: ["north", "south", "gone"]))
        let messages = try writer().messages(for: notice)
        #expect(messages.map(\.output) == ["north", "south"])
        let (north, south) = (messages[0].message, messages[1].message)
        #expect(north.body.plate == nil && !north.body.text.contains("ABC"))
        #expect(south.body.plate?.text == "US-MN ABC123")
        #expect(north.title == "Confirmed vehicle seen" && south.title == "Vehículo confirmado visto")
        #expect(north.body.text == "Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle.")
        #expect(south.body.text == "Visto: MN ABC123, camioneta SUV Ford color negro, Powderhorn, 15:30–16:00. Vehículo confirmado.")
        #expect(
            north.body
                == AlertBody(
                    id: Self.hex, event: .seen, text: north.body.text, area: AlertAreaBody(id: "powderhorn", name: "Powderhorn"),
                    from: "2026-11-22T21:30:00Z", to: "2026-11-22T22:00:00Z",
                    vehicle: VehicleBody(color: "black", body: "suv", make: "ford")))
    }

    @Test func `a plate that became confirmed has no area`() throws {
        let messages = try writer().messages(for: .alert(Self.alert(.confirmed)))
        #expect(messages.map(\.message.body.text) == ["Newly confirmed: black Ford SUV, 3:30–4:00 pm."])
        #expect(messages[0].message.body.event == .confirmed && messages[0].message.body.area == nil)
    }

    @Test func `a correction has an ID of its own, and names its alert`() throws {
        let day = Period(step: .day, number: 20_779)
        let messages = try writer().messages(for: .correction(Self.alert(period: day)))
        let message = try #require(messages.first?.message)
        #expect(message.id == "\(Self.hex)-correction" && message.body.corrects == Self.hex && message.isCorrection)
        #expect(message.body.day == "2026-11-22" && message.body.from == nil && message.body.to == nil)
        #expect(message.body.text == "Correction: an alert no longer holds: black Ford SUV, Powderhorn, November 22. Do not act on it.")
        #expect(AlertWriter.corrected(by: message) == Self.id)
    }

    /// In July, the registry's day ends at 1 am in Chicago.
    @Test(arguments: [
        ("2026-07-09T20:00:00Z", "July 9"), ("2026-07-10T05:45:00Z", "July 9 – July 10"), ("2026-07-11T15:00:00Z", "July 9 – July 10"),
    ])
    func `a correction names the local day of its alert, under daylight saving time too`(_ now: String, _ days: String) throws {
        let clock = TestClock(Instant(seconds: try #require(WireTime.seconds(now))))
        let day = Period(step: .day, number: try #require(WireTime.day("2026-07-09")))
        let messages = try writer(clock).messages(for: .correction(Self.alert(period: day)))
        #expect(messages.map(\.message.body.day) == ["2026-07-09"])
        #expect(messages.first?.message.body.text.contains("Powderhorn, \(days). Do not act on it.") == true)
    }

    @Test func `held back alerts are one line, and a sample tells nothing`() throws {
        let writer = try writer()
        let held = writer.messages(for: .heldBack(12, outputs: ["north", "gone"]))
        #expect(held.map(\.output) == ["north"])
        #expect(held[0].message.body.text == "12 more alerts were held back in the last hour.")
        #expect(held[0].message.body.heldBack == 12 && held[0].message.id == String(repeating: "ab", count: 16))
        let sample = try #require(writer.sample(for: "south"))
        #expect(sample.body.event == .sample && sample.body.text == "Prueba: aquí llegan las alertas. No se vio nada.")
        #expect(writer.sample(for: "gone") == nil)
        #expect(AlertWriter.corrected(by: sample) == nil && AlertWriter.corrected(by: held[0].message) == nil)
    }

    @Test func `an area that the operator removed is named by its ID`() throws {
        let alert = Alert(
            id: Self.id, event: .seen, plate: nil, vehicle: Vehicle(), area: AreaID("old-town"), period: Self.slot, outputs: ["north"])
        let messages = try writer().messages(for: .alert(alert))
        #expect(messages.map(\.message.body.text) == ["Seen: a vehicle, old-town, 3:30–4:00 pm. Confirmed vehicle."])
        #expect(messages[0].message.body.vehicle == nil)
    }

    // MARK: The relay

    /// What a relay did, line by line, for a test to wait for.
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        private let changes = AsyncStream<Void>.makeStream()

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
            changes.continuation.yield()
        }

        func reached(_ isReached: ([String]) -> Bool) async {
            if isReached(all) { return }
            for await _ in changes.stream where isReached(all) { return }
        }
    }

    /// Runs a relay until `use` returns.
    private func relay(
        _ notices: AsyncStream<AlertNotice>, owed: @escaping @Sendable () -> [Alert] = { [] },
        troubles: @escaping @Sendable () -> [AlertTrouble] = { [] }, log: Log, logger: Logger = .quiet,
        pause: @escaping @Sendable (Duration) async -> Void = { _ in _ = try? await Task.sleep(for: .seconds(3_600)) },
        _ use: () async throws -> Void
    ) async throws {
        let ends = AlertRelay.Ends(
            owedCorrections: { owed() }, reportHeldBack: { log.add("held back?") },
            post: { message, output in log.add("\(message.id) to \(output)") }, dropAlerts: { log.add("drop \($0)") },
            takeTroubles: { troubles() })
        let relay = AlertRelay(notices, writer: try writer(), ends: ends, logger: logger, pause: pause)
        let running = Task { await relay.run() }
        do {
            try await use()
        } catch {
            running.cancel()
            await running.value
            throw error
        }
        running.cancel()
        await running.value
    }

    @Test func `notices are handed over in their order`() async throws {
        let log = Log()
        let (stream, continuation) = AsyncStream<AlertNotice>.makeStream()
        continuation.yield(.alert(try Self.alert(to: ["north", "south"])))
        continuation.yield(.held(output: "north"))
        continuation.yield(.correction(try Self.alert(to: ["south"])))
        try await relay(stream, log: log) { await log.reached { $0.contains { $0.contains("correction") } } }
        let expected = ["\(Self.hex) to north", "\(Self.hex) to south", "drop north", "\(Self.hex)-correction to south"]
        #expect(log.all.filter { $0 != "held back?" } == expected)
    }

    @Test func `owed corrections are offered at the start and every minute, held back alerts asked for every 15 seconds`() async throws {
        let (log, waits) = (Log(), Log())
        let alert = try Self.alert()
        let line = "\(Self.hex)-correction to north"
        @Sendable func owed() -> [Alert] { [alert] }
        @Sendable func pause(_ duration: Duration) async {
            waits.add("\(duration)")
            if waits.all.count >= 9 { _ = try? await Task.sleep(for: .seconds(3_600)) }
        }
        try await relay(AsyncStream { _ in }, owed: owed, log: log, pause: pause) {
            await log.reached { $0.count == 12 }
        }
        let asked = Array(repeating: "held back?", count: AlertRelay.roundsPerOffer)
        #expect(log.all == [line] + asked + [line] + asked + [line, "held back?"])
        #expect(waits.all.first == "\(Duration.seconds(15))")
        #expect(AlertRelay.roundPause * AlertRelay.roundsPerOffer == .seconds(60))
        #expect(AlertRelay.roundPause * AlertRelay.roundsPerLog == .seconds(3_600))
    }

    @Test func `troubles are logged once an hour, without more than names and counts`() async throws {
        let (log, logs, taken) = (Log(), KeptLogs(), TestCounter())
        let trouble = AlertTrouble(output: "north", failures: 10, dropped: 1, last: .status(403))
        let logger = Logger(label: "test") { _ in logs }
        @Sendable func troubles() -> [AlertTrouble] { taken.next() == 0 ? [trouble] : [] }
        @Sendable func pause(_ duration: Duration) async { await Task.yield() }
        try await relay(AsyncStream { _ in }, troubles: troubles, log: log, logger: logger, pause: pause) {
            await log.reached { $0.count >= 3 * AlertRelay.roundsPerLog }
        }
        #expect(
            logs.lines == [
                "warning Within the last hour, an alert output did not take all messages. Test it: thawd alerts test "
                    + "dropped=1 failed=10 last=the receiver answered 403 output=north"
            ])
    }
}
