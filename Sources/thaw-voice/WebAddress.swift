import Foundation
import Server

/// An address of a web server: HTTPS, or plain HTTP on this machine.
package struct WebAddress: Hashable, Sendable {
    /// `https://voice.example.org`, with the port if it was written.
    package let origin: String
    /// Empty, or begins with a slash and does not end with one.
    package let path: String

    package static let local = WebAddress(origin: "http://127.0.0.1:8780", path: "")

    private init(origin: String, path: String) {
        (self.origin, self.path) = (origin, path)
    }

    package init?(_ text: String) {
        guard text.utf8.count <= 255, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), let parts = URLComponents(string: text),
            let scheme = parts.scheme, let host = parts.host, !host.isEmpty, parts.user == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        let isLocal = host == "localhost" || IPAddress(host)?.isLoopback == true
        guard scheme == "https" || (scheme == "http" && isLocal) else { return nil }
        let port = parts.port.map { ":\($0)" } ?? ""
        origin = "\(scheme)://\(host.lowercased())\(port)"
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        guard path.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "/-_.~".contains($0)) }) else { return nil }
        self.path = path
    }

    package var text: String { origin + path }
}
