import TextTable

/// Rows under titles, for a screen.
struct Table {
    let titles: [String]
    let rows: [[Cell]]

    private static let gap = 2

    /// The table's lines; `nil` where the screen is too narrow for it.
    func lines(columns: Int) -> [String]? {
        let widths = titles.indices.map { place in
            max(titles[place].columns, rows.map { $0[place].text.columns }.max() ?? 0)
        }
        guard !rows.isEmpty, widths.reduce(0, +) + Self.gap * (widths.count - 1) <= columns else { return nil }
        let table = TextTable<[Cell]> { row in
            zip(row, titles).enumerated().map { place, cell in Column(title: cell.1, value: cell.0.text, width: widths[place]) }
        }
        return table.string(for: rows, style: ScreenStyle.self)?.split(separator: "\n").map(String.init)
    }
}

/// Columns apart by two blanks, no rules: what stays readable when it is copied.
private enum ScreenStyle: TextTableStyle {
    static func prepare(_ text: String, for column: Column) -> String { text.padded(to: column.repeated(" ").count) }
    static func escape(_ table: String) -> String { table }
    static func begin(_ table: inout String, index: Int, columns: [Column]) {}
    static func end(_ table: inout String, index: Int, columns: [Column]) {}

    static func header(_ table: inout String, index: Int, columns: [Column]) {
        append(columns.map { $0.headerString(for: self) }, to: &table)
    }

    static func row(_ table: inout String, index: Int, columns: [Column]) {
        append(columns.map { $0.string(for: self) }, to: &table)
    }

    private static func append(_ cells: [String], to table: inout String) {
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        table += line + "\n"
    }
}
