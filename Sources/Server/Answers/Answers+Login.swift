import Crypto
import Foundation
import NIOConcurrencyHelpers
import Sightings
import Wire

/// A log-in: the token for the cookies, and the data for the page.
struct Login: Sendable {
    let token: BearerToken
    let own: TokenBody
    let expires: Instant
    /// Whether an invite became the token with this form. Only then may the page show the token.
    let isNew: Bool
}

extension Answers {
    /// Logs in with an invite, which becomes a token, or with a token. A wrong one is charged to the requester.
    ///
    /// - Parameter form: a random text of the form's own. A form that is sent again within ``resendSecondsMax`` gets the token whose answer
    ///   was lost.
    func logIn(with typed: String, form: String?, as requester: Requester) async throws(Refusal) -> Login {
        let text = typed.filter { !$0.isWhitespace }
        guard text.lowercased().hasPrefix(InviteCode.prefix) else {
            guard let token = BearerToken(text) else {
                try authenticator.chargeFailure(from: requester.origin)
                throw Refusal(.tokenMalformed, field: "code")
            }
            return login(token, try authenticator.principal(token, from: requester.origin).token, isNew: false)
        }
        let window = clock.now().seconds / Self.windowSeconds
        let tokens = form.map { candidates(text, form: $0, in: window) } ?? []
        let earlier = form.map { candidates(text, form: $0, in: window - 1) } ?? []
        for candidate in tokens + earlier {
            if let known = try? authenticator.known(candidate) { return login(candidate, known.token, isNew: true) }
        }
        let unused = NIOLockedValueBox(tokens[...])
        let minted = try await mint(from: text, field: "code", as: requester) {
            unused.withLockedValue { $0.popFirst() } ?? self.newToken()
        }
        return login(minted.bearer, minted.token, isNew: true)
    }

    /// The tokens that an invite becomes with a form: the first one whose short ID is free.
    ///
    /// They take a key that ends with the process, so nobody else can compute them. The inviter knows the code, but not the form's text.
    ///
    /// - Parameter window: counts the spans of ``windowSeconds`` since 1970.
    private func candidates(_ invite: String, form: String, in window: Int64) -> [BearerToken] {
        guard form.utf8.count == Self.formCharacters else { return [] }
        return (0..<Self.candidatesCount).map { number in
            let text = "\(number) \(window) \(invite.lowercased()) \(form)"
            let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: loginKey)
            return BearerToken(random: Array(code.prefix(BearerToken.randomBytes)))
        }
    }

    /// How long at most a used invite logs its own form in again, from its redemption on; half as long at least.
    static let resendSecondsMax: Int64 = 10 * 60
    /// A token is found in the window of its redemption and in the next one.
    private static let windowSeconds = resendSecondsMax / 2
    /// 16 bytes in hexadecimal.
    private static let formCharacters = 32
    /// One short ID in a thousand is taken.
    private static let candidatesCount = 3

    private func login(_ bearer: BearerToken, _ token: Token, isNew: Bool) -> Login {
        Login(token: bearer, own: body(of: token), expires: ledger.rules.start(of: token.expires), isNew: isNew)
    }
}
