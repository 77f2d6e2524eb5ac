import BenchData
import Benchmark
import PlateIndex
import Plates

let benchmarks: @Sendable () -> Void = {
    let seeded = SeededPlates()
    let plates = 1_000_000
    let table = PlateTable()
    for number in 0..<plates { table.set(UInt32(number), for: seeded[number]) }
    var random = SeededNumbers(seed: 1)
    let hits = (0..<65_536).map { _ in seeded[Int(random.next() % UInt64(plates))] }
    let misses = (0..<65_536).map { _ in seeded[plates + Int(random.next() % UInt64(plates))] }

    Benchmark("a hit among a million", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(table[hits[iteration & 65_535]]) }
    }
    Benchmark("a miss among a million", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(table[misses[iteration & 65_535]]) }
    }
    Benchmark("1,024 hits at once", configuration: .init(metrics: [.wallClock, .throughput], maxDuration: .seconds(2))) { benchmark in
        for iteration in benchmark.scaledIterations {
            blackHole(table.values(for: Array(hits[(iteration & 63) * 1_024..<(iteration & 63) * 1_024 + 1_024])))
        }
    }
    Benchmark("set an existing entry", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(table.set(7, for: hits[iteration & 65_535])) }
    }
    Benchmark("a similar search", configuration: .init(metrics: [.wallClock, .throughput], maxDuration: .seconds(2))) { benchmark in
        for iteration in benchmark.scaledIterations {
            table.forEachSimilar(to: hits[iteration & 65_535]) { key, value, _ in blackHole((key, value)) }
        }
    }
}

extension Benchmark.Configuration {
    /// Measures the time of one call, with a thousand calls a sample.
    fileprivate static var each: Self {
        .init(metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))
    }
}
