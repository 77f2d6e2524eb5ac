import ArgumentParser
import BenchData
import Foundation
import Glibc
import SQLiteStore
import Seal
import Sightings

/// Fills the registry of a stopped daemon, using the daemon's own store.
struct FillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "fill")

    @Argument(help: "The data folder of a registry without plates.")
    var folder: String
    @Argument(help: "The number of plates, at most 12,000,000.")
    var plates: Int
    @Option(help: "Date the data this many days back, with nothing aged since.")
    var daysAgo = 0

    private static let batch = 20_000

    func run() async throws {
        let keys = try SealKeys(folder: folder)
        let database = try SightingDatabase.open(
            path: folder + "/thaw.sqlite", identity: RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: Rules().utcOffset),
            checks: keys.store, witness: CommitWitness(path: folder + "/commit-witness", checks: keys.store))
        let stored = try await database.load()
        guard stored.plates.isEmpty else { throw ValidationError("\(folder) already holds plates.") }
        let today = Rules().day(of: Instant(seconds: Int64(time(nil)))) + -daysAgo
        let registry = SeededRegistry(keys: keys, today: today)
        var counters = stored.counters
        var weeks: Set<Int32> = []
        for start in stride(from: 0, to: plates, by: Self.batch) {
            let changes = registry.changes(start..<min(plates, start + Self.batch), counters: counters)
            try await database.commit(changes)
            counters = changes.counters
            for voice in changes.voices { weeks.insert(voice.row.week) }
        }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.weekWitnesses = try witnesses(of: weeks.subtracting(stored.weekWitnesses.map(\.week)), after: stored.weekWitnesses, keys)
        try await database.commit(changes)
        try await database.eraseTraces()
        try database.close()
    }
}

extension FillCommand {
    /// Makes the weeks' keys; without them the daemon would refuse to start.
    private func witnesses(of weeks: Set<Int32>, after known: [WeekWitness], _ keys: SealKeys) throws -> [WeekWitness] {
        let weekKeyFolder = WeekKeyFolder(path: folder + "/weeks")
        var weekKeys = try weekKeyFolder.load(from: .min, joining: keys)
        var rowID = known.map(\.rowID).max() ?? 0
        return try weeks.sorted().map { week in
            if !weekKeys.contains(week) { try weekKeyFolder.make(week, in: &weekKeys, joining: keys) }
            rowID.advance()
            return WeekWitness(rowID: rowID, week: week, witness: weekKeys.witness(week: week) ?? .zero)
        }
    }
}

extension SealKeys {
    /// Reads the key file that the daemon makes in a new folder: 32 bytes in hex.
    init(folder: String) throws {
        let digits = try String(contentsOfFile: folder + "/seal.key", encoding: .utf8).compactMap(\.hexDigitValue)
        try self.init(secret: stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}

/// Prints plates as people type them, one a line. Half are listed, and some appear far more often than others.
struct QueriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "queries")

    @Argument(help: "The number of plates in the registry.")
    var plates: Int
    @Argument(help: "The number of lines.")
    var count: Int

    func run() {
        let plates = SeededPlates()
        var random = SeededNumbers(seed: 20_261_125)
        for _ in 0..<count {
            let isHit = random.next() % 2 == 0
            let number = isHit ? random.popular(below: self.plates) : self.plates + Int(random.next() % 1_000_000)
            print(random.typed(plates[number]))
        }
    }
}
