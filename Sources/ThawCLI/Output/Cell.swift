import Vocabulary

/// One piece of output: a few words on a line, or one cell of a table.
struct Cell: Sendable {
    /// The text on a screen.
    var text: String
    /// The text in a pipe, where days and times never depend on the reader's clock.
    var plain: String
    /// The width on a screen in columns, with the gap after it; 0 for as many as the text needs.
    var field: Int
    var style: TextStyle

    init(_ text: String, plain: String? = nil, field: Int = 0, style: TextStyle = .none) {
        self.text = text.safeForScreen
        self.plain = (plain ?? text).safeForScreen
        self.field = field
        self.style = style
    }
}
