import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
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
    /// Connections that the server has admitted and serves now.
    let connectionsCount: @Sendable () -> Int

    /// Returns once the server has admitted so many connections; too few fail the test, and hold nothing up.
    func waitForConnections(_ count: Int) async {
        for _ in 0..<CountedEvents.looksMax {
            if connectionsCount() == count { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("The server never had \(count) connections")
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
    let (addresses, continuation) = AsyncStream<SocketAddress?>.makeStream()
    let metrics = ServerMetrics(factory: counts)
    let server = HTTPServer(
        responder: transportRoutes(gate: gate, metrics: metrics, logger: logger).buildResponder(),
        settings: ServerSettings(address: address, certificates: certificates, limits: limits),
        metrics: metrics,
        logger: logger,
        tokens: TokenCheck(
            isGood: { $0 == [TransportServer.goodToken] },
            refusal: { values, _ in values == [TransportServer.goodToken] ? nil : .tokenUnknown }),
        onListening: { continuation.yield($0) })
    let services = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await services.run()
        }
        if let bound = await addresses.first(where: { _ in true }) {
            let running = TransportServer(
                address: try #require(bound), counts: counts, gate: gate, logs: logs,
                stop: { await services.triggerGracefulShutdown() }, connectionsCount: { server.connectionsCount })
            do {
                try await body(running)
            } catch {
                Issue.record(error)
            }
            gate.open()
            await services.triggerGracefulShutdown()
        }
        try await group.waitForAll()
    }
}

private func transportRoutes(gate: Gate, metrics: ServerMetrics, logger: Logger) -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: RequestLogMiddleware(RequestLog(logger: logger, level: .info, metrics: metrics, uptime: MonotonicUptime.now)))
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

/// A metrics backend that lets a test wait until something was counted.
final class CountedEvents: MetricsFactory {
    private final class EventCounter: CounterHandler {
        let count: @Sendable () -> Void
        init(_ count: @escaping @Sendable () -> Void) { self.count = count }
        func increment(by: Int64) { count() }
        func reset() {}
    }

    private let counts = NIOLockedValueBox<[String: Int]>([:])

    subscript(event: String) -> Int { counts.withLockedValue { $0[event, default: 0] } }

    /// Returns once `event`, such as `thaw_connections_ended idle`, was counted; one that never is fails the test, and holds nothing up.
    func wait(for event: String) async {
        for _ in 0..<Self.looksMax {
            if self[event] > 0 { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(event) was never counted")
    }

    static let looksMax = 6_000

    private func note(_ event: String) {
        counts.withLockedValue { $0[event, default: 0] += 1 }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let event = ([label] + dimensions.map(\.1)).joined(separator: " ")
        return EventCounter { self.note(event) }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler { NOOPMetricsHandler.instance }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

/// A log that keeps its lines.
final class KeptLogs: LogHandler {
    private let kept = NIOLockedValueBox<[String]>([])

    var lines: [String] { kept.withLockedValue { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        kept.withLockedValue { $0.append("\(event.level) \(event.message) \(fields)") }
    }
}
