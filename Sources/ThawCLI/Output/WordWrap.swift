/// Puts cells one after another on a line, and wraps at the screen's width.
struct WordWrap {
    /// The indent of wrapped lines, on a wide and on a narrow screen.
    static let wideIndent = 12
    static let narrowIndent = 2
    private static let wideColumns = 60
    private static let gap = 3
    private static let fieldGap = 2

    let columns: Int
    let usesStyles: Bool
    /// The indent of the first line.
    var lead = 0

    func lines(_ cells: [Cell]) -> [String] {
        let indent = columns >= Self.wideColumns ? Self.wideIndent : Self.narrowIndent
        var lines: [String] = []
        var line = String(repeating: " ", count: lead)
        var used = lead
        var pending = 0
        var isFresh = true
        for cell in cells where !cell.text.isEmpty {
            if !isFresh, used + pending + cell.text.columns > columns {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                (used, pending, isFresh) = (indent, 0, true)
            }
            var pieces = [cell.text]
            if used + pending + cell.text.columns > columns { pieces = cell.text.wrapped(to: max(8, columns - used)) }
            for (index, piece) in pieces.enumerated() {
                if index > 0 {
                    lines.append(line)
                    line = String(repeating: " ", count: indent)
                    (used, pending) = (indent, 0)
                }
                line += String(repeating: " ", count: pending) + (usesStyles ? cell.style.applied(to: piece) : piece)
                used += pending + piece.columns
                pending = max(cell.field - piece.columns, cell.field > 0 ? Self.fieldGap : Self.gap)
            }
            isFresh = false
        }
        lines.append(line)
        return lines
    }
}
