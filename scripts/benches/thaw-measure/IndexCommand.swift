import ArgumentParser
import BenchData
import PlateIndex
import Plates

/// Compares the plate index with Swift's dictionary, and a similar search with an exact look-up.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "index")

    @Argument var plates: Int
    @Option var rounds = 5

    private static let lookups = 1 << 20
    private static let searches = 4_096

    func run() throws {
        let seeded = SeededPlates()
        let table = PlateTable(minimumCapacity: 0)
        var dictionary: [UInt64: UInt32] = [:]
        for number in 0..<plates {
            let key = seeded[number]
            table.set(UInt32(number), for: key)
            dictionary[UInt64(key.packed)] = UInt32(number)
        }
        var random = SeededNumbers(seed: 1)
        let hits = (0..<Self.lookups).map { _ in seeded[Int(random.next() % UInt64(plates))] }
        let misses = (0..<Self.lookups).map { _ in seeded[plates + Int(random.next() % UInt64(SeededPlates.count - plates))] }
        var figures: [String: Pairs] = [:]
        for (name, keys) in [("hit", hits), ("miss", misses)] {
            let words = keys.map { UInt64($0.packed) }
            let batches = stride(from: 0, to: keys.count, by: 1_024).map { Array(keys[$0..<$0 + 1_024]) }
            figures[name] = Pairs(rounds: rounds, pieces: (Self.lookups, Self.lookups)) {
                var found: UInt32 = 0
                for key in keys { found &+= table[key] ?? 1 }
                keep(found)
            } reference: {
                var found: UInt32 = 0
                for word in words { found &+= dictionary[word] ?? 1 }
                keep(found)
            }
            figures[name + "Batch"] = Pairs(rounds: rounds, pieces: (Self.lookups, Self.lookups)) {
                for batch in batches { keep(table.values(for: batch)) }
            } reference: {
                var found: UInt32 = 0
                for word in words { found &+= dictionary[word] ?? 1 }
                keep(found)
            }
        }
        figures["memory"] = Pairs(ours: [Double(table.memoryBytes) / Double(plates)], reference: [12])
        figures["similar"] = similar(hits, table)
        try report(figures)
    }

    /// The 99th percentile of single searches against the mean of exact look-ups; one look-up is shorter than a clock tick.
    private func similar(_ keys: [PlateKey], _ table: PlateTable) -> Pairs {
        var (ours, reference): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            var times: [Double] = []
            for key in keys.prefix(Self.searches) {
                var found: UInt32 = 0
                times.append(Pairs.nanoseconds { table.forEachSimilar(to: key) { _, value, _ in found &+= value } })
                keep(found)
            }
            ours.append(times.sorted()[Self.searches * 99 / 100])
            var found: UInt32 = 0
            reference.append(Pairs.nanoseconds { for key in keys { found &+= table[key] ?? 1 } } / Double(keys.count))
            keep(found)
        }
        return Pairs(ours: ours, reference: reference)
    }
}
