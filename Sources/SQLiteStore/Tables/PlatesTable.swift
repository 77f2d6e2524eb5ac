import Seal
import Sightings

/// A stored plate.
enum PlatesTable: TableDescriptor {
    static let table = RowTable.plates
    static let layout = TableLayout(
        "plates", number: 1,
        [
            ("id", .number), ("block", .bytes(16)), ("status", .number), ("first_day", .number), ("last_day", .number),
            ("confirmed_on", .number), ("confirmed_signs", .number), ("cleared_on", .number), ("queued", .number), ("vouched_day", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [PlateRow]> { \.plates }
    static func rowID(of row: PlateRow) -> RowID { row.rowID }

    static func encode(_ row: PlateRow, to columns: inout ColumnEncoder) throws {
        try columns.add(row.id)
        try columns.add(row.sealed.block)
        try columns.add(row.statusNumber)
        try columns.add(row.firstDay)
        try columns.add(row.lastDay)
        try columns.add(row.confirmedOn)
        try columns.add(row.confirmedSigns)
        try columns.add(row.clearedOn)
        try columns.add(row.isQueued)
        try columns.add(row.vouchedDay)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> PlateRow {
        PlateRow(
            rowID: rowID, id: try columns.next(), sealed: SealedPlate(block: try columns.digest()), statusNumber: try columns.next(),
            firstDay: try columns.day(), lastDay: try columns.day(), confirmedOn: try columns.optionalDay(),
            confirmedSigns: try columns.next(), clearedOn: try columns.optionalDay(), isQueued: try columns.flag(),
            vouchedDay: try columns.optionalDay())
    }
}
