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

/// A table of rows known by their places, and the columns behind the place.
struct PlacedTable: Sendable {
    let name: String
    let columns: [String]
    /// What an erased row holds.
    let erased: [StoredValue]
    fileprivate let writing: String
    fileprivate let reading: String

    /// - Parameter nonzero: the column in which every living row has something.
    private init(_ name: String, nonzero: Int = 0, _ columns: [(String, bytes: Int?)]) {
        self.name = name
        self.columns = columns.map(\.0)
        erased = columns.map { $0.bytes.map { .bytes([UInt8](repeating: 0, count: $0)) } ?? FixedWidth.stored(0) }
        let names = columns.map(\.0).joined(separator: ", ")
        let holes = Array(repeating: "?", count: columns.count + 1).joined(separator: ", ")
        writing = "INSERT OR REPLACE INTO \(name) (place, \(names)) VALUES (\(holes))"
        reading = "SELECT place, \(names) FROM \(name) WHERE \(columns[nonzero].0) <> \(FixedWidth.bias) ORDER BY place"
    }

    static let plates = PlacedTable(
        "plates",
        [
            ("id", nil), ("block", 16), ("status", nil), ("first_day", nil), ("last_day", nil), ("confirmed_on", nil),
            ("confirmed_signs", nil), ("cleared_on", nil), ("queued", nil),
        ])
    static let sightings = PlacedTable(
        "sightings", [("plate", nil), ("area", nil), ("step", nil), ("period", nil), ("reports", nil), ("commit_number", nil)])
    static let voices = PlacedTable(
        "voices",
        [
            ("plate", nil), ("week", nil), ("tag", 16), ("day", nil), ("standing", nil), ("vehicle", nil), ("signs", nil),
            ("muted_until", nil),
        ])
    static let tokens = PlacedTable(
        "tokens",
        [
            ("id", nil), ("hash", 32), ("role", nil), ("trusted", nil), ("issued", nil), ("expires", nil), ("revoked", nil),
            ("invited_by", nil),
        ])
    static let invites = PlacedTable(
        "invites", [("id", nil), ("hash", 32), ("role", nil), ("trusted", nil), ("expires", nil), ("invited_by", nil)])
    static let protections = PlacedTable("protections", [("bits", nil)])
    static let reviews = PlacedTable(
        "reviews", [("plate", nil), ("salt", 16), ("decision", nil), ("verdict", nil), ("actor", nil), ("day", nil)])
    static let setAsides = PlacedTable(
        "set_asides",
        [
            ("plate", nil), ("decision", nil), ("verdict", nil), ("actor", nil), ("made_at", nil), ("status", nil), ("confirmed_on", nil),
            ("confirmed_signs", nil), ("cleared_on", nil), ("queued", nil),
        ])
    static let setAsideSightings = PlacedTable(
        "set_aside_sightings",
        [
            ("plate", nil), ("decision", nil), ("area", nil), ("step", nil), ("period", nil), ("reports", nil), ("commit_number", nil),
        ])
    static let setAsideMutes = PlacedTable(
        "set_aside_mutes", [("plate", nil), ("decision", nil), ("voice", nil), ("muted_until", nil)])
    static let audit = PlacedTable(
        "audit",
        [
            ("sequence", nil), ("day", nil), ("actor", nil), ("action", nil), ("count", nil), ("plate_name", AuditEntry.plateNameBytes),
            ("hash", AuditEntry.hashBytes),
        ])
    static let proposals = PlacedTable(
        "proposals",
        [
            ("id", nil), ("verdict", nil), ("signs", nil), ("area", nil), ("up_to", nil), ("status", nil), ("named", nil), ("actor", nil),
            ("token", nil), ("made_at", nil), ("commit_number", nil), ("decision", nil), ("running", nil), ("reason", nil),
        ])
    static let proposalPages = PlacedTable(
        "proposal_pages", [("proposal", nil), ("count", nil), ("plates", ProposalPage.platesMax * ProposalPage.plateBytes)])

    static func of(_ table: RowTable) -> PlacedTable {
        switch table {
        case .plates: plates
        case .sightings: sightings
        case .voices: voices
        case .tokens: tokens
        case .invites: invites
        case .protections: protections
        case .reviews: reviews
        case .setAsides: setAsides
        case .setAsideSightings: setAsideSightings
        case .setAsideMutes: setAsideMutes
        case .audit: audit
        case .proposals: proposals
        case .proposalPages: proposalPages
        }
    }

    static func receipts(_ day: Day) -> PlacedTable {
        PlacedTable(
            "receipts_\(day.number)", nonzero: 3,
            [("receipt", 16), ("replay", 16), ("content", 16), ("commit_number", nil), ("flags", nil)])
    }

    /// Every row that holds something.
    func forEach(_ database: Database, _ body: (RowPlace, StoredRow) throws -> Void) throws {
        let statement = try database.makeStatement(sql: reading)
        _ = try countMax(database)
        try StoredRow.forEach(of: statement) { row in
            guard let place = RowPlace(exactly: try row.number(0)), place > 0 else { throw StoreError.corrupt }
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
        guard last < bytes / Self.rowBytesMin + Self.unwrittenMax, let count = RowPlace(exactly: max(last, 0)) else {
            throw StoreError.corrupt
        }
        return Int(count)
    }

    private static let rowBytesMin: Int64 = 8
    private static let unwrittenMax: Int64 = 1 << 20

    func writer(_ database: Database) throws -> RowWriter { RowWriter(try database.cachedStatement(sql: writing)) }
}
