import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension StoredRegistry {
    /// Reads every row once. Throws `corrupt` for a row that says nothing sensible: a registry never starts with less than it had.
    init(_ database: Database, _ rows: any PlateRowSink) throws {
        self.init()
        try readCounters(database)
        areas = try String.fetchAll(database, sql: "SELECT id FROM areas ORDER BY number")
        try Self.readPlates(database, rows)
        try Self.readSightings(database, rows)
        try Self.readVoices(database, rows)
        try readTokens(database)
        try readInvites(database)
        try PlacedTable.protections.forEach(database) { place, row in
            protections.append(Protection(place: place, bits: try FixedWidth.read(row, 1, as: UInt32.self) - 1))
        }
        try readReceipts(database)
        try readModeration(database)
    }

    /// No registry counts so far; beyond it a counter would soon not fit its column.
    private static let counterMax: Int64 = 1 << 45

    private mutating func readCounters(_ database: Database) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM counters")
        let values = try Dictionary(
            rows.map { row in
                // A backup's table may be of any make.
                guard let name = String.fromDatabaseValue(row[0]), let value = Int64.fromDatabaseValue(row[1]),
                    (0...Self.counterMax).contains(value)
                else { throw StoreError.corrupt }
                return (name, value)
            }, uniquingKeysWith: { first, _ in first })
        counters.commit = values["commit"] ?? 0
        counters.plateID = values["plate_id"] ?? 0
        counters.tokenID = values["token_id"] ?? 0
        counters.inviteID = values["invite_id"] ?? 0
        counters.agedSightings = values["aged_sightings"] ?? 0
        counters.agedPlates = values["aged_plates"] ?? 0
        counters.decisionID = values["decision_id"] ?? 0
        counters.proposalID = values["proposal_id"] ?? 0
    }

    private static func readPlates(_ database: Database, _ rows: any PlateRowSink) throws {
        rows.expect(plates: try PlacedTable.plates.countMax(database))
        try inChunks(of: .plates, database, as: PlateRows.plates, to: rows) { place, row in
            PlateRow(
                place: place, id: try FixedWidth.read(row, 1), sealed: SealedPlate(block: try FixedWidth.readDigest(row, 2)),
                statusNumber: try FixedWidth.read(row, 3), firstDay: try FixedWidth.readDay(row, 4),
                lastDay: try FixedWidth.readDay(row, 5), confirmedOn: try FixedWidth.readOptionalDay(row, 6),
                confirmedSigns: try FixedWidth.read(row, 7), clearedOn: try FixedWidth.readOptionalDay(row, 8),
                isQueued: try FixedWidth.read(row, 9, as: Int.self) == 1, vouchedDay: try FixedWidth.readOptionalDay(row, 10))
        }
    }

    private static func readSightings(_ database: Database, _ rows: any PlateRowSink) throws {
        try inChunks(of: .sightings, database, as: PlateRows.sightings, to: rows) { place, row in
            let support = try SightingSupport(row, 7)
            let sighting = Sighting(
                place: place, area: try FixedWidth.read(row, 2), period: try FixedWidth.readPeriod(row, 3),
                reports: try FixedWidth.read(row, 5), commit: try FixedWidth.read(row, 6), trusted: support.trusted,
                isConfirmed: support.isConfirmed)
            return Owned(plate: try FixedWidth.read(row, 1), row: sighting)
        }
    }

    private static func readVoices(_ database: Database, _ rows: any PlateRowSink) throws {
        try inChunks(of: .voices, database, as: PlateRows.voices, to: rows) { place, row in
            guard let standing = Voice.Standing(rawValue: try FixedWidth.read(row, 5)),
                let vehicle = VehicleNumber.vehicle(try FixedWidth.read(row, 6))
            else { throw StoreError.corrupt }
            let voice = Voice(
                place: place, week: try FixedWidth.readWeek(row, 2), tag: try FixedWidth.readDigest(row, 3),
                day: try FixedWidth.readOptionalDay(row, 4), standing: standing, vehicle: vehicle,
                signs: Signs(rawValue: try FixedWidth.read(row, 7)), mutedUntil: try FixedWidth.readOptionalDay(row, 8))
            return Owned(plate: try FixedWidth.read(row, 1), row: voice)
        }
    }

    /// Reads a table's rows, and hands them on a chunk at a time.
    private static func inChunks<Item>(
        of table: PlacedTable, _ database: Database, as rows: ([Item]) -> PlateRows, to sink: any PlateRowSink,
        _ read: (RowPlace, StoredRow) throws -> Item
    ) throws {
        var chunk: [Item] = []
        try table.forEach(database) { place, row in
            if chunk.isEmpty { chunk.reserveCapacity(PlateRows.countMax) }
            chunk.append(try read(place, row))
            guard chunk.count == PlateRows.countMax else { return }
            sink.take(rows(chunk))
            chunk = []
        }
        if !chunk.isEmpty { sink.take(rows(chunk)) }
    }

    private mutating func readTokens(_ database: Database) throws {
        try PlacedTable.tokens.forEach(database) { place, row in
            guard let role = Role(number: try FixedWidth.read(row, 3)) else { throw StoreError.corrupt }
            tokens.append(
                Token(
                    place: place, id: try FixedWidth.read(row, 1), hash: try row.bytes(2), role: role,
                    isTrustedFromIssue: try FixedWidth.read(row, 4, as: Int.self) == 1, issued: try FixedWidth.readDay(row, 5),
                    expires: try FixedWidth.readDay(row, 6), isRevoked: try FixedWidth.read(row, 7, as: Int.self) == 1,
                    invitedBy: try FixedWidth.read(row, 8)))
        }
    }

    private mutating func readInvites(_ database: Database) throws {
        try PlacedTable.invites.forEach(database) { place, row in
            guard let role = Role(number: try FixedWidth.read(row, 3)) else { throw StoreError.corrupt }
            invites.append(
                Invite(
                    place: place, id: try FixedWidth.read(row, 1), hash: try row.bytes(2), role: role,
                    isTrusted: try FixedWidth.read(row, 4, as: Int.self) == 1, expires: try FixedWidth.readInstant(row, 5),
                    invitedBy: try FixedWidth.read(row, 6)))
        }
    }

    private mutating func readReceipts(_ database: Database) throws {
        let names = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'receipts\\_%' ESCAPE '\\'")
        for name in names {
            guard let number = Int32(name.dropFirst("receipts_".count)) else { throw StoreError.corrupt }
            let day = Day(number: number)
            receipts[day] = []
            try PlacedTable.receipts(day).forEach(database) { place, row in
                let flags = ReceiptFlags(rawValue: try FixedWidth.read(row, 6))
                guard flags.counted <= Sighting.trustedMax else { throw StoreError.corrupt }
                receipts[day]?.append(
                    Receipt(
                        place: place, receipt: try FixedWidth.readDigest(row, 1), dayReceipt: try FixedWidth.readDigest(row, 2),
                        replay: try FixedWidth.readDigest(row, 3), content: try FixedWidth.readDigest(row, 4),
                        commit: try FixedWidth.read(row, 5), isMerged: flags.contains(.merged), isWithdrawn: flags.contains(.withdrawn),
                        isImported: flags.contains(.imported), isKept: !flags.contains(.notKept), counted: flags.counted))
            }
        }
    }
}
