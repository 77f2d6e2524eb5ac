import Foundation

/// A SOCKS5 proxy, such as tor's. It resolves the receivers' names, so that no other resolver learns them.
package struct AlertProxy: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int

    /// Reads `socks5://127.0.0.1:9050`; `socks5h` means the same. nil for anything else.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["socks5", "socks5h"].contains(scheme), let host = parts.host, !host.isEmpty, let port = parts.port, 1...65_535 ~= port,
            ["", "/"].contains(parts.path), parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.port = port
    }

    package var description: String { "socks5://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
