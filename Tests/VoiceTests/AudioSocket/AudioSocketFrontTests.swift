import Logging
import NIOCore
import NIOPosix
import Plates
import ServiceLifecycle
import Synchronization
import Testing
import Voice

/// A recognizer that hears the same in every speech.
struct FakeRecognizer: Recognizer {
    let heard: [String]?

    func texts(of samples: [Int16], language: SpokenLanguage) async -> [HeardText]? { heard?.map { HeardText($0) } }
}

@Suite("Calls through AudioSocket")
struct AudioSocketFrontTests {
    /// Runs a front on a port of its own, and stops it.
    static func withFront(
        _ questions: CallQuestions, heard: [String]? = ["kilo lima november four five six"], transfers: Transfers = Transfers { .zero },
        isPeer: @escaping @Sendable (SocketAddress) -> Bool = { _ in true }, logger: Logger = Logger(label: "test"),
        _ work: @Sendable (SocketAddress) async throws -> Void
    ) async throws {
        let (listening, opened) = AsyncStream<SocketAddress>.makeStream()
        var settings = AudioSocketFront.Settings(host: "127.0.0.1", port: 0, isPeer: isPeer)
        settings.call.hasPerson = true
        let front = AudioSocketFront(
            settings, questions: questions, recognizer: FakeRecognizer(heard: heard), sounds: .fake, transfers: transfers, logger: logger
        ) { address in if let address { opened.yield(address) } }
        let group = ServiceGroup(services: [front], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await address in listening {
                try await work(address)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `a plate is said and its answer played, and the person is connected`() async throws {
        let registry = FakeRegistry(listed: ["US-MN KLN456"])
        let transfers = Transfers { .zero }
        try await Self.withFront(.fake(registry), transfers: transfers) { address in
            let phone = try await FakePhone(address)
            try await phone.send(id: 7)
            try await phone.say(quiet: 0.2)
            try await phone.say(speech: 1)
            try await phone.listen { !registry.questions.isEmpty }
            try await phone.key("*0")
            try await phone.listen(until: { false })
            #expect(try await phone.end() > 100)
        }
        #expect(registry.questions == ["KLN456"])
        let id = "07070707-0707-0707-0707-070707070707"
        #expect(transfers.take(id) && !transfers.take(id))
    }

    @Test func `a telephone that sends no sound is answered, too`() async throws {
        let transfers = Transfers { .zero }
        try await Self.withFront(.fake(FakeRegistry()), transfers: transfers) { address in
            let phone = try await FakePhone(address)
            try await phone.send(id: 9)
            try await phone.key("*0")
            #expect(try await phone.end() > 0)
        }
        #expect(transfers.take("09090909-0909-0909-0909-090909090909"))
    }

    @Test func `a peer that is not configured is closed`() async throws {
        let registry = FakeRegistry()
        let isPeer: @Sendable (SocketAddress) -> Bool = { _ in false }
        try await Self.withFront(.fake(registry), isPeer: isPeer) { address in
            let phone = try await FakePhone(address)
            #expect(try await phone.end() == 0)
        }
    }

    @Test func `a frame that is none ends its call and no other`() async throws {
        let registry = FakeRegistry()
        let questions = CallQuestions.fake(registry)
        try await Self.withFront(questions) { address in
            let good = try await FakePhone(address)
            try await good.say(quiet: 0.2)
            let bad = try await FakePhone(address)
            try await bad.send([0x10, 0xFF, 0xFF])
            _ = try await bad.end()
            try await good.key("556456#")
            try await good.listen { !registry.questions.isEmpty }
            #expect(try await good.end(hangsUp: true) > 0)
        }
        #expect(registry.questions == ["# 556456"])
        #expect(questions.limits.calls == 0)
    }

    @Test func `a call too many hears that all lines are busy`() async throws {
        let questions = CallQuestions.fake(FakeRegistry(), limits: { $0.callsMax = 1 })
        try await Self.withFront(questions) { address in
            let first = try await FakePhone(address)
            try await first.listen { questions.limits.calls == 1 }
            let second = try await FakePhone(address)
            try await second.listen(until: { false })
            #expect(try await second.end() > 0)
            _ = try await first.end(hangsUp: true)
        }
    }
}
