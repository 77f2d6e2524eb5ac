import Sightings
import Vocabulary
import Wire

extension Answers {
    /// All stored tokens, oldest first.
    func tokens() -> TokensBody { TokensBody(tokens: ledger.tokens.all.map(listed)) }

    func ownToken(as requester: Requester) throws(Refusal) -> TokenBody { body(of: try requester.known().token) }

    func revokeOwnToken(as requester: Requester) async throws(Refusal) {
        let principal = try requester.known()
        try await asking { () async throws(LedgerError) in try await ledger.revoke(id: principal.token.id, by: principal) }
    }

    func revokeToken(shortID: String, as requester: Requester) async throws(Refusal) {
        let principal = try requester.known()
        guard let token = ledger.tokens.token(shortID: shortID.uppercased()) else { throw Refusal(.tokenNotFound) }
        do {
            try await ledger.revoke(id: token.id, by: principal)
        } catch {
            throw Refusal(ledger: error, notFound: .tokenNotFound)
        }
    }

    /// Includes the inviter: a moderator must know who invited the proposer before approving.
    private func listed(_ token: Token) -> TokenBody {
        var body = body(of: token)
        body.invitedBy = inviterName(token.invitedBy)
        return body
    }

    /// The short ID of an inviter's token, or `shell` for the operator; nil if it is not stored.
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
