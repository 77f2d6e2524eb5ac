import DaemonSupport
import Seal
import Sightings
import Wire

extension Operations {
    /// Makes an invite for an admin. Every moderator sees this in the audit chain.
    func inviteAdmin() async throws(DaemonError) -> AdminInvite {
        let code = InviteCode(random: RandomSource.system.bytes(InviteCode.randomBytes))
        let ledger = try await holder.ledger()
        do throws(LedgerError) {
            let invite = try await ledger.inviteAdmin(code: Array(code.text.utf8))
            return AdminInvite(code: code.text, expiresAt: invite.expires.seconds)
        } catch {
            throw DaemonError(operating: error, "No invite was made.")
        }
    }
}
