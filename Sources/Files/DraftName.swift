/// The name of a file while it is written, before it gets its own name.
package enum DraftName: Hashable, Sendable {
    /// `.draft-`, 16 random hexadecimal digits and the file's name, so that it collides with nothing.
    case random
    /// A name that only this file's writer uses, so that the next write replaces a killed one's draft.
    case reused(String)

    private static let prefix = ".draft-"
    private static let digits = 16

    /// A random draft's name for a file.
    package static func random(for name: String) -> String {
        let hex = String(UInt64.random(in: .min ... .max), radix: 16)
        return prefix + String(repeating: "0", count: digits - hex.count) + hex + "-" + name
    }

    /// The file's name in a random draft's name; nil for any other name.
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
