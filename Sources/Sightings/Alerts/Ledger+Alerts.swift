package import Plates
package import Seal
import Vocabulary

extension Ledger {
    /// The outputs in the order of the configuration, with those who hold them back.
    package func alertOutputs() -> [AlertOutputState] { alerts.states }

    /// Holds or resumes an output. Once a hold returns, no alert goes there. Alerts that were held back are not sent later.
    ///
    /// - Returns: false if there is no such output.
    package func hold(_ output: String, isHeld: Bool, by principal: Principal) async throws(LedgerError) -> Bool {
        guard principal.token.role >= .moderator else { throw .notAllowed }
        guard let number = alerts.number(of: output) else { return false }
        let actor = AuditedPrincipal(principal.token).name
        try await change { ledger, draft in ledger.alerts.decideHold(of: number, isHeld: isHeld, by: actor, into: &draft) }
        return true
    }

    /// The corrections that outputs must still get, also those from before a restart.
    package func owedCorrections() -> [Alert] { alerts.owed(at: clock.now()) }

    /// The number of outputs that are no longer configured, and of their due corrections, which the first sweep drops. Stored rows have no
    /// names of outputs.
    package func correctionsOfRemovedOutputs() -> (outputs: Int, corrections: Int) {
        let owed = alerts.owedToRemoved(at: clock.now())
        return (Set(owed).count, owed.count)
    }

    /// Records that an output was told of a correction. Once all were, its row is erased.
    package func corrected(_ id: Digest128, at output: String) async throws(LedgerError) {
        guard let number = alerts.number(of: output), alerts.owes(id, to: number) else { return }
        try await change { _, draft in draft.alerts.told.append((id, number)) }
    }

    /// The alerts that went out about a plate and still hold, newest first.
    package func sentAlerts(of key: PlateKey) -> [SentAlert] {
        registry.stored(key).map { alerts.sent(about: $0.id, at: clock.now()) } ?? []
    }

    /// Sends outputs the number of alerts that the hourly limits held back: a minute after the first of them, and then at most once an
    /// hour. Call it every few seconds.
    package func reportHeldBack() { alerts.tellHeldBack(at: clock.now()) }
}
