/// The color or weight of a piece of text on a terminal.
enum TextStyle: Sendable {
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
