import BenchData
import Benchmark
import Plates
import Seal

let benchmarks: @Sendable () -> Void = {
    let seeded = SeededPlates()
    let keys = try! SealKeys(secret: [UInt8](0..<32))
    let plates = (0..<1_024).map { seeded.plate($0) }
    let sealed = plates.map { keys.seal($0) }
    let token = [UInt8](repeating: 7, count: 48)

    Benchmark("seal a plate", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(keys.seal(plates[iteration & 1_023])) }
    }
    Benchmark("unseal a plate", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(try? keys.unseal(sealed[iteration & 1_023])) }
    }
    Benchmark("compute a receipt", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations {
            blackHole(keys.receipt(token: token, key: plates[iteration & 1_023].key, area: "powderhorn", slot: 29_926_000))
        }
    }
    Benchmark("check whether a plate is protected", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(keys.protection(of: plates[iteration & 1_023].key)) }
    }
}

extension Benchmark.Configuration {
    /// Measures the time of one call, with a thousand calls a sample.
    fileprivate static var each: Self {
        .init(metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))
    }
}
