import Sightings
import Vocabulary
import Wire

/// Authenticates a request, checks its role and charges its rate.
struct Authenticator: Sendable {
    let tokens: TokenTable
    let rules: Rules
    let clock: WallClock
    let rates: RateLimiter
    let metrics: ServerMetrics
    let onUse: @Sendable (Token) -> Void

    /// The principal of a request; `nil` for an anonymous client.
    ///
    /// - Parameter authorization: the values of all `Authorization` headers, in order.
    /// - Throws: a `token.*` code or `rate.limited`.
    func admit(_ authorization: [String], to access: RouteAccess, from origin: ClientOrigin) throws(Refusal) -> Principal? {
        try admit(access == .public ? nil : principal(authorization, from: origin), to: access, from: origin)
    }

    /// The same for a sender that is already known.
    ///
    /// - Parameter hasPageRate: whether the request opens a page, logs in or logs out, which have a rate of their own.
    func admit(
        _ principal: Principal?, to access: RouteAccess, hasPageRate: Bool = false, from origin: ClientOrigin
    ) throws(Refusal) -> Principal? {
        guard let principal else {
            if case .role = access { throw Refusal(.tokenMissing) }
            try spend(hasPageRate ? .pages : .anonymous, from: origin)
            return nil
        }
        onUse(principal.token)
        try spend(hasPageRate ? .pages : .token, token: principal.token.id, from: origin)
        if case .role(let role) = access, principal.token.role < role { throw Refusal(needs: role) }
        return principal
    }

    /// Charges more requests to the sender of an admitted one, which is still answered.
    func charge(_ count: Int, to requester: Requester) {
        let token = requester.principal?.token.id
        rates.charge(token == nil ? .anonymous : .token, count: count, token: token, from: requester.origin)
    }

    /// Charges a list for devices to the token that asks for it, besides the request itself.
    func chargeList(to requester: Requester) throws(Refusal) {
        try spend(.list, token: requester.principal?.token.id, from: requester.origin)
    }

    /// Charges a wrong token or code to its sender.
    func chargeFailure(from origin: ClientOrigin) throws(Refusal) {
        try spend(.failedAuthentication, from: origin)
        try spend(.guess, from: origin)
    }

    func principal(_ values: [String], from origin: ClientOrigin) throws(Refusal) -> Principal? {
        guard !values.isEmpty else { return nil }
        return try charging(origin) { () throws(Refusal) in try known(values) }
    }

    func principal(_ token: BearerToken, from origin: ClientOrigin) throws(Refusal) -> Principal {
        try charging(origin) { () throws(Refusal) in try known(token) }
    }

    private func charging(_ origin: ClientOrigin, _ find: () throws(Refusal) -> Principal) throws(Refusal) -> Principal {
        do {
            return try find()
        } catch {
            try chargeFailure(from: origin)
            throw error
        }
    }

    /// The principal of a valid token.
    func known(_ values: [String]) throws(Refusal) -> Principal { try known(try Self.credential(values)) }

    func known(_ token: BearerToken) throws(Refusal) -> Principal {
        let raw = Array(token.text.utf8)
        do {
            return try Principal(raw: raw, token: tokens.authenticate(raw, on: rules.day(of: clock.now())))
        } catch {
            switch error {
            case .unknown: throw Refusal(.tokenUnknown)
            case .expired: throw Refusal(.tokenExpired)
            case .revoked: throw Refusal(.tokenRevoked)
            }
        }
    }

    private static func credential(_ values: [String]) throws(Refusal) -> BearerToken {
        let words = (values.first ?? "").utf8.split(separator: UInt8(ascii: " "))
        guard values.count == 1, words.count == 2, words[0].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }),
            let token = BearerToken(String(Substring(words[1])))
        else {
            throw Refusal(.tokenMalformed)
        }
        return token
    }

    private func spend(_ kind: RateKind, token: TokenID? = nil, from origin: ClientOrigin) throws(Refusal) {
        if case .limited(let seconds) = rates.admit(kind, token: token, from: origin) {
            metrics.limited(kind)
            throw Refusal(.rateLimited, retryAfterSeconds: seconds)
        }
    }
}
