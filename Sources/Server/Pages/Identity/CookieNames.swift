package import Hummingbird

/// The names and attributes of an origin's two cookies.
package struct CookieNames: Hashable, Sendable {
    /// The cookie with the masked token, which scripts cannot read.
    package let masked: String
    /// The cookie with the mask, which scripts may delete.
    package let half: String
    /// Browsers refuse `Secure` and `__Host-` on plain HTTP.
    private let isSecure: Bool
    /// Whether they may outlive the browser's session.
    private let canStay: Bool

    /// Loopback names carry the port, because browsers share one machine's cookies among its ports.
    package init(_ origin: PageOrigin) {
        isSecure = origin.kind == .https
        canStay = origin.kind != .loopback
        let prefix = isSecure ? "__Host-" : ""
        let suffix = origin.kind == .loopback ? "-\(origin.port)" : ""
        masked = "\(prefix)thaw\(suffix)"
        half = "\(prefix)thaw-half\(suffix)"
    }

    /// - Parameter staySeconds: nil to end with the browser.
    package func cookies(_ split: SplitCookie, staySeconds: Int?) -> [Cookie] {
        cookies(masked: split.masked, half: split.half, maxAge: canStay ? staySeconds : nil)
    }

    /// Cookies that delete both.
    package var expired: [Cookie] { cookies(masked: "", half: "", maxAge: 0) }

    private func cookies(masked maskedValue: String, half halfValue: String, maxAge: Int?) -> [Cookie] {
        [(masked, maskedValue, true), (half, halfValue, false)].map { name, value, isHidden in
            Cookie(name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: isHidden, sameSite: .strict)
        }
    }
}
