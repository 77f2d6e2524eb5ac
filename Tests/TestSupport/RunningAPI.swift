import CoreMetrics
import Crypto
import Foundation
import Hummingbird
import Logging
import NIOCore
import SQLiteStore
import Seal
package import Server
import ServiceLifecycle
import Sightings
import Wire

/// The real `API` of a test's registry on a free loopback port, as the daemon serves it: transport, fast path, routes, ledger, SQLite.
///
/// The server answers on Swift's cooperative threads. A test that waits for an answer without suspending needs a thread of its own.
package final class RunningAPI: Sendable {
    package let registry: TestRegistry
    package let port: UInt16
    private let services: ServiceGroup
    private let running: Task<Void, any Error>

    package enum Failure: Error {
        /// The server ended before it listened.
        case notListening
    }

    /// - Parameter rates: high by default, because all requests of a test come from one address.
    package init(on registry: TestRegistry, settings: API.Settings, rates: Rates = .unlimited) async throws {
        self.registry = registry
        let logger = Logger.quiet
        let metrics = ServerMetrics(factory: NOOPMetricsHandler.instance)
        let origins = OriginResolver(proxies: .none, logger: logger)
        let api = API(
            ledger: registry.ledger, clock: registry.clock.wallClock, cursors: CursorSeal(key: SymmetricKey(size: .bits256)),
            random: .system, settings: settings, origins: origins, rates: RateLimiter(rates: rates, uptime: { .now() }),
            metrics: metrics)
        let log = RequestLog(logger: logger, level: .info, metrics: metrics, uptime: { .now() })
        let (ports, continuation) = AsyncStream<UInt16>.makeStream()
        let server = HTTPServer(
            responder: api.router(observers: [RequestLogMiddleware(log)]).buildResponder(),
            settings: ServerSettings(address: .tcp(host: "127.0.0.1", port: 0)), metrics: metrics, logger: logger, origins: origins,
            tokens: api.tokenCheck, fastPath: api.fastPath(log: log),
            onListening: { address in
                if let port = address?.port { continuation.yield(UInt16(port)) }
            })
        let services = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
        self.services = services
        running = Task {
            defer { continuation.finish() }
            try await services.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            throw Failure.notListening
        }
        self.port = port
    }

    /// Stops the server, then the ledger, and closes the database; the folder stays as long as the registry does.
    package func stop() async throws {
        await services.triggerGracefulShutdown()
        try await running.value
        try await registry.stop()
    }

    /// Stops the server alone, and starts another on the same folder with other areas, as an operator does who has edited the settings.
    package func restarted(settings: API.Settings) async throws -> RunningAPI {
        await services.triggerGracefulShutdown()
        try await running.value
        return try await RunningAPI(on: try await registry.restarted(areas: settings.areas.areas.map(\.id)), settings: settings)
    }

    /// Passes a request on, over a connection of its own, and waits for the answer.
    package func answer(_ request: Received) throws -> LoopbackConnection.Answer {
        var head = "\(request.method) \(request.target) HTTP/1.1\r\n"
        for (name, value) in request.headers where name != "connection" { head += "\(name): \(value)\r\n" }
        let connection = try LoopbackConnection(port: port)
        try connection.send(Data((head + "connection: close\r\n\r\n").utf8) + Data(request.body))
        return try connection.answer()
    }
}

extension Rates {
    /// So high that no test reaches them.
    package static let unlimited: Rates = {
        var rates = Rates()
        for kind in RateKind.allCases { rates.perMinute[kind] = 1_000_000 }
        return rates
    }()
}
