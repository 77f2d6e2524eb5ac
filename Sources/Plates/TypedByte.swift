/// What a Unicode scalar of a typed text stands for, as one byte.
///
/// `A–Z`, `0–9`, space, `-`, `.`, `'`, `:`, `(`, `)`, `?` and `*` stand for themselves and all that reads as they do.
enum TypedByte {
    static let space = UInt8(ascii: " ")
    static let hyphen = UInt8(ascii: "-")
    static let period = UInt8(ascii: ".")
    static let apostrophe = UInt8(ascii: "'")
    /// Deleted wherever it stands.
    static let invisible: UInt8 = 1
    /// Deleted from a plate; no part of an issuer's name.
    static let ornament: UInt8 = 2
    /// Set on what may stand in an issuer's name alone: an accented letter, or a mark (no letter below the flag).
    static let nameFlag: UInt8 = 0x80
    /// Nothing that belongs in a plate or a name.
    static let other: UInt8 = 0xFF

    /// Whether a plate loses this byte.
    static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case space, hyphen, period, apostrophe, invisible, ornament: true
        default: false
        }
    }

    /// Whether an issuer's name may hold this byte.
    static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), space, hyphen, period, apostrophe, invisible: true
        default: byte >= nameFlag && byte != other
        }
    }

    /// Writes one byte for each scalar of a text, and returns how many; the buffer must hold the text's UTF-8.
    static func write(_ text: String, to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var text = text
        let plain: Int? = text.withUTF8 { utf8 in
            for (place, byte) in utf8.enumerated() {
                guard byte < 0x80 else { return nil }
                buffer[place] = ofASCII(byte)
            }
            return utf8.count
        }
        if let plain { return plain }
        var count = 0
        for scalar in text.unicodeScalars {
            buffer[count] = of(scalar)
            count += 1
        }
        return count
    }

    private static func of(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0..<0x80: ofASCII(UInt8(truncatingIfNeeded: scalar.value))
        case 0xFF01...0xFF5E: ofASCII(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
        default: ofWide(scalar)
        }
    }

    private static func ofASCII(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x20
        case space, 0x09...0x0D: space
        case hyphen, period, apostrophe: byte
        case UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "?"), UInt8(ascii: "*"): byte
        case UInt8(ascii: "_"), UInt8(ascii: "/"): ornament
        case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "+"): ornament
        default: other
        }
    }

    private static func ofWide(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar {
        case "\u{2010}"..."\u{2015}", "\u{2212}": hyphen
        case "\u{2019}": apostrophe
        case "·", "•", "♥", "❤", "★", "☆", "✚", "☺": ornament
        case "\u{200B}"..."\u{200F}", "\u{FE0F}": invisible
        case "á", "Á": nameFlag | UInt8(ascii: "A")
        case "é", "É": nameFlag | UInt8(ascii: "E")
        case "í", "Í", "î", "Î": nameFlag | UInt8(ascii: "I")
        case "ó", "Ó": nameFlag | UInt8(ascii: "O")
        // The acute and the circumflex of decomposed text, and the mark of Hawaiʻi.
        case "\u{0301}", "\u{0302}", "\u{02BB}": nameFlag
        default: scalar.properties.isWhitespace ? space : other
        }
    }
}
