import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension Changes {
    /// Writes everything, and keeps the sums; the caller has a transaction open.
    ///
    /// - Returns: the check of the state's row.
    func write(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws -> UInt64 {
        try writeAreas(to: database, checks, &sums)
        // Erased places first: the same commit never writes to a place that it erases, but the next may.
        for places in [erased, blank] {
            for (table, places) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { try erase(places, in: .of(table), database) }
        }
        var writer = CheckedWriter(database: database, checks: checks, sums: sums)
        try writer.write(plates, over: former.plates, in: .plates) { ($0.values, $0.rowID) }
        try writer.write(sightings, over: former.sightings, in: .sightings) { ($0.values, $0.row.rowID) }
        try writer.write(voices, over: former.voices, in: .voices) { ($0.values, $0.row.rowID) }
        try writer.write(tokens, over: former.tokens, in: .tokens) { ($0.values, $0.rowID) }
        try writer.write(invites, over: former.invites, in: .invites) { ($0.values, $0.rowID) }
        // One more than the bits: a place that holds zero holds nothing.
        try writer.write(protections, over: former.protections, in: .protections) { ([FixedWidth.stored($0.bits + 1)], $0.rowID) }
        try writer.write(reviews, over: former.reviews, in: .reviews) { ($0.values, $0.row.rowID) }
        try writer.write(setAsides, over: former.setAsides, in: .setAsides) { ($0.values, $0.row.rowID) }
        try writer.write(setAsideSightings, over: former.setAsideSightings, in: .setAsideSightings) { ($0.values, $0.row.rowID) }
        try writer.write(setAsideMutes, over: former.setAsideMutes, in: .setAsideMutes) { ($0.values, $0.row.rowID) }
        try writer.write(audit, over: former.audit, in: .audit) { ($0.values, $0.rowID) }
        try writer.write(proposals, over: former.proposals, in: .proposals) { ($0.values, $0.rowID) }
        try writer.write(proposalPages, over: former.proposalPages, in: .proposalPages) { ($0.values, $0.rowID) }
        try writer.write(weekWitnesses, over: former.weekWitnesses, in: .weekWitnesses) { ($0.values, $0.rowID) }
        try writeReceipts(&writer)
        sums = writer.sums
        try writeRegistry(to: database, checks, &sums)
        return try StateRow.write(counters, sums, checks, to: database)
    }

    private func writeAreas(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        guard !addedAreas.isEmpty else { return }
        let writer = try PlacedTable.areas.writer(database)
        var place = RowID(index: try PlacedTable.areas.countMax(database))
        for area in addedAreas {
            place.advance()
            let values = [StoredValue.text(Array(area.utf8))]
            let code = PlacedTable.areas.code(of: values, at: place, checks)
            try writer.write(values, check: code.high, at: place)
            sums.areas &+= code.low
        }
    }

    /// The table has a handful of rows, so its sum is made anew.
    private func writeRegistry(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        var values: [RegistryValue: Data] = [:]
        if let checkpoint { values[.auditCheckpoint] = RegistryValue.data(of: checkpoint) }
        if let backedUpAt { values[.backedUpAt] = RegistryValue.data(of: backedUpAt.seconds) }
        if let settingsDigest { values[.settingsDigest] = Data(settingsDigest.bytes) }
        guard !values.isEmpty else { return }
        for (name, value) in values { _ = try name.write(value, checks, to: database) }
        sums.registry = 0
        try PlacedTable.registry.forEach(database, checks, &sums.registry) { _, _ in }
    }

    private func erase(_ places: [RowID], in table: PlacedTable, _ database: Database) throws {
        let writer = try table.writer(database)
        for place in places { try writer.write(table.erased, at: place) }
    }

    private func writeReceipts(_ writer: inout CheckedWriter) throws {
        for (day, receipts) in receipts.sorted(by: { $0.key < $1.key }) {
            let table = PlacedTable.receipts(day)
            if writer.sums.receipts[day] == nil {
                try writer.database.execute(sql: table.creation)
                writer.sums.receipts[day] = 0
            }
            try writer.write(receipts, over: former.receipts[day, default: []], in: table, sum: \.[day]) {
                ($0.values, $0.rowID)
            }
        }
        for day in droppedReceiptDays {
            try writer.database.execute(sql: "DROP TABLE IF EXISTS \(PlacedTable.receipts(day).name)")
            writer.sums.receipts[day] = nil
        }
    }
}

/// Writes rows with their checks, and keeps the sums over all rows.
private struct CheckedWriter {
    let database: Database
    let checks: StoreChecks
    var sums: TableSums

    mutating func write<Row>(
        _ rows: [Row], over former: [Row], in table: RowTable, _ read: (Row) -> ([StoredValue], RowID)
    ) throws {
        guard !rows.isEmpty || !former.isEmpty else { return }
        try write(rows, over: former, in: .of(table), sum: \.[table], read)
    }

    mutating func write<Row>(
        _ rows: [Row], over former: [Row], in table: PlacedTable, sum: WritableKeyPath<TableSums, UInt64>,
        _ read: (Row) -> ([StoredValue], RowID)
    ) throws {
        var change: UInt64 = 0
        for row in former {
            let (values, place) = read(row)
            change &-= table.code(of: values, at: place, checks).low
        }
        if !rows.isEmpty {
            let writer = try table.writer(database)
            for row in rows {
                let (values, place) = read(row)
                let code = table.code(of: values, at: place, checks)
                try writer.write(values, check: code.high, at: place)
                change &+= code.low
            }
        }
        if change != 0 { sums[keyPath: sum] &+= change }
    }
}

extension WeekWitness {
    fileprivate var values: [StoredValue] { [FixedWidth.stored(week), .digest(witness)] }
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
