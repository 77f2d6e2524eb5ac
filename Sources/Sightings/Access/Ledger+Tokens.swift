import Crypto
package import Vocabulary

extension Ledger {
    /// Keeps an invite for a code that the caller made; only the code's hash is kept.
    ///
    /// Moderators invite volunteers and readers; admins invite anyone, and may issue as trusted.
    package func makeInvite(code: [UInt8], role: Role, isTrusted: Bool, by bearer: Bearer) async throws(LedgerError) -> Invite {
        let mayInvite = bearer.token.role == .admin || bearer.token.role == .moderator && role <= .volunteer && !isTrusted
        guard mayInvite else { throw .notAllowed }
        return try await change { ledger, pass in
            guard ledger.hasRoomForInvite(by: bearer.token.id, in: pass) else { return .failure(.invitesTooMany) }
            pass.counters.inviteID.advance()
            let invite = Invite(
                rowID: 0, id: pass.counters.inviteID, hash: Array(SHA256.hash(data: code)), role: role, isTrusted: isTrusted,
                expires: pass.now.adding(hours: ledger.rules.inviteDays * 24), invitedBy: bearer.token.id)
            pass.invites[invite.id] = invite
            ledger.note(.invite, by: Actor(bearer.token).name, count: 1, in: &pass)
            return .success(invite)
        }
    }

    /// Makes an admin's invite for a code that the operator made on the server, good for an hour. One that waits is cancelled: there is one at a
    /// time.
    package func inviteAdmin(code: [UInt8]) async throws(LedgerError) -> Invite {
        try await change { ledger, pass in
            ledger.dropInvites(ofToken: TokenID.server, by: .shell, in: &pass)
            pass.counters.inviteID.advance()
            let invite = Invite(
                rowID: 0, id: pass.counters.inviteID, hash: Array(SHA256.hash(data: code)), role: .admin, isTrusted: true,
                expires: pass.now.adding(hours: Self.adminInviteHours), invitedBy: TokenID.server)
            pass.invites[invite.id] = invite
            ledger.note(.inviteAdmin, by: .shell, count: 1, in: &pass)
            return .success(invite)
        }
    }

    private static var adminInviteHours: Int { 1 }

    /// How many invites of one token may be open.
    package static let invitesPerTokenMax = 100
    /// How many invites may be open in all.
    package static let invitesMax = 1_000

    private func hasRoomForInvite(by tokenID: TokenID, in pass: Pass) -> Bool {
        let erased = Set(pass.erasedInvites.map(\.id))
        let open = Array(invites.values) + Array(pass.invites.values)
        let living = open.filter { pass.now < $0.expires && !erased.contains($0.id) }
        return living.count < Self.invitesMax && living.count { $0.invitedBy == tokenID } < Self.invitesPerTokenMax
    }

    /// The invites that wait: all for an admin, one's own for a moderator.
    package func openInvites(for bearer: Bearer) throws(LedgerError) -> [Invite] {
        guard bearer.token.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        return invites.values.filter { now < $0.expires && (bearer.token.role == .admin || $0.invitedBy == bearer.token.id) }
            .sorted { $0.id < $1.id }
    }

