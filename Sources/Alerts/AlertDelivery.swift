import Synchronization

/// Delivers the messages of one output, one after the other.
final class AlertDelivery: Sendable {
    private struct State {
        var queue = AlertQueue()
        /// The pause that a new message ends.
        var pause: Task<Void, Never>?
        var trouble: AlertTrouble
    }

    /// How long an output without messages sleeps, at most.
    private static let idleTime = Duration.seconds(3_600)

    let destination: AlertDestination
    private let state: Mutex<State>
    private let time: AlertTime
    private let metrics: AlertMetrics
    private let onDelivered: @Sendable (AlertMessage, String) async -> Void

    init(
        _ destination: AlertDestination, time: AlertTime, metrics: AlertMetrics,
        onDelivered: @escaping @Sendable (AlertMessage, String) async -> Void
    ) {
        self.destination = destination
        self.time = time
        self.metrics = metrics
        self.onDelivered = onDelivered
        state = Mutex(State(trouble: AlertTrouble(output: destination.name)))
        metrics.begin(destination.name)
    }

    func post(_ message: AlertMessage) {
        let pause = change { state in
            let dropped = state.queue.add(message, at: time.uptime())
            return (state.pause, dropped)
        }
        pause?.cancel()
    }

    /// Drops the alerts that wait, and counts them.
    func dropAlerts() {
        change { ((), $0.queue.dropAlerts()) }
    }

    /// Changes the state, and counts the alerts that this drops.
    private func change<Value: Sendable>(_ change: (inout State) -> (Value, dropped: Int)) -> Value {
        let (value, dropped) = state.withLock { state in
            let (value, dropped) = change(&state)
            state.trouble.dropped += dropped
            return (value, dropped)
        }
        if dropped > 0 { metrics.dropped(destination.name, dropped) }
        return value
    }

    /// Delivers until the task is canceled.
    func run(with sender: AlertSender) async {
        while !Task.isCancelled {
            let (step, pause) = next()
            switch step {
            case .wait, .pause:
                await withTaskCancellationHandler {
                    await pause?.value
                } onCancel: {
                    pause?.cancel()
                }
            case .attempt(let message): await attempt(message, with: sender)
            case .settle(let message):
                await onDelivered(message, destination.name)
                state.withLock { $0.queue.settled(message) }
            }
        }
    }

    /// Resets and returns the troubles since the last call; nil if there were none.
    func takeTrouble() -> AlertTrouble? {
        state.withLock { state in
            defer { state.trouble = AlertTrouble(output: destination.name) }
            return state.trouble.failures + state.trouble.dropped > 0 ? state.trouble : nil
        }
    }

    private func next() -> (step: AlertQueue.Step, pause: Task<Void, Never>?) {
        change { state in
            let (step, dropped) = state.queue.next(at: time.uptime())
            // Made under the lock, so that a message that comes now finds it.
            state.pause = pausing(step)
            return ((step, state.pause), dropped)
        }
    }

    private func pausing(_ step: AlertQueue.Step) -> Task<Void, Never>? {
        switch step {
        case .wait: Task { _ = try? await Task.sleep(for: Self.idleTime) }
        case .pause(let duration): Task { [time] in await time.pause(duration) }
        case .attempt, .settle: nil
        }
    }

    private func attempt(_ message: AlertMessage, with sender: AlertSender) async {
        let outcome = await sender.send(message, to: destination, at: time.seconds())
        // A try that the end of the service interrupted says nothing about the receiver.
        if case .failed = outcome, Task.isCancelled { return }
        let isRetried = state.withLock { state in
            if case .failed(let failure, _) = outcome {
                state.trouble.failures += 1
                state.trouble.last = failure
            }
            return state.queue.finished(message, outcome, at: time.uptime(), jitter: time.jitter())
        }
        if isRetried { metrics.retried(destination.name) }
        guard case .delivered = outcome else { return }
        metrics.sent(destination.name)
        await onDelivered(message, destination.name)
    }
}

/// An output's failures since they were last taken.
package struct AlertTrouble: Hashable, Sendable {
    package let output: String
    /// Tries that failed.
    package internal(set) var failures = 0
    /// Alerts that were dropped.
    package internal(set) var dropped = 0
    package internal(set) var last: AlertFailure?

    package init(output: String, failures: Int = 0, dropped: Int = 0, last: AlertFailure? = nil) {
        self.output = output
        self.failures = failures
        self.dropped = dropped
        self.last = last
    }
}
