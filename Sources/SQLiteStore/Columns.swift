import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

/// How numbers lie in the file: plus 2^40, so that each takes six bytes whatever it is, and no update changes a row's size.
///
/// Holds for numbers from −2^40 + 2^31 to 2^46.
enum FixedWidth {
    static let bias: Int64 = 1 << 40

    static func stored(_ number: some BinaryInteger) -> StoredValue { .number(Int64(number) + bias) }

    static func stored(_ id: some Identifier) -> StoredValue { stored(id.rawValue) }

    static func read<ID: Identifier>(_ row: StoredRow, _ column: Int, as type: ID.Type = ID.self) throws -> ID {
        ID(rawValue: try read(row, column))
    }

    /// Throws `corrupt` for what does not fit; a number is never cut to size.
    static func read<Number: FixedWidthInteger>(_ row: StoredRow, _ column: Int, as type: Number.Type = Number.self) throws -> Number {
        guard let number = Number(exactly: try row.number(column) &- bias) else { throw StoreError.corrupt }
        return number
    }

    /// Within eight thousand years of 1970: no arithmetic on such days overflows.
    private static let days: ClosedRange<Int32> = -3_000_000...3_000_000

    private static func read(_ row: StoredRow, _ column: Int, within range: ClosedRange<Int32>) throws -> Int32 {
        let number: Int32 = try read(row, column)
        guard range.contains(number) else { throw StoreError.corrupt }
        return number
    }

    static func readDay(_ row: StoredRow, _ column: Int) throws -> Day { Day(number: try read(row, column, within: days)) }

    static func readWeek(_ row: StoredRow, _ column: Int) throws -> Int32 {
        try read(row, column, within: days.lowerBound / 7...days.upperBound / 7)
    }

    static func readInstant(_ row: StoredRow, _ column: Int) throws -> Instant {
        let seconds: Int64 = try read(row, column)
        guard abs(seconds / 86_400) <= days.upperBound else { throw StoreError.corrupt }
        return Instant(seconds: seconds)
    }

    /// A period's step, and its number in the column behind.
    static func readPeriod(_ row: StoredRow, _ column: Int) throws -> Period {
        guard let step = Period.Step(rawValue: try read(row, column)) else { throw StoreError.corrupt }
        let number =
            switch step {
            case .slot: try read(row, column + 1, as: Int32.self)
            case .day: try readDay(row, column + 1).number
            case .week: try readWeek(row, column + 1)
            }
        return Period(step: step, number: number)
    }

    /// 0 stands for none: no day of the registry's is as old as 1970.
    static func readOptionalDay(_ row: StoredRow, _ column: Int) throws -> Day? {
        let day = try readDay(row, column)
        return day.number == 0 ? nil : day
    }

    static func readDigest(_ row: StoredRow, _ column: Int) throws -> Digest128 {
        try row.withBytes(column) { bytes in
            guard bytes.count == 16 else { throw StoreError.corrupt }
            return Digest128(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
}
