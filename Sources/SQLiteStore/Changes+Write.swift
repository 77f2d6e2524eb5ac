import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension Changes {
    /// Writes everything; the caller has a transaction open.
    func write(to database: Database) throws {
        try writeCounters(to: database)
        for (offset, area) in addedAreas.enumerated() {
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM areas") ?? 0
            precondition(offset <= count)
            try database.execute(sql: "INSERT INTO areas (number, id) VALUES (?, ?)", arguments: [count, area])
        }
        // Erased places first: the same commit never writes to a place that it erases, but the next may.
        for places in [erased, blank] {
            for (table, places) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { try erase(places, in: .of(table), database) }
        }
        try write(plates, to: .plates, database) { ($0.values, $0.place) }
        try write(sightings, to: .sightings, database) { ($0.values, $0.row.place) }
        try write(voices, to: .voices, database) { ($0.values, $0.row.place) }
        try write(tokens, to: .tokens, database) { ($0.values, $0.place) }
        try write(invites, to: .invites, database) { ($0.values, $0.place) }
        // One more than the bits: a place that holds zero holds nothing.
        try write(protections, to: .protections, database) { ([FixedWidth.stored($0.bits + 1)], $0.place) }
        try writeReceipts(to: database)
        try writeModeration(to: database)
    }

    private func erase(_ places: [RowPlace], in table: PlacedTable, _ database: Database) throws {
        try write(places, to: table, database) { (table.erased, $0) }
    }

    func write<Row>(_ rows: [Row], to table: PlacedTable, _ database: Database, _ read: (Row) -> ([StoredValue], RowPlace)) throws {
        guard !rows.isEmpty else { return }
        let writer = try table.writer(database)
        for row in rows {
            let (values, place) = read(row)
            try writer.write(values, at: place)
        }
    }

    private func writeReceipts(to database: Database) throws {
        for (day, receipts) in receipts.sorted(by: { $0.key < $1.key }) {
            let table = PlacedTable.receipts(day)
            let columns = table.columns.map { column in
                ["commit_number", "flags"].contains(column) ? "\(column) INTEGER NOT NULL" : "\(column) BLOB NOT NULL"
            }
            try database.cachedStatement(
                sql:
                    "CREATE TABLE IF NOT EXISTS \(table.name) (place INTEGER NOT NULL PRIMARY KEY, \(columns.joined(separator: ", "))) STRICT"
            ).execute()
            try write(receipts, to: table, database) { ($0.values, $0.place) }
        }
        for day in droppedReceiptDays {
            try database.execute(sql: "DROP TABLE IF EXISTS \(PlacedTable.receipts(day).name)")
        }
    }

    private func writeCounters(to database: Database) throws {
        let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)")
        for (name, value) in counters.named {
            try statement.execute(arguments: [name, value])
        }
    }
}

extension Counters {
    fileprivate var named: [(name: String, value: Int64)] {
        [
            ("commit", commit), ("plate_id", plateID), ("token_id", tokenID), ("invite_id", inviteID), ("aged_sightings", agedSightings),
            ("aged_plates", agedPlates), ("decision_id", decisionID), ("proposal_id", proposalID),
        ]
    }
}

extension PlateRow {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(id), .digest(sealed.block), FixedWidth.stored(statusNumber), FixedWidth.stored(firstDay.number),
            FixedWidth.stored(lastDay.number), FixedWidth.stored(confirmedOn?.number ?? 0), FixedWidth.stored(confirmedSigns),
            FixedWidth.stored(clearedOn?.number ?? 0), FixedWidth.stored(isQueued ? 1 : 0), FixedWidth.stored(vouchedDay?.number ?? 0),
        ]
    }
}

extension Owned<Sighting> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(row.area), FixedWidth.stored(row.period.step.rawValue),
            FixedWidth.stored(row.period.number), FixedWidth.stored(row.reports), FixedWidth.stored(row.commit),
            FixedWidth.stored(SightingSupport(row).rawValue),
        ]
    }
}

