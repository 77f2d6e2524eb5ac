import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension StoredRegistry {
    /// Reads every row once, and checks it and its table.
    ///
    /// - Parameter sums: what the tables' rows add up to.
    /// - Returns: the registry, and the check of the state's row.
    /// - Throws: `altered` for a row or a table that this registry did not leave so; `corrupt` for a row that says nothing sensible.
    static func read(
        _ database: Database, _ rows: any PlateRowSink, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws -> (registry: StoredRegistry, check: UInt64) {
        let state = try StateRow.read(database, checks)
        var stored = StoredRegistry()
        stored.counters = state.counters
        try stored.readAreas(database, checks, &sums)
        try readPlates(database, rows, checks, &sums)
        try readSightings(database, rows, checks, &sums)
        try readVoices(database, rows, checks, &sums)
        try stored.readTokens(database, checks, &sums)
        try stored.readInvites(database, checks, &sums)
        try PlacedTable.protections.forEach(database, checks, &sums[.protections]) { place, row in
            stored.protections.append(Protection(rowID: place, bits: try FixedWidth.read(row, 1, as: UInt32.self) - 1))
        }
        try PlacedTable.weekWitnesses.forEach(database, checks, &sums[.weekWitnesses]) { place, row in
            stored.weekWitnesses.append(
                WeekWitness(rowID: place, week: try FixedWidth.readWeek(row, 1), witness: try FixedWidth.readDigest(row, 2)))
        }
        try stored.readReceipts(database, checks, &sums)
        try stored.readModeration(database, checks, &sums)
        try stored.readValues(database, checks, &sums)
        try sums.check(state.codes, checks, commit: state.counters.commit)
        return (stored, state.check)
    }

    private mutating func readAreas(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.areas.forEach(database, checks, &sums.areas) { place, row in
            areas.append(try row.withBytes(1) { String(decoding: $0, as: UTF8.self) })
            guard areas.count == place.index else { throw StoreError.corrupt }
        }
    }

    private mutating func readValues(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.registry.forEach(database, checks, &sums.registry) { place, row in
            guard let name = RegistryValue(rawValue: place) else { throw StoreError.corrupt }
            let value = Data(try row.bytes(1))
            switch name {
            // Asked before anything was read.
            case .keyWitness, .utcOffset: break
            case .auditCheckpoint:
                guard let known = RegistryValue.checkpoint(value) else { throw StoreError.corrupt }
                checkpoint = known
            case .settingsDigest: settingsDigest = Digest128(value)
            case .backedUpAt: backedUpAt = RegistryValue.number(value).map(Instant.init(seconds:))
            }
        }
    }

    private static func readPlates(
        _ database: Database, _ rows: any PlateRowSink, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws {
        rows.expect(plates: try PlacedTable.plates.countMax(database))
        try inChunks(of: .plates, database, checks, &sums[.plates], as: PlateRows.plates, to: rows) { place, row in
            PlateRow(
                rowID: place, id: try FixedWidth.read(row, 1), sealed: SealedPlate(block: try FixedWidth.readDigest(row, 2)),
                statusNumber: try FixedWidth.read(row, 3), firstDay: try FixedWidth.readDay(row, 4),
                lastDay: try FixedWidth.readDay(row, 5), confirmedOn: try FixedWidth.readOptionalDay(row, 6),
                confirmedSigns: try FixedWidth.read(row, 7), clearedOn: try FixedWidth.readOptionalDay(row, 8),
                isQueued: try FixedWidth.read(row, 9, as: Int.self) == 1, vouchedDay: try FixedWidth.readOptionalDay(row, 10))
        }
    }

    private static func readSightings(
        _ database: Database, _ rows: any PlateRowSink, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws {
        try inChunks(of: .sightings, database, checks, &sums[.sightings], as: PlateRows.sightings, to: rows) { place, row in
            let support = try SightingSupport(row, 7)
            let sighting = Sighting(
                rowID: place, area: try FixedWidth.read(row, 2), period: try FixedWidth.readPeriod(row, 3),
                reports: try FixedWidth.read(row, 5), commit: try FixedWidth.read(row, 6), trusted: support.trusted,
                isConfirmed: support.isConfirmed)
            return Owned(plate: try FixedWidth.read(row, 1), row: sighting)
        }
    }

    private static func readVoices(
        _ database: Database, _ rows: any PlateRowSink, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws {
        try inChunks(of: .voices, database, checks, &sums[.voices], as: PlateRows.voices, to: rows) { place, row in
            guard let standing = Voice.Standing(rawValue: try FixedWidth.read(row, 5)),
                let vehicle = VehicleNumber.vehicle(try FixedWidth.read(row, 6))
            else { throw StoreError.corrupt }
            let voice = Voice(
                rowID: place, week: try FixedWidth.readWeek(row, 2), tag: try FixedWidth.readDigest(row, 3),
                day: try FixedWidth.readOptionalDay(row, 4), standing: standing, vehicle: vehicle,
                signs: Signs(rawValue: try FixedWidth.read(row, 7)), mutedUntil: try FixedWidth.readOptionalDay(row, 8))
            return Owned(plate: try FixedWidth.read(row, 1), row: voice)
        }
    }

    /// Reads a table's rows, and hands them on a chunk at a time.
    private static func inChunks<Item>(
        of table: PlacedTable, _ database: Database, _ checks: StoreChecks, _ sum: inout UInt64, as rows: ([Item]) -> PlateRows,
        to sink: any PlateRowSink,
        _ read: (RowID, StoredRow) throws -> Item
    ) throws {
        var chunk: [Item] = []
        try table.forEach(database, checks, &sum) { place, row in
            if chunk.isEmpty { chunk.reserveCapacity(PlateRows.countMax) }
            chunk.append(try read(place, row))
            guard chunk.count == PlateRows.countMax else { return }
            sink.take(rows(chunk))
            chunk = []
        }
        if !chunk.isEmpty { sink.take(rows(chunk)) }
    }

    private mutating func readTokens(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.tokens.forEach(database, checks, &sums[.tokens]) { place, row in
            guard let role = Role(number: try FixedWidth.read(row, 3)) else { throw StoreError.corrupt }
            tokens.append(
                Token(
                    rowID: place, id: try FixedWidth.read(row, 1), hash: try row.bytes(2), role: role,
                    isTrustedFromIssue: try FixedWidth.read(row, 4, as: Int.self) == 1, issued: try FixedWidth.readDay(row, 5),
                    expires: try FixedWidth.readDay(row, 6), isRevoked: try FixedWidth.read(row, 7, as: Int.self) == 1,
                    invitedBy: try FixedWidth.read(row, 8)))
        }
    }

    private mutating func readInvites(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.invites.forEach(database, checks, &sums[.invites]) { place, row in
            guard let role = Role(number: try FixedWidth.read(row, 3)) else { throw StoreError.corrupt }
            invites.append(
                Invite(
                    rowID: place, id: try FixedWidth.read(row, 1), hash: try row.bytes(2), role: role,
                    isTrusted: try FixedWidth.read(row, 4, as: Int.self) == 1, expires: try FixedWidth.readInstant(row, 5),
                    invitedBy: try FixedWidth.read(row, 6)))
        }
    }

    private mutating func readReceipts(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        let names = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'receipts\\_%' ESCAPE '\\'")
        for name in names {
            guard let number = Int32(name.dropFirst("receipts_".count)) else { throw StoreError.corrupt }
            let day = Day(number: number)
            receipts[day] = []
            sums.receipts[day] = 0
            try PlacedTable.receipts(day).forEach(database, checks, &sums[day]) { place, row in
                let flags = ReceiptFlags(rawValue: try FixedWidth.read(row, 6))
                guard flags.counted <= Sighting.trustedMax else { throw StoreError.corrupt }
                receipts[day]?.append(
                    Receipt(
                        rowID: place, receipt: try FixedWidth.readDigest(row, 1), dayReceipt: try FixedWidth.readDigest(row, 2),
                        replay: try FixedWidth.readDigest(row, 3), content: try FixedWidth.readDigest(row, 4),
                        commit: try FixedWidth.read(row, 5), isMerged: flags.contains(.merged), isWithdrawn: flags.contains(.withdrawn),
                        isImported: flags.contains(.imported), isKept: !flags.contains(.notKept), counted: flags.counted))
            }
        }
    }
}
