package import Plates

/// Realistic plates by number, always the same ones: they follow the issuers' real series, and no plate repeats.
package struct SeededPlates: Sendable {
    /// An issuer's series: `A` stands for a letter, `0` for a digit. Like issuers, it leaves out letters that look like digits.
    private struct Series {
        let issuer: Issuer
        let form: [UInt8]
        /// The number of plates in the series.
        let size: UInt64

        init(_ code: String, _ form: StaticString) {
            guard let issuer = Issuer(code: code) else { preconditionFailure("unknown issuer \(code)") }
            self.issuer = issuer
            self.form = Array(UnsafeBufferPointer(start: form.utf8Start, count: form.utf8CodeUnitCount))
            size = self.form.reduce(1) { $0 * ($1 == UInt8(ascii: "A") ? UInt64(SeededPlates.letters.count) : 10) }
        }
    }

    private static let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ".utf8)
    /// A prime larger than any series, so multiplying by it visits the whole series before a plate repeats.
    private static let step: UInt64 = 2_305_843_009_213_693_951

    /// The cumulative share of each series, in percent, as in central Minnesota: 60 of 100 plates are the state's own.
    private let series: [(share: Int, Series)] = [
        (60, Series("US-MN", "AAA000")), (72, Series("US-WI", "AAA0000")), (79, Series("US-IA", "AAA000")),
        (85, Series("US-IL", "AA00000")),
        (89, Series("US-TX", "AAA0000")), (92, Series("US-CA", "0AAA000")), (95, Series("US-ND", "000AAA")),
        (97, Series("US-FL", "AAAA00")),
        (98, Series("CA-ON", "AAAA000")), (99, Series("US-GOV", "A0000000")), (100, Series("US-NY", "AAA0000")),
    ]

    package init() {}

    /// The number of distinct plates.
    package static let count = 12_000_000

    package subscript(number: Int) -> PlateKey {
        precondition((0..<Self.count).contains(number), "a plate's number must be below \(Self.count)")
        var mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        let share = Int(mixed >> 40) % 100
        let chosen = (series.first { share < $0.share } ?? series[0]).1
        var rest = UInt64(number).multipliedFullWidth(by: Self.step % chosen.size)
        var index = chosen.size.dividingFullWidth((rest.high, rest.low)).remainder
        rest = (0, 0)
        var folded = ""
        for form in chosen.form {
            let radix = form == UInt8(ascii: "A") ? UInt64(Self.letters.count) : 10
            let digit = Int(index % radix)
            index /= radix
            folded.unicodeScalars.append(Unicode.Scalar(form == UInt8(ascii: "A") ? Self.letters[digit] : UInt8(ascii: "0") + UInt8(digit)))
        }
        guard let key = PlateKey(folded: folded, issuer: chosen.issuer) else { preconditionFailure("a series contains an invalid plate") }
        return key
    }

    package func plate(_ number: Int) -> Plate { Plate(key: self[number], typed: TypedMask(rawValue: 0)) }
}

/// A repeatable random number generator (SplitMix64; Steele, Lea, Flood 2014).
package struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number that favors popular plates: a third of the draws fall on the first thirtieth.
    package mutating func popular(below end: Int) -> Int {
        let unit = Double(next() >> 11) / Double(1 << 53)
        return min(end - 1, Int(Double(end) * unit * unit * unit))
    }
}

extension SeededNumbers {
    /// A plate as people type it: with or without an issuer, with hyphens, spaces, lower case, or `O` for `0`.
    package mutating func typed(_ key: PlateKey) -> String {
        var text = ""
        let characters = Array(key.characters)
        for (index, character) in characters.enumerated() {
            if index > 0, characters[index - 1].isLetter != character.isLetter, next() % 4 == 0 { text += next() % 2 == 0 ? "-" : " " }
            text += character == "0" && next() % 16 == 0 ? "O" : String(character)
        }
        let state = String(key.issuer.code.dropFirst(3))
        switch next() % 8 {
        case 0...4: text = state + " " + text
        case 5: text = text + " (" + state + ")"
        case 6: text = key.issuer.code + ":" + text
        default: break
        }
        return next() % 4 == 0 ? text.lowercased() : text
    }
}
