import Server

extension Setting {
    static func address(_ key: String, _ place: Place<ListenAddress>, example: String, _ help: String) -> Setting {
        parsed(
            key, place, valueName: "address", allowed: "a host and a port (127.0.0.1:8780, [::1]:8780) or unix:/path/to/socket",
            example: example, help, parse: { ListenAddress($0) }, write: { $0.description })
    }

    /// A list of peers; on the command line and in a variable commas stand between them.
    static func proxies(_ key: String, _ place: Place<[String]>) -> Setting {
        Setting(
            key,
            Shape(
                valueName: "peers",
                allowed:
                    "addresses, ranges such as 10.0.0.0/8, the word unix for a Unix socket's peers, and the word tor for tor on this machine",
                isList: true),
            help: "Proxies whose X-Forwarded-For or PROXY line is believed, and tor, whose PROXY line names a circuit.",
            example: "127.0.0.1, ::1", standard: "none",
            take: { text, settings in
                let peers = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
                guard (try? TrustedProxies(peers)) != nil else { return false }
                settings[keyPath: place] = peers
                return true
            },
            show: { settings in
                let peers = settings[keyPath: place]
                return peers.isEmpty ? nil : peers.joined(separator: ", ")
            })
    }
}
