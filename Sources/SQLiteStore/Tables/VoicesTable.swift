import Sightings
import Vocabulary

/// One token's voice on one plate.
enum VoicesTable: TableDescriptor {
    static let table = RowTable.voices
    static let layout = TableLayout(
        "voices", number: 3,
        [
            ("plate", .number), ("week", .number), ("tag", .bytes(16)), ("day", .number), ("standing", .number), ("vehicle", .number),
            ("signs", .number), ("muted_until", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Owned<Voice>]> { \.voices }
    static func rowID(of row: Owned<Voice>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<Voice>, to columns: inout ColumnEncoder) throws {
        let voice = row.row
        try columns.add(row.plate)
        try columns.add(voice.week)
        try columns.add(voice.tag)
        try columns.add(voice.day)
        try columns.add(voice.standing.rawValue)
        try columns.add(voice.vehicle)
        try columns.add(voice.signs)
        try columns.add(voice.mutedUntil)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<Voice> {
        let plate: RowID = try columns.next()
        let (week, tag, day) = (try columns.week(), try columns.digest(), try columns.optionalDay())
        let standing = try columns.next(Voice.Standing.init(rawValue:))
        let voice = Voice(
            rowID: rowID, week: week, tag: tag, day: day, standing: standing, vehicle: try columns.vehicle(), signs: try columns.signs(),
            mutedUntil: try columns.optionalDay())
        return Owned(plate: plate, row: voice)
    }
}
