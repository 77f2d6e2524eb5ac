import Hummingbird
import Seal
import Sightings
import Vocabulary
import Wire

extension API {
    /// `POST /v1/invites`: a one-time code, shown this once.
    @Sendable
    func makeInvite(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        let asked = try await request.json(InviteRequest.self)
        if bearer.token.role < .admin {
            guard asked.role <= .volunteer else { throw Refusal(.inviteRole, field: "role") }
            guard !asked.trusted else { throw Refusal(.inviteTrust, field: "trusted") }
        }
        let code = InviteCode(random: random.bytes(InviteCode.randomBytes))
        let invite = try await ledger.makeInvite(code: Array(code.text.utf8), role: asked.role, isTrusted: asked.trusted, by: bearer)
        return .json(
            InviteBody(
                invite: code.text, id: String(invite.id), role: invite.role, trusted: invite.isTrusted,
                expiresAt: WireTime.text(invite.expires.seconds)))
    }

    /// `GET /v1/invites`: those still open, without their codes.
    @Sendable
    func listInvites(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let invites = try await ledger.openInvites(for: bearer(context)).map { invite in
            InvitesBody.OpenInvite(
                id: String(invite.id), role: invite.role, trusted: invite.isTrusted,
                invitedBy: inviterName(invite.invitedBy), expiresAt: WireTime.text(invite.expires.seconds))
        }
        return .json(InvitesBody(invites: invites))
    }

    /// `DELETE /v1/invites/{id}`
    @Sendable
    func cancelInvite(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        guard let id = context.parameters.get("id", as: InviteID.self) else { throw Refusal(.inviteNotFound) }
        do {
            try await ledger.cancelInvite(id: id, by: bearer)
        } catch {
            throw error == .inviteUnknown ? Refusal(.inviteNotFound) : Refusal(ledger: error)
        }
        return .empty
    }

    /// `POST /v1/invites/redeem`: turns a code into a token, which is shown this once.
    @Sendable
    func redeem(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(RedeemRequest.self)
        guard let code = InviteCode(asked.invite) else {
            try authenticator.chargeFailure(from: context.origin)
            throw Refusal(.inviteMalformed, field: "invite")
        }
        do {
            let minted = try await ledger.redeem(code: Array(code.text.utf8)) { [random] in
                Array(BearerToken(random: random.bytes(BearerToken.randomBytes)).text.utf8)
            }
            let token = body(of: minted.token)
            return .json(
                RedeemResponse(
                    token: String(decoding: minted.raw, as: UTF8.self), id: token.id, role: token.role, trusted: token.trusted,
                    expiresAt: WireTime.text(ledger.rules.start(of: minted.token.expires).seconds), help: settings.chapter.help,
                    contact: settings.chapter.contact))
        } catch {
            if error == .inviteUnknown || error == .inviteExpired { try authenticator.chargeFailure(from: context.origin) }
            throw Refusal(ledger: error)
        }
    }
}
