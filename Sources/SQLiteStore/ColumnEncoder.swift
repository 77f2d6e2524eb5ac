import GRDB
import GRDBSQLite
import Seal
import Sightings
import Vocabulary

/// Takes the values of a row's columns in order: for the row's code, and for a statement if the row is written.
///
/// Allocates nothing.
struct ColumnEncoder {
    private var hash: SipHash
    private let statement: OpaquePointer?
    /// The next value's index; the row ID is first.
    private var index: Int32 = 2

    init(hash: SipHash, statement: OpaquePointer?) {
        self.hash = hash
        self.statement = statement
    }

    /// The row's code, once every column has its value. Binds the check after the last column.
    consuming func finish() throws -> Digest128 {
        let (statement, index) = (statement, index)
        let code = hash.code()
        guard let statement else { return code }
        try withUnsafeBytes(of: code.high.littleEndian) { try Self.bind($0, index, statement) }
        return code
    }

    // MARK: Numbers

    mutating func add(_ number: some BinaryInteger) throws {
        guard let number = Int64(exactly: number), FixedWidth.range.contains(number) else { throw StoreError.corrupt }
        let stored = number + FixedWidth.bias
        hash.append(UInt64(bitPattern: stored))
        if let statement { try Self.check(sqlite3_bind_int64(statement, index, stored)) }
        index += 1
    }

    mutating func add(_ id: some Identifier) throws { try add(id.rawValue) }
    mutating func add(_ flag: Bool) throws { try add(flag ? 1 : 0) }
    mutating func add(_ day: Day) throws { try add(day.number) }
    /// 0 means none: no day of the registry is as old as 1970.
    mutating func add(_ day: Day?) throws { try add(day?.number ?? 0) }
    mutating func add(_ instant: Instant) throws { try add(instant.seconds) }
    mutating func add(_ actor: AuditActor) throws { try add(actor.number) }
    mutating func add(_ signs: Signs) throws { try add(signs.rawValue) }
    /// One more than the area's number; 0 means none.
    mutating func add(area: AreaNumber?) throws { try add(area.map { Int($0) + 1 } ?? 0) }

    /// One byte each for color, body and make; 0 for none.
    mutating func add(_ vehicle: Vehicle) throws {
        let (color, body) = (Int32(vehicle.color?.number ?? 0), Int32(vehicle.body?.number ?? 0))
        try add(color << 16 | body << 8 | Int32(vehicle.make?.number ?? 0))
    }

    /// Two columns: the step, and the number.
    mutating func add(_ period: Period) throws {
        try add(period.step.rawValue)
        try add(period.number)
    }

    // MARK: Bytes

    mutating func add(_ digest: Digest128) throws {
        hash.append(digest.high.byteSwapped)
        hash.append(digest.low.byteSwapped)
        if let statement {
            try withUnsafeBytes(of: (digest.high.bigEndian, digest.low.bigEndian)) { try Self.bind($0, index, statement) }
        }
        index += 1
    }

    /// - Parameter count: the column's bytes, a multiple of 8.
    mutating func add(_ bytes: [UInt8], count: Int) throws {
        guard bytes.count == count else { throw StoreError.corrupt }
        try bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: count, by: 8) {
                hash.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            if let statement { try Self.bind(bytes, index, statement) }
        }
        index += 1
    }

    /// Bytes of a row that never changes its size.
    mutating func add(text bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            hash.append(counted: bytes)
            if let statement { try Self.bind(bytes, index, statement) }
        }
        index += 1
    }

    private static func bind(_ bytes: UnsafeRawBufferPointer, _ index: Int32, _ statement: OpaquePointer) throws {
        // SQLite copies the bytes.
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard !bytes.isEmpty else { return try check(sqlite3_bind_zeroblob(statement, index, 0)) }
        try check(sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), copies))
    }

    private static func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
