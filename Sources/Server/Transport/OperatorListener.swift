import HTTPTypes
import Hummingbird
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// A condition for the daemon to be ready.
package struct ReadinessCheck: Sendable {
    package let name: String
    private let check: @Sendable () async -> Bool

    /// `name` is shown at `/readyz`: `index`, `store`, `disk`.
    package init(_ name: String, check: @escaping @Sendable () async -> Bool) {
        self.name = name
        self.check = check
    }

    func isReady() async -> Bool { await check() }
}

/// `/livez`, `/readyz` and `/metrics`, only for the operator, on their own address.
package struct OperatorListener: Service {
    package static let defaultAddress = ListenAddress.tcp(host: "127.0.0.1", port: 8781)

    private let server: HTTPServer<RouterResponder<BasicRequestContext>>

    /// - Parameter transfers: answers a dialplan at `/transfer/:call`: whether the call asked for the person.
    package init(
        address: ListenAddress = OperatorListener.defaultAddress,
        registry: PrometheusRegistry,
        checks: [ReadinessCheck],
        logger: Logger,
        transfers: (@Sendable (_ call: String) -> Bool)? = nil,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        onListening: @escaping @Sendable (SocketAddress?) async -> Void = { _ in }
    ) {
        var limits = ServerLimits()
        limits.connection.connections = 32
        limits.connection.leavingAtOnce = 8
        limits.request.acceptsBatches = false
        limits.times.graceTime = .seconds(1)
        // Its own requests are not counted in its figures.
        let metrics = ServerMetrics(factory: PrometheusRegistry())
        server = HTTPServer(
            responder: Self.router(registry: registry, checks: checks, transfers: transfers).buildResponder(),
            settings: ServerSettings(address: address, limits: limits),
            metrics: metrics,
            logger: logger,
            eventLoopGroup: eventLoopGroup,
            onListening: onListening)
    }

    package func run() async throws {
        try await server.run()
    }

    private static func router(
        registry: PrometheusRegistry, checks: [ReadinessCheck], transfers: (@Sendable (String) -> Bool)?
    ) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("livez") { _, _ in answer("alive\n") }
        router.get("readyz") { _, _ in
            var lines: [String] = []
            var isReady = true
            for check in checks {
                let isWell = await check.isReady()
                isReady = isReady && isWell
                lines.append("\(check.name): \(isWell ? "ready" : "not ready")\n")
            }
            return answer((isReady ? "ready\n" : "not ready\n") + lines.joined(), status: isReady ? .ok : .serviceUnavailable)
        }
        router.get("metrics") { _, _ in answer(registry.text(), type: PrometheusText.mediaType) }
        if let transfers {
            router.get("transfer/:call") { _, context in answer(transfers(context.parameters.get("call") ?? "") ? "yes" : "no") }
        }
        return router
    }

    private static func answer(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
