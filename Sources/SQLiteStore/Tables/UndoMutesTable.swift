import Sightings

/// A voice's mute from before a verdict that extended it.
enum UndoMutesTable: TableDescriptor {
    static let table = RowTable.undoMutes
    static let layout = TableLayout(
        "undo_mutes", number: 10,
        [
            ("plate", .number), ("decision", .number), ("voice", .number), ("muted_until", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [OfDecision<UndoRecord.Mute>]> { \.undo.mutes }
    static func rowID(of row: OfDecision<UndoRecord.Mute>) -> RowID { row.row.rowID }

    static func encode(_ row: OfDecision<UndoRecord.Mute>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.decision)
        try columns.add(row.row.voice)
        try columns.add(row.row.until)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> OfDecision<UndoRecord.Mute> {
        OfDecision(
            plate: try columns.next(), decision: try columns.next(),
            row: UndoRecord.Mute(rowID: rowID, voice: try columns.next(), until: try columns.day()))
    }
}
