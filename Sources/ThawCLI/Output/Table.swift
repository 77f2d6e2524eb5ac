/// Rows under titles, for a screen: columns apart by two blanks, no rules, so that it stays readable when it is copied.
struct Table {
    let titles: [String]
    let rows: [[Cell]]

    private static let gap = "  "

    /// The table's lines; `nil` where the screen is too narrow for it.
    func lines(columns: Int) -> [String]? {
        let cells = [titles] + rows.map { $0.map(\.text) }
        let widths = titles.indices.map { place in cells.map { $0[place].columns }.max() ?? 0 }
        guard !rows.isEmpty, widths.reduce(0, +) + Self.gap.count * (widths.count - 1) <= columns else { return nil }
        return cells.map { row in
            var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: Self.gap)
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
