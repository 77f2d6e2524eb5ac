package import Logging
import NIOConcurrencyHelpers
package import NIOCore
import Synchronization
import Wire

/// Who is charged for a request without a token: a keyed hash of the address. The address itself is not kept.
///
/// Loopback is not exempt: every client of an onion service comes from there.
package struct ClientOrigin: Hashable, Sendable {
    let hash: UInt64

    package init(_ hash: UInt64) {
        self.hash = hash
    }

    /// The value before it is known.
    static let unknown = ClientOrigin(0)
}

/// The peers that may name other clients, in `X-Forwarded-For` or in a PROXY line before the connection's bytes.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]
    private let trustsUnixSocket: Bool
    private let trustsTor: Bool

    package static let none = TrustedProxies(ranges: [], trustsUnixSocket: false, trustsTor: false)

    private init(ranges: [AddressRange], trustsUnixSocket: Bool, trustsTor: Bool) {
        self.ranges = ranges
        self.trustsUnixSocket = trustsUnixSocket
        self.trustsTor = trustsTor
    }

    /// Accepts addresses, ranges such as `10.0.0.0/8`, `unix` for a Unix socket's peers, and `tor` for tor on this machine.
    ///
    /// - Throws: ``ServerError`` with the malformed entry.
    package init(_ entries: [String]) throws(ServerError) {
        var ranges: [AddressRange] = []
        for entry in entries where !Self.words.contains(entry) {
            guard let range = AddressRange(entry) else {
                throw ServerError(
                    .configValue, attempted: "read \"\(entry)\" of server.proxies as an address, a range, \"unix\" or \"tor\"")
            }
            ranges.append(range)
        }
        self.init(ranges: ranges, trustsUnixSocket: entries.contains("unix"), trustsTor: entries.contains("tor"))
    }

    private static let words: Set<String> = ["unix", "tor"]

    package var isEmpty: Bool { ranges.isEmpty && !trustsUnixSocket && !trustsTor }

    func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// Whether to trust a peer's `X-Forwarded-For`. `peer` is `nil` for a Unix socket.
    func trusts(peer: IPAddress?) -> Bool {
        guard let peer else { return trustsUnixSocket }
        return contains(peer)
    }

    /// Whether a peer's PROXY line may name `client`: a proxy may name any client, tor only a circuit.
    func believes(lineOf peer: IPAddress?, naming client: IPAddress) -> Bool {
        trusts(peer: peer) || trustsTor && client.isTorCircuit && peer?.isLoopback ?? true
    }
}

/// Finds the origin that a request is charged to.
///
/// It is the connection's peer, unless a proxy names another client. A PROXY line applies to the whole connection and overrides headers.
/// In a proxy's `X-Forwarded-For` the right-most entry that is not a proxy counts: any client can forge the entries to its left.
package final class OriginResolver: Sendable {
    let proxies: TrustedProxies
    private let hasher = AddressHasher()
    private let logger: Logger
    private let hasWarned = Atomic<Bool>(false)
    /// The clients of open connections that began with a PROXY line.
    private let named = NIOLockedValueBox<[ObjectIdentifier: ClientOrigin]>([:])

    package init(proxies: TrustedProxies, logger: Logger) {
        self.proxies = proxies
        self.logger = logger
    }

    /// `forwardedFor` holds the values of all `X-Forwarded-For` headers, in order.
    package func origin(of channel: any Channel, forwardedFor: [String]) -> ClientOrigin {
        if !proxies.isEmpty, let origin = named.withLockedValue({ $0[ObjectIdentifier(channel)] }) { return origin }
        return origin(peer: channel.remoteAddress, forwardedFor: forwardedFor)
    }

    /// `peer` is `nil` or a path for a Unix socket.
    package func origin(peer: SocketAddress?, forwardedFor: [String]) -> ClientOrigin {
        let address = peer.flatMap { IPAddress($0) }
        let own = ClientOrigin(hasher.hash(address))
        guard !forwardedFor.isEmpty else { return own }
        guard proxies.trusts(peer: address) else {
            if address?.isLoopback ?? true { warnOnce() }
            return own
        }
        return client(in: forwardedFor).map { ClientOrigin(hasher.hash($0)) } ?? own
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
            "A peer on this machine sent X-Forwarded-For, but server.proxies does not list it. All clients behind it share one rate limit."
        )
    }

    // MARK: PROXY lines

    /// Charges a connection to `client` until it is forgotten.
    func name(_ client: IPAddress, for channel: any Channel) {
        named.withLockedValue { $0[ObjectIdentifier(channel)] = ClientOrigin(hasher.hash(client)) }
    }

    func forget(_ channel: any Channel) {
        guard !proxies.isEmpty else { return }
        _ = named.withLockedValue { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}
