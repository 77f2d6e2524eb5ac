import Seal
import Sightings
import Vocabulary

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

    static func encode(_ row: PlateRow, to columns: inout ColumnEncoder) throws {
        try columns.add(row.id)
        try columns.add(row.sealed.block)
        try columns.add(row.standing.status.number)
        try columns.add(row.firstDay)
        try columns.add(row.lastDay)
        try columns.addDecisions(of: row.standing)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> PlateRow {
        let (id, block): (PlateID, Digest128) = (try columns.next(), try columns.digest())
        let status = try columns.next(Status.init(number:))
        let (firstDay, lastDay) = (try columns.day(), try columns.day())
        return PlateRow(
            rowID: rowID, id: id, sealed: SealedPlate(block: block), firstDay: firstDay, lastDay: lastDay,
            standing: try columns.standing(status))
    }
}

/// The columns of a plate's standing after its status, shared by two tables.
extension ColumnEncoder {
    mutating func addDecisions(of standing: PlateStanding) throws {
        try add(standing.confirmedOn)
        try add(standing.confirmedSigns)
        try add(standing.clearedOn)
        try add(standing.isQueued)
        try add(standing.vouchedDay)
    }
}

extension ColumnDecoder {
    mutating func standing(_ status: Status) throws -> PlateStanding {
        PlateStanding(
            status: status, confirmedOn: try optionalDay(), confirmedSigns: try signs(), clearedOn: try optionalDay(),
            isQueued: try flag(), vouchedDay: try optionalDay())
    }
}
