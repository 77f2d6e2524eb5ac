import HTTPTypes

/// The headers of every page.
enum PageHeaders {
    static let mediaType = "text/html; charset=utf-8"

    /// Nothing but the registry's own files: no inline script or style, no frame, no form to elsewhere.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "manifest-src 'self'",
        "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types thaw",
    ].joined(separator: "; ")

    /// `same-origin` and not `no-referrer`: with that one, browsers send `Origin: null` with a page's own forms.
    static let common: HTTPFields = [
        .contentType: mediaType,
        .contentSecurityPolicy: policy,
        .referrerPolicy: "same-origin",
        .xContentTypeOptions: "nosniff",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=()",
        .robotsTag: "noindex",
    ]

    /// Of a file: its type is not guessed, and no other site may use it.
    static let file: HTTPFields = [.xContentTypeOptions: "nosniff", .crossOriginResourcePolicy: "same-origin"]

    /// Whether the values of `Accept-Encoding` allow gzip.
    static func allowGzip(_ values: [String]) -> Bool {
        values.joined(separator: ",").split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            return parts.first == "gzip" && !isRefused
        }
    }
}

extension HTTPField.Name {
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let onionLocation = HTTPField.Name("Onion-Location")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let robotsTag = HTTPField.Name("X-Robots-Tag")!
}
