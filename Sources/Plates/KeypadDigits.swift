/// A whole plate by the keys of a telephone, each pressed once for each character: `2` is A, B, C or 2.
///
/// The letters are those of ITU-T E.161. As `I` folds to 1 and `O` to 0, `4` is G, H, I, 4 or 1, and `6` is M, N, O, 6 or 0.
package struct KeypadDigits: Hashable, Sendable {
    /// Shorter plates would fit too many keys.
    package static let lengths = 5...PlateKey.lengthMax

    /// The characters that each key may be: a bit for each digit of ``PackedCharacters``.
    private let choices: [UInt64]

    /// Reads 5 to 10 digits; `nil` for anything else.
    package init?(_ text: String) {
        let keys = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard Self.lengths.contains(keys.count), keys.allSatisfy(Self.letters.indices.contains) else { return nil }
        choices = keys.map { Self.choices[$0] }
    }

    /// Whether the characters fit the keys. The issuer does not matter. Allocates nothing.
    package func matches(_ key: PlateKey) -> Bool {
        let wide = WideCharacters(key.charactersPacked)
        return wide.count == choices.count && choices.indices.allSatisfy { choices[$0] >> UInt64(wide[$0]) & 1 == 1 }
    }

    package var preFilter: KeypadPreFilter { KeypadPreFilter(choices) }

    /// The letters on each key.
    private static let letters = ["", "", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"]

    private static let choices: [UInt64] = letters.enumerated().map { key, letters in
        "\(key)\(letters)".utf8.compactMap(PackedCharacters.digit(ofCanonical:)).reduce(0) { $0 | 1 << UInt64($1) }
    }
}

/// A fast test that every match of the keys passes, and few other plates: whether the first three characters fit.
package struct KeypadPreFilter: Sendable {
    /// A bit for each number of three first characters; 5 KiB, which stay in the processor's nearest cache.
    package let bits: [UInt64]

    private static let places = 3
    /// 35 to the 7th, which is between 2 to the 35th and 2 to the 36th.
    private static let divisor = UInt64(PackedCharacters.weight(ofPlace: places - 1))
    /// The number of a plate's first characters is `characters * reciprocal`, shifted to the right by 64 and by this.
    package static let shift: UInt64 = 35
    /// 2 to the 99th, divided by the divisor and rounded up: the error stays too small to reach the next number.
    package static let reciprocal = divisor.dividingFullWidth((high: 1 << shift, low: 0)).quotient + 1

    fileprivate init(_ choices: [UInt64]) {
        let base = Int(PackedCharacters.base)
        var beginnings = [0]
        for choice in choices.prefix(Self.places) {
            beginnings = beginnings.flatMap { beginning in
                (0..<base).filter { choice >> UInt64($0) & 1 == 1 }.map { beginning * base + $0 }
            }
        }
        var bits = [UInt64](repeating: 0, count: base * base * base / UInt64.bitWidth + 1)
        for beginning in beginnings { bits[beginning / UInt64.bitWidth] |= 1 << UInt64(beginning % UInt64.bitWidth) }
        self.bits = bits
    }
}
