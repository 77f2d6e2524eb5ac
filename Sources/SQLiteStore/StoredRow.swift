import GRDB
import GRDBSQLite
import Sightings

/// A statement's current row, read with SQLite's own functions.
///
/// GRDB's rows cost several times as much as SQLite's step, and a start reads tens of millions of rows.
struct StoredRow {
    private let statement: OpaquePointer

    /// Calls `body` with each row of a statement.
    static func forEach(of statement: Statement, _ body: (StoredRow) throws -> Void) throws {
        try withExtendedLifetime(statement) {
            let row = StoredRow(statement: statement.sqliteStatement)
            while true {
                switch sqlite3_step(row.statement) {
                case SQLITE_ROW: try body(row)
                case SQLITE_DONE: return
                case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
                }
            }
        }
    }

    /// Throws `corrupt` if the column is not an integer.
    func number(_ column: Int) throws -> Int64 {
        // One call on the statement, and two cheap ones on the value.
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { throw StoreError.corrupt }
        return sqlite3_value_int64(value)
    }

    /// Throws `corrupt` if the column is not a blob.
    func withBytes<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_BLOB else { throw StoreError.corrupt }
        return try body(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
    }

    func bytes(_ column: Int) throws -> [UInt8] { try withBytes(column) { Array($0) } }
}
