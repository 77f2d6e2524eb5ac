import Glibc
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Wire

/// Takes the operator's commands on a Unix socket in the data folder, from the daemon's own user and root.
///
/// Told to stop, it takes no more, and ends what is at work. Nothing of what goes through it is logged.
package struct ControlService: Service {
    package static let connectionsMax = 8

    let path: String
    let operations: Operations
    let logger: Logger
    private let connections = ConnectionCount()

    package init(path: String, operations: Operations, logger: Logger) {
        self.path = path
        self.operations = operations
        self.logger = logger
    }

    private final class ConnectionCount: Sendable {
        let value = Atomic(0)
    }

    package func run() async throws {
        let listener: NIOAsyncChannel<any Channel, Never>
        do {
            // One that a crash left is safe to remove: the folder's lock is held.
            listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 8)
                .childChannelOption(.autoRead, value: false)
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                    channel.eventLoop.makeSucceededFuture(channel)
                }
            guard chmod(path, 0o600) == 0 else { throw IOError(errnoCode: errno, reason: "chmod") }
        } catch {
            // A start that is refused closes it as it opens.
            guard !Task.isShuttingDownGracefully else { return }
            logger.error("The control socket could not be opened: no command reaches this daemon.", metadata: ["at": "\(path)"])
            return try await gracefulShutdown()
        }
        defer { unlink(path) }
        try await listener.executeThenClose { incoming in
            await withDiscardingTaskGroup { group in
                do {
                    try await withGracefulShutdownHandler {
                        for try await channel in incoming { group.addTask { await take(channel) } }
                    } onGracefulShutdown: {
                        // Whoever was accepted by then is taken, and told.
                        listener.channel.close(promise: nil)
                    }
                } catch {
                    guard !Task.isShuttingDownGracefully else { return }
                    logger.error("The control socket failed: no command reaches this daemon until it is started again.")
                    try? await gracefulShutdown()
                }
            }
        }
    }

    /// Answers one peer until it has enough.
    private func take(_ channel: any Channel) async {
        // Not as it is accepted: NIO ends the process over a wrapped channel that nobody takes, as may be in the moment of the stop.
        guard let connection = try? await channel.eventLoop.submit({ try ControlLine.configure(channel) }).get() else { return }
        let count = connections.value.add(1, ordering: .relaxed).newValue
        defer { connections.value.subtract(1, ordering: .relaxed) }
        let isWelcome = await Self.isOwnerOrRoot(connection.channel)
        try? await connection.executeThenClose { lines, answers in
            try await channel.setOption(.autoRead, value: true).get()
            guard isWelcome, count <= Self.connectionsMax else {
                let code = isWelcome ? ErrorCode.controlBusy : .controlRefused
                return try await answers.write(Self.failure(DaemonError(code, "\(code.title).")))
            }
            try await answers.write(ControlLine.encode(OperationAnswer.ready(version: OperationAnswer.version)))
            let session = operations.session()
            do {
                try await converse(session, lines, answers)
            } catch {
                close(session)
                throw error
            }
            close(session)
        }
    }

    private func converse(
        _ session: OwnSession, _ lines: NIOAsyncChannelInboundStream<ByteBuffer>, _ answers: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        for try await line in lines.cancelOnGracefulShutdown() {
            guard let request: OperationRequest = ControlLine.decode(line) else {
                return try await answers.write(Self.failure(DaemonError(.controlMalformed, "That line is no request.")))
            }
            do throws(DaemonError) {
                let answer = try await session.perform(request) { step in
                    // Whoever is gone is not waited for: what was asked for goes on.
                    try? await answers.write(ControlLine.encode(OperationAnswer.step(step)))
                }
                logger.log(
                    level: request == .stage ? .debug : .notice, "The operator's command was carried out.",
                    metadata: ["command": "\(request.name)"])
                try? await answers.write(ControlLine.encode(answer))
            } catch {
                logger.notice(
                    "The operator's command failed.",
                    metadata: ["command": "\(request.name)", "causes": "\(error.causes.map(\.code.rawValue))"])
                try? await answers.write(Self.failure(error))
            }
        }
    }

    private func close(_ session: OwnSession) {
        do {
            try session.close()
        } catch {
            logger.error("A staged file could not be erased; the next start does it.", metadata: ["causes": "\(error)"])
        }
    }

    private static func failure(_ error: DaemonError) -> ByteBuffer {
        ControlLine.encode(OperationAnswer.failed(causes: error.failures))
    }

    /// What SO_PEERCRED says of the other end.
    private struct PeerCredentials {
        var process: Int32 = 0
        var user: UInt32 = .max
        var group: UInt32 = .max
    }

    /// The socket's mode keeps others out already; this holds where the folder's mode was changed under it.
    private static func isOwnerOrRoot(_ channel: any Channel) async -> Bool {
        guard let provider = channel as? any SocketOptionProvider else { return false }
        let option = provider.unsafeGetSocketOption(level: .socket, name: .init(rawValue: SO_PEERCRED)) as EventLoopFuture<PeerCredentials>
        guard let peer = try? await option.get() else { return false }
        return peer.user == geteuid() || peer.user == 0
    }
}

extension OperationRequest {
    /// For the log: what was asked for, and never on what.
    fileprivate var name: String {
        switch self {
        case .stage: "stage"
        case .backUp: "backup"
        case .verify: "verify"
        case .previewPurge: "purge preview"
        case .purge: "purge"
        case .restore: "restore"
        case .inviteAdmin: "admin"
        }
    }
}
