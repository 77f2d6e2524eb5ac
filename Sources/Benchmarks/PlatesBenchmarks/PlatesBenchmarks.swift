import BenchData
import Benchmark
import Plates

let benchmarks: @Sendable () -> Void = {
    let seeded = SeededPlates()
    let keys = (0..<1_024).map { seeded[$0] }
    var random = SeededNumbers(seed: 1)
    let texts = keys.map { random.typed($0) }

    Benchmark("parse a typed plate", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(try? Plate(texts[iteration & 1_023])) }
    }
    Benchmark("all similar keys of a plate", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations {
            keys[iteration & 1_023].forEachSimilar { key, difference in blackHole((key, difference)) }
        }
    }
    Benchmark("match a pattern against a plate", configuration: .each) { benchmark in
        let pattern = try! PlatePattern("?K?12*")
        for iteration in benchmark.scaledIterations { blackHole(pattern.matches(keys[iteration & 1_023])) }
    }
}

extension Benchmark.Configuration {
    /// Measures the time of one call, with a thousand calls a sample.
    fileprivate static var each: Self {
        .init(metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))
    }
}
