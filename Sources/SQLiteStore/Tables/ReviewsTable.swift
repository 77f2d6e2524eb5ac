import Sightings
import Vocabulary

/// A plate's last decision, and the salt of its name in the audit chain.
enum ReviewsTable: TableDescriptor {
    static let table = RowTable.reviews
    static let layout = TableLayout(
        "reviews", number: 7,
        [
            ("plate", .number), ("salt", .bytes(16)), ("decision", .number), ("verdict", .number), ("actor", .number), ("day", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Owned<Review>]> { \.reviews }
    static func rowID(of row: Owned<Review>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<Review>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.row.salt)
        try columns.add(row.row.decision)
        try columns.add(row.row.verdict?.number ?? 0)
        try columns.add(row.row.actor)
        try columns.add(row.row.day)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<Review> {
        Owned(
            plate: try columns.next(),
            row: Review(
                rowID: rowID, salt: try columns.digest(), decision: try columns.next(),
                verdict: try columns.optional(Verdict.init(number:)),
                actor: try columns.actor(), day: try columns.day()))
    }
}
