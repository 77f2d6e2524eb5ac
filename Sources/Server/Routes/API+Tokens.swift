import Hummingbird
import Sightings
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
        if token.invitedBy != 0 { body.invitedBy = ledger.tokens.token(id: token.invitedBy)?.shortID }
        return body
    }

    func body(of token: Token) -> TokenBody {
        let today = ledger.rules.day(of: clock.now())
        return TokenBody(
            id: token.shortID, role: token.role, trusted: token.standing(on: today, ledger.rules) >= .trusted,
            issuedOn: WireTime.dayText(token.issued.number), expiresOn: WireTime.dayText(token.expires.number), revoked: token.isRevoked)
    }
}
