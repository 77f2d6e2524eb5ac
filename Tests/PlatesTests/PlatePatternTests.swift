import Plates
import TestSupport
import Testing

@Suite struct PlatePatternTests {
    /// A matcher too simple to be wrong.
    private static func fits(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        if first == "*" { return text.indices.contains { fits(rest, text[$0...]) } || fits(rest, "") }
        guard let character = text.first, first == "?" || first == character else { return false }
        return fits(rest, text.dropFirst())
    }

    @Test func `a pattern matches what the plain matcher matches`() throws {
        var plates = RandomPlates()
        var (matched, missed, refused) = (0, 0, 0)
        for _ in 0..<5_000 {
            let alphabet: [Character] = plates.pick([Array("AB"), Array("A01"), RandomPlates.folded])
            let text = plates.characters(length: 2...12, of: alphabet + Array("??**") + alphabet)
            let literals = text.filter { $0 != "?" && $0 != "*" }.count
            let length = text.filter { $0 != "*" }.count
            guard let pattern = try? PlatePattern(text) else {
                #expect(literals < 2 || length > 10, "\(text), seed \(plates.seed)")
                refused += 1
                continue
            }
            #expect(literals >= 2 && length <= 10)
            for _ in 0..<8 {
                let key = plates.key(of: alphabet)
                let expected = Self.fits(text[...], key.characters[...])
                #expect(pattern.matches(key) == expected, "\(text) \(key.characters), seed \(plates.seed)")
                if expected { matched += 1 } else { missed += 1 }
            }
        }
        #expect(matched > 500 && missed > 500 && refused > 100)
    }

    @Test func `a pattern made from a plate matches that plate`() throws {
        var plates = RandomPlates()
        for _ in 0..<3_000 {
            let key = plates.key()
            var pattern = key.characters.map(String.init)
            for _ in 0..<3 {
                let place = Int.random(in: pattern.indices, using: &plates.random)
                pattern[place] = plates.pick(["?", "*", pattern[place] + "*", "*" + pattern[place]])
            }
            guard let made = try? PlatePattern(pattern.joined()) else { continue }
            #expect(made.matches(key), "\(pattern.joined()) \(key.characters), seed \(plates.seed)")
            #expect(made.packedCharacters.contains(key.charactersPacked), "seed \(plates.seed)")
        }
    }

    @Test(arguments: [
        ("7?K*3", "7AK3", true), ("7?K*3", "70K993", true), ("7?K*3", "7K3", false), ("7?K*3", "7AK", false), ("a-b c", "ABC", true),
        ("a-b c", "ABCD", false), ("ABC*", "ABC", true), ("ABC*", "ABC1234567", true), ("*AB*", "1AB2", true), ("*AB*", "A1B", false),
        ("AO*", "A0", true), ("TIM?", "T1M7", true), ("A*A", "A", false), ("A*A", "AA", true), ("**A**A**", "BAAB", true),
        ("？Ａ＊Ｂ", "1AB", true), ("A?B?C?D?E?", "A1B1C1D1E1", true), ("*AB*BA*", "ABA", false), ("*AB*BA*", "ABBA", true),
        ("*?*?AB", "12AB", true), ("*?*?AB", "1AB", false),
    ])
    func `a pattern fits or does not`(text: String, characters: String, isMatch: Bool) throws {
        let key = try #require(PlateKey(folded: characters, issuer: .unknown))
        #expect(try PlatePattern(text).matches(key) == isMatch)
    }

    @Test(arguments: ["MN 7?K*", "mn:7?k*", "7?K* (MN)", "Minnesota 7?K*", "7?K* mn", "us-mn 7?K*"])
    func `a pattern may name an issuer as a plate does`(text: String) throws {
        let pattern = try PlatePattern(text)
        #expect(pattern.issuer?.code == "US-MN")
        #expect(pattern.matches(try Plate("MN 7AK1").key))
        #expect(!pattern.matches(try Plate("WI 7AK1").key))
        #expect(!pattern.matches(try Plate("7AK1").key))
    }

    @Test func `a pattern without an issuer matches every issuer`() throws {
        let pattern = try PlatePattern("7?K*")
        #expect(pattern.issuer == nil)
        for issuer in Issuer.all { #expect(pattern.matches(try Plate("7AK1", issuer: issuer).key)) }
        #expect(try PlatePattern("CA A1*", country: .ca).issuer?.code == "US-CA")
    }

    @Test func `an issuer may be set`() throws {
        var pattern = try PlatePattern("7?K*")
        pattern.issuer = Issuer(code: "US-WI")
        #expect(pattern.matches(try Plate("WI 7AK1").key))
        #expect(!pattern.matches(try Plate("MN 7AK1").key))
    }

    @Test(arguments: [
        ("", PlateError.Code.patternTooOpen, nil as Character?), ("*", .patternTooOpen, nil), ("A*", .patternTooOpen, nil),
        ("?????A????", .patternTooOpen, nil), ("MN:7*", .patternTooOpen, nil), ("ABCDEFGHJK?", .patternTooLong, nil),
        ("ABCDEFGHJKL", .patternTooLong, nil), ("AB%", .patternCharacter, "%"), ("AB[CD]", .patternCharacter, "["),
        ("ÀB*", .patternCharacter, "À"), ("mn:AB:C", .unknownIssuer, nil), ("qq:AB*", .unknownIssuer, nil),
        ("A(B)C", .patternCharacter, "("),
    ])
    func `a pattern is refused`(text: String, code: PlateError.Code, character: Character?) {
        let error = #expect(throws: PlateError.self) { try PlatePattern(text) }
        #expect(error == PlateError(code, character: character))
    }

    @Test func `a placeholder may be searched for`() throws {
        #expect(try PlatePattern("TEMP").matches(#require(PlateKey(folded: "TEMP", issuer: .unknown))))
    }
}
