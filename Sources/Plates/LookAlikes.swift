extension PackedCharacters {
    // Everywhere `O` is the same character as `0`, and `I` as `1`. One key serves both, so a look-up of either finds the plate.

    /// The digit of an upper-case letter or figure, with `O` and `I` folded.
    static func digit(ofCanonical byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 1
        case UInt8(ascii: "O"): zero
        case UInt8(ascii: "I"): one
        case UInt8(ascii: "A")...UInt8(ascii: "H"): byte - UInt8(ascii: "A") + 11
        case UInt8(ascii: "J")...UInt8(ascii: "N"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "P")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A") + 9
        default: nil
        }
    }

    /// The digit of a character of the folded alphabet.
    static func digit(ofFolded byte: UInt8) -> UInt8? {
        byte == UInt8(ascii: "O") || byte == UInt8(ascii: "I") ? nil : digit(ofCanonical: byte)
    }

    /// The character of a digit from 1 to 34; `asLetter` shows `0` and `1` as the `O` and `I` that were typed.
    static func ascii(ofDigit digit: UInt8, asLetter: Bool = false) -> UInt8 {
        assert((1...digitMax).contains(digit))
        switch digit {
        case zero where asLetter: return UInt8(ascii: "O")
        case one where asLetter: return UInt8(ascii: "I")
        case ...10: return digit - 1 + UInt8(ascii: "0")
        case ...18: return digit - 11 + UInt8(ascii: "A")
        case ...23: return digit - 10 + UInt8(ascii: "A")
        default: return digit - 9 + UInt8(ascii: "A")
        }
    }
}

/// Characters that people misread for one another, on a plate or over a call.
package enum Confusables {
    /// Each class holds characters that are one confusable step apart.
    package static let classes = ["0OQD", "1IL", "8B", "5S", "2Z", "6G", "UV", "MN", "CG"]

    /// The digits that share a class with a digit: bit *d* for digit *d*.
    static func of(_ digit: UInt8) -> UInt64 { byDigit[Int(digit)] }

    private static let byDigit: [UInt64] = {
        var byDigit = [UInt64](repeating: 0, count: Int(PackedCharacters.digitMax) + 1)
        for digits in classes.map({ $0.utf8.compactMap(PackedCharacters.digit(ofCanonical:)) }) {
            for digit in digits {
                for other in digits where other != digit { byDigit[Int(digit)] |= 1 << UInt64(other) }
            }
        }
        return byDigit
    }()
}
