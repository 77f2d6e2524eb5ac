import DaemonSupport
import Server

extension Setting {
    static func address(_ key: String, _ property: Property<ListenAddress>, example: String, _ help: String) -> Setting {
        parsed(
            key, property, valueName: "address", allowed: "a host and a port (127.0.0.1:8780, [::1]:8780) or unix:/path/to/socket",
            example: example, help, parse: { ListenAddress($0) }, write: { $0.description })
    }

    /// A list of origins, separated by commas in a flag or a variable.
    static func origins(_ key: String, _ property: Property<[PageOrigin]>) -> Setting {
        Setting(
            key,
            Shape(
                valueName: "origins",
                allowed: "origins such as https://registry.example.org, each host once; http only for .onion and loopback names",
                isList: true),
            help: "The addresses that people open in a browser; needed beyond loopback. Pages answer under no other name.",
            example: "https://registry.example.org, http://example.onion", defaultText: "this machine's own names",
            parse: { text, settings in
                let texts = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
                let origins = texts.compactMap { PageOrigin($0) }
                guard origins.count == texts.count, PageOrigins.areDistinct(origins) else { return false }
                settings[keyPath: property] = origins
                return true
            },
            show: { settings in
                let origins = settings[keyPath: property]
                return origins.isEmpty ? nil : origins.map(\.description).joined(separator: ", ")
            })
    }

    /// A list of peers, separated by commas in a flag or a variable.
    static func proxies(_ key: String, _ property: Property<[String]>) -> Setting {
        Setting(
            key,
            Shape(
                valueName: "peers",
                allowed:
                    "addresses, ranges such as 10.0.0.0/8, unix for peers on a Unix socket, and tor for tor on this machine",
                isList: true),
            help: "Proxies whose X-Forwarded-For or PROXY line thawd trusts, and tor, whose PROXY line names a circuit.",
            example: "127.0.0.1, ::1", defaultText: "none",
            parse: { text, settings in
                let peers = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
                guard (try? TrustedProxies(peers)) != nil else { return false }
                settings[keyPath: property] = peers
                return true
            },
            show: { settings in
                let peers = settings[keyPath: property]
                return peers.isEmpty ? nil : peers.joined(separator: ", ")
            })
    }
}
