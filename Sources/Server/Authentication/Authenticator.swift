import Sightings
import Vocabulary
import Wire

/// Finds out who sent a request, and whether they may and how often.
struct Authenticator: Sendable {
    let tokens: TokenTable
    let rules: Rules
    let clock: WallClock
    let rates: RateLimiter
    let metrics: ServerMetrics
    let onUse: @Sendable (Token) -> Void

    /// Whoever the route is for; `nil` for nobody in particular.
    ///
    /// - Parameter authorization: the values of every `Authorization` header, in their order.
    /// - Throws: a ``Refusal`` with a `token.*` code or `rate.limited`.
    func admit(_ authorization: [String], to access: Access, from origin: Origin) throws -> Bearer? {
        guard let bearer = try access == .open ? nil : bearer(authorization, from: origin) else {
            if case .role = access { throw Refusal(.tokenMissing) }
            try spend(.anonymous, from: origin)
            return nil
        }
        onUse(bearer.token)
        try spend(.token, token: bearer.token.id, from: origin)
        if case .role(let role) = access, bearer.token.role < role {
            throw Refusal(.tokenRole, detail: "This needs the role \(role.rawValue). \(ErrorCode.tokenRole.advice)")
        }
        return bearer
    }

    /// Charges more requests to whoever sent an admitted one, which is answered all the same.
    func charge(_ count: Int, to bearer: Bearer?, from origin: Origin) {
        rates.charge(bearer == nil ? .anonymous : .token, count: count, token: bearer?.token.id, from: origin)
    }

    /// Charges a wrong token or code to whoever sent it.
    func chargeFailure(from origin: Origin) throws {
        try spend(.failedAuthentication, from: origin)
        try spend(.guess, from: origin)
    }

    func bearer(_ values: [String], from origin: Origin) throws -> Bearer? {
        guard !values.isEmpty else { return nil }
        do {
            return try known(values)
        } catch {
            try chargeFailure(from: origin)
            throw Self.refusal(error)
        }
    }

    /// The bearer of a good token.
    func known(_ values: [String]) throws -> Bearer {
        let raw = Array(try Self.credential(values).text.utf8)
        return try Bearer(raw: raw, token: tokens.authenticate(raw, on: rules.day(of: clock.now())))
    }

    private static func credential(_ values: [String]) throws -> BearerToken {
        let words = (values.first ?? "").utf8.split(separator: UInt8(ascii: " "))
        guard values.count == 1, words.count == 2, words[0].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }),
            let token = BearerToken(String(Substring(words[1])))
        else {
            throw Refusal(.tokenMalformed)
        }
        return token
    }

    private static func refusal(_ error: any Error) -> any Error {
        switch error as? TokenTable.Refusal {
        case .unknown: Refusal(.tokenUnknown)
        case .expired: Refusal(.tokenExpired)
        case .revoked: Refusal(.tokenRevoked)
        case nil: error
        }
    }

    private func spend(_ kind: RateKind, token: TokenID? = nil, from origin: Origin) throws {
        if case .limited(let seconds) = rates.admit(kind, token: token, from: origin) {
            metrics.limited(kind)
            throw Refusal(.rateLimited, retryAfterSeconds: seconds)
        }
    }
}
