import Hummingbird
import Sightings
import Vocabulary
import Wire

extension API {
    /// `GET /v1/tokens`: every token that is kept, oldest first.
    @Sendable
    func listTokens(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        return .json(TokensBody(tokens: ledger.tokens.all.map(listed)))
    }

    /// `GET /v1/tokens/self`
    @Sendable
    func showOwnToken(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        return .json(body(of: try bearer(context).token))
    }

    /// `DELETE /v1/tokens/self`
    @Sendable
    func revokeOwnToken(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        try await ledger.revoke(id: bearer.token.id, by: bearer)
        return .empty
    }

    /// `DELETE /v1/tokens/{id}`, by the short id.
    @Sendable
    func revokeToken(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        guard let shortID = context.parameters.get("id"), let token = ledger.tokens.token(shortID: shortID.uppercased()) else {
            throw Refusal(.tokenNotFound)
        }
        do {
            try await ledger.revoke(id: token.id, by: bearer)
        } catch {
            throw Refusal(ledger: error, notFound: .tokenNotFound)
        }
        return .empty
    }

    /// With the inviter, whom a moderator must know of before they approve what that one proposed.
    private func listed(_ token: Token) -> TokenBody {
        var body = body(of: token)
        body.invitedBy = inviterName(token.invitedBy)
        return body
    }

    /// The short id of an inviter's token, or `shell` for the operator; nil where it is not kept.
    func inviterName(_ id: TokenID) -> String? {
        id == .server ? AuditActor.shell.name : ledger.tokens.token(id: id)?.shortID
    }

    func body(of token: Token) -> TokenBody {
        let today = ledger.rules.day(of: clock.now())
        return TokenBody(
            id: token.shortID, role: token.role, trusted: token.standing(on: today, ledger.rules) >= .trusted,
            issuedOn: WireTime.dayText(token.issued.number), expiresOn: WireTime.dayText(token.expires.number), revoked: token.isRevoked)
    }
}
