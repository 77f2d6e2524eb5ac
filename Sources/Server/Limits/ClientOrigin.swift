package import Logging
import NIOConcurrencyHelpers
package import NIOCore
import Synchronization
import Wire

/// Whom a request is counted against if it bears no token: a keyed hash of an address. The address itself is kept nowhere.
///
/// Nobody is exempt: every client of an onion service comes from loopback.
package struct ClientOrigin: Hashable, Sendable {
    let hash: UInt64

    package init(_ hash: UInt64) {
        self.hash = hash
    }

    /// Before it is found out.
    static let unknown = ClientOrigin(0)
}

/// Which peers speak for others: by `X-Forwarded-For`, or by a PROXY protocol line ahead of the connection's bytes.
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

    /// Takes addresses, ranges such as `10.0.0.0/8`, the word `unix` for a Unix socket's peers, and the word `tor` for tor on this machine.
    ///
    /// - Throws: ``ServerError`` with the entry that is none of these.
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

    /// Whether a peer's `X-Forwarded-For` is believed. `peer` is `nil` for a Unix socket.
    func trusts(peer: IPAddress?) -> Bool {
        guard let peer else { return trustsUnixSocket }
        return contains(peer)
    }

    /// Whether a peer's PROXY line may name `client`: a proxy may name anybody, and tor a circuit.
    func believes(lineOf peer: IPAddress?, naming client: IPAddress) -> Bool {
        trusts(peer: peer) || trustsTor && client.isTorCircuit && peer?.isLoopback ?? true
    }
}

/// Finds out whom a request is counted against.
///
/// That is the connection's peer, unless a proxy speaks for somebody else. A PROXY line holds for the whole connection, and headers then change
/// nothing. Of a proxy's `X-Forwarded-For` the right-most entry counts that is no proxy itself: anybody can have written what stands left of it.
package final class OriginResolver: Sendable {
    let proxies: TrustedProxies
    private let hasher = AddressHasher()
    private let logger: Logger
    private let hasWarned = Atomic<Bool>(false)
    /// Of open connections that began with a PROXY line.
    private let named = NIOLockedValueBox<[ObjectIdentifier: ClientOrigin]>([:])

    package init(proxies: TrustedProxies, logger: Logger) {
        self.proxies = proxies
        self.logger = logger
    }

    /// `forwardedFor` holds the values of every `X-Forwarded-For` header, in their order.
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
            "A peer on this machine sent X-Forwarded-For, but server.proxies does not name it: everybody behind it is counted as one."
        )
    }

    // MARK: PROXY lines

    /// Counts a connection against `client` from now on, until it is forgotten.
    func name(_ client: IPAddress, for channel: any Channel) {
        named.withLockedValue { $0[ObjectIdentifier(channel)] = ClientOrigin(hasher.hash(client)) }
    }

    func forget(_ channel: any Channel) {
        guard !proxies.isEmpty else { return }
        _ = named.withLockedValue { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}
