package import Metrics

/// The figures of calls: counts by front and outcome. Never a number, a plate or a word.
package struct CallMetrics: Sendable {
    private let factory: any MetricsFactory

    package init(factory: any MetricsFactory) {
        self.factory = factory
    }

    /// - Parameters:
    ///   - front: `webhook` or `audiosocket`.
    ///   - outcome: `begun`, `busy`, `transferred` or `ended`.
    func calls(_ front: String, _ outcome: String) {
        Counter(label: "thaw_voice_calls_total", dimensions: [("front", front), ("outcome", outcome)], factory: factory).increment()
    }

    /// - Parameter outcome: `answered`, `failed` or `limited`.
    func lookups(_ outcome: String) {
        Counter(label: "thaw_voice_lookups_total", dimensions: [("outcome", outcome)], factory: factory).increment()
    }

    /// - Parameter outcome: `text`, `nothing` or `failed`.
    func recognitions(_ outcome: String) {
        Counter(label: "thaw_voice_recognitions_total", dimensions: [("outcome", outcome)], factory: factory).increment()
    }

    /// - Parameter reason: `signature`, `malformed`, `replayed`, `peer` or `frame`.
    func refusals(_ reason: String) {
        Counter(label: "thaw_voice_refusals_total", dimensions: [("reason", reason)], factory: factory).increment()
    }
}
