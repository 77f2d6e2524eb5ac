import CoreMetrics
import NIOConcurrencyHelpers
import Synchronization

/// One metric with one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    func write(name: String, labels: String, to text: inout PrometheusText)
}

final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        value.add(amount, ordering: .relaxed)
    }

    func reset() {
        value.store(0, ordering: .relaxed)
    }

    func write(name: String, labels: String, to text: inout PrometheusText) {
        text.sample(name, labels: labels, value: Double(value.load(ordering: .relaxed)))
    }
}

final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusSeries {
    private let value = NIOLockedValueBox(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLockedValue { $0 = value } }
    func increment(by amount: Double) { value.withLockedValue { $0 += amount } }
    func decrement(by amount: Double) { value.withLockedValue { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(name: String, labels: String, to text: inout PrometheusText) {
        text.sample(name, labels: labels, value: value.withLockedValue { $0 })
    }
}

/// Counts by fixed upper bounds.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    static let seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    static let sizes = [1.0, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576]

    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: NIOLockedValueBox<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = NIOLockedValueBox(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLockedValue { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func write(name: String, labels: String, to text: inout PrometheusText) {
        let state = state.withLockedValue { $0 }
        let separator = labels.isEmpty ? "" : ","
        var below: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], state.counts) {
            below += count
            text.sample(name + "_bucket", labels: "\(labels)\(separator)le=\"\(PrometheusText.number(bound))\"", value: Double(below))
        }
        text.sample(name + "_sum", labels: labels, value: state.sum)
        text.sample(name + "_count", labels: labels, value: Double(below))
    }
}

/// A value that is computed when it is shown.
final class PrometheusSample: PrometheusSeries {
    private let sample: @Sendable () -> Double

    init(sample: @escaping @Sendable () -> Double) {
        self.sample = sample
    }

    func write(name: String, labels: String, to text: inout PrometheusText) {
        text.sample(name, labels: labels, value: sample())
    }
}
