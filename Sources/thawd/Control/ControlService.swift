import DaemonSupport
import Glibc
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Wire

/// Accepts the operator's commands on a Unix socket in the data folder, from the daemon's own user and root.
///
/// At a shutdown, it accepts no more commands and ends the running ones. It logs only the names of commands.
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
            // It is safe to remove a socket that a crash left: this process holds the folder's lock.
            listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 8)
                .childChannelOption(.autoRead, value: false)
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                    channel.eventLoop.makeSucceededFuture(channel)
                }
            guard chmod(path, 0o600) == 0 else { throw IOError(errnoCode: errno, reason: "chmod") }
        } catch {
            // A refused start closes the socket while it opens.
            guard !Task.isShuttingDownGracefully else { return }
            logger.error("Cannot open the control socket, so no command can reach this daemon.", metadata: ["at": "\(path)"])
            return try await gracefulShutdown()
        }
        defer { unlink(path) }
        try await listener.executeThenClose { incoming in
            await withDiscardingTaskGroup { group in
                do {
                    try await withGracefulShutdownHandler {
                        for try await channel in incoming { group.addTask { await serve(channel) } }
                    } onGracefulShutdown: {
                        // Connections that were already accepted still get an answer.
                        listener.channel.close(promise: nil)
                    }
                } catch {
                    guard !Task.isShuttingDownGracefully else { return }
                    logger.error("The control socket failed. No command can reach this daemon until it restarts.")
                    // It throws only if this task is canceled, which ends it as well.
                    try? await gracefulShutdown()
                }
            }
        }
    }

    /// Serves one connection until it ends.
    private func serve(_ channel: any Channel) async {
        // Not when it is accepted: NIO traps if a wrapped channel is dropped, which can happen at the moment of a shutdown. If this fails,
        // the connection is gone.
        guard let connection = try? await channel.eventLoop.submit({ try ControlLine.configure(channel) }).get() else { return }
        let count = connections.value.add(1, ordering: .relaxed).newValue
        defer { connections.value.subtract(1, ordering: .relaxed) }
        let isAllowed = await Self.isOwnerOrRoot(connection.channel)
        // An error here means that the peer is gone: there is nobody to tell.
        try? await connection.executeThenClose { lines, answers in
            try await channel.setOption(.autoRead, value: true).get()
            guard isAllowed, count <= Self.connectionsMax else {
                let code = isAllowed ? ErrorCode.controlBusy : .controlRefused
                return try await answers.write(Self.failure(DaemonError(code, "\(code.title).")))
            }
            try await answers.write(ControlLine.encode(OperationAnswer.ready(version: OperationAnswer.version)))
            let session = operations.session()
            do {
                try await answerRequests(session, lines, answers)
            } catch {
                close(session)
                throw error
            }
            close(session)
        }
    }

    private func answerRequests(
        _ session: OwnSession, _ lines: NIOAsyncChannelInboundStream<ByteBuffer>, _ answers: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        for try await line in lines.cancelOnGracefulShutdown() {
            guard let request: OperationRequest = ControlLine.decode(line) else {
                return try await answers.write(Self.failure(DaemonError(.controlMalformed, "This line is not a request.")))
            }
            do throws(DaemonError) {
                let answer = try await session.perform(request) { step in
                    // If the peer is gone, the operation continues without it; the same holds for the answer below.
                    try? await answers.write(ControlLine.encode(OperationAnswer.step(step)))
                }
                logger.log(
                    level: request == .stage ? .debug : .notice, "A command of the operator succeeded.",
                    metadata: ["command": "\(request.name)"])
                try? await answers.write(ControlLine.encode(answer))
            } catch {
                logger.notice(
                    "A command of the operator failed.",
                    metadata: ["command": "\(request.name)", "causes": "\(error.causes.map(\.code.rawValue))"])
                try? await answers.write(Self.failure(error))
            }
        }
    }

    private func close(_ session: OwnSession) {
        do {
            try session.close()
        } catch {
            logger.error("Cannot erase a staged file. The next start tries again.", metadata: ["causes": "\(error)"])
        }
    }

    private static func failure(_ error: DaemonError) -> ByteBuffer {
        ControlLine.encode(OperationAnswer.failed(causes: error.failures))
    }

    /// The peer's IDs, in the layout of SO_PEERCRED.
    private struct PeerCredentials {
        var process: Int32 = 0
        var user: UInt32 = .max
        var group: UInt32 = .max
    }

    /// Checks the peer's user ID. The socket's mode already keeps others out, unless someone changed it. Without an ID, it is refused.
    private static func isOwnerOrRoot(_ channel: any Channel) async -> Bool {
        guard let provider = channel as? any SocketOptionProvider else { return false }
        let option = provider.unsafeGetSocketOption(level: .socket, name: .init(rawValue: SO_PEERCRED)) as EventLoopFuture<PeerCredentials>
        guard let peer = try? await option.get() else { return false }
        return peer.user == geteuid() || peer.user == 0
    }
}

extension OperationRequest {
    /// The name of the command for the log, without its arguments.
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
