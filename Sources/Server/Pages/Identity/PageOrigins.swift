import Wire

/// The origins under which people open the pages: the setting `web.origins`.
///
/// They alone decide the names of the cookies and the valid values of `Origin`. A proxy's inner `Host`, a sibling domain and a name that
/// was rebound to this machine match none.
package struct PageOrigins: Sendable {
    private let known: [String: PageOrigin]
    /// The scheme of every origin of this machine; nil if only the listed ones are served.
    private let loopbackScheme: String?

    /// - Precondition: ``areDistinct(_:)``
    package init(_ origins: [PageOrigin]) {
        known = Dictionary(uniqueKeysWithValues: origins.flatMap { origin in origin.hosts.map { ($0, origin) } })
        loopbackScheme = nil
    }

    private init(loopbackScheme: String) {
        known = [:]
        self.loopbackScheme = loopbackScheme
    }

    /// For a listener on loopback without `web.origins`: this machine by its own names, on any port, so that a tunnel works too.
    package static func loopback(usesTLS: Bool) -> PageOrigins { PageOrigins(loopbackScheme: usesTLS ? "https" : "http") }

    /// Whether each `Host` means one origin.
    package static func areDistinct(_ origins: [PageOrigin]) -> Bool {
        let hosts = origins.flatMap(\.hosts)
        return Set(hosts).count == hosts.count
    }

    /// The origin of a request.
    ///
    /// - Parameter host: the value of its `Host` header.
    /// - Throws: `request.wrong_host`
    package func origin(host: String?) throws(Refusal) -> PageOrigin {
        let host = (host ?? "").lowercased()
        if let origin = known[host] { return origin }
        if let loopbackScheme, let origin = PageOrigin(scheme: loopbackScheme, host: host[...]), origin.kind == .loopback { return origin }
        throw Refusal(.requestWrongHost)
    }
}