    package func cancelInvite(id: InviteID, by bearer: Bearer) async throws(LedgerError) {
        guard bearer.token.role >= .moderator else { throw .notAllowed }
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            guard let invite = ledger.invites[id], !pass.erasedInvites.contains(where: { $0.id == id }),
                bearer.token.role == .admin || invite.invitedBy == bearer.token.id
            else { return .failure(.inviteUnknown) }
            pass.erasedInvites.append(invite)
            ledger.note(.cancelInvite, by: Actor(bearer.token).name, count: 1, in: &pass)
            return .success(())
        }
    }

    /// Turns a code into a token, once. The token's text is the caller's to make and to show; only its hash is kept.
    ///
    /// - Parameter mint: makes a token's text; asked again until its short id is free.
    package func redeem(code: [UInt8], mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> (raw: [UInt8], token: Token) {
        let hash = Array(SHA256.hash(data: code))
        let answer: Minted = try await change { ledger, pass in
            let open = ledger.invites.values.first { $0.hash == hash }
            guard let invite = open, !pass.erasedInvites.contains(where: { $0.id == invite.id }) else { return .failure(.inviteUnknown) }
            guard pass.now < invite.expires else { return .failure(.inviteExpired) }
            pass.erasedInvites.append(invite)
            return .success(ledger.issue(invite.role, isTrusted: invite.isTrusted, invitedBy: invite.invitedBy, mint, in: &pass))
        }
        return (answer.raw, answer.token)
    }

    /// Whether somebody holds an admin's token that is good.
    package nonisolated var hasAdmin: Bool {
        let today = rules.day(of: clock.now())
        return tokens.all.contains { $0.role == .admin && !$0.isRevoked && today < $0.expires }
    }

    /// An admin's token, for a registry where nobody holds one that is good; nil where somebody does.
    package func issueFirstAdmin(mint: @escaping @Sendable () -> [UInt8]) async throws(LedgerError) -> (raw: [UInt8], token: Token)? {
        let answer: Minted? = try await change { ledger, pass in
            guard !ledger.hasAdmin, pass.tokens.isEmpty else { return .success(nil) }
            return .success(ledger.issue(.admin, isTrusted: true, invitedBy: TokenID.server, by: .shell, mint, in: &pass))
        }
        return answer.map { ($0.raw, $0.token) }
    }

    /// Ends a token at once: one's own, or as a moderator those of readers and volunteers, or as an admin anybody's.
    ///
    /// With another's go the invites that it made and nobody has used: whoever has it may keep them for themselves.
    /// - Throws: `revocationUnsaved` where the token is good no more, and the disk has not taken that: ``saveRevocations()`` tries again.
    package func revoke(id: TokenID, by bearer: Bearer) async throws(LedgerError) {
        guard let token = tokens.token(id: id) else { throw .notFound }
        let mayRevoke =
            id == bearer.token.id || bearer.token.role == .admin || bearer.token.role == .moderator && token.role <= .volunteer
        guard mayRevoke else { throw .notAllowed }
        // Before the commit, so that no full disk keeps a stolen token good.
        tokens.revoke(id: id)
        let actor = Actor(bearer.token)
        do throws(LedgerError) {
            try await saveRevocation(of: id, by: actor)
        } catch {
            guard error != .notFound else { throw error }
            unsavedRevocations[id] = actor
            throw .revocationUnsaved
        }
    }

    /// Writes down the revocations that the disk has not taken yet.
    package func saveRevocations() async throws(LedgerError) {
        for (id, actor) in unsavedRevocations {
            do throws(LedgerError) {
                try await saveRevocation(of: id, by: actor)
            } catch .notFound {
                unsavedRevocations[id] = nil
            }
        }
    }

    private func saveRevocation(of id: TokenID, by actor: Actor) async throws(LedgerError) {
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            guard var token = pass.tokens[id] ?? ledger.tokens.token(id: id), !pass.erasedTokens.contains(where: { $0.id == id }) else {
                return .failure(.notFound)
            }
            token.isRevoked = true
            pass.tokens[id] = token
            ledger.note(.revoke, by: actor.name, count: 1, in: &pass)
            ledger.dropProposals(ofToken: id, in: &pass)
            if id != actor.tokenID { ledger.dropInvites(ofToken: id, by: actor.name, in: &pass) }
            ledger.note(.revocation(token: id), on: pass.today, in: &pass)
            return .success(())
        }
        unsavedRevocations[id] = nil
    }

    /// Cancels what a token invited and nobody has used.
    func dropInvites(ofToken id: TokenID, by actor: AuditActor, in pass: inout Pass) {
        pass.invites = pass.invites.filter { $0.value.invitedBy != id }
        let open = invites.values.filter { invite in invite.invitedBy == id && !pass.erasedInvites.contains { $0.id == invite.id } }
        pass.erasedInvites += open
        if !open.isEmpty { note(.cancelInvite, by: actor, count: open.count, in: &pass) }
    }

    private struct Minted: Sendable {
        let raw: [UInt8]
        let token: Token
    }

    /// - Parameter actor: who is said to have done it; nil for the token itself, which redeemed an invite.
    private func issue(
        _ role: Role, isTrusted: Bool, invitedBy: TokenID, by actor: AuditActor? = nil, _ mint: () -> [UInt8], in pass: inout Pass
    ) -> Minted {
        var raw = mint()
        for _ in 0..<Self.mintsMax where tokens.token(shortID: Token.shortID(ofHash: Array(SHA256.hash(data: raw)))) != nil {
            raw = mint()
        }
        pass.counters.tokenID.advance()
        let token = Token(
            rowID: 0, id: pass.counters.tokenID, hash: Array(SHA256.hash(data: raw)), role: role, isTrustedFromIssue: isTrusted,
            issued: pass.today, expires: pass.today + rules.tokenDays, invitedBy: invitedBy)
        pass.tokens[token.id] = token
        note(.issue, by: actor ?? Actor(token).name, count: 1, in: &pass)
        return Minted(raw: raw, token: token)
    }

    /// How often a short id that is taken is avoided; a million are possible.
    private static var mintsMax: Int { 100 }
}
