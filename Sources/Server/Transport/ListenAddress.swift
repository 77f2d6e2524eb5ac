import NIOCore

/// A listener's address: a host and port, or a Unix socket.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    /// The socket file gets `mode`, so that only its owner and group may connect.
    case unix(path: String, mode: UInt32)

    package static let unixMode: UInt32 = 0o660
    /// Bytes of a Unix socket's path on Linux, without the final zero.
    private static let unixPathBytes = 107

    /// Reads `127.0.0.1:8780`, `[::1]:8780`, `localhost:8780` and `unix:/run/thaw/thawd.sock`; port 0 lets the system choose.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard !path.isEmpty, path.utf8.count <= Self.unixPathBytes, !path.utf8.contains(0) else { return nil }
            self = .unix(path: path, mode: Self.unixMode)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else { return nil }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x2f }) else { return nil }
        self = .tcp(host: String(host), port: Int(port))
    }

    /// Whether only this machine can reach it. Any name but `localhost` counts as reachable.
    package var isLocal: Bool {
        switch self {
        case .tcp(let host, _): host == "localhost" || IPAddress(host)?.isLoopback == true
        case .unix: true
        }
    }

    package var isSocket: Bool { if case .unix = self { true } else { false } }

    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path, _): "unix:\(path)"
        }
    }
}
