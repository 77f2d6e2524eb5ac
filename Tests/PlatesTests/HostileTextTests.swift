import Plates
import TestSupport
import Testing

/// Texts made to hurt: each must end in a plate or a named error, at a cost that the text's length does not set.
@Suite struct HostileTextTests {
    private static let million = 1_000_000

    private static func giants() -> [(name: String, text: String)] {
        [
            ("letters", String(repeating: "A", count: million)),
            ("spaces", String(repeating: " ", count: million)),
            ("separators before a plate", String(repeating: "-", count: million) + "ABC123"),
            ("words", String(repeating: "MN ", count: million / 3)),
            ("parentheses", String(repeating: "(", count: million)),
            ("colons", String(repeating: ":", count: million)),
            ("combining marks", "A" + String(repeating: "\u{301}", count: million / 2)),
            ("emoji", String(repeating: "👩‍👩‍👧‍👦", count: million / 25)),
            ("nothing visible", String(repeating: "\u{200B}", count: million / 3)),
            ("stars", String(repeating: "*", count: million)),
        ]
    }

    @Test func `a text beyond any plate is too long, whatever it holds`() {
        for (name, text) in Self.giants() {
            #expect(throws: PlateError(.tooLong), "\(name)") { try Plate(text) }
            #expect(throws: PlateError(.patternTooLong), "\(name)") { try PlatePattern(text) }
            #expect(Issuer(text, country: .us) == nil)
            #expect(PlateKey(folded: text, issuer: .unknown) == nil)
        }
    }

    @Test func `256 bytes are read, one more is not`() throws {
        #expect(try Plate(String(repeating: "-", count: 250) + "ABC123").key.characters == "ABC123")
        #expect(throws: PlateError(.tooLong)) { try Plate(String(repeating: "-", count: 251) + "ABC123") }
        #expect(throws: PlateError(.empty)) { try Plate(String(repeating: " ", count: 256)) }
        #expect(try PlatePattern(String(repeating: "*", count: 254) + "AB").matches(Plate("XAB").key))
        #expect(throws: PlateError(.tooLong)) { try Plate(String(repeating: "N ", count: 128)) }
    }

    @Test func `bytes that are no UTF-8 are named as the replacement character`() {
        let broken: [[UInt8]] = [
            [0x41, 0xED, 0xA0, 0x80, 0x42], [0x41, 0xED, 0xB0, 0x80], [0xFF, 0x41], [0x41, 0xC3], [0xC0, 0x80, 0x41],
            [
                0xF4, 0x90, 0x80,
                0x80,
            ],
        ]
        for bytes in broken {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(throws: PlateError(.character, character: "\u{FFFD}")) { try Plate(text) }
        }
    }

    @Test func `marks pile up on no error`() throws {
        let text = "ABC" + String(repeating: "\u{301}", count: 100)
        let error = #expect(throws: PlateError.self) { try Plate(text) }
        #expect(error?.character == "C\u{301}")
    }

    @Test func `an error's sentence names the character and never the plate`() throws {
        let cases: [(text: String, name: String)] = [
            ("XQJ7É99", "“É” (U+00C9)"), ("XQJ7,99", "“,” (U+002C)"), ("XQJ7\u{0}99", "U+0000"),
            ("XQJ7🚗99", "“🚗” (U+1F697)"), ("XQJe\u{308}99", "“e\u{308}” (U+0308)"),
        ]
        for (text, name) in cases {
            let error = try #require(throws: PlateError.self) { try Plate(text) }
            #expect(error.sentence.contains(" \(name):"))
            #expect(!error.sentence.contains("XQJ"))
        }
        for code in PlateError.Code.allCases {
            #expect(PlateError(code).sentence.hasSuffix("."))
        }
    }

    @Test func `random texts never crash, and what they give is well-formed`() throws {
        var plates = RandomPlates()
        let pieces: [String] =
            RandomPlates.folded.map(String.init) + Issuer.all.map(\.name) + Issuer.all.map(\.code) + [
                " ", " ", " ", "-", ":", "(", ")", "?", "*", ".", "'", "\u{301}", "\u{200D}", "\u{FE0F}", "é", "ß", "Ａ", "（", "：",
                "\u{0}", "\r\n", "🇺🇸",
                "\u{FFFD}", "mn", "O", "I", "♥", "\u{202E}", "n. dak.", "\u{3000}",
            ]
        var read = 0
        for _ in 0..<10_000 {
            let text = (0..<Int.random(in: 0...12, using: &plates.random)).map { _ in plates.pick(pieces) }.joined()
            let country = plates.pick(Country.allCases)
            if let plate = try? Plate(text, country: country) {
                read += 1
                #expect(PlateKey(packed: plate.key.packed) == plate.key, "seed \(plates.seed)")
                #expect(try Plate(plate.text) == plate, "seed \(plates.seed)")
            }
            if let pattern = try? PlatePattern(text, country: country) {
                _ = pattern.matches(plates.key())
            }
            if let issuer = Issuer(text, country: country) {
                #expect(Issuer(rawValue: issuer.rawValue) == issuer)
            }
        }
        #expect(read > 50, "seed \(plates.seed)")
    }

    @Test func `random bytes never crash`() {
        var plates = RandomPlates()
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...40, using: &plates.random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &plates.random) }
            let text = String(decoding: bytes, as: UTF8.self)
            let plate = try? Plate(text)
            #expect(plate.map { $0.key.packed > 0 } ?? true, "seed \(plates.seed)")
            _ = try? PlatePattern(text)
        }
    }
}
