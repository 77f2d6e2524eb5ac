import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Server
import ServiceLifecycle
import TestSupport
import Testing
import Wire

/// A listener on loopback with a few routes of its own, and what it counted.
struct TransportServer {
    let address: SocketAddress
    let counts: CountedEvents
    let gate: Gate
    let logs: KeptLogs
    /// The one credential that the listener knows.
    static let goodToken = "Bearer x"
    /// Begins the graceful shutdown that a SIGTERM would.
    let stop: @Sendable () async -> Void
}

/// Runs a service that listens for as long as `body` takes, then stops it gracefully. An error of `body` is an issue.
func withListening(
    logger: Logger, _ make: (@escaping @Sendable (SocketAddress?) -> Void) -> some Service,
    _ body: (SocketAddress, ServiceGroup) async throws -> Void
) async throws {
    let (addresses, continuation) = AsyncStream<SocketAddress?>.makeStream()
    let service = make { continuation.yield($0) }
    let services = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await services.run()
        }
        if let bound = await addresses.first(where: { _ in true }) {
            do { try await body(try #require(bound), services) } catch { Issue.record(error) }
            await services.triggerGracefulShutdown()
        }
        try await group.waitForAll()
    }
}

/// Runs a listener for as long as `body` takes, then stops it gracefully.
func withTransportServer(
    _ limits: ServerLimits = ServerLimits(),
    address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
    certificates: TLSCertificates? = nil,
    _ body: @Sendable @escaping (TransportServer) async throws -> Void
) async throws {
    let counts = CountedEvents()
    let gate = Gate()
    let logs = KeptLogs()
    let logger = Logger(label: "test") { _ in logs }
    let metrics = ServerMetrics(factory: counts)
    try await withListening(logger: logger) { onListening in
        HTTPServer(
            responder: transportRoutes(gate: gate, metrics: metrics, logger: logger).buildResponder(),
            settings: ServerSettings(address: address, certificates: certificates, limits: limits),
            metrics: metrics,
            logger: logger,
            tokens: TokenCheck(
                isGood: { $0 == [TransportServer.goodToken] },
                refusal: { values, _ in values == [TransportServer.goodToken] ? nil : .tokenUnknown }),
            onListening: onListening)
    } _: { address, services in
        defer { gate.open() }
        try await body(
            TransportServer(
                address: address, counts: counts, gate: gate, logs: logs, stop: { await services.triggerGracefulShutdown() }))
    }
}

/// One connection to a listener of its own.
func withConnection(
    _ limits: ServerLimits = ServerLimits(), reads: Bool = true,
    _ body: @Sendable @escaping (TransportServer, inout RawConnection) async throws -> Void
) async throws {
    try await withTransportServer(limits) { server in
        try await withRawConnection(to: server.address, reads: reads) { try await body(server, &$0) }
    }
}

private func transportRoutes(gate: Gate, metrics: ServerMetrics, logger: Logger) -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: RequestLogMiddleware(RequestLog(logger: logger, level: .info, metrics: metrics, uptime: { .now() })))
    router.get("hello") { _, _ in "hello" }
    router.head("hello") { _, _ in "hello" }
    let stream: @Sendable (Request, BasicRequestContext) async throws -> Response = { _, _ in
        Response(
            status: .ok,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "abc"))
                try await writer.finish(nil)
            })
    }
    router.get("stream", use: stream)
    router.head("stream", use: stream)
    router.get("held/:name") { _, context in
        await gate.wait()
        return try context.parameters.require("name")
    }
    router.get("large/:bytes") { _, context in
        let count = try context.parameters.require("bytes", as: Int.self)
        return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: UInt8(ascii: "x"), count: count)))
    }
    router.post("size") { request, _ in "\(try await request.body.collect(upTo: 1 << 30).readableBytes)" }
    router.post("v1/reports") { request, _ in "\(try await request.body.collect(upTo: 1 << 30).readableBytes)" }
    router.post("unread") { _, _ in "unread" }
    return router
}
