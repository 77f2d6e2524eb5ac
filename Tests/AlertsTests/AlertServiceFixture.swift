import Alerts
import Logging
import Metrics
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

/// A clock that passes in pauses alone, and these end at once.
final class FastClock: Sendable {
    private let passed = Mutex((now: Duration.zero, pauses: [Duration]()))

    var now: Duration { passed.withLock { $0.now } }
    var pauses: [Duration] { passed.withLock { $0.pauses } }

    var time: AlertTime {
        AlertTime(
            seconds: { AlertMessage.seconds }, uptime: { self.now },
            pause: { pause in
                self.passed.withLock { passed in
                    passed.now += pause
                    passed.pauses.append(pause)
                }
            },
            jitter: { 0 })
    }
}

/// A service, and what its owner was told.
final class AlertServiceFixture: Sendable {
    let clock = FastClock()
    let counts = CountedEvents()
    let service: AlertService
    private let told = Told()

    private final class Told: Sendable {
        let messages = Mutex<[String]>([])
        let events = AsyncStream<String>.makeStream()
    }

    /// The messages that were delivered, with their outputs: `a to north`.
    var delivered: [String] { told.messages.withLock { $0 } }

    /// - Parameter timeout: so long that only a test about it meets its end.
    init(_ destinations: [AlertDestination], alsoCounting more: (any MetricsFactory)? = nil, timeout: Duration = .seconds(3_600)) {
        let told = told
        var factories: [any MetricsFactory] = [counts]
        if let more { factories.append(more) }
        let factory = MultiplexMetricsHandler(factories: factories)
        service = AlertService(
            destinations, proxy: nil, time: clock.time, metrics: AlertMetrics(factory: factory), timeout: timeout
        ) { message, output in
            let line = "\(message.id) to \(output)"
            told.messages.withLock { $0.append(line) }
            told.events.continuation.yield(line)
        }
    }

    /// Returns once a message was delivered. One caller at a time may wait.
    func isDelivered(_ line: String) async {
        if delivered.contains(line) { return }
        for await event in told.events.stream where event == line { return }
    }

    /// Runs the service while `use` works, and stops it as the daemon's end does.
    func run(logger: Logger = .quiet, _ use: () async throws -> Void) async throws {
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        let running = Task { try await group.run() }
        do {
            try await use()
        } catch {
            await group.triggerGracefulShutdown()
            try await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }
}
