import Glibc
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Wire

/// One listener and its handlers.
///
/// A graceful shutdown stops accepting, finishes accepted requests, and after ``ServerLimits/Times/graceTime`` closes the other
/// connections.
package struct HTTPServer<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let settings: ServerSettings
    private let listener: ListenerState
    private let logger: Logger
    private let eventLoopGroup: any EventLoopGroup
    private let fastPath: FastPath?
    private let onListening: @Sendable (SocketAddress?) async -> Void

    /// Calls `onListening` once with the bound address, when it accepts connections.
    ///
    /// - Parameters:
    ///   - origins: finds the clients behind proxies; without it, every peer is its own client.
    ///   - tokens: checks tokens before a body has come; without it, every body is limited to ``ServerLimits/Request/bodyBytes``.
    ///   - fastPath: answers look-ups and reports ahead of the responder; optional.
    package init(
        responder: Responder,
        settings: ServerSettings,
        metrics: ServerMetrics,
        logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        origins: OriginResolver? = nil,
        tokens: TokenCheck = .none,
        fastPath: FastPath? = nil,
        onListening: @escaping @Sendable (SocketAddress?) async -> Void = { _ in }
    ) {
        self.responder = responder
        self.settings = settings
        self.logger = logger
        self.eventLoopGroup = eventLoopGroup
        self.fastPath = fastPath
        self.onListening = onListening
        listener = ListenerState(
            limits: settings.limits, origins: origins ?? OriginResolver(proxies: .none, logger: logger), tokens: tokens,
            help: settings.help, contact: settings.contact, site: settings.site, metrics: metrics)
    }

    /// Connections that are served now.
    package var connectionsCount: Int { listener.connections.count }

    /// - Throws: `address.unusable` if the server cannot listen on the address.
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
        let fastPath = fastPath
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder {
                GuardedHTTP1Channel(responder: $0, listener: listener, certificates: certificates, fastPath: fastPath)
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
            backlog: limits.connection.backlog,
            availableConnectionsDelegate: MaximumAvailableConnections(limits.connection.descriptors, logger: logger))
    }

    private func serverIsRunning(_ channel: any Channel) async {
        if case .unix(let path, let mode) = settings.address, chmod(path, mode) != 0 {
            logger.error("Cannot set the Unix socket's mode. The umask decides who may connect.")
        }
        do {
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(AcceptBackoff(), position: .first)
            }.get()
        } catch {
            logger.error("Cannot protect this listener: it may end if descriptors run out.", metadata: ["error": "\(error)"])
        }
        await onListening(channel.localAddress)
    }

    private func endAfterGrace() async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: settings.limits.times.graceTime)
        logger.warning("The graceful stop took too long. Closed all open connections.")
        while listener.connections.count > 0 {
            listener.connections.abortAll()
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