extension Owned<Voice> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(row.week), .digest(row.tag), FixedWidth.stored(row.day?.number ?? 0),
            FixedWidth.stored(row.standing.rawValue), FixedWidth.stored(VehicleNumber(row.vehicle).number),
            FixedWidth.stored(row.signs.rawValue), FixedWidth.stored(row.mutedUntil?.number ?? 0),
        ]
    }
}

extension Token {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(id), .bytes(hash), FixedWidth.stored(role.number), FixedWidth.stored(isTrustedFromIssue ? 1 : 0),
            FixedWidth.stored(issued.number), FixedWidth.stored(expires.number), FixedWidth.stored(isRevoked ? 1 : 0),
            FixedWidth.stored(invitedBy),
        ]
    }
}

extension Invite {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(id), .bytes(hash), FixedWidth.stored(role.number), FixedWidth.stored(isTrusted ? 1 : 0),
            FixedWidth.stored(expires.seconds), FixedWidth.stored(invitedBy),
        ]
    }
}

extension Receipt {
    fileprivate var values: [StoredValue] {
        [
            .digest(receipt), .digest(dayReceipt), .digest(replay), .digest(content), FixedWidth.stored(commit),
            FixedWidth.stored(ReceiptFlags(self).rawValue),
        ]
    }
}

/// Who stands behind a sighting: the number of trusted tokens, and 4 more once a moderator confirmed it.
struct SightingSupport {
    let rawValue: UInt8

    private static let confirmed: UInt8 = 4

    var trusted: UInt8 { rawValue & ~Self.confirmed }
    var isConfirmed: Bool { rawValue & Self.confirmed != 0 }

    init(_ row: Sighting) {
        rawValue = row.trusted | (row.isConfirmed ? Self.confirmed : 0)
    }

    /// Throws `corrupt` for a number that means nothing.
    init(_ row: StoredRow, _ column: Int) throws {
        rawValue = try FixedWidth.read(row, column)
        guard trusted <= Sighting.trustedMax else { throw StoreError.corrupt }
    }
}

/// What a receipt says beside its digests, as bits.
struct ReceiptFlags: OptionSet {
    let rawValue: UInt8

    static let merged = ReceiptFlags(rawValue: 1)
    static let withdrawn = ReceiptFlags(rawValue: 2)
    static let imported = ReceiptFlags(rawValue: 4)
    static let notKept = ReceiptFlags(rawValue: 8)
    /// How many trusted tokens the report added, as a number of two bits.
    private static let countedShift = UInt8(4)

    var counted: UInt8 { rawValue >> Self.countedShift & 3 }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ receipt: Receipt) {
        self.init(rawValue: receipt.counted << Self.countedShift)
        if receipt.isMerged { insert(.merged) }
        if receipt.isWithdrawn { insert(.withdrawn) }
        if receipt.isImported { insert(.imported) }
        if !receipt.isKept { insert(.notKept) }
    }
}

/// A vehicle as one number: a byte each for colour, body and make, 0 for none.
struct VehicleNumber {
    let number: Int32

    init(_ vehicle: Vehicle) {
        number = Int32(vehicle.color?.number ?? 0) << 16 | Int32(vehicle.body?.number ?? 0) << 8 | Int32(vehicle.make?.number ?? 0)
    }

    /// nil where a byte names nothing.
    static func vehicle(_ number: Int32) -> Vehicle? {
        guard 0..<(1 << 24) ~= number else { return nil }
        var vehicle = Vehicle()
        func word<Word>(_ shift: Int32, _ make: (UInt8) -> Word?) -> Word?? {
            let byte = UInt8(truncatingIfNeeded: number >> shift)
            return byte == 0 ? .some(nil) : make(byte).map { .some($0) }
        }
        guard let color = word(16, { Color(number: $0) }), let body = word(8, { Body(number: $0) }),
            let make = word(0, { Make(number: $0) })
        else { return nil }
        vehicle.color = color
        vehicle.body = body
        vehicle.make = make
        return vehicle
    }
}
