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

    static var rows: WritableKeyPath<RowSets, [Owned<UndoRecord>]> { \.undoRecords }
    static func rowID(of row: Owned<UndoRecord>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<UndoRecord>, to columns: inout ColumnEncoder) throws {
        let aside = row.row
        try columns.add(row.plate)
        try columns.add(aside.decision)
        try columns.add(aside.verdict.number)
        try columns.add(aside.actor)
        try columns.add(aside.madeAt)
        try columns.add(aside.status.number)
        try columns.add(aside.confirmedOn)
        try columns.add(aside.confirmedSigns)
        try columns.add(aside.clearedOn)
        try columns.add(aside.isQueued)
        try columns.add(aside.vouchedDay)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<UndoRecord> {
        Owned(
            plate: try columns.next(),
            row: UndoRecord(
                rowID: rowID, decision: try columns.next(), verdict: try columns.next(Verdict.init(number:)), actor: try columns.actor(),
                madeAt: try columns.instant(), status: try columns.next(Status.init(number:)), confirmedOn: try columns.optionalDay(),
                confirmedSigns: try columns.signs(), clearedOn: try columns.optionalDay(), isQueued: try columns.flag(),
                vouchedDay: try columns.optionalDay()))
    }
}
