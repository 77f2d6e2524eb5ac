import Sightings

/// The 20 bits of a protected plate.
enum ProtectionsTable: TableDescriptor {
    static let table = RowTable.protections
    static let layout = PlacedTable(
        "protections", number: 6,
        [
            ("bits", .number)
        ])

    static var rows: WritableKeyPath<RowSets, [Protection]> { \.protections }
    static func place(of row: Protection) -> RowPlace { row.place }

    static func encode(_ row: Protection, to columns: inout ColumnEncoder) throws {
        // One more than the bits: a place that holds zero holds nothing.
        try columns.add(row.bits + 1)
    }

    static func decode(_ columns: inout ColumnDecoder, at place: RowPlace) throws -> Protection {
        let bits: UInt32 = try columns.next()
        guard bits > 0 else { throw StoreError.corrupt }
        return Protection(place: place, bits: bits - 1)
    }
}
