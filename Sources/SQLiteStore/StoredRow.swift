import GRDB
import GRDBSQLite
import Seal
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

/// What a column is written as.
enum StoredValue: Sendable {
    case number(Int64)
    case digest(Digest128)
    /// As many as its column says.
    case bytes([UInt8])
    case text([UInt8])
    /// The high half of a row's code; 0 for a row that holds nothing.
    case check(UInt64)
}

/// Writes rows of one table at their places, over whatever was there: same size, so SQLite overwrites in place.
///
/// Good as long as the transaction is open.
struct RowWriter {
    private let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }

    /// - Parameter check: the row's check, unless it is the last of the values.
    func write(_ values: [StoredValue], check code: UInt64? = nil, at place: RowID) throws {
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        try check(sqlite3_bind_int64(handle, 1, Int64(place.rawValue)))
        for (index, value) in values.enumerated() { try bind(value, Int32(index + 2), handle) }
        if let code { try bind(.check(code), Int32(values.count + 2), handle) }
        try check(sqlite3_step(handle), expected: SQLITE_DONE)
    }

    private func bind(_ value: StoredValue, _ index: Int32, _ handle: OpaquePointer) throws {
        // SQLite takes a copy of the bytes.
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .number(let number):
            try check(sqlite3_bind_int64(handle, index, number))
        case .digest(let digest):
            let words = (digest.high.bigEndian, digest.low.bigEndian)
            try check(withUnsafeBytes(of: words) { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), copies) })
        case .check(let code):
            try check(withUnsafeBytes(of: code.littleEndian) { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), copies) })
        case .bytes(let bytes), .text(let bytes):
            try check(bytes.withUnsafeBytes { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), copies) })
        }
    }

    private func check(_ code: Int32, expected: Int32 = SQLITE_OK) throws {
        guard code == expected else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
