import Sightings

/// A sighting that a verdict took from a plate.
enum UndoSightingsTable: TableDescriptor {
    static let table = RowTable.undoSightings
    static let layout = TableLayout(
        "undo_sightings", number: 9,
        [
            ("plate", .number), ("decision", .number), ("area", .number), ("step", .number), ("period", .number), ("reports", .number),
            ("commit_number", .number), ("support", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [OfDecision<Sighting>]> { \.undo.sightings }
    static func rowID(of row: OfDecision<Sighting>) -> RowID { row.row.rowID }

    static func encode(_ row: OfDecision<Sighting>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.decision)
        try columns.add(row.row)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> OfDecision<Sighting> {
        OfDecision(plate: try columns.next(), decision: try columns.next(), row: try columns.sighting(at: rowID))
    }
}
