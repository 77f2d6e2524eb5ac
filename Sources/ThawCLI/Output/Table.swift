/// A table for a screen: two spaces between columns and no lines, so that copies of it stay readable.
struct Table {
    let titles: [String]
    let rows: [[Cell]]

    private static let gap = "  "

    /// The table's lines; `nil` if the screen is too narrow.
    func lines(columns: Int) -> [String]? {
        let cells = [titles] + rows.map { $0.map(\.text) }
        let widths = titles.indices.map { index in cells.map { $0[index].columns }.max() ?? 0 }
        guard !rows.isEmpty, widths.reduce(0, +) + Self.gap.count * (widths.count - 1) <= columns else { return nil }
        return cells.map { row in
            var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: Self.gap)
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
