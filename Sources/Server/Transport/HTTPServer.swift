import Glibc
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Wire

/// One listener and what answers on it.
///
/// A graceful shutdown stops accepting, finishes what was accepted, and after ``ServerLimits/graceTime`` closes what is still open.
package struct HTTPServer<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let settings: ServerSettings
    private let listener: ListenerState
    private let logger: Logger
    private let eventLoopGroup: any EventLoopGroup
    private let lanes: LaneExchange?
    private let onListening: @Sendable (SocketAddress?) async -> Void

    /// `onListening` is called once, with the address that was bound, when connections are accepted.
    ///
    /// - Parameters:
    ///   - origins: whom connections are counted against; only the peers themselves where it is not given.
    ///   - tokens: tells good tokens from others before a body has come; without it nobody may send more than ``ServerLimits/bodyBytes``.
    ///   - lanes: answers look-ups and reports ahead of the responder, where it is given.
    package init(
        responder: Responder,
        settings: ServerSettings,
        metrics: ServerMetrics,
        logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        origins: OriginResolver? = nil,
        tokens: TokenCheck = .none,
        lanes: LaneExchange? = nil,
        onListening: @escaping @Sendable (SocketAddress?) async -> Void = { _ in }
    ) {
        self.responder = responder
        self.settings = settings
        self.logger = logger
        self.eventLoopGroup = eventLoopGroup
        self.lanes = lanes
        self.onListening = onListening
        listener = ListenerState(
            limits: settings.limits, origins: origins ?? OriginResolver(proxies: .none, logger: logger), tokens: tokens,
            help: settings.help, contact: settings.contact, metrics: metrics)
    }

    /// Connections that are served now.
    package var connectionsCount: Int { listener.connections.count }

    /// - Throws: `address.unusable` where the address cannot be listened on.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await endAfterGrace() }
            let isStopping = ShutdownFlag()
            try await withGracefulShutdownHandler {
                try await serve(isStopping)
            } onGracefulShutdown: {
                isStopping.set()
            }
            group.cancelAll()
        }
    }

    private func serve(_ isStopping: ShutdownFlag) async throws {
        let listener = listener
        let certificates = settings.certificates
        let lanes = lanes
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder {
                GuardedHTTP1Channel(responder: $0, listener: listener, certificates: certificates, lanes: lanes)
            },
            configuration: configuration,
            onServerRunning: { await serverIsRunning($0) },
            eventLoopGroupProvider: .shared(eventLoopGroup),
            logger: ShutdownLog.logger(logger, isStopping))
        do {
            try await application.run()
        } catch let error as IOError {
            throw ServerError(.addressUnusable, attempted: "listen on \(settings.address): \(String(cString: strerror(error.errnoCode)))")
        } catch let error as SocketAddressError {
            throw ServerError(.addressUnusable, attempted: "listen on \(settings.address): \(error)")
        }
        if case .unix(let path, _) = settings.address { unlink(path) }
    }

    private var configuration: ApplicationConfiguration {
        let address: BindAddress =
            switch settings.address {
            case .tcp(let host, let port): .hostname(host, port: port)
            case .unix(let path, _): .unixDomainSocket(path: path)
            }
        let limits = settings.limits
        return ApplicationConfiguration(
            address: address,
            backlog: limits.backlog,
            availableConnectionsDelegate: MaximumAvailableConnections(limits.descriptors, logger: logger))
    }

    private func serverIsRunning(_ channel: any Channel) async {
        if case .unix(let path, let mode) = settings.address, chmod(path, mode) != 0 {
            logger.error("The Unix socket's mode could not be set; who may connect depends on the umask.")
        }
        try? await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptBackoff(), position: .first)
        }.get()
        await onListening(channel.localAddress)
    }

    private func endAfterGrace() async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: settings.limits.graceTime)
        logger.warning("The time to stop is over; what was still open is closed.")
        while listener.connections.count > 0 {
            listener.connections.abortAll()
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
