import Seal
import Sightings
import Vocabulary

/// Reads the values of a row's columns in order from SQLite, and computes the row's code from them.
///
/// Every method throws `corrupt` for an invalid value. Numbers are never truncated.
struct ColumnDecoder {
    private let row: StoredRow
    private var hash: SipHash
    /// The next value's index; the row ID is first.
    private var index = 1

    init(_ row: StoredRow, hash: SipHash) {
        self.row = row
        self.hash = hash
    }

    /// The row's code; call after every column was read.
    consuming func code() -> Digest128 { hash.code() }

    // MARK: Numbers

    mutating func next<Number: FixedWidthInteger>(as type: Number.Type = Number.self) throws -> Number {
        let stored = try row.number(index)
        index += 1
        hash.append(UInt64(bitPattern: stored))
        guard let number = Number(exactly: stored &- FixedWidth.bias) else { throw StoreError.corrupt }
        return number
    }

    /// Decodes a number.
    mutating func next<Word>(_ named: (UInt8) -> Word?) throws -> Word {
        guard let word = named(try next()) else { throw StoreError.corrupt }
        return word
    }

    /// Decodes a number; 0 means none.
    mutating func optional<Word>(_ named: (UInt8) -> Word?) throws -> Word? { try Self.word(try next(), named) }

    /// The word of a number; 0 means none.
    static func word<Word>(_ number: UInt8, _ named: (UInt8) -> Word?) throws(StoreError) -> Word? {
        guard number != 0 else { return nil }
        guard let word = named(number) else { throw .corrupt }
        return word
    }

    mutating func flag() throws -> Bool { try next { number in number < 2 ? number == 1 : nil } }
    mutating func signs() throws -> Signs { Signs(rawValue: try next()) }

    /// One more than the area's number; 0 means none.
    mutating func optionalArea() throws -> AreaNumber? {
        let number: Int = try next()
        guard 0...Int(AreaNumber.max) + 1 ~= number else { throw StoreError.corrupt }
        return number == 0 ? nil : AreaNumber(number - 1)
    }

    mutating func vehicle() throws -> Vehicle {
        let number: Int32 = try next()
        guard 0..<(1 << 24) ~= number else { throw StoreError.corrupt }
        return Vehicle(
            color: try Self.word(UInt8(number >> 16)) { Color(number: $0) },
            body: try Self.word(UInt8(truncatingIfNeeded: number >> 8)) { Body(number: $0) },
            make: try Self.word(UInt8(truncatingIfNeeded: number)) { Make(number: $0) })
    }

    mutating func actor() throws -> AuditActor {
        guard let actor = AuditActor(number: try next()) else { throw StoreError.corrupt }
        return actor
    }

    // MARK: Times

    /// Within 8,000 years of 1970, so that no arithmetic on days overflows.
    private static let days: ClosedRange<Int32> = -3_000_000...3_000_000

    mutating func next<ID: Identifier>(as type: ID.Type = ID.self) throws -> ID { ID(rawValue: try next()) }

    mutating func day() throws -> Day { Day(number: try number(within: Self.days)) }

    /// 0 means none: no day of the registry is as old as 1970.
    mutating func optionalDay() throws -> Day? {
        let day = try day()
        return day.number == 0 ? nil : day
    }

    mutating func week() throws -> Int32 { try number(within: Self.days.lowerBound / 7...Self.days.upperBound / 7) }

    mutating func instant() throws -> Instant {
        let seconds: Int64 = try next()
        guard abs(seconds / 86_400) <= Self.days.upperBound else { throw StoreError.corrupt }
        return Instant(seconds: seconds)
    }

    /// Two columns: the step, and the number.
    mutating func period() throws -> Period {
        let step = try next(Period.Step.init(rawValue:))
        let number =
            switch step {
            case .slot: try next(as: Int32.self)
            case .day: try day().number
            case .week: try week()
            }
        return Period(step: step, number: number)
    }

    private mutating func number(within range: ClosedRange<Int32>) throws -> Int32 {
        let number: Int32 = try next()
        guard range.contains(number) else { throw StoreError.corrupt }
        return number
    }

    // MARK: Bytes

    mutating func digest() throws -> Digest128 {
        let digest = try row.withBytes(index) { bytes in
            guard bytes.count == 16 else { throw StoreError.corrupt }
            return Digest128(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        index += 1
        hash.append(digest.high.byteSwapped)
        hash.append(digest.low.byteSwapped)
        return digest
    }

    /// - Parameter count: the column's bytes, a multiple of 8.
    mutating func bytes(count: Int) throws -> [UInt8] { try bytes(fitting: { $0 == count }) }

    /// - Parameter fits: whether the column may have this number of bytes; only multiples of 8 fit.
    mutating func bytes(fitting fits: (Int) -> Bool) throws -> [UInt8] {
        let bytes = try row.bytes(index)
        index += 1
        guard fits(bytes.count) else { throw StoreError.corrupt }
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: 8) {
                hash.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
        }
        return bytes
    }

    mutating func text() throws -> [UInt8] {
        let bytes = try row.bytes(index)
        index += 1
        bytes.withUnsafeBytes { hash.append(counted: $0) }
        return bytes
    }
}
