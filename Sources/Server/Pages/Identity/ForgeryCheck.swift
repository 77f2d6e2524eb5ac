package import HTTPTypes
import Wire

/// Whether a request comes from this registry's own page, by the headers that only browsers set.
///
/// `Sec-Fetch-Site` decides, and `Origin` for browsers without it. So no form needs a secret.
package struct ForgeryCheck: Sendable {
    /// How strictly a route checks.
    package enum Rule: Hashable, Sendable {
        /// A `POST` without our cookies needs no proof, so that text browsers can look up.
        case whenCookie
        /// A `POST` needs proof: it sets or deletes cookies.
        case always
        /// Any method needs `Sec-Fetch-Site: same-origin`: only scripts ask.
        case scripts
    }

    private enum Site {
        case missing, sameOrigin, other, none
    }

    private let site: Site
    private let origins: [String]
    /// The value from the nearest proxy; each proxy appends its own to the list.
    private let forwardedProtocol: String?

    package init(_ headers: HTTPFields) {
        let sites = headers[values: .secFetchSite]
        site =
            switch (sites.count, sites.first) {
            case (0, _): .missing
            case (1, "same-origin"): .sameOrigin
            case (1, "none"): .none
            default: .other
            }
        origins = headers[values: .origin]
        forwardedProtocol = headers[values: .forwardedProto].last?.split(separator: ",").last?.filter { $0 != " " }.lowercased()
    }

    /// Whether the cookies count. On another site's request they are as if they were not there.
    package var cookiesCount: Bool { site != .other }

    /// - Throws: `request.forged`, or `request.insecure` for plain HTTP to an `https` origin.
    package func check(_ method: HTTPRequest.Method, _ rule: Rule, carriesCookie: Bool, to own: PageOrigin) throws(Refusal) {
        if rule == .scripts, site != .sameOrigin { throw Refusal(.requestForged) }
        if own.kind == .https, isPlainHTTP(to: own) { throw Refusal(.requestInsecure) }
        guard method == .post else { return }
        let isProven = site == .sameOrigin || site == .missing && origins == [own.description]
        guard isProven || site != .other && rule == .whenCookie && !carriesCookie else { throw Refusal(.requestForged) }
    }

    /// A proxy says so, or the browser: its page was `http`. A forged header gets only a refusal.
    private func isPlainHTTP(to own: PageOrigin) -> Bool {
        forwardedProtocol == "http" || origins.contains("http://\(own.host)")
    }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    fileprivate static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
}
