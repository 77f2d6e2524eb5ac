/// Turns a caller's keys into ``CallEvent/keyed(_:)``.
package struct KeyCollector: Sendable {
    /// A digit within this time of `*` makes a command; alone, `*` means no.
    private static let commandMilliseconds = 2_000
    /// Digits without `#` end after so long.
    private static let digitsMilliseconds = 6_000
    /// More than a plate's; further ones are dropped with all.
    private static let keysMax = 16

    private var keys = ""
    /// Milliseconds since the last key.
    private var quiet = 0

    package init() {}

    package var isEmpty: Bool { keys.isEmpty }

    /// Takes a key, and returns the keys that it completes.
    package mutating func add(_ key: UInt8, isChoice: Bool) -> String? {
        quiet = 0
        switch key {
        case UInt8(ascii: "#"): return take()
        case UInt8(ascii: "*"):
            // A star after digits drops them.
            let drops = !keys.isEmpty
            keys = "*"
            return drops ? take() : nil
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            keys.unicodeScalars.append(Unicode.Scalar(key))
            let isWhole = keys.hasPrefix("*") || isChoice || keys.utf8.count >= Self.keysMax
            return isWhole ? take() : nil
        default: return nil
        }
    }

    /// Lets time pass, and returns the keys that this completes.
    package mutating func wait(milliseconds: Int) -> String? {
        guard !keys.isEmpty else { return nil }
        quiet += milliseconds
        return quiet >= (keys == "*" ? Self.commandMilliseconds : Self.digitsMilliseconds) ? take() : nil
    }

    private mutating func take() -> String {
        defer { keys = "" }
        return keys
    }
}
