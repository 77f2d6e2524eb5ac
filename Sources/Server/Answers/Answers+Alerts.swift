import Sightings
import Vocabulary
import Wire

extension Answers {
    /// The outputs of alerts, and who holds which of them.
    func alertOutputs() async -> AlertOutputsBody {
        AlertOutputsBody(outputs: await ledger.alertOutputs().map(AlertOutputBody.init))
    }

    /// Holds or resumes an output. A repeated request changes nothing.
    func holdAlerts(_ asked: AlertHoldRequest, as requester: Requester) async throws(Refusal) -> AlertOutputsBody {
        let principal = try requester.known()
        let isKnown = try await asking { () async throws(LedgerError) in
            try await ledger.hold(asked.output, isHeld: asked.held, by: principal)
        }
        guard isKnown else { throw Refusal(.alertsUnknownOutput, field: "output") }
        return await alertOutputs()
    }
}

extension AlertOutputBody {
    fileprivate init(_ state: AlertOutputState) {
        let output = state.output
        self.init(
            name: output.name, events: AlertEvent.allCases.filter(output.events.contains),
            areas: output.areas.map { $0.sorted().map(\.description) }, heldBy: state.held?.actor.name,
            heldSince: state.held.map { WireTime.dayText($0.day.number) })
    }
}
