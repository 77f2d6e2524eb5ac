import BenchData
import Benchmark
import Plates
import Seal
import Sightings
import Vocabulary

let benchmarks: @Sendable () -> Void = {
    let seeded = SeededPlates()
    let rules = Rules()
    let now = Instant(seconds: 1_795_361_400)
    let today = rules.day(of: now)
    var random = SeededNumbers(seed: 1)
    let records = (0..<1_024).map { number in
        PlateRecord(
            rowID: RowID(index: number + 1), id: PlateID(rawValue: Int64(number + 1)), plate: seeded.plate(number), firstDay: today + -9,
            lastDay: today, standing: PlateStanding(status: .suspected),
            sightings: [
                Sighting(area: 0, period: Period(step: .slot, number: rules.slot(of: now)), reports: 1, commit: 2),
                Sighting(area: 0, period: Period(step: .day, number: (today + -3).number), reports: 2, commit: 1),
            ],
            voices: (0..<3).map { _ in
                Voice(
                    week: today.week, tag: Digest128(high: random.next(), low: random.next()), day: today, standing: .trusted,
                    vehicle: Vehicle(color: .black), signs: [.convoy])
            })
    }

    Benchmark("age a record", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(records[iteration & 1_023].aged(at: now, rules)) }
    }
    Benchmark("compute when a record is next due", configuration: .each) { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(records[iteration & 1_023].due(at: now, rules)) }
    }
    Benchmark("move a plate in the order of last days", configuration: .each) { benchmark in
        var order = LastDayOrder((0..<200_000).map { .init(day: today, key: seeded[$0]) })
        benchmark.startMeasurement()
        for iteration in benchmark.scaledIterations {
            order.remove(.init(day: today, key: seeded[iteration]))
            order.insert(.init(day: today, key: seeded[iteration]))
        }
    }
}

extension Benchmark.Configuration {
    /// Measures the time of one call, with a thousand calls a sample.
    fileprivate static var each: Self {
        .init(metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))
    }
}
