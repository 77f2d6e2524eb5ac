import ArgumentParser
import Foundation
import GRDB
import GRDBSQLite
import Sightings

/// Commits with bare SQLite: the rows of a new plate's report, in the same tables with the same settings, `rows` reports a transaction.
struct CommitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "commits")

    @Argument(help: "A copy of a registry's database. The command writes to it.")
    var database: String
    @Argument(help: "Reports a transaction.")
    var rows: Int
    @Option var seconds = 3.0

    private static let statements = [
        "INSERT OR REPLACE INTO plates VALUES (?,?,?,?,?,?,?,?,?,?)", "INSERT OR REPLACE INTO sightings VALUES (?,?,?,?,?,?,?)",
        "INSERT OR REPLACE INTO voices VALUES (?,?,?,?,?,?,?,?,?)", "INSERT OR REPLACE INTO receipts_0 VALUES (?,?,?,?,?,?)",
    ]
    /// The columns that hold 16 bytes.
    private static let blobs: [Set<Int32>] = [[3], [], [4], [2, 3, 4]]
    private static let columns: [Int32] = [10, 7, 9, 6]
    private static let firstRowID: Int64 = 100_000_000

    func run() throws {
        let queue = try DatabaseQueue(path: database)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 0;
                    CREATE TABLE receipts_0 (place INTEGER NOT NULL PRIMARY KEY, receipt BLOB NOT NULL, replay BLOB NOT NULL,
                        content BLOB NOT NULL, commit_number INTEGER NOT NULL, flags INTEGER NOT NULL) STRICT
                    """)
            let statements = try Self.statements.map { try database.makeStatement(sql: $0) }
            let counter = try database.makeStatement(sql: "INSERT OR REPLACE INTO counters (name, value) VALUES ('commit', 1)")
            var done: Int64 = 0
            let clock = ContinuousClock()
            let start = clock.now
            while clock.now - start < .seconds(seconds) {
                try database.execute(sql: "BEGIN IMMEDIATE")
                for _ in 0..<rows {
                    done += 1
                    for (index, statement) in statements.enumerated() {
                        try write(statement.sqliteStatement, index, rowID: Self.firstRowID + done)
                    }
                }
                try counter.execute()
                try database.execute(sql: "COMMIT")
                if try logBytes() > 16 << 20 { try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            }
            let (whole, part) = (clock.now - start).components
            try report(["perSecond": Double(done) / (Double(whole) + Double(part) / 1e18)])
        }
    }

    private func write(_ statement: OpaquePointer, _ table: Int, rowID: Int64) throws {
        let digest = (UInt64(bitPattern: rowID) &* 0x9E37_79B9_7F4A_7C15, UInt64(bitPattern: rowID))
        sqlite3_bind_int64(statement, 1, rowID)
        withUnsafeBytes(of: digest) { bytes in
            for column in 2...Self.columns[table] {
                if Self.blobs[table].contains(column) {
                    sqlite3_bind_blob(statement, column, bytes.baseAddress, 16, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                } else {
                    sqlite3_bind_int64(statement, column, 1 << 40 + Int64(column))
                }
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw ValidationError("SQLite failed to write a row.") }
        sqlite3_reset(statement)
    }

    private func logBytes() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: database + "-wal")[.size] as? Int ?? 0
    }
}
