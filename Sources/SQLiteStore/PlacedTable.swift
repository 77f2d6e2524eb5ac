import GRDB
import Seal
import Sightings

/// A table of rows known by their places: the columns behind the place, and a keyed check behind them.
struct PlacedTable: Sendable {
    /// What a column holds.
    enum Column: Hashable, Sendable {
        case number
        /// So many bytes.
        case bytes(Int)
        /// Bytes of a row that never changes its size once it is written.
        case text
    }

    let name: String
    let columns: [(name: String, kind: Column)]
    /// What an erased row holds, its check included.
    let erased: [StoredValue]
    /// What the checks of its rows are bound to: different for every table there is or can be.
    let number: UInt64
    private let writing: String
    private let reading: String

    /// - Parameter nonzero: the column in which every living row has something; nil if no row is ever erased.
    init(_ name: String, _ number: UInt64, nonzero: Int? = 0, _ columns: [(String, Column)]) {
        self.name = name
        self.number = number
        self.columns = columns
        erased =
            columns.map { column in
                switch column.1 {
                case .number: FixedWidth.stored(0)
                case .bytes(let count): .bytes([UInt8](repeating: 0, count: count))
                case .text: .bytes([])
                }
            } + [.check(0)]
        let names = (columns.map(\.0) + [Self.checkColumn]).joined(separator: ", ")
        let holes = Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")
        writing = "INSERT OR REPLACE INTO \(name) (place, \(names)) VALUES (\(holes))"
        let filter = nonzero.map { "WHERE \(columns[$0].0) <> \(FixedWidth.bias) " } ?? ""
        reading = "SELECT place, \(names) FROM \(name) \(filter)ORDER BY place"
    }

    private static let checkColumn = "keyed_check"

    /// The SQL that makes the table; for those that no migration makes.
    var creation: String {
        let columns = columns.map { "\($0.name) \($0.kind == .number ? "INTEGER" : "BLOB") NOT NULL" }.joined(separator: ", ")
        return "CREATE TABLE \(name) (place INTEGER NOT NULL PRIMARY KEY, \(columns), \(Self.checkColumn) BLOB NOT NULL) STRICT"
    }

    // MARK: Checks

    /// The code of a row that is to be written, or was.
    func code(of values: [StoredValue], at place: RowID, _ checks: StoreChecks) -> Digest128 {
        var hash = checks.row(table: number, id: UInt64(place.rawValue))
        for value in values { value.append(to: &hash) }
        return hash.code()
    }

    /// The code of a row as it lies in the file.
    private func code(of row: StoredRow, at place: RowID, _ checks: StoreChecks) throws -> Digest128 {
        var hash = checks.row(table: number, id: UInt64(place.rawValue))
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

    /// Every row that holds something, each checked first. Adds the rows to a sum.
    ///
    /// - Throws: `altered` for a row that this registry did not write.
    func forEach(_ database: Database, _ checks: StoreChecks, _ sum: inout UInt64, _ body: (RowID, StoredRow) throws -> Void) throws {
        let statement = try database.makeStatement(sql: reading)
        _ = try countMax(database)
        let checkIndex = columns.count + 1
        try StoredRow.forEach(of: statement) { row in
            guard let place = RowID(exactly: try row.number(0)), place > 0 else { throw StoreError.corrupt }
            let code = try code(of: row, at: place, checks)
            let stored = try row.withBytes(checkIndex) { $0.count == 8 ? $0.loadUnaligned(as: UInt64.self) : nil }
            guard stored.map(UInt64.init(littleEndian:)) == code.high else { throw StoreError.altered(table: name) }
            sum &+= code.low
            try body(place, row)
        }
    }

    /// As many rows as there can be at the most: the highest place.
    ///
    /// - Throws: `corrupt` for a place that the file is too small for; whoever believed it would fill the memory with the places before it.
    func countMax(_ database: Database) throws -> Int {
        let last = try Int64.fetchOne(database, sql: "SELECT max(place) FROM \(name)") ?? 0
        let bytes = try Int64.fetchOne(database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
        // A place that was ever written keeps its row; what a failed commit had taken never was.
        guard last < bytes / Self.rowBytesMin + Self.unwrittenMax, let count = RowID(exactly: max(last, 0)) else {
            throw StoreError.corrupt
        }
        return count.index
    }

    /// Whether it has any row.
    func hasRows(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(name))") ?? false
    }

    private static let rowBytesMin: Int64 = 8
    private static let unwrittenMax: Int64 = 1 << 20

    func writer(_ database: Database) throws -> RowWriter { RowWriter(try database.cachedStatement(sql: writing)) }
}

extension StoredValue {
    fileprivate func append(to hash: inout SipHash) {
        switch self {
        case .number(let number): hash.append(UInt64(bitPattern: number))
        case .digest(let digest):
            hash.append(digest.high.byteSwapped)
            hash.append(digest.low.byteSwapped)
        case .bytes(let bytes):
            bytes.withUnsafeBytes { bytes in
                for offset in stride(from: 0, to: bytes.count, by: 8) {
                    hash.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                }
            }
        case .text(let bytes): bytes.withUnsafeBytes { hash.append(counted: $0) }
        case .check: preconditionFailure("a check covers no check")
        }
    }
}
