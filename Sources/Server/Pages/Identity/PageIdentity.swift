import HTTPTypes
import Hummingbird
import Seal
import Sightings
import Wire

/// The person who opens a page, and the headers that the answer must have for the browser.
struct PageIdentity: Sendable {
    enum Visitor: Sendable {
        case anybody
        case member(Principal)
        /// Their cookies held a token that is expired, revoked or unknown; the code says which.
        case ended(ErrorCode)
    }

    let origin: PageOrigin
    let visitor: Visitor
    /// Whether the browser holds cookies that are good for nothing.
    let hasUselessCookies: Bool

    init(_ visitor: Visitor, at origin: PageOrigin, hasUselessCookies: Bool = false) {
        self.visitor = visitor
        self.origin = origin
        self.hasUselessCookies = hasUselessCookies
    }

    var principal: Principal? { if case .member(let principal) = visitor { principal } else { nil } }

    /// - Throws: the code of an ended token, or `token.missing`.
    func known() throws(Refusal) -> Principal {
        switch visitor {
        case .member(let principal): return principal
        case .ended(let code): throw Refusal(code)
        case .anybody: throw Refusal(.tokenMissing)
        }
    }

    /// Refuses a look-up by someone who expects a member's answer: otherwise a suspected plate would be "not listed".
    ///
    /// - Throws: the code of an ended token, or `token.logged_out` for a form that was made for a member.
    func checkLookup(_ form: FormBody) throws(Refusal) {
        switch visitor {
        case .member: break
        case .ended(let code): throw Refusal(code)
        case .anybody: if form.isTicked(Self.memberField) { throw Refusal(.tokenLoggedOut) }
        }
    }

    /// The hidden field of forms that were made for a member.
    static let memberField = "member"

    /// The headers of every answer, errors included.
    var headers: HTTPFields {
        var headers = HTTPFields()
        if origin.kind == .https { headers[.strictTransportSecurity] = "max-age=\(Self.httpsSeconds)" }
        if hasUselessCookies { headers[values: .setCookie] = CookieNames(origin).expired.map(\.description) }
        return headers
    }

    /// How long browsers use `https` only: a year.
    private static let httpsSeconds = 365 * 24 * 60 * 60

    /// The headers of the answer to a log-in.
    ///
    /// - Parameter stays: whether the cookies outlive the browser's session.
    func headers(loggingIn login: Login, stays: Bool, at now: Instant, random: RandomSource) -> HTTPFields {
        let untilEnd = max(0, login.expires.seconds - now.seconds)
        let seconds = stays ? Int(min(untilEnd, Self.staySecondsMax)) : nil
        let cookies = CookieNames(origin).cookies(SplitCookie(login.token, random: random), staySeconds: seconds)
        var headers = headers
        headers[values: .setCookie] = cookies.map(\.description)
        return headers
    }

    /// How long a log-in stays: 30 days.
    private static let staySecondsMax: Int64 = 30 * 24 * 60 * 60

    /// The headers of the answer to a log-out and to the end of a token.
    var leavingHeaders: HTTPFields {
        var headers = headers
        headers[values: .setCookie] = CookieNames(origin).expired.map(\.description)
        headers[.clearSiteData] = #""cookies", "storage", "cache""#
        return headers
    }
}

extension Authenticator {
    /// Finds out who opens a page, from its headers. A wrong token is charged to its sender.
    ///
    /// - Throws: `request.forged`, `request.insecure` or `rate.limited`.
    func identify(
        _ head: HTTPRequest, _ rule: ForgeryCheck.Rule, at page: PageOrigin, from client: ClientOrigin
    ) throws(Refusal) -> PageIdentity {
        let check = ForgeryCheck(head.headerFields)
        let found = SplitCookie.find(in: head.headerFields[values: .cookie], CookieNames(page))
        try check.check(head.method, rule, carriesCookie: found != .nothing, to: page)
        guard check.cookiesCount else { return PageIdentity(.anybody, at: page) }
        guard case .token(let token) = found else { return PageIdentity(.anybody, at: page, hasUselessCookies: found == .useless) }
        do {
            return PageIdentity(.member(try principal(token, from: client)), at: page)
        } catch {
            guard error.code != .rateLimited else { throw error }
            return PageIdentity(.ended(error.code), at: page, hasUselessCookies: true)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
}
