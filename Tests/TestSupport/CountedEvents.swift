package import Metrics
import Synchronization

/// A metrics backend whose counters a test can read and wait for, each named by its label and dimensions: `thaw_connections_ended idle`.
package final class CountedEvents: MetricsFactory {
    private final class EventCounter: CounterHandler {
        let count: @Sendable (Int64) -> Void
        init(_ count: @escaping @Sendable (Int64) -> Void) { self.count = count }
        func increment(by amount: Int64) { count(amount) }
        func reset() {}
    }

    private struct State {
        var counts: [String: Int64] = [:]
        /// By event, the tests that wait for it.
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// The counts that are not zero.
    package var all: [String: Int64] { state.withLock { $0.counts.filter { $0.value > 0 } } }

    package subscript(event: String) -> Int64 { state.withLock { $0.counts[event, default: 0] } }

    /// Returns once the event was counted.
    package func wait(for event: String) async {
        await withCheckedContinuation { continuation in
            let isCounted = state.withLock { state in
                if state.counts[event, default: 0] > 0 { return true }
                state.waiting[event, default: []].append(continuation)
                return false
            }
            if isCounted { continuation.resume() }
        }
    }

    private func count(_ event: String, _ amount: Int64) {
        let waiting = state.withLock { state in
            state.counts[event, default: 0] += amount
            return amount > 0 ? state.waiting.removeValue(forKey: event) ?? [] : []
        }
        for continuation in waiting { continuation.resume() }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let event = ([label] + dimensions.map(\.1)).joined(separator: " ")
        return EventCounter { self.count(event, $0) }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
