import Sightings
import Vocabulary

/// A plate's state before a verdict that can be undone.
enum UndoRecordsTable: TableDescriptor {
    static let table = RowTable.undoRecords
    static let layout = TableLayout(
        "undo_records", number: 8,
        [
            ("plate", .number), ("decision", .number), ("verdict", .number), ("actor", .number), ("made_at", .number), ("status", .number),
            ("confirmed_on", .number), ("confirmed_signs", .number), ("cleared_on", .number), ("queued", .number), ("vouched_day", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Owned<UndoRecord>]> { \.undo.records }
    static func rowID(of row: Owned<UndoRecord>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<UndoRecord>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.row.decision)
        try columns.add(row.row.verdict.number)
        try columns.add(row.row.actor)
        try columns.add(row.row.madeAt)
        try columns.add(row.row.standing.status.number)
        try columns.addDecisions(of: row.row.standing)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<UndoRecord> {
        Owned(
            plate: try columns.next(),
            row: UndoRecord(
                rowID: rowID, decision: try columns.next(), verdict: try columns.next(Verdict.init(number:)), actor: try columns.actor(),
                madeAt: try columns.instant(), standing: try columns.standing(try columns.next(Status.init(number:)))))
    }
}
