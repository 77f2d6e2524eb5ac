/// How a client reaches its server.
package struct ClientSettings: Sendable {
    package enum Proxy: Hashable, Sendable {
        /// What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, by libcurl's own reading. This machine is always reached directly.
        case environment
        case none
        /// As libcurl writes proxies: `socks5h://127.0.0.1:9050`.
        case url(String)
    }

    package var pins: PublicKeyPins?
    /// A PEM file of authorities that are trusted instead of the system's.
    package var certificateFile: String?
    package var proxy = Proxy.environment
    package var retry = RetryPolicy()
    /// Time to reach the server; three times as much for `.onion`, where a circuit must be built first.
    package var connectSeconds: Double = 10
    /// Time for one attempt.
    package var attemptSeconds: Double = 60
    /// A transfer slower than 100 bytes a second for so long is given up.
    package var stallSeconds = 30
    /// Room for a vocabulary with as many areas as a registry may have.
    package var answerBytesMax = 32 * 1024 * 1024
    /// Told once in a transfer that takes longer than half a second, so that a person sees that something happens.
    package var onSlow: (@Sendable () -> Void)?
    /// Told before each wait for another attempt.
    package var onWait: (@Sendable (RetryWait) -> Void)?

    package init(pins: PublicKeyPins? = nil, certificateFile: String? = nil) {
        self.pins = pins
        self.certificateFile = certificateFile
    }
}

extension ClientSettings.Proxy {
    /// What libcurl is to be told; `.environment` where it finds out by itself.
    ///
    /// A token never goes to a proxy on its way to this machine, and an `.onion` name never to a resolver: both are settled here
    /// rather than left to `NO_PROXY` and to the version of libcurl.
    func route(to server: ServerAddress, environment: [String: String]) throws(ClientError) -> ClientSettings.Proxy {
        if server.isLoopback { return .none }
        guard server.isOnion else { return self }
        let proxy: String? =
            switch self {
            case .none: nil
            case .url(let text): text
            case .environment: Self.proxyVariables(forTLS: server.usesTLS).lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
            }
        guard let proxy, proxy.lowercased().hasPrefix("socks5h://") else { throw ClientError(.onionWithoutProxy) }
        return .url(proxy)
    }

    /// Whether a failed connection may be the proxy's fault.
    func isLikelyUsed(forTLS: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .none: false
        case .url: true
        case .environment: Self.proxyVariables(forTLS: forTLS).contains { environment[$0]?.isEmpty == false }
        }
    }

    /// In libcurl's own order; it reads no upper-case HTTP_PROXY, which a CGI request could set.
    private static func proxyVariables(forTLS: Bool) -> [String] {
        (forTLS ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    }
}
