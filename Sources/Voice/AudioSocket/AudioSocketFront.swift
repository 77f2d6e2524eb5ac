package import Logging
package import NIOCore
import NIOExtras
import NIOPosix
package import Plates
import ServiceLifecycle
import Synchronization

/// Calls through Asterisk: takes AudioSocket connections from configured peers.
package final class AudioSocketFront: Service {
    package struct Settings: Sendable {
        package var host: String
        package var port: Int
        package var language = SpokenLanguage.english
        package var call = Call.Settings()
        /// Whether an address may connect.
        package var isPeer: @Sendable (SocketAddress) -> Bool

        package init(host: String, port: Int, isPeer: @escaping @Sendable (SocketAddress) -> Bool) {
            self.host = host
            self.port = port
            self.isPeer = isPeer
        }
    }

    private static let front = "audiosocket"
    /// The longest connection, even one that keeps sending: a call, and its last sentence.
    private static let connectionMax = TimeAmount.seconds(330)
    /// Connections besides the calls: those that hear that all lines are busy.
    private static let busyMax = 8

    private let settings: Settings
    private let questions: CallQuestions
    private let recognizer: any Recognizer
    private let sounds: SoundLibrary
    private let transfers: Transfers
    private let logger: Logger
    private let onListening: @Sendable (SocketAddress?) -> Void
    private let busyCalls = Mutex(0)

    package init(
        _ settings: Settings, questions: CallQuestions, recognizer: any Recognizer, sounds: SoundLibrary, transfers: Transfers,
        logger: Logger, onListening: @escaping @Sendable (SocketAddress?) -> Void = { _ in }
    ) {
        self.settings = settings
        self.questions = questions
        self.recognizer = recognizer
        self.sounds = sounds
        self.transfers = transfers
        self.logger = logger
        self.onListening = onListening
    }

    private typealias Connection = NIOAsyncChannel<AudioSocketFrame, ByteBuffer>

    package func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let server = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .bind(host: settings.host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        ByteToMessageHandler(AudioSocketDecoder(), maximumBufferSize: AudioSocketDecoder.payloadMax * 2))
                    try pipeline.addHandler(GapFiller())
                    try pipeline.addHandler(CallEnder())
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        onListening(server.channel.localAddress)
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await connection in connections { group.addTask { await self.take(connection) } }
                    } catch {
                        self.logger.error("The AudioSocket listener failed.")
                    }
                }
            }
        } onGracefulShutdown: {
            quiescing.initiateShutdown(promise: nil)
        }
    }

    /// Answers a connection, or closes it.
    private func take(_ connection: Connection) async {
        do {
            guard let peer = connection.channel.remoteAddress, settings.isPeer(peer) else {
                questions.metrics.refusals("peer")
                return try await connection.executeThenClose { _, _ in }
            }
            let deadline = connection.channel.eventLoop.scheduleTask(in: Self.connectionMax) { connection.channel.close(promise: nil) }
            defer { deadline.cancel() }
            let call = Call(language: settings.language, settings: settings.call)
            if questions.limits.begin() {
                let start = questions.limits.now
                defer { questions.limits.end(startedAt: start) }
                questions.metrics.calls(Self.front, "begun")
                let isTransferred = try await run(AudioSession(call, sounds: sounds), on: connection)
                questions.metrics.calls(Self.front, isTransferred ? "transferred" : "ended")
            } else {
                questions.metrics.calls(Self.front, "busy")
                guard beginBusyCall() else { return try await connection.executeThenClose { _, _ in } }
                defer { busyCalls.withLock { $0 -= 1 } }
                _ = try await run(AudioSession(busy: call, sounds: sounds), on: connection)
            }
        } catch is AudioSocketDecoder.Failure {
            questions.metrics.refusals("frame")
        } catch {
            // A connection that ends in any way ends its call, and nothing else.
        }
    }

    private func beginBusyCall() -> Bool {
        busyCalls.withLock { count in
            guard count < Self.busyMax else { return false }
            count += 1
            return true
        }
    }

    /// Runs a call to its end, and returns whether the caller is to be connected to the person.
    private func run(_ opened: AudioSession, on connection: Connection) async throws -> Bool {
        let inbox = Inbox()
        return try await connection.executeThenClose { frames, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                var session = opened
                var id: String?
                for try await frame in frames {
                    if case .id(let bytes) = frame { id = Transfers.text(bytes) }
                    let outputs = inbox.take().map { session.receive($0.0, to: $0.1) } + [session.receive(frame)]
                    for output in outputs {
                        if let (number, question) = output.question {
                            group.addTask {
                                let answer = await self.answer(question)
                                inbox.put(answer, to: number)
                            }
                        }
                        try await Self.send(output, to: outbound)
                    }
                    if session.isTransferred, let id { transfers.add(id) }
                    if outputs.contains(where: \.isOver) { break }
                }
                group.cancelAll()
                return session.isTransferred
            }
        }
    }

    private static func send(_ output: AudioSession.Output, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        guard !output.sound.isEmpty || output.isOver else { return }
        var buffer = ByteBuffer()
        for block in output.sound { AudioSocketDecoder.write(block, to: &buffer) }
        if output.isOver { AudioSocketDecoder.writeEnd(to: &buffer) }
        try await outbound.write(buffer)
    }

    private func answer(_ question: AudioSession.Question) async -> AudioSession.Answer {
        switch question {
        case .recognize(let samples, let language):
            let texts = await recognizer.texts(of: samples, language: language)
            questions.metrics.recognitions(texts.map { $0.isEmpty ? "nothing" : "text" } ?? "failed")
            return .recognized(texts)
        // The dialplan drops caller IDs, so there is no caller to count.
        case .ask(let next): return .answered(await questions.answer(to: next, from: nil))
        }
    }
}

/// Answers that arrived between two frames of a call.
private final class Inbox: Sendable {
    private let answers = Mutex<[(AudioSession.Answer, Int)]>([])

    func put(_ answer: AudioSession.Answer, to number: Int) {
        answers.withLock { $0.append((answer, number)) }
    }

    func take() -> [(AudioSession.Answer, Int)] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }
}

/// Ends the calls of a program that stops.
private final class CallEnder: ChannelInboundHandler {
    typealias InboundIn = AudioSocketFrame
    typealias InboundOut = AudioSocketFrame

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
