import GRDB
import Seal
import Sightings

/// The layout of a table: a row ID, the columns, and a keyed check.
struct TableLayout: Sendable {
    /// A column's type.
    enum Column: Hashable, Sendable {
        case number
        /// This many bytes, a multiple of 8.
        case bytes(Int)
        /// Bytes of a row that never changes its size.
        case text
    }

    let name: String
    let columns: [(name: String, kind: Column)]
    /// Binds the rows' checks to the table. Every table has its own number, which never changes.
    let number: UInt64
    private let writing: String
    private let reading: String

    /// - Parameter nonzero: a column that is never zero in a live row; nil if no row is ever erased.
    init(_ name: String, number: UInt64, nonzero: Int? = 0, _ columns: [(String, Column)]) {
        self.name = name
        self.number = number
        self.columns = columns
        let names = (columns.map(\.0) + [Self.checkColumn]).joined(separator: ", ")
        let holes = Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")
        writing = "INSERT OR REPLACE INTO \(name) (row_id, \(names)) VALUES (\(holes))"
        let filter = nonzero.map { "WHERE \(columns[$0].0) <> \(FixedWidth.bias) " } ?? ""
        reading = "SELECT row_id, \(names) FROM \(name) \(filter)ORDER BY row_id"
    }

    private static let checkColumn = "keyed_check"

    /// The SQL to create the table, for tables that no migration creates.
    var creation: String {
        let columns = columns.map { "\($0.name) \($0.kind == .number ? "INTEGER" : "BLOB") NOT NULL" }.joined(separator: ", ")
        return "CREATE TABLE \(name) (row_id INTEGER NOT NULL PRIMARY KEY, \(columns), \(Self.checkColumn) BLOB NOT NULL) STRICT"
    }

    // MARK: Writing

    /// The code of a row as this registry writes it.
    func code<Table: RowCoding>(_ table: Table.Type, of row: Table.Row, _ checks: StoreChecks) throws -> Digest128 {
        var columns = ColumnEncoder(hash: hash(at: Table.rowID(of: row), checks), statement: nil)
        try Table.encode(row, to: &columns)
        return try columns.finish()
    }

    func writer(_ database: Database) throws -> RowWriter { RowWriter(self, try database.cachedStatement(sql: writing)) }

    func hash(at rowID: RowID, _ checks: StoreChecks) -> SipHash { checks.row(table: number, id: UInt64(rowID.rawValue)) }

    // MARK: Reading

    /// Calls `body` with every live row, checked, and adds the rows to a sum.
    ///
    /// - Throws: `altered` for a row that this registry did not write.
    func forEach<Table: RowCoding>(
        _ table: Table.Type, _ database: Database, _ checks: StoreChecks, _ sum: inout UInt64, _ body: (Table.Row) throws -> Void
    ) throws {
        let statement = try database.makeStatement(sql: reading)
        _ = try countMax(database)
        let checkIndex = columns.count + 1
        try StoredRow.forEach(of: statement) { stored in
            guard let rowID = RowID(stored: try stored.number(0)) else { throw StoreError.corrupt }
            let check = try stored.withBytes(checkIndex) { $0.count == 8 ? UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) : nil }
            var values = ColumnDecoder(stored, hash: hash(at: rowID, checks))
            let row: Table.Row
            do {
                row = try Table.decode(&values, at: rowID)
            } catch {
                // An invalid row was mostly written by something else.
                guard try code(of: stored, at: rowID, checks).high == check else { throw StoreError.altered(table: name) }
                throw error
            }
            let code = values.code()
            guard code.high == check else { throw StoreError.altered(table: name) }
            sum &+= code.low
            try body(row)
        }
    }

    /// The code of a row as stored, even if its columns are invalid.
    private func code(of row: StoredRow, at rowID: RowID, _ checks: StoreChecks) throws -> Digest128 {
        var hash = hash(at: rowID, checks)
        for index in columns.indices {
            switch columns[index].kind {
            case .number: hash.append(UInt64(bitPattern: try row.number(index + 1)))
            case .bytes(let count):
                try row.withBytes(index + 1) { bytes in
                    guard bytes.count == count else { throw StoreError.altered(table: name) }
                    for offset in stride(from: 0, to: count, by: 8) {
                        hash.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                    }
                }
            case .text: try row.withBytes(index + 1) { hash.append(counted: $0) }
            }
        }
        return hash.code()
    }

    /// The highest row ID, which bounds the number of rows.
    ///
    /// - Throws: `corrupt` for a row ID that the file is too small for, because memory is allocated for all IDs up to it.
    func countMax(_ database: Database) throws -> Int {
        let last = try Int64.fetchOne(database, sql: "SELECT max(row_id) FROM \(name)") ?? 0
        let bytes = try Int64.fetchOne(database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
        // A row once written stays. IDs that a failed commit took were never written.
        guard last < bytes / Self.rowBytesMin + Self.unwrittenMax, let count = RowID(exactly: max(last, 0)) else {
            throw StoreError.corrupt
        }
        return count.index
    }

    func hasRows(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(name))") ?? false
    }

    private static let rowBytesMin: Int64 = 8
    private static let unwrittenMax: Int64 = 1 << 20
}
