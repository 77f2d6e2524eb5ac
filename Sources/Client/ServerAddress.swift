import CCurl

/// The address of a registry: scheme, host, port, and optionally a path before `/v1`.
///
/// It uses HTTPS. Plain HTTP is allowed only to this machine, and to `.onion` addresses, because Tor encrypts from end to end.
package struct ServerAddress: Hashable, Sendable {
    /// Normalized, without a slash at the end: `https://registry.example.org`.
    package let text: String
    /// In lower case; an IPv6 address has brackets.
    package let host: String
    package let usesTLS: Bool

    package var isOnion: Bool { host.hasSuffix(".onion") }

    package var isLoopback: Bool { host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host) }

    /// Reads an address as people type it. The default scheme is `http` for this machine and `.onion` addresses, and otherwise `https`.
    ///
    /// - Parameter allowingPlainHTTP: allows `http` to any host, for a network that is safe by other means.
    /// - Throws: `.address`, or `.plainHTTP`.
    package init(_ text: String, allowingPlainHTTP: Bool = false) throws(ClientError) {
        guard text.utf8.count <= Self.bytesMax, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw ClientError(.address) }
        if text.contains("://") {
            self = try Self.parse(text)
        } else {
            let guess = try Self.parse("https://" + text)
            self = guess.isLoopback || guess.isOnion ? try Self.parse("http://" + text) : guess
        }
        guard usesTLS || isLoopback || isOnion || allowingPlainHTTP else { throw ClientError(.plainHTTP) }
    }

    private init(text: String, host: String, usesTLS: Bool) {
        self.text = text
        self.host = host
        self.usesTLS = usesTLS
    }

    private static let bytesMax = 1_024

    private static func parse(_ text: String) throws(ClientError) -> ServerAddress {
        guard let url = curl_url() else { throw ClientError(.transferFailed) }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK else { throw ClientError(.address) }
        guard part(CURLUPART_QUERY, of: url) == nil, part(CURLUPART_FRAGMENT, of: url) == nil else { throw ClientError(.address) }
        guard let scheme = part(CURLUPART_SCHEME, of: url), scheme == "https" || scheme == "http" else { throw ClientError(.address) }
        guard var host = part(CURLUPART_HOST, of: url)?.lowercased() else { throw ClientError(.address) }
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty, !host.hasPrefix("."), !host.contains("%") else { throw ClientError(.address) }
        var path = part(CURLUPART_PATH, of: url) ?? ""
        while path.hasSuffix("/") { path.removeLast() }
        let port = part(CURLUPART_PORT, of: url).flatMap { $0 == (scheme == "https" ? "443" : "80") ? nil : ":" + $0 } ?? ""
        return ServerAddress(text: "\(scheme)://\(host)\(port)\(path)", host: host, usesTLS: scheme == "https")
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var characters: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &characters, 0) == CURLUE_OK, let characters else { return nil }
        defer { curl_free(characters) }
        return String(cString: characters)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
