import ArgumentParser
import BenchData
import GRDB
import PlateIndex
import Plates
import Sightings

/// Compares pattern searches with SQLite's LIKE over the same plates, with its best index.
struct PatternsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "patterns")

    @Argument var plates: Int
    @Option var rounds = 5

    private static let patterns = ["?K?12*", "*Z97", "A?C?5?", "*BD*3"]

    func run() async throws {
        let seeded = SeededPlates()
        let table = PlateTable(minimumCapacity: 0)
        // SQLite holds the plates in memory, as the index does. It reads a covering index instead of the table.
        let database = try DatabaseQueue()
        try await database.write { database in
            try database.execute(
                sql: "PRAGMA case_sensitive_like = ON; CREATE TABLE plates (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
            let statement = try database.makeStatement(sql: "INSERT INTO plates (text) VALUES (?)")
            for number in 0..<plates {
                let key = seeded[number]
                table.set(UInt32(number), for: key)
                try statement.execute(arguments: [key.characters])
            }
            try database.execute(sql: "CREATE INDEX by_text ON plates (text); ANALYZE")
        }
        let patterns = try Self.patterns.map { try PlatePattern($0) }
        let likes = Self.patterns.map { $0.replacing("?", with: "_").replacing("*", with: "%") }
        let pairs = try await Pairs(rounds: rounds, pieces: (patterns.count, patterns.count)) {
            for pattern in patterns { keep(await Self.matches(in: table, of: pattern)) }
        } reference: {
            try database.read { database in
                for like in likes {
                    keep(try Int.fetchOne(database, sql: "SELECT count(*) FROM plates WHERE text LIKE ?", arguments: [like]))
                }
            }
        }
        try report(["patterns": pairs])
    }

    /// Searches as the daemon does, on all processors.
    private static func matches(in table: PlateTable, of pattern: PlatePattern) async -> Int {
        let parts = ScanPart.parts(ofEntries: table.count)
        return await ParallelWork.map(eachOf: parts.count) { number in
            var count = 0
            table.scan(matching: pattern, in: parts[number]) { _, _ in
                count += 1
                return true
            }
            return count
        }.reduce(0, +)
    }
}
