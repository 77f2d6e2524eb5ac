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

    private static let tables = ["plates", "sightings", "voices", "receipts_0", "state"]
    private static let firstRowID: Int64 = 100_000_000

    func run() throws {
        let queue = try DatabaseQueue(path: database)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 0;
                    CREATE TABLE receipts_0 (row_id INTEGER NOT NULL PRIMARY KEY, receipt BLOB NOT NULL, replay BLOB NOT NULL,
                        content BLOB NOT NULL, commit_number INTEGER NOT NULL, flags INTEGER NOT NULL, keyed_check BLOB NOT NULL) STRICT
                    """)
            var writers = try Self.tables.map { try RowWriter(database, table: $0) }
            let state = writers.removeLast()
            var done: Int64 = 0
            let clock = ContinuousClock()
            let start = clock.now
            while clock.now - start < .seconds(seconds) {
                try database.execute(sql: "BEGIN IMMEDIATE")
                for _ in 0..<rows {
                    done += 1
                    for writer in writers { try writer.write(rowID: Self.firstRowID + done) }
                }
                try state.write(rowID: 1)
                try database.execute(sql: "COMMIT")
                if try logBytes() > 16 << 20 { try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            }
            let (whole, part) = (clock.now - start).components
            try report(["perSecond": Double(done) / (Double(whole) + Double(part) / 1e18)])
        }
    }

    private func logBytes() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: database + "-wal")[.size] as? Int ?? 0
    }
}

/// Writes rows of one table, with numbers and blobs as long as the daemon's. The columns come from the database, so a new one is counted too.
private struct RowWriter {
    private let statement: Statement
    /// The bytes of each column's blob; 0 for a number.
    private let blobBytes: [Int32]

    init(_ database: Database, table: String) throws {
        let columns = try database.columns(in: table)
        blobBytes = columns.map { column in
            switch (column.type, column.name) {
            case ("BLOB", "keyed_check"): 8
            case ("BLOB", "codes"): 128
            case ("BLOB", _): 16
            default: 0
            }
        }
        let values = columns.map { _ in "?" }.joined(separator: ",")
        statement = try database.makeStatement(sql: "INSERT OR REPLACE INTO \(table) VALUES (\(values))")
    }

    func write(rowID: Int64) throws {
        let statement = statement.sqliteStatement
        let bytes = InlineArray<16, UInt64> { index in UInt64(bitPattern: rowID) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index) }
        sqlite3_bind_int64(statement, 1, rowID)
        withUnsafeBytes(of: bytes) { bytes in
            for (index, count) in blobBytes.enumerated().dropFirst() {
                if count > 0 {
                    sqlite3_bind_blob(
                        statement, Int32(index) + 1, bytes.baseAddress, count, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                } else {
                    sqlite3_bind_int64(statement, Int32(index) + 1, 1 << 40 + Int64(index))
                }
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw ValidationError("SQLite failed to write a row.") }
        sqlite3_reset(statement)
    }
}
