import Sightings
import Vocabulary

/// An output of alerts that a moderator holds back.
enum AlertHoldsTable: TableDescriptor {
    static let table = RowTable.alertHolds
    static let layout = TableLayout(
        "alert_holds", number: 16,
        [
            ("output", .number), ("actor", .number), ("day", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [AlertHold]> { \.alertHolds }

    static func encode(_ row: AlertHold, to columns: inout ColumnEncoder) throws {
        try columns.add(row.output)
        try columns.add(row.actor)
        try columns.add(row.day)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> AlertHold {
        AlertHold(rowID: rowID, output: try columns.next(), actor: try columns.actor(), day: try columns.day())
    }
}
