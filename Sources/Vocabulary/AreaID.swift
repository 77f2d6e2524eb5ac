/// The short name of an area that the operator chose: `powderhorn`, `ward-3`.
package struct AreaID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    /// The longest ID, in bytes.
    package static let lengthMax = 64

    /// An ID of exactly this text: 1 to 64 of `a–z` and `0–9`, with single hyphens inside; otherwise `nil`.
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

    /// An ID made from any text: lower case, without accents, with hyphens for everything between letters and digits.
    ///
    /// `nil` if the result is empty or too long, or if the text has letters of an unknown alphabet.
    package static func made(from text: String) -> AreaID? {
        var id = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": id.unicodeScalars.append(scalar)
            // Saint Mary's becomes saint-marys.
            case "'", "’", "\u{300}"..."\u{36F}": continue
            default:
                if let letters = plain[scalar] {
                    id += letters
                } else if scalar.properties.isAlphabetic {
                    return nil
                } else if !id.isEmpty, !id.hasSuffix("-") {
                    id += "-"
                }
            }
        }
        if id.hasSuffix("-") { id.removeLast() }
        return AreaID(id)
    }

    /// Letters of North American languages that ASCII lacks.
    private static let plain: [Unicode.Scalar: String] = [
        ("áàâäãåā", "a"), ("ç", "c"), ("éèêëē", "e"), ("íìîïī", "i"), ("ñ", "n"), ("óòôöõøō", "o"), ("úùûüū", "u"), ("ýÿ", "y"),
        ("æ", "ae"),
        ("œ", "oe"), ("ß", "ss"),
    ].reduce(into: [:]) { table, row in
        for scalar in row.0.unicodeScalars { table[scalar] = row.1 }
    }

    package static func < (lhs: AreaID, rhs: AreaID) -> Bool { lhs.description < rhs.description }
}
