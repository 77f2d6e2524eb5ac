import Alerts
import Foundation
import Logging
import Server
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Sending to outputs", .timeLimit(.minutes(2)))
struct AlertServiceTests {
    private static func failing(_ status: Int = 500, times: Int, then reply: Reply = .taken) -> FakeServer {
        FakeServer { _, index in index < times ? .status(status) : reply }
    }

    private func webhookIDs(_ server: FakeServer) -> [String] { server.received.compactMap { $0.headers["webhook-id"] } }

    @Test func `an alert is delivered, and its owner is told`() async throws {
        let server = FakeServer { _, _ in .taken }
        let fixture = try AlertServiceFixture([.sample(.text, at: server.url)])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "north")
            fixture.service.post(.sample("b"), to: "nowhere")
            await fixture.isDelivered("a to north")
        }
        #expect(server.received.count == 1 && fixture.delivered == ["a to north"])
        #expect(fixture.counts.all == ["thaw_alerts_sent_total north": 1])
        #expect(fixture.service.takeTroubles().isEmpty)
    }

    @Test func `an alert is tried for ten minutes, then dropped and counted`() async throws {
        let server = Self.failing(times: .max)
        let fixture = try AlertServiceFixture([.sample(.webhook, at: server.url)])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "north")
            await fixture.counts.wait(for: "thaw_alerts_dropped_total north")
        }
        #expect(fixture.clock.pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 89].map { Duration.seconds($0) })
        #expect(webhookIDs(server) == Array(repeating: "a", count: 10))
        #expect(fixture.counts.all == ["thaw_alerts_retried_total north": 10, "thaw_alerts_dropped_total north": 1])
        #expect(fixture.delivered.isEmpty)
        #expect(
            fixture.service.takeTroubles() == [AlertTrouble(output: "north", failures: 10, dropped: 1, last: .status(500))])
        #expect(fixture.service.takeTroubles().isEmpty, "each trouble is told once")
    }

    @Test func `a correction is tried until it is delivered, however long that takes`() async throws {
        let server = Self.failing(503, times: 40)
        let fixture = try AlertServiceFixture([.sample(.webhook, at: server.url)])
        try await fixture.run {
            fixture.service.post(.correction(of: "a"), to: "north")
            await fixture.isDelivered("a-correction to north")
        }
        #expect(fixture.clock.now > .seconds(8_000))
        #expect(fixture.clock.pauses.max() == .seconds(300))
        #expect(fixture.counts.all == ["thaw_alerts_retried_total north": 40, "thaw_alerts_sent_total north": 1])
    }

    @Test func `a receiver that is busy is asked again when it said`() async throws {
        let server = FakeServer { _, index in index == 0 ? .status(429, headers: ["Retry-After: 120"]) : .taken }
        let fixture = try AlertServiceFixture([.sample(.ntfy, at: server.url)])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "north")
            await fixture.isDelivered("a to north")
        }
        #expect(fixture.clock.pauses == [.seconds(120)])
    }

    /// A server that answers its first request only when a test lets it.
    private final class HeldServer: Sendable {
        let server: FakeServer
        private let gate: DispatchSemaphore
        private let arrivals: AsyncStream<Void>

        init(first: Reply) {
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            let gate = DispatchSemaphore(value: 0)
            (arrivals, self.gate) = (stream, gate)
            server = FakeServer { _, index in
                guard index == 0 else { return .taken }
                continuation.yield()
                gate.wait()
                return first
            }
        }

        func firstArrival() async { for await _ in arrivals { return } }
        func answer() { gate.signal() }
    }

    @Test func `a correction cancels the alert that waits, and is sent before others`() async throws {
        let held = HeldServer(first: .taken)
        let fixture = try AlertServiceFixture([.sample(.webhook, at: held.server.url)])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "north")
            await held.firstArrival()
            fixture.service.post(.sample("b"), to: "north")
            fixture.service.post(.sample("c"), to: "north")
            fixture.service.post(.correction(of: "c"), to: "north")
            held.answer()
            await fixture.isDelivered("b to north")
        }
        #expect(webhookIDs(held.server) == ["a", "c-correction", "b"])
        #expect(fixture.counts.all == ["thaw_alerts_sent_total north": 3], "an alert that was taken back was not dropped")
    }

    @Test(arguments: [Reply.taken, .status(500), .lost])
    func `a correction follows the alert that was under way, whatever became of that`(_ first: Reply) async throws {
        let held = HeldServer(first: first)
        let fixture = try AlertServiceFixture([.sample(.webhook, at: held.server.url)])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "north")
            await held.firstArrival()
            fixture.service.post(.correction(of: "a"), to: "north")
            held.answer()
            await fixture.isDelivered("a-correction to north")
        }
        #expect(webhookIDs(held.server) == ["a", "a-correction"])
    }

    @Test func `a correction that its owner offers again is sent once`() async throws {
        let server = FakeServer { _, _ in .taken }
        let fixture = try AlertServiceFixture([.sample(.webhook, at: server.url)])
        try await fixture.run {
            fixture.service.post(.correction(of: "a"), to: "north")
            await fixture.isDelivered("a-correction to north")
            fixture.service.post(.correction(of: "a"), to: "north")
            fixture.service.post(.sample("b"), to: "north")
            await fixture.isDelivered("b to north")
        }
        #expect(webhookIDs(server) == ["a-correction", "b"])
        #expect(fixture.delivered == ["a-correction to north", "a-correction to north", "b to north"])
    }

    @Test func `an output that never answers delays no other, and no stop`() async throws {
        let arrivals = AsyncStream<Void>.makeStream()
        let dead = FakeServer { _, _ in
            arrivals.continuation.yield()
            return Reply(steps: [.hold])
        }
        let good = FakeServer { _, _ in .taken }
        let fixture = try AlertServiceFixture([
            .sample(.webhook, at: dead.url, named: "dead"), .sample(.webhook, at: good.url, named: "good"),
        ])
        try await fixture.run {
            fixture.service.post(.sample("a"), to: "dead")
            for await _ in arrivals.stream { break }
            fixture.service.post(.sample("a"), to: "good")
            await fixture.isDelivered("a to good")
        }
        #expect(fixture.delivered == ["a to good"])
        #expect(fixture.counts.all == ["thaw_alerts_sent_total good": 1], "a try that the stop interrupted is no failure")
        withExtendedLifetime(dead) {}
    }

    @Test func `a stop does not wait for a pause`() async throws {
        let server = Self.failing(times: .max)
        let pauses = AsyncStream<Void>.makeStream()
        let time = AlertTime(
            seconds: { AlertMessage.seconds }, uptime: { .zero },
            pause: { _ in
                pauses.continuation.yield()
                _ = try? await Task.sleep(for: .seconds(3_600))
            })
        let service = try AlertService(
            [.sample(.text, at: server.url)], proxy: nil, time: time, metrics: AlertMetrics(factory: CountedEvents())
        ) { _, _ in }
        let running = Task { await service.run() }
        service.post(.sample("a"), to: "north")
        for await _ in pauses.stream { break }
        running.cancel()
        await running.value
        #expect(server.received.count == 1)
    }

    @Test func `more alerts than fit drop the oldest, and are counted`() async throws {
        let server = FakeServer { _, _ in .taken }
        let fixture = try AlertServiceFixture([.sample(.webhook, at: server.url)])
        for number in 0..<AlertQueue.alertsMax + 6 { fixture.service.post(.sample("\(number)"), to: "north") }
        #expect(fixture.counts.all == ["thaw_alerts_dropped_total north": 6])
        try await fixture.run { await fixture.isDelivered("\(AlertQueue.alertsMax + 5) to north") }
        #expect(webhookIDs(server) == (6..<AlertQueue.alertsMax + 6).map { String($0) })
    }

    @Test func `figures show an output before anything was sent`() {
        let metrics = PrometheusRegistry()
        let time = AlertTime(seconds: { 0 }, uptime: { .zero })
        let destinations = [try? AlertDestination.sample(.text, at: "https://chat.example.org")].compactMap { $0 }
        _ = AlertService(destinations, proxy: nil, time: time, metrics: AlertMetrics(factory: metrics)) { _, _ in }
        for (name, _) in AlertMetrics.descriptions { #expect(metrics.text().contains("\(name){output=\"north\"} 0"), "\(name)") }
    }
}

