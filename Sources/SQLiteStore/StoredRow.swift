import GRDB
import GRDBSQLite
import Sightings

/// A row as SQLite has it, while a statement stands on it: its columns are read by SQLite's own functions.
///
/// GRDB's rows and values cost several times what SQLite takes to come to the row, and a start reads tens of millions.
struct StoredRow {
    private let statement: OpaquePointer

    /// Steps through all rows of a statement.
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

    /// Throws `corrupt` for a column that holds no whole number.
    func number(_ column: Int) throws -> Int64 {
        // One call that goes through the statement, and two that only look at the value.
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { throw StoreError.corrupt }
        return sqlite3_value_int64(value)
    }

    /// Throws `corrupt` for a column that holds no blob.
    func withBytes<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_BLOB else { throw StoreError.corrupt }
        return try body(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
    }

    func bytes(_ column: Int) throws -> [UInt8] { try withBytes(column) { Array($0) } }
}
