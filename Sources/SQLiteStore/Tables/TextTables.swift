import Sightings

/// A row of a table that holds one text in each row.
struct TextRow {
    var rowID: RowID
    var text: [UInt8]
}

/// The areas' IDs, by their numbers, the first one under row ID 1.
enum AreasTable: TextTable {
    static let layout = TableLayout("areas", number: 1002, nonzero: nil, [("id", .text)])
}

/// What the file belongs to, and values of which there is one each; see ``RegistryValue``.
enum RegistryTable: TextTable {
    static let layout = TableLayout("registry", number: 1001, nonzero: nil, [("value", .text)])
}

protocol TextTable: RowCoding {
    static var layout: TableLayout { get }
}

extension TextTable {
    static func rowID(of row: TextRow) -> RowID { row.rowID }
    static func encode(_ row: TextRow, to columns: inout ColumnEncoder) throws { try columns.add(text: row.text) }
    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> TextRow {
        TextRow(rowID: rowID, text: try columns.text())
    }
}
