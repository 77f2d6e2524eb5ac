import Sightings

/// Until when a voice was mute before a verdict muted it for longer.
enum SetAsideMutesTable: TableDescriptor {
    static let table = RowTable.setAsideMutes
    static let layout = PlacedTable(
        "set_aside_mutes", number: 10,
        [
            ("plate", .number), ("decision", .number), ("voice", .number), ("muted_until", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [OfDecision<SetAside.Mute>]> { \.setAsideMutes }
    static func place(of row: OfDecision<SetAside.Mute>) -> RowPlace { row.row.place }

    static func encode(_ row: OfDecision<SetAside.Mute>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.decision)
        try columns.add(row.row.voice)
        try columns.add(row.row.until)
    }

    static func decode(_ columns: inout ColumnDecoder, at place: RowPlace) throws -> OfDecision<SetAside.Mute> {
        OfDecision(
            plate: try columns.next(), decision: try columns.next(),
            row: SetAside.Mute(place: place, voice: try columns.next(), until: try columns.day()))
    }
}
