package import CoreMetrics
import NIOConcurrencyHelpers

/// Keeps the metrics of swift-metrics and writes them for Prometheus. (No maintained library does this for Swift 6.)
///
/// Counters become `…_total`, timers histograms in seconds, recorders histograms (gauges if they do not aggregate), meters gauges. The
/// library makes floating-point counters of counters, which round.
/// Keeps at most ``seriesLimit`` series, so that no label can fill the memory; more are counted and dropped.
package final class PrometheusRegistry: Sendable {
    /// The metric's name in the exposition format.
    enum Kind: String { case counter, gauge, histogram }

    struct Family {
        let kind: Kind
        var series: [String: any PrometheusSeries] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
        var seriesCount = 0
        var refusedSeries = 0
    }

    package let seriesLimit: Int
    private let state = NIOLockedValueBox(State())

    package init(seriesLimit: Int = 2_000) {
        self.seriesLimit = seriesLimit
    }

    /// Sets a metric's help sentence; `name` is the exposed name, with its `_total` or `_seconds`.
    package func describe(_ name: String, _ help: String) {
        state.withLockedValue { $0.help[Self.legal(name)] = help }
    }

    /// Adds a gauge that is read on request; the same name and labels again replace it.
    package func gauge(
        _ name: String, _ help: String, labels: [(String, String)] = [], sample: @escaping @Sendable () -> Double
    ) {
        observe(name, help, labels: labels, kind: .gauge, sample: sample)
    }

    /// Adds a counter whose value is kept elsewhere and never falls; the name ends in `_total`.
    package func counter(
        _ name: String, _ help: String, labels: [(String, String)] = [], sample: @escaping @Sendable () -> Double
    ) {
        observe(name, help, labels: labels, kind: .counter, sample: sample)
    }

    private func observe(
        _ name: String, _ help: String, labels: [(String, String)], kind: Kind, sample: @escaping @Sendable () -> Double
    ) {
        describe(name, help)
        _ = insert(name, labels, kind, replacing: true) { PrometheusSample(sample: sample) }
    }

    /// All series in the text exposition format 0.0.4, ordered by name and labels.
    package func text() -> String {
        let (families, help, refused) = state.withLockedValue { ($0.families, $0.help, $0.refusedSeries) }
        var text = PrometheusText()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text.open(name, kind: family.kind.rawValue, help: help[name])
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name: name, labels: labels, to: &text)
            }
        }
        let name = "thaw_metrics_series_dropped_total"
        text.open(name, kind: Kind.counter.rawValue, help: "Series beyond the limit that are not shown.")
        text.sample(name, labels: "", value: Double(refused))
        return text.content
    }

    private func insert<Series: PrometheusSeries>(
        _ label: String, _ dimensions: [(String, String)], _ kind: Kind, replacing: Bool = false, make: () -> Series
    ) -> Series {
        let name = Self.legal(label)
        let labels = PrometheusText.labels(dimensions)
        return state.withLockedValue { state in
            var family = state.families[name] ?? Family(kind: kind)
            let known = family.series[labels]
            if !replacing, let known = known as? Series { return known }
            let series = make()
            let isRoom = known != nil || state.seriesCount < seriesLimit
            guard family.kind == kind, isRoom, replacing || known == nil else {
                state.refusedSeries += 1
                return series
            }
            if known == nil { state.seriesCount += 1 }
            family.series[labels] = series
            state.families[name] = family
            return series
        }
    }

    private static func legal(_ name: String) -> String {
        var legal = ""
        for (index, character) in name.unicodeScalars.enumerated() {
            switch character {
            case "a"..."z", "A"..."Z", "_", ":": legal.unicodeScalars.append(character)
            case "0"..."9" where index > 0: legal.unicodeScalars.append(character)
            default: legal += "_"
            }
        }
        return legal
    }

    private static func ending(_ name: String, in suffix: String) -> String {
        name.hasSuffix(suffix) ? name : name + suffix
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        insert(Self.ending(label, in: "_total"), dimensions, .counter) { PrometheusCounter() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        insert(label, dimensions, .gauge) { PrometheusGauge() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return insert(label, dimensions, .gauge) { PrometheusGauge() } }
        return insert(label, dimensions, .histogram) { PrometheusHistogram(bounds: PrometheusHistogram.sizes) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        insert(Self.ending(label, in: "_seconds"), dimensions, .histogram) { PrometheusHistogram(bounds: PrometheusHistogram.seconds) }
    }

    // A series is never removed: its figures must not fall between two readings.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
