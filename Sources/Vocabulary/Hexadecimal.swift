extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    package var hexadecimal: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            for half in [byte >> 4, byte & 15] { digits.append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10) }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

extension [UInt8] {
    /// `nil` unless the text is two hexadecimal digits for each of `count` bytes, in either case.
    package init?(hexadecimal text: String, count: Int) {
        guard text.utf8.count == 2 * count else { return nil }
        self.init()
        reserveCapacity(count)
        var digits = text.utf8.makeIterator()
        while let first = digits.next(), let second = digits.next() {
            guard let high = Self.value(ofDigit: first), let low = Self.value(ofDigit: second) else { return nil }
            append(high << 4 | low)
        }
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
