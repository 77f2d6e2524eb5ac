package import Metrics

/// The figures of alerts: counts by output, and never a message's content.
package struct AlertMetrics: Sendable {
    /// The figures' names and descriptions.
    package static let descriptions = [
        ("thaw_alerts_sent_total", "Messages that an output's receiver accepted."),
        ("thaw_alerts_retried_total", "Failed tries that were repeated."),
        ("thaw_alerts_dropped_total", "Alerts that could not be delivered in time, or that newer alerts pushed out of the queue."),
    ]

    private let factory: any MetricsFactory

    package init(factory: any MetricsFactory) {
        self.factory = factory
    }

    /// Shows an output's figures before anything was counted.
    func begin(_ output: String) {
        for (label, _) in Self.descriptions { count(label, output, 0) }
    }

    func sent(_ output: String) { count("thaw_alerts_sent_total", output, 1) }
    func retried(_ output: String) { count("thaw_alerts_retried_total", output, 1) }
    func dropped(_ output: String, _ number: Int) { count("thaw_alerts_dropped_total", output, number) }

    private func count(_ label: String, _ output: String, _ number: Int) {
        Counter(label: label, dimensions: [("output", output)], factory: factory).increment(by: number)
    }
}
