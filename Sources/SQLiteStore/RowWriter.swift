import GRDB
import GRDBSQLite
import Seal
import Sightings

/// Writes rows of one table over the stored ones. They have the same size, so SQLite overwrites in place.
///
/// Valid while the transaction is open.
struct RowWriter {
    private let table: TableLayout
    private let statement: Statement

    init(_ table: TableLayout, _ statement: Statement) {
        self.table = table
        self.statement = statement
    }

    /// - Returns: the row's code; its high half is stored in the row.
    @discardableResult
    func write<Table: RowCoding>(_: Table.Type, _ row: Table.Row, _ checks: StoreChecks) throws -> Digest128 {
        let rowID = Table.rowID(of: row)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        try check(sqlite3_bind_int64(handle, 1, Int64(rowID.rawValue)))
        var columns = ColumnEncoder(hash: table.hash(at: rowID, checks), statement: handle)
        try Table.encode(row, to: &columns)
        let code = try columns.finish()
        try check(sqlite3_step(handle), expected: SQLITE_DONE)
        return code
    }

    /// Overwrites a row with zeros, including its check.
    func erase(_ rowID: RowID) throws {
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        try check(sqlite3_bind_int64(handle, 1, Int64(rowID.rawValue)))
        for (index, column) in zip(Int32(2)..., table.columns) {
            switch column.kind {
            case .number: try check(sqlite3_bind_int64(handle, index, FixedWidth.bias))
            case .bytes(let count): try check(sqlite3_bind_zeroblob(handle, index, Int32(count)))
            case .text: try check(sqlite3_bind_zeroblob(handle, index, 0))
            }
        }
        try check(sqlite3_bind_zeroblob(handle, Int32(table.columns.count + 2), 8))
        try check(sqlite3_step(handle), expected: SQLITE_DONE)
    }

    private func check(_ code: Int32, expected: Int32 = SQLITE_OK) throws {
        guard code == expected else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
