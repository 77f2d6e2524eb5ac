package import Logging
package import NIOCore
import Synchronization
import Wire

/// Whom a request is counted against where it bears no token.
package enum Origin: Hashable, Sendable {
    /// This machine itself: not limited.
    case local
    /// A keyed hash of an address; the address itself is kept nowhere.
    case remote(UInt64)
}

/// Whose `X-Forwarded-For` is believed.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]
    private let trustsUnixSocket: Bool

    package static let none = TrustedProxies(ranges: [], trustsUnixSocket: false)

    private init(ranges: [AddressRange], trustsUnixSocket: Bool) {
        self.ranges = ranges
        self.trustsUnixSocket = trustsUnixSocket
    }

    /// Takes addresses, ranges such as `10.0.0.0/8`, and the word `unix` for whoever connects by a Unix socket.
    ///
    /// - Throws: ``ServerError`` with the entry that is none of these.
    package init(_ entries: [String]) throws(ServerError) {
        var ranges: [AddressRange] = []
        for entry in entries where entry != "unix" {
            guard let range = AddressRange(entry) else {
                throw ServerError(.configValue, attempted: "read \"\(entry)\" of server.proxies as an address, a range or \"unix\"")
            }
            ranges.append(range)
        }
        self.init(ranges: ranges, trustsUnixSocket: entries.contains("unix"))
    }

    package var isEmpty: Bool { ranges.isEmpty && !trustsUnixSocket }

    func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// `peer` is `nil` for a Unix socket.
    func trusts(peer: IPAddress?) -> Bool {
        guard let peer else { return trustsUnixSocket }
        return contains(peer)
    }
}

/// Finds out whom a request is counted against.
///
/// A peer on loopback or a Unix socket is local, unless it is a configured proxy that forwards for somebody else. Of a proxy's
/// `X-Forwarded-For` the right-most entry counts that is no proxy itself: what stands left of it anybody can have written.
package final class OriginResolver: Sendable {
    private let proxies: TrustedProxies
    private let hasher = AddressHasher()
    private let logger: Logger
    private let hasWarned = Atomic<Bool>(false)

    package init(proxies: TrustedProxies, logger: Logger) {
        self.proxies = proxies
        self.logger = logger
    }

    /// `forwardedFor` holds the values of every `X-Forwarded-For` header, in their order.
    package func origin(peer: SocketAddress?, forwardedFor: [String]) -> Origin {
        let address = peer.flatMap { IPAddress($0) }
        let own = address.map { $0.isLoopback ? Origin.local : .remote(hasher.hash($0)) } ?? .local
        guard !forwardedFor.isEmpty else { return own }
        guard proxies.trusts(peer: address) else {
            if own == .local { warnOnce() }
            return own
        }
        return client(in: forwardedFor).map { .remote(hasher.hash($0)) } ?? own
    }

    private func client(in forwardedFor: [String]) -> IPAddress? {
        var farthest: IPAddress?
        for header in forwardedFor.reversed() {
            for entry in header.split(separator: ",").reversed() {
                guard let address = IPAddress(entry) else { return farthest }
                guard proxies.contains(address) else { return address }
                farthest = address
            }
        }
        return farthest
    }

    private func warnOnce() {
        guard !hasWarned.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "A local peer sent X-Forwarded-For, but server.proxies does not name it: everybody behind it counts as local and is not limited."
        )
    }
}
