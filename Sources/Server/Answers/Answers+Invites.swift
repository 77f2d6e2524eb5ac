import Seal
import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Makes a one-time code. It is shown only once.
    func makeInvite(_ asked: InviteRequest, as requester: Requester) async throws(Refusal) -> InviteBody {
        let principal = try requester.known()
        if principal.token.role < .admin {
            guard asked.role.isInvitedByModerators else { throw Refusal(.inviteRole, field: "role") }
            guard !asked.trusted else { throw Refusal(.inviteTrust, field: "trusted") }
        }
        let code = InviteCode(random: random.bytes(InviteCode.randomBytes))
        let invite = try await asking { () async throws(LedgerError) in
            try await ledger.makeInvite(code: Array(code.text.utf8), role: asked.role, isTrusted: asked.trusted, by: principal)
        }
        return InviteBody(
            invite: code.text, id: String(invite.id), role: invite.role, trusted: invite.isTrusted,
            expiresAt: WireTime.text(invite.expires.seconds))
    }

    /// The open invites, without their codes.
    func invites(as requester: Requester) async throws(Refusal) -> InvitesBody {
        let principal = try requester.known()
        let open = try await asking { () async throws(LedgerError) in try await ledger.openInvites(for: principal) }
        return InvitesBody(
            invites: open.map { invite in
                InvitesBody.OpenInvite(
                    id: String(invite.id), role: invite.role, trusted: invite.isTrusted, invitedBy: inviterName(invite.invitedBy),
                    expiresAt: WireTime.text(invite.expires.seconds))
            })
    }

    func cancelInvite(id text: String, as requester: Requester) async throws(Refusal) {
        let principal = try requester.known()
        guard let id = InviteID(text) else { throw Refusal(.inviteNotFound) }
        do {
            try await ledger.cancelInvite(id: id, by: principal)
        } catch {
            throw error == .inviteUnknown ? Refusal(.inviteNotFound) : Refusal(ledger: error)
        }
    }

    /// Turns a code into a token. It is shown only once.
    func redeem(_ asked: RedeemRequest, as requester: Requester) async throws(Refusal) -> RedeemResponse {
        let minted = try await mint(from: asked.invite, field: "invite", as: requester, newToken)
        let token = body(of: minted.token)
        return RedeemResponse(
            token: minted.bearer.text, id: token.id, role: token.role, trusted: token.trusted,
            expiresAt: WireTime.text(ledger.rules.start(of: minted.token.expires).seconds), help: chapter.help, contact: chapter.contact)
    }

    func newToken() -> BearerToken { BearerToken(random: random.bytes(BearerToken.randomBytes)) }

    /// - Parameters:
    ///   - field: the request's field with the code, for errors.
    ///   - make: called again until the token's short ID is free.
    func mint(
        from text: String, field: String, as requester: Requester, _ make: @escaping @Sendable () -> BearerToken
    ) async throws(Refusal) -> (bearer: BearerToken, token: Token) {
        guard let code = InviteCode(text) else {
            try authenticator.chargeFailure(from: requester.origin)
            throw Refusal(.inviteMalformed, field: field)
        }
        let minted: Principal
        do {
            minted = try await ledger.redeem(code: Array(code.text.utf8)) { Array(make().text.utf8) }
        } catch {
            if error == .inviteUnknown || error == .inviteExpired { try authenticator.chargeFailure(from: requester.origin) }
            throw Refusal(ledger: error)
        }
        guard let bearer = BearerToken(String(decoding: minted.raw, as: UTF8.self)) else {
            preconditionFailure("the ledger returns a text that it was given")
        }
        return (bearer, minted.token)
    }
}
