import Plates
import TestSupport
import Testing

@Suite struct KeypadDigitsTests {
    /// What stands on each key, as a telephone shows it; 0 is typed for O, and 1 for I, as well.
    private static let keys: [Character: String] = [
        "0": "0O", "1": "1I", "2": "2ABC", "3": "3DEF", "4": "4GHI", "5": "5JKL", "6": "6MNO", "7": "7PQRS", "8": "8TUV", "9": "9WXYZ",
    ]

    private static func fits(_ digits: String, _ folded: String) -> Bool {
        digits.count == folded.count
            && zip(digits, folded).allSatisfy { digit, character in keys[digit]?.contains { fold($0) == character } ?? false }
    }

    private static func fold(_ character: Character) -> Character { character == "O" ? "0" : character == "I" ? "1" : character }

    @Test func `keys fit what a plain comparison fits, and the pre-filter passes every match`() throws {
        var plates = RandomPlates()
        var (matched, missed, passed) = (0, 0, 0)
        for _ in 0..<3_000 {
            let digits = plates.characters(length: 3...12, of: Array("0123456789"))
            guard let keypad = KeypadDigits(digits) else {
                #expect(!(5...10).contains(digits.count), "\(digits), seed \(plates.seed)")
                continue
            }
            #expect((5...10).contains(digits.count))
            let preFilter = keypad.preFilter
            for otherFrom in [2, 5, 10] {
                let folded = String(
                    digits.enumerated().map { place, digit in
                        Self.fold(plates.pick(place < otherFrom ? Array(Self.keys[digit] ?? "") : RandomPlates.folded))
                    }.prefix(plates.pick([10, 10, 10, 6])))
                let key = try #require(PlateKey(folded: folded, issuer: plates.pick(Issuer.all)))
                let expected = Self.fits(digits, folded)
                #expect(keypad.matches(key) == expected, "\(digits) \(folded), seed \(plates.seed)")
                let characters = UInt64(key.charactersPacked)
                let beginning = characters.multipliedFullWidth(by: KeypadPreFilter.reciprocal).high >> KeypadPreFilter.shift
                #expect(beginning == characters / 64_339_296_875, "\(folded), seed \(plates.seed)")
                let passes = preFilter.bits[Int(beginning / 64)] >> (beginning % 64) & 1 == 1
                #expect(passes || !expected, "\(digits) \(folded), seed \(plates.seed)")
                if expected { matched += 1 } else { missed += 1 }
                if passes, !expected { passed += 1 }
            }
        }
        #expect(matched > 500 && missed > 500 && passed > 100)
    }

    @Test(arguments: [
        ("222123", "ABC123", true), ("556456", "KLN456", true), ("46642", "10014", false), ("46642", "10M4A", true),
        ("40665", "G00NJ", true), ("11155", "111KL", true), ("00055", "000JL", true), ("222123", "ABC124", false),
        ("222123", "ABC12", false), ("22212", "ABC123", false), ("9999999999", "WXYZ9WXYZ9", true), ("77777", "PQRS7", true),
    ])
    func `keys fit or do not`(digits: String, characters: String, isMatch: Bool) throws {
        let key = try #require(PlateKey(folded: characters, issuer: .unknown))
        #expect(try #require(KeypadDigits(digits)).matches(key) == isMatch)
    }

    @Test(arguments: ["", "2", "2222", "22222222222", "2222a", "222 22", "222-22", "*22222", "22222#", "２２２２２", "٢٢٢٢٢", "222\u{0}22"])
    func `anything but 5 to 10 digits is refused`(text: String) { #expect(KeypadDigits(text) == nil) }
}
