/// What one client, and all of them together, may take from a listener.
///
/// Every queue, wait and buffer of the transport has its bound here, by name.
package struct ServerLimits: Sendable {
    package var request = Request()
    package var times = Times()
    package var connection = Connection()

    package init() {}

    /// What one request may hold.
    package struct Request: Sendable {
        /// Header fields of a request, trailers included.
        package var headerCount = 64
        /// Bytes of one header, name and value.
        package var headerBytes = 8 * 1024
        /// Bytes of the target and all headers.
        package var headBytes = 16 * 1024
        /// Bytes of a body.
        package var bodyBytes = 16 * 1024
        /// Bytes of a body sent with a good token to one of ``batchPaths``.
        package var batchBytes = 1024 * 1024
        /// The paths that take batches.
        package var batchPaths = Route.batchPaths
        /// How many times its limit a body may take on the wire: one-byte chunks take six times their content.
        package var framingFactor = 8
        /// Bytes of bodies above ``bodyBytes`` that all connections may hold at once; beyond it a batch is asked to come back.
        package var batchMemoryBytes = 128 * 1024 * 1024

        /// Bytes a head may take on the wire, with its separators, line ends and leading empty lines.
        var headBytesOnWire: Int { headBytes + headerCount * 4 + 64 }

        /// Bytes a body may have. Batches are for those who send credentials; ``RequestGuard`` judges them before it lets more than ``bodyBytes``
        /// in.
        func bodyBytes(path: Substring, hasCredentials: Bool) -> Int {
            hasCredentials && batchPaths.contains(String(path)) ? batchBytes : bodyBytes
        }
    }

    /// How long a client may take.
    package struct Times: Sendable {
        /// From a request's first byte to the end of its headers; for a connection's first request from its acceptance, handshake included.
        package var headTime: Duration = .seconds(8)
        /// How long a body or an answer may take in all.
        package var transferTime: Duration = .seconds(60)
        /// How slow a body or an answer may be, looked at once every ``transferWindow``.
        package var transferBytesPerSecond = 1024
        package var transferWindow: Duration = .seconds(8)
        /// How long a connection may wait for its next request.
        package var idleTime: Duration = .seconds(60)
        /// How long a closed connection is read on, so that its last answer is not lost to a reset.
        package var lingerTime: Duration = .seconds(2)
        /// Bytes that are thrown away in that time.
        package var lingerBytes = 2 * 1024 * 1024
        /// How long a graceful stop waits for what was accepted.
        package var graceTime: Duration = .seconds(20)
    }

    /// How many connections, and who leaves first.
    package struct Connection: Sendable {
        package var requestsPerConnection = 1_000
        package var connections = 1_024
        /// Connections from one address (IPv6: one /64); loopback, Unix sockets and configured proxies may take all.
        package var connectionsPerAddress = 128
        /// How long a connection must have waited for a request before a new one may have its slot if all are taken.
        package var displacedAfter: Duration = .seconds(1)
        /// One in so many slots may hold a body that is still on its way, or an answer that is not taken, without a good token.
        package var slowShare = 2
        /// How long such a body or answer keeps its slot before another may have it: as long as ``Times/transferWindow``, until which nobody's
        /// pace is judged.
        package var slowProtectedFor: Duration = .seconds(8)
        /// Connections over the ceiling that are told so at once; any more are closed without a word.
        package var refusalsAtOnce = 64
        /// Connections that the kernel may hold before they are accepted.
        package var backlog = 256

        /// Connections that are accepted at all; the kernel holds the rest. Twice the refusals, as one that ends keeps its slot a while.
        package var descriptors: Int { connections + 2 * refusalsAtOnce }

        /// Bodies and answers without a good token that may be on their way at once.
        var slowTransfers: Int { max(1, connections / max(1, slowShare)) }
    }
}
