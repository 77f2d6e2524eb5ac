/// What a file is called while it is written, before it takes its own name.
package enum DraftName: Hashable, Sendable {
    /// `.draft-`, 16 random hexadecimal digits and the file's name: it stands in nobody's way.
    case random
    /// A name that only this file's writer uses, so that the next write clears up after one that was killed.
    case reused(String)

    private static let prefix = ".draft-"
    private static let digits = 16

    /// A random draft's name for a file.
    package static func random(for name: String) -> String {
        let hex = String(UInt64.random(in: .min ... .max), radix: 16)
        return prefix + String(repeating: "0", count: digits - hex.count) + hex + "-" + name
    }

    /// The name that a random draft would have got; nil for any other name.
    package static func finalName(of name: String) -> String? {
        guard name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count + digits + 1 else { return nil }
        return String(name.dropFirst(prefix.count + digits + 1))
    }

    func text(for name: String) -> String {
        switch self {
        case .random: Self.random(for: name)
        case .reused(let text): text
        }
    }
}
