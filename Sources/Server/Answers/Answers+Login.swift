import Sightings
import Wire

/// A log-in: the token for the cookies, and what the page shows.
struct Login: Sendable {
    let token: BearerToken
    let own: TokenBody
    let expires: Instant
    /// Whether an invite became the token just now. Only then may the page show the token, once.
    let isNew: Bool
}

extension Answers {
    /// Logs in with an invite, which becomes a token, or with a token. A wrong one is charged to the requester.
    func logIn(with typed: String, as requester: Requester) async throws(Refusal) -> Login {
        let text = typed.filter { !$0.isWhitespace }
        guard text.lowercased().hasPrefix(InviteCode.prefix) else {
            guard let token = BearerToken(text) else {
                try authenticator.chargeFailure(from: requester.origin)
                throw Refusal(.tokenMalformed, field: "code")
            }
            return login(token, try authenticator.principal(token, from: requester.origin).token, isNew: false)
        }
        let minted = try await mint(from: text, field: "code", as: requester)
        return login(minted.bearer, minted.token, isNew: true)
    }

    private func login(_ bearer: BearerToken, _ token: Token, isNew: Bool) -> Login {
        Login(token: bearer, own: body(of: token), expires: ledger.rules.start(of: token.expires), isNew: isNew)
    }
}
