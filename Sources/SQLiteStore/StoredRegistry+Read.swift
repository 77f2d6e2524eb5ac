import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension StoredRegistry {
    /// Reads every row once, and checks the rows and their tables.
    ///
    /// - Parameters:
    ///   - sink: takes the rows of plates, which are the most.
    ///   - sums: the sums over the tables' rows.
    /// - Returns: the registry, and the state row's check.
    /// - Throws: `altered` for a row or table that this registry did not write; `corrupt` for an invalid row.
    static func read(
        _ database: Database, _ sink: any PlateRowSink, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws -> (registry: StoredRegistry, check: UInt64) {
        let (state, check) = try StateRow.read(database, checks)
        var stored = StoredRegistry()
        stored.counters = state.counters
        try stored.readAreas(database, checks, &sums)
        sink.expect(plates: try PlatesTable.layout.countMax(database))
        try hand(PlatesTable.self, to: sink, as: PlateRows.plates, database, checks, &sums)
        try hand(SightingsTable.self, to: sink, as: PlateRows.sightings, database, checks, &sums)
        try hand(VoicesTable.self, to: sink, as: PlateRows.voices, database, checks, &sums)
        let handed: Set<RowTable> = [.plates, .sightings, .voices]
        for table in Tables.all where !handed.contains(table.table) { try stored.read(table, database, checks, &sums) }
        stored.rows.audit.sort { $0.entry.sequence < $1.entry.sequence }
        try stored.readReceipts(database, checks, &sums)
        try stored.readValues(database, checks, &sums)
        try sums.check(state.codes, checks, commit: state.counters.commit)
        return (stored, check)
    }

    private mutating func read<Table: TableDescriptor>(
        _ table: Table.Type, _ database: Database, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws {
        var rows: [Table.Row] = []
        try Table.forEach(database, checks, &sums) { rows.append($0) }
        self.rows[keyPath: Table.rows] = rows
    }

    /// Reads a table's rows and passes them on in chunks. A start spends most of its time here, so each table has specialized code.
    @inline(__always)
    private static func hand<Table: TableDescriptor>(
        _ table: Table.Type, to sink: any PlateRowSink, as rows: ([Table.Row]) -> PlateRows, _ database: Database, _ checks: StoreChecks,
        _ sums: inout TableSums
    ) throws {
        var chunk: [Table.Row] = []
        try Table.forEach(database, checks, &sums) { row in
            if chunk.isEmpty { chunk.reserveCapacity(PlateRows.countMax) }
            chunk.append(row)
            guard chunk.count == PlateRows.countMax else { return }
            sink.take(rows(chunk))
            chunk = []
        }
        if !chunk.isEmpty { sink.take(rows(chunk)) }
    }

    private mutating func readReceipts(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        let names = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'receipts\\_%' ESCAPE '\\'")
        for name in names {
            guard let day = ReceiptsTable.day(ofTable: name) else { throw StoreError.corrupt }
            sums.receipts[day] = 0
            var receipts: [Receipt] = []
            try ReceiptsTable.layout(day).forEach(ReceiptsTable.self, database, checks, &sums[day]) { receipts.append($0) }
            rows.receipts[day] = receipts
        }
    }

    private mutating func readAreas(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try AreasTable.layout.forEach(AreasTable.self, database, checks, &sums.areas) { row in
            areas.append(String(decoding: row.text, as: UTF8.self))
            guard areas.count == row.rowID.index else { throw StoreError.corrupt }
        }
    }

    private mutating func readValues(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try RegistryTable.layout.forEach(RegistryTable.self, database, checks, &sums.registry) { row in
            guard let name = RegistryValue(rawValue: row.rowID) else { throw StoreError.corrupt }
            let value = Data(row.text)
            switch name {
            // Checked before everything else.
            case .keyWitness, .utcOffset, .kind: break
            case .auditCheckpoint: checkpoint = try Self.known(RegistryValue.checkpoint(value))
            case .settingsDigest: settingsDigest = try Self.known(Digest128(value))
            case .backedUpAt: backedUpAt = Instant(seconds: try Self.known(RegistryValue.number(value)))
            }
        }
    }

    private static func known<Value>(_ value: Value?) throws(StoreError) -> Value {
        guard let value else { throw .corrupt }
        return value
    }
}
