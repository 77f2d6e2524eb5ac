import Sightings

/// The 20 bits of a protected plate.
enum ProtectionsTable: TableDescriptor {
    static let table = RowTable.protections
    static let layout = TableLayout(
        "protections", number: 6,
        [
            ("bits", .number)
        ])

    static var rows: WritableKeyPath<RowSets, [Protection]> { \.protections }

    static func encode(_ row: Protection, to columns: inout ColumnEncoder) throws {
        // One more than the bits: a row of zeros is erased.
        try columns.add(row.bits + 1)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Protection {
        let bits: UInt32 = try columns.next()
        guard bits > 0 else { throw StoreError.corrupt }
        return Protection(rowID: rowID, bits: bits - 1)
    }
}
