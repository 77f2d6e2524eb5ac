import Sightings

/// A row of a table that holds one text at each place.
struct TextRow {
    var place: RowPlace
    var text: [UInt8]
}

/// The areas' IDs, by their numbers, the first one at place 1.
enum AreasTable: TextTable {
    static let layout = PlacedTable("areas", number: 1002, nonzero: nil, [("id", .text)])
}

/// What the file belongs to, and values of which there is one each; see ``RegistryValue``.
enum RegistryTable: TextTable {
    static let layout = PlacedTable("registry", number: 1001, nonzero: nil, [("value", .text)])
}

protocol TextTable: RowCoding {
    static var layout: PlacedTable { get }
}

extension TextTable {
    static func place(of row: TextRow) -> RowPlace { row.place }
    static func encode(_ row: TextRow, to columns: inout ColumnEncoder) throws { try columns.add(text: row.text) }
    static func decode(_ columns: inout ColumnDecoder, at place: RowPlace) throws -> TextRow {
        TextRow(place: place, text: try columns.text())
    }
}
