import Sightings

/// Recognizes a living week's key.
enum WeekWitnessesTable: TableDescriptor {
    static let table = RowTable.weekWitnesses
    static let layout = TableLayout(
        "week_witnesses", number: 14,
        [
            ("week", .number), ("witness", .bytes(16)),
        ])

    static var rows: WritableKeyPath<RowSets, [WeekWitness]> { \.weekWitnesses }

    static func encode(_ row: WeekWitness, to columns: inout ColumnEncoder) throws {
        try columns.add(row.week)
        try columns.add(row.witness)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> WeekWitness {
        WeekWitness(rowID: rowID, week: try columns.week(), witness: try columns.digest())
    }
}
