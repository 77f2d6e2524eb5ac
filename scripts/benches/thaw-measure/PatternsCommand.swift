import ArgumentParser
import BenchData
import GRDB
import PlateIndex
import Plates
import Sightings

/// Compares searches by pattern and by keypad with SQLite's LIKE and GLOB over the same plates, with its best index.
struct PatternsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "patterns")

    @Argument var plates: Int
    @Option var rounds = 5

    private static let patterns = ["?K?12*", "*Z97", "A?C?5?", "*BD*3"]
    private static let keypads = ["556456", "2223456", "73952", "4263378"]
    /// The characters on each key, with I and O folded.
    private static let classes = ["[0]", "[1]", "[2ABC]", "[3DEF]", "[4GH1]", "[5JKL]", "[6MN0]", "[7PQRS]", "[8TUV]", "[9WXYZ]"]

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
            for pattern in patterns { keep(await Self.count(in: table, matching: pattern)) }
        } reference: {
            try database.read { database in
                for like in likes {
                    keep(try Int.fetchOne(database, sql: "SELECT count(*) FROM plates WHERE text LIKE ?", arguments: [like]))
                }
            }
        }
        let keypads = Self.keypads.compactMap { KeypadDigits($0) }
        let globs = Self.keypads.map { $0.compactMap(\.wholeNumberValue).map { Self.classes[$0] }.joined() }
        let keypadPairs = try await Pairs(rounds: rounds, pieces: (keypads.count, keypads.count)) {
            for keypad in keypads { keep(await Self.count(in: table, keypad: keypad)) }
        } reference: {
            try database.read { database in
                for glob in globs {
                    keep(try Int.fetchOne(database, sql: "SELECT count(*) FROM plates WHERE text GLOB ?", arguments: [glob]))
                }
            }
        }
        try report(["patterns": pairs, "keypad": keypadPairs])
    }

    /// Searches as the daemon does, on all processors.
    private static func count(in table: PlateTable, matching pattern: PlatePattern? = nil, keypad: KeypadDigits? = nil) async -> Int {
        let parts = ScanPart.parts(ofEntries: table.count)
        return await ParallelWork.map(eachOf: parts.count) { number in
            var count = 0
            table.scan(matching: pattern, keypad: keypad, in: parts[number]) { _, _ in
                count += 1
                return true
            }
            return count
        }.reduce(0, +)
    }
}
