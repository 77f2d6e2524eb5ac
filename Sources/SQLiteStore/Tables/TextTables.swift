import Sightings

/// A row of a table with one text a row.
struct TextRow {
    var rowID: RowID
    var text: [UInt8]
}

/// The areas' IDs by number; the first has row ID 1.
enum AreasTable: TextTable {
    static let layout = TableLayout("areas", number: 1002, nonzero: nil, [("id", .text)])
}

/// The file's identity and single values; see ``RegistryValue``.
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
