/// The short name of an area that the operator chose: `powderhorn`, `ward-3`.
package struct AreaID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    /// The longest, in bytes.
    package static let lengthMax = 64

    /// An id of exactly this text: 1 to 64 of `a–z` and `0–9`, with single hyphens inside; `nil` for any other.
    package init?(_ text: String) {
        guard (1...Self.lengthMax).contains(text.utf8.count) else { return nil }
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != byte: break
            default: return nil
            }
            previous = byte
        }
        guard previous != UInt8(ascii: "-") else { return nil }
        description = text
    }

    package static func < (lhs: AreaID, rhs: AreaID) -> Bool { lhs.description < rhs.description }
}
