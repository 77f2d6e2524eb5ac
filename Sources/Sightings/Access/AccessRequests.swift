package import Vocabulary

extension Ledger {
    /// How many invites of one token may be open.
    package static var invitesPerTokenMax: Int { AccessBook.invitesPerTokenMax }
    /// How many invites may be open in all.
    package static var invitesMax: Int { AccessBook.invitesMax }

    /// Keeps an invite for a code that the caller made; only the code's hash is kept.
    ///
    /// Moderators invite volunteers and readers; admins invite anyone, and may issue as trusted.
    package func makeInvite(code: [UInt8], role: Role, isTrusted: Bool, by principal: Principal) async throws(LedgerError) -> Invite {
        let mayInvite = principal.token.role == .admin || principal.token.role == .moderator && role <= .volunteer && !isTrusted
        guard mayInvite else { throw .notAllowed }
        return try await change { ledger, draft in
            ledger.access.decideInvite(code, role, isTrusted: isTrusted, by: principal.token, into: &draft)
        }
    }

    /// Makes an admin's invite for a code that the operator made on the server, good for an hour. One that waits is canceled.
    package func inviteAdmin(code: [UInt8]) async throws(LedgerError) -> Invite {
        try await change { ledger, draft in .success(ledger.access.decideAdminInvite(code, into: &draft)) }
    }

    /// The invites that wait: all for an admin, one's own for a moderator.
    package func openInvites(for principal: Principal) throws(LedgerError) -> [Invite] {
        guard principal.token.role >= .moderator else { throw .notAllowed }
        return access.openInvites(for: principal.token, at: clock.now())
    }

    package func cancelInvite(id: InviteID, by principal: Principal) async throws(LedgerError) {
        guard principal.token.role >= .moderator else { throw .notAllowed }
        try await change { ledger, draft in ledger.access.decideCancel(id, by: principal.token, into: &draft) }
    }

    /// Turns a code into a token, once. The token's text is the caller's to make and to show; only its hash is kept.
    ///
    /// - Parameter mint: makes a token's text; asked again until its short ID is free.
    package func redeem(code: [UInt8], mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> (raw: [UInt8], token: Token) {
        let minted = try await change { ledger, draft in ledger.access.decideRedemption(code, mint: mint, into: &draft) }
        return (minted.raw, minted.token)
    }

    /// Whether somebody holds an admin's token that is good.
    package nonisolated var hasAdmin: Bool { tokens.hasAdmin(on: rules.day(of: clock.now())) }

    /// An admin's token, for a registry where nobody holds one that is good; nil where somebody does.
    package func issueFirstAdmin(mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> (raw: [UInt8], token: Token)? {
        let minted: AccessBook.Minted? = try await change { ledger, draft in
            .success(ledger.access.decideFirstAdmin(mint: mint, into: &draft))
        }
        return minted.map { ($0.raw, $0.token) }
    }

    /// Ends a token at once: one's own, or as a moderator those of readers and volunteers, or as an admin anybody's. With another's go the invites
    /// that it made and nobody has used.
    ///
    /// - Throws: `revocationUnsaved` where the token is good no more, and the disk has not taken that: ``saveRevocations()`` tries again.
    package func revoke(id: TokenID, by principal: Principal) async throws(LedgerError) {
        guard let token = tokens.token(id: id) else { throw .notFound }
        let mayRevoke =
            id == principal.token.id || principal.token.role == .admin || principal.token.role == .moderator && token.role <= .volunteer
        guard mayRevoke else { throw .notAllowed }
        // Before the commit, so that no full disk keeps a stolen token good.
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

    /// Stores the revocations that the disk has not taken yet.
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
            ledger.bulkWork.dropProposals(ofToken: id, into: &draft)
            // Whoever has another's token may keep its invites for themselves.
            if id != actor.tokenID { ledger.access.cancelInvites(ofToken: id, by: actor.name, into: &draft) }
            return result
        }
        access.setUnsaved(id, revokedBy: nil)
    }
}
