import Foundation
import NIOCore

/// The address of a receiver: HTTPS, or plain HTTP on this machine and to an onion service. Often a secret, so never shown.
package struct AlertAddress: Hashable, Sendable {
    /// The address of a receiver.
    package enum Reach: Sendable {
        /// On loopback: never through a proxy.
        case thisMachine
        /// Only a proxy such as tor can reach it.
        case onion
        case other
    }

    private static let bytesMax = 2_048

    package let text: String
    package let reach: Reach
    /// `https://ntfy.example.org`, with the port if it was written.
    let origin: String
    let path: String
    let hasQuery: Bool

    /// nil for plain HTTP beyond this machine and onion services. Also nil for addresses with a user, a password, a fragment or a percent
    /// sign in the host, because programs read these differently.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(), !host.isEmpty, !host.hasSuffix("."),
            !text.dropFirst(scheme.utf8.count + "://".utf8.count).prefix(while: { $0 != "/" && $0 != "?" }).contains("%"),
            parts.user == nil, parts.password == nil, parts.fragment == nil, parts.port.map({ 1...65_535 ~= $0 }) ?? true
        else { return nil }
        let reach = Self.reach(host)
        guard scheme == "https" || (scheme == "http" && reach != .other) else { return nil }
        self.text = text
        self.reach = reach
        origin = "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
        path = parts.percentEncodedPath
        hasQuery = parts.query != nil
    }

    private static func reach(_ host: String) -> Reach {
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let address = (try? SocketAddress(ipAddress: name, port: 0))?.ipAddress
        if name == "localhost" || address == "::1" || address?.hasPrefix("127.") == true { return .thisMachine }
        return name.hasSuffix(".onion") ? .onion : .other
    }

    /// The topic that an ntfy address names, as its whole path; nil if it names none.
    package var topic: String? {
        // ntfy's own limit. The path is ASCII.
        hasQuery ? nil : path.wholeMatch(of: /\/([A-Za-z0-9_-]{1,64})/).map { String($0.output.1) }
    }
}
