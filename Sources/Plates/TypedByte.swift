/// The meaning of a Unicode scalar of a typed text, as one byte.
///
/// `A–Z`, `0–9`, space, `-`, `.`, `'`, `:`, `(`, `)`, `?`, `*` and `,` mean themselves and every scalar that reads the same.
enum TypedByte {
    static let space = UInt8(ascii: " ")
    static let hyphen = UInt8(ascii: "-")
    static let period = UInt8(ascii: ".")
    static let apostrophe = UInt8(ascii: "'")
    static let colon = UInt8(ascii: ":")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")
    /// A comma, a semicolon or a bar: sets an issuer apart, and is never inside a plate.
    static let comma = UInt8(ascii: ",")
    static let star = UInt8(ascii: "*")
    /// Deleted everywhere.
    static let invisible: UInt8 = 1
    /// Deleted from a plate; no part of an issuer's name.
    static let ornament: UInt8 = 2
    /// Punctuation or a symbol that is dropped at the ends of a text, such as a list mark or an exclamation mark, and is never inside a
    /// plate.
    static let edge: UInt8 = 3
    /// A bracket that is not a parenthesis; read as one, except in a pattern.
    static let openOther: UInt8 = 4
    static let closeOther: UInt8 = 5
    /// Set on bytes that only an issuer's name may have: an accented letter, or a mark (no letter below the flag).
    static let nameFlag: UInt8 = 0x80
    /// Nothing that belongs in a plate or a name.
    static let other: UInt8 = 0xFF

    static func isLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

    static func isFigure(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

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
            for (index, byte) in utf8.enumerated() {
                guard byte < 0x80 else { return nil }
                buffer[index] = ofASCII(byte)
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
        case hyphen, period, apostrophe, colon, open, close, UInt8(ascii: "?"), star: byte
        case UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "+"): ornament
        case UInt8(ascii: "\""), UInt8(ascii: "`"): ornament
        case comma, UInt8(ascii: ";"), UInt8(ascii: "|"): comma
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): openOther
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"): closeOther
        case 0x21...0x7E: edge
        default: other
        }
    }

    private static func ofWide(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{02BC}": apostrophe
        case "\u{2212}": hyphen
        // The replacement for bytes that are not text.
        case "\u{FFFD}": other
        // Letters in circles and squares: dropped at an end, they would leave another plate.
        case "\u{24B6}"..."\u{24E9}", "\u{1F130}"..."\u{1F189}": other
        // Dots, primes and hearts that Unicode has no single category for.
        case "·", "•", "‣", "‧", "⁃", "∙", "⋅", "′", "″", "´": ornament
        case "\u{2600}"..."\u{27BF}", "\u{25A0}"..."\u{25FF}", "\u{2B00}"..."\u{2BFF}": ofPictograph(scalar)
        case "\u{1F493}"..."\u{1F49F}", "\u{1F5A4}", "\u{1F90D}"..."\u{1F90F}", "\u{1F9E1}", "\u{1FA75}"..."\u{1FA77}": ornament
        case "á", "Á": nameFlag | UInt8(ascii: "A")
        case "é", "É": nameFlag | UInt8(ascii: "E")
        case "í", "Í", "î", "Î": nameFlag | UInt8(ascii: "I")
        case "ó", "Ó": nameFlag | UInt8(ascii: "O")
        // The acute and the circumflex of decomposed text, and the mark of Hawaiʻi.
        case "\u{0301}", "\u{0302}", "\u{02BB}": nameFlag
        default: ofCategory(scalar.properties)
        }
    }

    private static func ofPictograph(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.properties.generalCategory {
        case .otherSymbol, .mathSymbol: ornament
        default: ofCategory(scalar.properties)
        }
    }

    private static func ofCategory(_ properties: Unicode.Scalar.Properties) -> UInt8 {
        if properties.isWhitespace { return space }
        switch properties.generalCategory {
        case .format: return invisible
        case .dashPunctuation: return hyphen
        case .initialPunctuation, .finalPunctuation: return ornament
        case .openPunctuation: return openOther
        case .closePunctuation: return closeOther
        case .otherPunctuation, .connectorPunctuation, .otherSymbol, .mathSymbol, .modifierSymbol: return edge
        default: return properties.isVariationSelector || properties.isDefaultIgnorableCodePoint ? invisible : other
        }
    }
}
