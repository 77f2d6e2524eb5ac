/// An origin under which people open the pages: `https://…`, `http://….onion`, or this machine.
package struct PageOrigin: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case https
        /// An onion service without TLS: tor encrypts.
        case onion
        /// This machine, with or without TLS.
        case loopback
    }

    package let kind: Kind
    /// As browsers write it in `Host`: lower case, without the scheme's own port.
    package let host: String
    package let port: Int
    private let scheme: String

    /// As browsers write it in `Origin`.
    package var description: String { "\(scheme)://\(host)" }

    /// Reads an origin of `web.origins`; nil for any other text, and for plain HTTP beyond onion services and this machine.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(scheme: String(parts[0]), host: parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1])
    }

    init?(scheme: String, host text: Substring) {
        guard let standardPort = Self.standardPorts[scheme], RequestRules.isHost(text.utf8), let split = Self.split(text),
            let kind = Self.kind(of: split.name, scheme)
        else { return nil }
        self.kind = kind
        self.scheme = scheme
        port = split.port ?? standardPort
        host = port == standardPort ? String(split.name) : "\(split.name):\(port)"
    }

    /// The values of `Host` that mean this origin.
    package var hosts: [String] { Self.standardPorts[scheme] == port ? [host, "\(host):\(port)"] : [host] }

    private static let standardPorts = ["http": 80, "https": 443]

    private static func kind(of name: Substring, _ scheme: String) -> Kind? {
        if name == "localhost" || IPAddress(name)?.isLoopback == true { return .loopback }
        if scheme == "https" { return .https }
        return name.hasSuffix(".onion") ? .onion : nil
    }

    /// The name, an IPv6 address in its brackets, and the port if one is given.
    private static func split(_ host: Substring) -> (name: Substring, port: Int?)? {
        let isBracketed = host.first == "["
        let end = isBracketed ? host.firstIndex(of: "]").map(host.index(after:)) : host.firstIndex(of: ":") ?? host.endIndex
        guard let end else { return nil }
        let name = host[..<end]
        let isName = isBracketed ? name.contains(":") && IPAddress(name) != nil : !name.isEmpty && !name.contains { "[]".contains($0) }
        guard isName, end < host.endIndex else { return isName ? (name, nil) : nil }
        let digits = host[end...].dropFirst()
        guard host[end] == ":", digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(digits), port > 0 else { return nil }
        return (name, Int(port))
    }
}