@Suite("Secrets of outputs", .timeLimit(.minutes(2)))
struct AlertCanaryTests {
    private static let canaries = [
        SampleSecret.token, SampleSecret.group, SampleSecret.account, SampleSecret.webhook, String(SampleSecret.webhook.dropFirst(6)),
        "canary-hook", "harrow-falls", "canary-answer", "127.0.0.1", "Powderhorn", "powderhorn", "Ford", AlertMessage.sampleID,
    ]

    @Test func `no log, figure, trouble or description has an address, a secret, an answer or a message`() async throws {
        let servers = AlertDestination.Kind.allCases.map { _ in
            FakeServer { _, index in index == 0 ? .status(403) : Reply(steps: [.reset]) }
        }
        let destinations = try zip(AlertDestination.Kind.allCases, servers).map { kind, server in
            try AlertDestination.sample(
                kind, at: server.url, named: kind.rawValue,
                secret: kind == .signal ? [SampleSecret.group, SampleSecret.account] : nil)
        }
        let logs = KeptLogs(level: .trace)
        let metrics = PrometheusRegistry()
        let fixture = AlertServiceFixture(destinations, alsoCounting: metrics)
        try await fixture.run(logger: Logger(label: "canary") { _ in logs }) {
            for destination in destinations { fixture.service.post(.sample(), to: destination.name) }
            for destination in destinations { await fixture.counts.wait(for: "thaw_alerts_dropped_total \(destination.name)") }
        }
        var texts = logs.lines + [metrics.text(), "\(fixture.counts.all)", "\(destinations)", "\(fixture.service)"]
        texts += fixture.service.takeTroubles().map { "\($0) \($0.last.map { "\($0)" } ?? "")" }
        #expect(servers.allSatisfy { !$0.received.isEmpty })
        #expect(texts.joined().contains("webhook"), "the control: names are found")
        for canary in Self.canaries {
            for text in texts { #expect(!text.contains(canary), "\(canary)") }
        }
    }
}
