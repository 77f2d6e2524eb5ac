/// How a client reaches its server.
package struct ClientSettings: Sendable {
    package enum Proxy: Hashable, Sendable {
        /// The proxy in `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, as libcurl reads them. This machine is always reached directly.
        case environment
        case none
        /// In libcurl's form: `socks5h://127.0.0.1:9050`.
        case url(String)
    }

    package var pins: PublicKeyPins?
    /// A PEM file of authorities to trust instead of the system's.
    package var certificateFile: String?
    package var proxy = Proxy.environment
    package var retry = RetryPolicy()
    /// Time limit to connect; three times as long for `.onion`, because Tor builds a circuit first.
    package var connectSeconds: Double = 10
    /// Time limit of one attempt.
    package var attemptSeconds: Double = 60
    /// The client gives up a transfer that stays below 100 bytes a second for this many seconds.
    package var stallSeconds = 30
    /// Enough for a vocabulary with the most areas that a registry may have.
    package var answerBytesMax = 32 * 1024 * 1024
    /// Called once if a transfer takes longer than half a second, so that a person sees that the work continues.
    package var onSlow: (@Sendable () -> Void)?
    /// Called before each wait for another attempt.
    package var onWait: (@Sendable (RetryWait) -> Void)?

    package init(pins: PublicKeyPins? = nil, certificateFile: String? = nil) {
        self.pins = pins
        self.certificateFile = certificateFile
    }
}

extension ClientSettings {
    /// Settings for a request that a person waits for: it gives up sooner than for a batch.
    package static var forPerson: ClientSettings {
        var settings = ClientSettings()
        settings.retry = RetryPolicy(attemptsMax: 2, totalSeconds: 20)
        settings.attemptSeconds = 15
        return settings
    }
}

extension ClientSettings.Proxy {
    /// The proxy to set in libcurl; `.environment` if libcurl chooses it itself.
    ///
    /// A request to this machine never goes through a proxy, and an `.onion` name never goes to a resolver. This function decides both,
    /// because `NO_PROXY` and the version of libcurl would not guarantee them.
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

    /// Whether a proxy may have caused a failed connection.
    func isLikelyUsed(forTLS: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .none: false
        case .url: true
        case .environment: Self.proxyVariables(forTLS: forTLS).contains { environment[$0]?.isEmpty == false }
        }
    }

    /// In libcurl's order. libcurl ignores upper-case HTTP_PROXY, because a CGI request could set it.
    private static func proxyVariables(forTLS: Bool) -> [String] {
        (forTLS ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    }
}
