import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension Changes {
    /// Writes everything and updates the sums, within the caller's transaction.
    ///
    /// - Returns: the state row's check.
    func write(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws -> UInt64 {
        try writeAreas(to: database, checks, &sums)
        // Erases first. A commit never writes to a row that it erases; the next one may.
        for group in [erased, padding] {
            for (table, rowIDs) in group.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let writer = try Tables.layout(of: table).writer(database)
                for rowID in rowIDs { try writer.erase(rowID) }
            }
        }
        for table in Tables.all { try write(table, to: database, checks, &sums) }
        try writeReceipts(to: database, checks, &sums)
        try writeRegistry(to: database, checks, &sums)
        return try StateRow(counters, sums, checks).write(to: database, checks)
    }

    private func write<Table: TableDescriptor>(
        _ table: Table.Type, to database: Database, _ checks: StoreChecks, _ sums: inout TableSums
    ) throws {
        try Self.write(
            table, written[keyPath: Table.rows], over: former[keyPath: Table.rows], in: Table.layout, database, checks, &sums[Table.table])
    }

    private static func write<Table: RowCoding>(
        _ table: Table.Type, _ rows: [Table.Row], over former: [Table.Row], in layout: TableLayout, _ database: Database,
        _ checks: StoreChecks, _ sum: inout UInt64
    ) throws {
        for row in former { sum &-= try layout.code(table, of: row, checks).low }
        guard !rows.isEmpty else { return }
        let writer = try layout.writer(database)
        for row in rows { sum &+= try writer.write(table, row, checks).low }
    }

    private func writeReceipts(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        for (day, receipts) in written.receipts.sorted(by: { $0.key < $1.key }) {
            let layout = ReceiptsTable.layout(day)
            if sums.receipts[day] == nil {
                try database.execute(sql: layout.creation)
                sums.receipts[day] = 0
            }
            let former = former.receipts[day, default: []]
            try Self.write(ReceiptsTable.self, receipts, over: former, in: layout, database, checks, &sums[day])
        }
        for day in droppedReceiptDays {
            try database.execute(sql: "DROP TABLE IF EXISTS \(ReceiptsTable.layout(day).name)")
            sums.receipts[day] = nil
        }
    }

    private func writeAreas(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        guard !addedAreas.isEmpty else { return }
        let writer = try AreasTable.layout.writer(database)
        var row = TextRow(rowID: RowID(index: try AreasTable.layout.countMax(database)), text: [])
        for area in addedAreas {
            row.rowID.advance()
            row.text = Array(area.utf8)
            sums.areas &+= try writer.write(AreasTable.self, row, checks).low
        }
    }

    private func writeRegistry(to database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        var values: [RegistryValue: Data] = [:]
        if let checkpoint { values[.auditCheckpoint] = RegistryValue.data(of: checkpoint) }
        if let backedUpAt { values[.backedUpAt] = RegistryValue.data(of: backedUpAt.seconds) }
        if let settingsDigest { values[.settingsDigest] = Data(settingsDigest.bytes) }
        guard !values.isEmpty else { return }
        for (name, value) in values { _ = try name.write(value, checks, to: database) }
        sums.registry = try RegistryValue.sum(database, checks)
    }
}
