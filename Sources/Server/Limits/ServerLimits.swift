import Wire

/// The limits of a listener, for one client and for all together.
///
/// Every queue, wait and buffer of the transport has its named bound here. No reference counts: each connection copies it.
package struct ServerLimits: Sendable {
    package var request = Request()
    package var times = Times()
    package var connection = Connection()

    package init() {}

    /// The limits of one request.
    package struct Request: Sendable {
        /// Header fields of a request, trailers included.
        package var headerCount = 64
        /// Bytes of one header, name and value.
        package var headerBytes = 8 * 1024
        /// Bytes of the target and all headers.
        package var headBytes = 16 * 1024
        /// Bytes of a body.
        package var bodyBytes = WireLimits.bodyBytes
        /// Bytes of a body sent with a valid token to one of ``Route/batchPaths``.
        package var batchBytes = WireLimits.batchBytes
        /// Whether the listener has those paths.
        package var acceptsBatches = true
        /// How many times its limit a body may take on the wire: one-byte chunks take six times their size.
        package var framingFactor = 8
        /// Bytes of bodies above ``bodyBytes`` that all connections may hold at once; beyond it a batch must retry.
        package var batchMemoryBytes = 128 * 1024 * 1024

        /// Bytes of a head on the wire, with separators, line ends and leading empty lines.
        var headBytesOnWire: Int { headBytes + headerCount * 4 + 64 }

        /// Bytes of a body. Batches need credentials; ``RequestGuard`` checks them before it accepts more than ``bodyBytes``.
        func bodyBytes(path: Substring, hasCredentials: Bool) -> Int {
            hasCredentials && acceptsBatches && Route.batchPaths.contains(String(path)) ? batchBytes : bodyBytes
        }
    }

    /// The time limits of a client.
    package struct Times: Sendable {
        /// From a request's first byte to the end of its headers; for a connection's first request from its acceptance, including the
        /// handshake.
        package var headTime: Duration = .seconds(8)
        /// The time limit of a body or an answer.
        package var transferTime: Duration = .seconds(60)
        /// The least pace of a body or an answer, checked every ``transferWindow``.
        package var transferBytesPerSecond = 1024
        package var transferWindow: Duration = .seconds(8)
        /// How long a connection may wait for its next request.
        package var idleTime: Duration = .seconds(60)
        /// How long to keep reading from a closed connection, so that a reset does not destroy its last answer.
        package var lingerTime: Duration = .seconds(2)
        /// Bytes to discard in that time.
        package var lingerBytes = 2 * 1024 * 1024
        /// How long a graceful stop waits for accepted requests.
        package var graceTime: Duration = .seconds(20)
    }

    /// The numbers of connections, and which must leave first.
    package struct Connection: Sendable {
        package var requestsPerConnection = 1_000
        package var connections = 1_024
        /// Connections from one address (IPv6: one /64); loopback, Unix sockets and configured proxies have no such limit.
        package var connectionsPerAddress = 128
        /// How long a connection must be idle before a new one may take its slot.
        package var displacedAfter: Duration = .seconds(1)
        /// One in this many slots may hold an unfinished body or answer without a valid token.
        package var slowShare = 2
        /// How long such a body or answer keeps its slot: a ``Times/transferWindow``, the first time its pace is checked.
        package var slowProtectedFor: Duration = .seconds(8)
        /// Connections beyond ``connections`` that are leaving: displaced, refused or lingering. The longest lingering closes for a new
        /// one.
        package var leavingAtOnce = 128
        /// Connections that the kernel queues before they are accepted.
        package var backlog = 256

        /// Connections that are accepted; the kernel queues the rest. More than may be leaving: one that closes takes a moment, and only
        /// an accepted one can close a lingering one.
        package var descriptors: Int { connections + 2 * leavingAtOnce }

        /// Unfinished bodies and answers without a valid token at once.
        var slowTransfers: Int { max(1, connections / max(1, slowShare)) }
    }
}
