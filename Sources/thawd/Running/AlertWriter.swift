package import Alerts
package import Seal
package import Sightings
import Vocabulary
import Web
import Wire

/// Turns the ledger's notices into messages, each in its output's language, and with the plate only if the operator allows it.
package struct AlertWriter: Sendable {
    private let plan: AlertPlan
    private let clock: WallClock
    private let random: RandomSource

    package init(_ plan: AlertPlan, clock: WallClock, random: RandomSource = .system) {
        self.plan = plan
        self.clock = clock
        self.random = random
    }

    /// The messages of a notice, by output. An output that is no longer configured gets none.
    package func messages(for notice: AlertNotice) -> [(output: String, message: AlertMessage)] {
        switch notice {
        case .alert(let alert): alert.outputs.compactMap { message(about: alert, takesBack: false, to: $0) }
        case .correction(let alert): alert.outputs.compactMap { message(about: alert, takesBack: true, to: $0) }
        case .held: []
        case .heldBack(let count, let outputs):
            outputs.compactMap { message(AlertBody(id: newID(), event: .heldBack, text: "", heldBack: count), to: $0) }
        }
    }

    /// A message without content, to test that messages arrive.
    package func sample(for output: String) -> AlertMessage? {
        message(AlertBody(id: newID(), event: .sample, text: "", page: plan.page), to: output)?.message
    }

    /// The alert that a correction takes back; nil for other messages.
    package static func corrected(by message: AlertMessage) -> Digest128? {
        message.body.corrects.flatMap { [UInt8](hexadecimal: $0, count: idBytes) }.flatMap { Digest128($0) }
    }

    private static let idBytes = 16

    private func newID() -> String { random.bytes(Self.idBytes).hexadecimal }

    private func message(about alert: Alert, takesBack: Bool, to output: String) -> (output: String, message: AlertMessage)? {
        let id = alert.id.bytes.hexadecimal
        var body = AlertBody(
            id: takesBack ? "\(id)-correction" : id, event: takesBack ? .correction : AlertBody.Kind(alert.event),
            corrects: takesBack ? id : nil, text: "", page: plan.page)
        body.area = alert.area.map { AlertAreaBody(id: $0.description, name: plan.areas[$0]?.name ?? $0.description) }
        body.vehicle = alert.vehicle.isEmpty ? nil : VehicleBody(alert.vehicle)
        body.plate = alert.plate.map { PlateBody($0) }
        switch alert.period.step {
        case .slot:
            let start = Int64(alert.period.number) * 60
            (body.from, body.to) = (WireTime.text(start), WireTime.text(start + Int64(plan.slotMinutes) * 60))
        case .day: body.day = WireTime.dayText(alert.period.number)
        // No alert is kept for so long.
        case .week: break
        }
        return message(body, to: output)
    }

    private func message(_ body: AlertBody, to name: String) -> (output: String, message: AlertMessage)? {
        guard let output = plan.outputs[name] else { return nil }
        var body = body
        if !output.carriesPlate { body.plate = nil }
        body.text = output.text.text(of: body, asOf: clock.now().seconds)
        return (name, AlertMessage(title: output.text.title(of: body.event), body: body))
    }
}

extension AlertBody.Kind {
    fileprivate init(_ event: AlertEvent) {
        self =
            switch event {
            case .seen: .seen
            case .confirmed: .confirmed
            }
    }
}
