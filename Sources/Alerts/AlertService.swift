import ServiceLifecycle

/// Sends messages to outputs, each on its own, so that one that does not answer delays no other.
///
/// A stop waits for no receiver: waiting alerts are dropped, and corrections stay with their owner.
package final class AlertService: Service {
    private let deliveries: [String: AlertDelivery]
    private let proxy: AlertProxy?
    private let timeout: Duration

    /// - Parameters:
    ///   - destinations: each name once.
    ///   - timeout: the time of one try.
    ///   - onDelivered: is told of each delivered message, with its output's name, before that output's next message. It may be told of a
    ///     correction again.
    package init(
        _ destinations: [AlertDestination], proxy: AlertProxy?, time: AlertTime, metrics: AlertMetrics,
        timeout: Duration = AlertSender.timeout, onDelivered: @escaping @Sendable (AlertMessage, String) async -> Void
    ) {
        let deliveries = destinations.map { AlertDelivery($0, time: time, metrics: metrics, onDelivered: onDelivered) }
        self.deliveries = Dictionary(uniqueKeysWithValues: deliveries.map { ($0.destination.name, $0) })
        self.proxy = proxy
        self.timeout = timeout
    }

    /// Lets a message wait for an output; never blocks. An output that does not exist gets nothing.
    package func post(_ message: AlertMessage, to output: String) {
        deliveries[output]?.post(message)
    }

    /// Drops the alerts that wait for an output, such as one that is held back. Corrections stay.
    package func dropAlerts(for output: String) {
        deliveries[output]?.dropAlerts()
    }

    package func run() async {
        let sender = AlertSender(proxy: proxy, timeout: timeout)
        await cancelWhenGracefulShutdown { [deliveries] in
            await withDiscardingTaskGroup { group in
                for delivery in deliveries.values { group.addTask { await delivery.run(with: sender) } }
            }
        }
        sender.close()
    }

    /// Resets and returns the troubles since the last call, by output.
    package func takeTroubles() -> [AlertTrouble] {
        deliveries.values.compactMap { $0.takeTrouble() }.sorted { $0.output < $1.output }
    }
}
