import DaemonSupport
import NIOCore
import NIOPosix
import Wire

/// A session with the running daemon over its control socket. For one task at a time.
final class ControlClient: OperationSession {
    private static let connectTimeout = TimeAmount.seconds(5)
    /// A daemon greets at once.
    private static let greetingTimeout = TimeAmount.seconds(10)

    private var lines: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let requests: NIOAsyncChannelOutboundWriter<ByteBuffer>

    private init(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>, _ requests: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.lines = lines.makeAsyncIterator()
        self.requests = requests
    }

    /// Connects; nil if no daemon listens. Throws `control.refused` if this user may not connect.
    static func connect(to path: String) async throws(DaemonError) -> NIOAsyncChannel<ByteBuffer, ByteBuffer>? {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(connectTimeout)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture { try ControlLine.configure(channel) }
                }
        } catch let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM {
            throw DaemonError(.controlRefused, "Cannot connect to the socket \(path).")
        } catch {
            return nil
        }
    }

    /// Runs `work` in a session, and ends the session.
    static func with<Answer>(
        _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ work: (ControlClient) async throws -> Answer
    ) async throws -> Answer {
        try await channel.executeThenClose { lines, requests in
            let client = ControlClient(lines, requests)
            let timeout = channel.channel.eventLoop.scheduleTask(in: greetingTimeout) { channel.channel.close(promise: nil) }
            let greeting = try await client.next()
            timeout.cancel()
            switch greeting {
            case .ready(OperationAnswer.version): return try await work(client)
            case .failed(let causes): throw DaemonError(causes)
            case nil: throw DaemonError(.controlUnreachable, "Its control socket is open, but nobody answers.")
            default: throw DaemonError(.controlMalformed, "The daemon has another version.")
            }
        }
    }

    func perform(
        _ request: OperationRequest, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> OperationAnswer {
        do {
            try await requests.write(ControlLine.encode(request))
        } catch {
            throw DaemonError(.controlLost, "The connection to the daemon broke.")
        }
        while let answer = try await next() {
            switch answer {
            case .step(let step): await onStep(step)
            case .failed(let causes): throw DaemonError(causes)
            default: return answer
            }
        }
        throw DaemonError(.controlLost, "The connection to the daemon broke.")
    }

    /// The next answer; nil if the connection ended or broke, which the caller reports.
    private func next() async throws(DaemonError) -> OperationAnswer? {
        let line: ByteBuffer?
        do {
            line = try await lines.next()
        } catch {
            return nil
        }
        guard let line else { return nil }
        guard let answer: OperationAnswer = ControlLine.decode(line) else {
            throw DaemonError(.controlMalformed, "This version does not understand the daemon's answer.")
        }
        return answer
    }
}
