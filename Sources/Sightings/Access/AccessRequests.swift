package import Vocabulary

extension Ledger {
    /// How many invites of one token may be open.
    package static let invitesPerTokenMax = 100
    /// How many invites may be open in all.
    package static let invitesMax = 1_000

    /// Stores an invite for the caller's code; only the code's hash is stored.
    ///
    /// Moderators invite volunteers and readers; admins invite anyone and may issue trusted tokens.
    package func makeInvite(code: [UInt8], role: Role, isTrusted: Bool, by principal: Principal) async throws(LedgerError) -> Invite {
        let mayInvite = principal.token.role == .admin || principal.token.role == .moderator && role.isInvitedByModerators && !isTrusted
        guard mayInvite else { throw .notAllowed }
        return try await change { ledger, draft in
            ledger.access.decideInvite(code, role, isTrusted: isTrusted, by: principal.token, into: &draft)
        }
    }

    /// Makes an admin's invite for the operator's code, valid for an hour. Cancels an open one.
    package func inviteAdmin(code: [UInt8]) async throws(LedgerError) -> Invite {
        try await change { ledger, draft in .success(ledger.access.decideAdminInvite(code, into: &draft)) }
    }

    /// The open invites: all for an admin, their own for a moderator.
    package func openInvites(for principal: Principal) throws(LedgerError) -> [Invite] {
        guard principal.token.role >= .moderator else { throw .notAllowed }
        return access.openInvites(for: principal.token, at: clock.now())
    }

    package func cancelInvite(id: InviteID, by principal: Principal) async throws(LedgerError) {
        guard principal.token.role >= .moderator else { throw .notAllowed }
        try await change { ledger, draft in ledger.access.decideCancel(id, by: principal.token, into: &draft) }
    }

    /// Turns a code into a token, once. The caller makes and shows the token's text; only its hash is stored.
    ///
    /// - Parameter mint: makes a token's text; called again until the short ID is free.
    package func redeem(code: [UInt8], mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> Principal {
        try await change { ledger, draft in ledger.access.decideRedemption(code, mint: mint, into: &draft) }
    }

    /// Whether a valid admin's token exists.
    package nonisolated var hasAdmin: Bool { tokens.hasAdmin(on: rules.day(of: clock.now())) }

    /// Issues an admin's token if no valid one exists; nil if one does.
    package func issueFirstAdmin(mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> Principal? {
        try await change { ledger, draft in .success(ledger.access.decideFirstAdmin(mint: mint, into: &draft)) }
    }

    /// Revokes a token at once: the principal's own, as a moderator those of callers, readers and volunteers, as an admin any. Revoking
    /// another's token also cancels its open invites.
    ///
    /// - Throws: `revocationUnsaved` if the token is revoked in memory but not on disk: ``saveRevocations()`` tries again.
    package func revoke(id: TokenID, by principal: Principal) async throws(LedgerError) {
        guard let token = tokens.token(id: id) else { throw .notFound }
        let mayRevoke =
            id == principal.token.id || principal.token.role == .admin || principal.token.role == .moderator && token.role <= .volunteer
        guard mayRevoke else { throw .notAllowed }
        // Before the commit, so that a full disk cannot keep a stolen token valid.
        tokens.revoke(id: id)
        let actor = AuditedPrincipal(principal.token)
        do throws(LedgerError) {
            try await saveRevocation(of: id, by: actor)
        } catch {
            guard error != .notFound else { throw error }
            access.setUnsaved(id, revokedBy: actor)
            throw .revocationUnsaved
        }
    }

    /// Stores the revocations that are not on disk yet.
    package func saveRevocations() async throws(LedgerError) {
        for (id, actor) in access.unsavedRevocations {
            do throws(LedgerError) {
                try await saveRevocation(of: id, by: actor)
            } catch .notFound {
                access.setUnsaved(id, revokedBy: nil)
            }
        }
    }

    private func saveRevocation(of id: TokenID, by actor: AuditedPrincipal) async throws(LedgerError) {
        try await change { ledger, draft in
            let result = ledger.access.decideRevocation(of: id, by: actor, into: &draft)
            guard case .success = result else { return result }
            ledger.bulkWork.drop(into: &draft) { $0.tokenID == id }
            // A thief of the token may hold its invites.
            if id != actor.tokenID { ledger.access.cancelInvites(ofToken: id, by: actor.name, into: &draft) }
            return result
        }
        access.setUnsaved(id, revokedBy: nil)
    }
}
