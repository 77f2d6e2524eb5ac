import Alerts
import Testing

@Suite("The queue of an output")
struct AlertQueueTests {
    private struct NotDue: Error {}

    /// A queue, and the message that it tries.
    private final class TriedQueue {
        var queue = AlertQueue()

        func add(_ message: AlertMessage, at now: Duration) -> Int { queue.add(message, at: now) }
        func step(at now: Duration) -> AlertQueue.Step { queue.next(at: now).step }

        /// The message that is due now.
        func due(at now: Duration) throws -> AlertMessage {
            guard case .attempt(let message) = step(at: now) else { throw NotDue() }
            return message
        }

        /// Tries the message that is due now, and returns its ID.
        func attempt(_ outcome: AlertOutcome, at now: Duration) throws -> String {
            let message = try due(at: now)
            _ = queue.finished(message, outcome, at: now, jitter: 0)
            return message.id
        }
    }

    private let tried = TriedQueue()
    private static let failed = AlertOutcome.failed(.status(500))
    private static let delivered = AlertOutcome.delivered(status: 200)

    @Test func `messages are tried in their order, and nothing waits afterwards`() throws {
        for id in ["a", "b"] { #expect(tried.add(.sample(id), at: .zero) == 0) }
        #expect(try tried.attempt(Self.delivered, at: .zero) == "a")
        #expect(try tried.attempt(Self.delivered, at: .zero) == "b")
        #expect(tried.step(at: .zero) == .wait)
    }

    @Test func `a message that waits already is not added again`() throws {
        _ = tried.add(.sample("a"), at: .zero)
        _ = tried.add(.sample("a"), at: .zero)
        #expect(try tried.attempt(Self.delivered, at: .zero) == "a")
        #expect(tried.step(at: .zero) == .wait)
    }

    @Test func `a pause doubles after each failure, up to five minutes, and ends with a success`() throws {
        _ = tried.add(.correction(of: "a"), at: .zero)
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<11 {
            _ = try tried.attempt(Self.failed, at: now)
            guard case .pause(let pause) = tried.step(at: now) else { throw NotDue() }
            pauses.append(pause)
            now += pause
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { Duration.seconds($0) })
        _ = try tried.attempt(Self.delivered, at: now)
        _ = tried.add(.sample("b"), at: now)
        _ = try tried.attempt(Self.failed, at: now)
        #expect(tried.step(at: now) == .pause(.seconds(1)))
    }

    @Test func `jitter shortens a pause by up to a half`() throws {
        _ = tried.add(.sample("a"), at: .zero)
        let message = try tried.due(at: .zero)
        let waits = tried.queue.finished(message, Self.failed, at: .zero, jitter: 0.5)
        #expect(waits)
        #expect(tried.step(at: .zero) == .pause(.milliseconds(750)))
    }

    @Test func `an alert is dropped after ten minutes, and its pause ends then`() throws {
        _ = tried.add(.sample("a"), at: .zero)
        for now in [0, 1, 3, 7, 15, 31, 63, 127, 255, 511] { _ = try tried.attempt(Self.failed, at: .seconds(now)) }
        #expect(tried.step(at: .seconds(511)) == .pause(.seconds(89)))
        let (step, dropped) = tried.queue.next(at: .seconds(600))
        #expect(step == .wait && dropped == 1)
    }

    @Test func `a correction waits for ever`() throws {
        _ = tried.add(.correction(of: "a"), at: .zero)
        _ = try tried.attempt(Self.failed, at: .zero)
        #expect(try tried.attempt(Self.failed, at: .seconds(86_400)) == "a-correction")
        #expect(try tried.attempt(Self.delivered, at: .seconds(10 * 86_400)) == "a-correction")
    }

    @Test func `a correction removes its alert, and goes before other alerts`() throws {
        for id in ["a", "b"] { _ = tried.add(.sample(id), at: .zero) }
        _ = tried.add(.correction(of: "b"), at: .zero)
        #expect(try tried.attempt(Self.delivered, at: .zero) == "b-correction")
        #expect(try tried.attempt(Self.delivered, at: .zero) == "a")
        #expect(tried.step(at: .zero) == .wait)
    }

    @Test func `when its output is held, alerts go and corrections stay; the one that is being tried is not tried again`() throws {
        for id in ["a", "b"] { _ = tried.add(.sample(id), at: .zero) }
        let alert = try tried.due(at: .zero)
        _ = tried.add(.correction(of: "c"), at: .zero)
        let dropped = tried.queue.dropAlerts()
        #expect(dropped == 2)
        let waits = tried.queue.finished(alert, Self.failed, at: .zero, jitter: 0)
        #expect(!waits)
        #expect(try tried.attempt(Self.delivered, at: .seconds(1)) == "c-correction")
        #expect(tried.step(at: .seconds(1)) == .wait)
    }

    @Test func `an alert that is being tried when its correction comes is not tried again`() throws {
        _ = tried.add(.sample("a"), at: .zero)
        let alert = try tried.due(at: .zero)
        _ = tried.add(.correction(of: "a"), at: .zero)
        let waits = tried.queue.finished(alert, Self.failed, at: .zero, jitter: 0)
        #expect(!waits)
        #expect(try tried.attempt(Self.delivered, at: .seconds(1)) == "a-correction")
        #expect(tried.step(at: .seconds(1)) == .wait)
    }

    @Test func `a message that a receiver never takes does not hold up the others`() throws {
        for id in ["a", "b", "c"] { _ = tried.add(.sample(id), at: .zero) }
        _ = tried.add(.correction(of: "x"), at: .zero)
        #expect(try tried.attempt(Self.failed, at: .zero) == "x-correction")
        #expect(try tried.attempt(Self.delivered, at: .seconds(1)) == "a")
        #expect(try tried.attempt(Self.failed, at: .seconds(1)) == "b")
        #expect(try tried.attempt(Self.delivered, at: .seconds(2)) == "c")
        #expect(try tried.attempt(Self.failed, at: .seconds(2)) == "x-correction")
        #expect(try tried.attempt(Self.delivered, at: .seconds(3)) == "b")
    }

    @Test func `news is tried at once, unless the receiver named the time`() throws {
        _ = tried.add(.correction(of: "a"), at: .zero)
        for now in [0, 1, 3, 7] { _ = try tried.attempt(Self.failed, at: .seconds(now)) }
        #expect(tried.step(at: .seconds(8)) == .pause(.seconds(7)))
        _ = tried.add(.sample("b"), at: .seconds(8))
        #expect(try tried.attempt(.failed(.status(429), wait: .seconds(120)), at: .seconds(8)) == "a-correction")
        _ = tried.add(.sample("c"), at: .seconds(9))
        #expect(tried.step(at: .seconds(9)) == .pause(.seconds(119)))
        #expect(try tried.attempt(Self.delivered, at: .seconds(128)) == "b")
    }

    @Test func `a receiver cannot ask for more than ten minutes, or for less than the pause`() throws {
        _ = tried.add(.correction(of: "a"), at: .zero)
        _ = try tried.attempt(.failed(.status(429), wait: .seconds(86_400)), at: .zero)
        #expect(tried.step(at: .zero) == .pause(.seconds(600)))
        _ = try tried.attempt(.failed(.status(429), wait: .zero), at: .seconds(600))
        #expect(tried.step(at: .seconds(600)) == .pause(.seconds(2)))
    }

    @Test func `of more than 64 alerts the oldest is dropped, though not the one that is being tried`() throws {
        for number in 0..<AlertQueue.alertsMax { #expect(tried.add(.sample("\(number)"), at: .milliseconds(number)) == 0) }
        let first = try tried.due(at: .milliseconds(64))
        #expect(tried.add(.sample("64"), at: .milliseconds(64)) == 1)
        let waits = tried.queue.finished(first, Self.failed, at: .milliseconds(64), jitter: 0)
        #expect(waits)
        let delivered = try (1...AlertQueue.alertsMax).map { _ in try tried.attempt(Self.delivered, at: .seconds(2)) }
        #expect(delivered == (2...64).map(String.init) + ["0"], "1 was dropped, and 0 went behind the others")
    }

    @Test func `corrections do not count as alerts, and more than a thousand are left to their owner`() throws {
        for number in 0..<AlertQueue.correctionsMax + 5 { #expect(tried.add(.correction(of: "\(number)"), at: .zero) == 0) }
        for number in 0..<AlertQueue.alertsMax { #expect(tried.add(.sample("alert \(number)"), at: .zero) == 0) }
        for number in 0..<AlertQueue.correctionsMax { #expect(try tried.attempt(Self.delivered, at: .zero) == "\(number)-correction") }
        #expect(try tried.attempt(Self.delivered, at: .zero) == "alert 0")
        _ = tried.add(.correction(of: "\(AlertQueue.correctionsMax)"), at: .zero)
        #expect(try tried.attempt(Self.delivered, at: .zero) == "\(AlertQueue.correctionsMax)-correction")
    }

    @Test func `a correction that was delivered before is settled, and not sent again`() throws {
        let correction = AlertMessage.correction(of: "a")
        _ = tried.add(correction, at: .zero)
        _ = try tried.attempt(Self.delivered, at: .zero)
        _ = tried.add(correction, at: .seconds(60))
        #expect(tried.step(at: .seconds(60)) == .settle(correction))
        tried.queue.settled(correction)
        #expect(tried.step(at: .seconds(60)) == .wait)
    }
}
