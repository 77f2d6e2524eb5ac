import NIOCore
import NIOPosix
import Wire

/// A session with the daemon that runs, over its control socket. It belongs to one task.
final class ControlClient: OperationSession {
    private static let connectPatience = TimeAmount.seconds(5)
    /// A daemon greets at once; what takes longer is none.
    private static let greetingPatience = TimeAmount.seconds(10)

    private var lines: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let requests: NIOAsyncChannelOutboundWriter<ByteBuffer>

    private init(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>, _ requests: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.lines = lines.makeAsyncIterator()
        self.requests = requests
    }

    /// Connects; nil where nobody listens. Throws `control.refused` where somebody does, and not to us.
    static func connect(to path: String) async throws(DaemonError) -> NIOAsyncChannel<ByteBuffer, ByteBuffer>? {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(connectPatience)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture { try ControlLine.configure(channel) }
                }
        } catch let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM {
            throw DaemonError(.controlRefused, "The socket \(path) cannot be reached.")
        } catch {
            return nil
        }
    }

    /// Does `work` in a session, and ends it.
    static func with<Answer>(
        _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ work: (ControlClient) async throws -> Answer
    ) async throws -> Answer {
        try await channel.executeThenClose { lines, requests in
            let client = ControlClient(lines, requests)
            let patience = channel.channel.eventLoop.scheduleTask(in: greetingPatience) { channel.channel.close(promise: nil) }
            let greeting = try await client.next()
            patience.cancel()
            switch greeting {
            case .ready(OperationAnswer.version): return try await work(client)
            case .failed(let causes): throw DaemonError(causes)
            case nil: throw DaemonError(.controlUnreachable, "Its control socket is open, and nobody speaks.")
            default: throw DaemonError(.controlMalformed, "The daemon is another version.")
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

    /// The next line; nil at the end.
    private func next() async throws(DaemonError) -> OperationAnswer? {
        let line: ByteBuffer?
        do {
            line = try await lines.next()
        } catch {
            return nil
        }
        guard let line else { return nil }
        guard let answer: OperationAnswer = ControlLine.decode(line) else {
            throw DaemonError(.controlMalformed, "The daemon's answer says nothing that this version knows.")
        }
        return answer
    }
}
