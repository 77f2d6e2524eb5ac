import Vocabulary

/// One piece of an answer: a word or two on a line, or a place in a table.
struct Cell: Sendable {
    /// For a screen.
    var text: String
    /// For a pipe, where days and times are written out and never depend on the reader's clock.
    var plain: String
    /// Columns on a screen, the gap behind it included; 0 for as many as it takes.
    var field: Int
    var ink: Ink

    init(_ text: String, plain: String? = nil, field: Int = 0, ink: Ink = .none) {
        self.text = text.safeForScreen
        self.plain = (plain ?? text).safeForScreen
        self.field = field
        self.ink = ink
    }
}

/// How a piece stands out, where colours are wanted.
enum Ink: Sendable {
    case none, alarm, caution, good, strong, faint

    func applied(to text: String) -> String {
        switch self {
        case .none: text
        case .alarm: "\u{1B}[1;31m\(text)\u{1B}[0m"
        case .caution: "\u{1B}[33m\(text)\u{1B}[0m"
        case .good: "\u{1B}[32m\(text)\u{1B}[0m"
        case .strong: "\u{1B}[1m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}

/// Sets pieces one behind another, and goes on below where the screen ends.
struct Flow {
    /// Blanks in front of what goes on below, on a screen that is wide enough for it.
    static let wideIndent = 12
    static let narrowIndent = 2
    private static let wideColumns = 60
    private static let gap = 3
    private static let fieldGap = 2

    let columns: Int
    let usesInk: Bool
    /// Blanks in front of the first line.
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
                line += String(repeating: " ", count: pending) + (usesInk ? cell.ink.applied(to: piece) : piece)
                used += pending + piece.columns
                pending = max(cell.field - piece.columns, cell.field > 0 ? Self.fieldGap : Self.gap)
            }
            isFresh = false
        }
        lines.append(line)
        return lines
    }
}
