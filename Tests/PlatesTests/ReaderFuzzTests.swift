import Plates
import TestSupport
import Testing

/// Texts that nobody should send: each ends in readings or a named error.
@Suite struct ReaderFuzzTests {
    @Test func `every byte value, alone, doubled and beside a plate`() {
        for byte in UInt8.min ... .max {
            for bytes in [
                [byte], [byte, byte], [byte] + Array("MN ABC123".utf8), Array("ABC".utf8) + [byte] + Array("123".utf8),
                Array("MN:".utf8) + [byte],
            ] {
                check(String(decoding: bytes, as: UTF8.self), "byte \(byte)")
            }
        }
    }

    @Test func `empty, giant, right to left, and nothing but marks`() {
        let texts = [
            "", " ", "\u{0}", "\n", String(repeating: "A", count: 1_000_000), String(repeating: "-", count: 256),
            String(repeating: "MN ", count: 85),
            String(repeating: "(", count: 256), String(repeating: ":", count: 256), String(repeating: "1.", count: 128),
            String(repeating: ",", count: 256),
            String(repeating: "plate ", count: 42), "😀😀😀", "👩‍👩‍👧‍👦", "שלום 123", "لوحة ١٢٣", "\u{202E}321CBA NM\u{202C}", "*", "**", "****",
            "? ?", "()()", "[[MN]]",
            "((ABC123", "MN:WI:CA", "#", "E+", "1E+", "$", "12-", "-Mar", "#REF", "'", "\"\"", "「MN」ABC123",
        ]
        for text in texts { check(text, "fixed") }
        #expect(throws: PlateError(.empty)) { try PlateReader.read("") }
        #expect(throws: PlateError(.tooLong)) { try PlateReader.read(String(repeating: "A", count: 1_000_000)) }
    }

    @Test func `random words, marks and bytes never crash, and a plain text is read as in full`() throws {
        var plates = RandomPlates()
        let pieces: [String] =
            RandomPlates.folded.map(String.init) + Issuer.all.map(\.abbreviation) + Issuer.all.map(\.name) + PlateWords.ofPlates
            + PlateWords.helpers
            + [
                " ", " ", " ", " ", "-", "-", ".", "/", "_", ":", ",", "(", ")", "[", "]", "\"", "’", "♥", "•", "1.", "é", "e\u{301}",
                "\u{0}", "\u{FEFF}",
                "\u{202E}", "🚗", "ABC123", "123", "ABC", "12-Mar", "2.1E+5", "$", "#", "?", "*", "nan", "mn", "ＡＢ", "١", "ß", "\t",
                "\u{FFFD}",
            ]
        let issuers = Issuer.all
        for _ in 0..<10_000 {
            let text = (0..<Int.random(in: 0...7, using: &plates.random)).map { _ in plates.pick(pieces) }.joined()
            let context = ReadingContext(
                country: plates.pick(Country.allCases), homeIssuer: plates.pick([nil, plates.pick(issuers)]),
                namedIssuer: plates.pick([nil, nil, plates.pick(issuers)]), kind: plates.pick([.field, .freeText]))
            check(text, "seed \(plates.seed)", context)
            // A space at the end sends a plain text the long way, and changes nothing else.
            let short = try? PlateReader.read(text, context)
            let long = try? PlateReader.read(text + " ", context)
            #expect(short == long, "\(text), seed \(plates.seed)")
        }
    }

    @Test(arguments: ["123FLME", "123-FLME", "YTABC12", "ABC12YT", "ONABCD123", "MEX123", "AB123ON"], Country.allCases)
    func `a code that is glued to a plain text is read as in full`(_ text: String, _ country: Country) {
        for kind in [ReadingContext.Kind.field, .freeText] {
            let context = ReadingContext(country: country, kind: kind)
            #expect((try? PlateReader.read(text, context)) == (try? PlateReader.read(text + " ", context)))
        }
    }

    private func check(_ text: String, _ label: String, _ context: ReadingContext = ReadingContext()) {
        do {
            let readings = try PlateReader.read(text, context)
            #expect((1...PlateReader.readingsMax).contains(readings.count), "\(label): \(text)")
            #expect(Set(readings.map(\.plate.key)).count == readings.count, "\(label): \(text)")
            #expect(readings.count == 1 || readings.allSatisfy { $0.confidence == .likely }, "\(label): \(text)")
            for reading in readings {
                // What a person chose reads back, and is certain.
                let again = try PlateReader.read(reading.text, ReadingContext(country: context.country))
                #expect(again.map(\.plate) == [reading.plate], "\(label): \(text)")
                #expect(again.first?.confidence == .certain, "\(label): \(text)")
            }
            if context.kind == .freeText, readings.count == 1, !readings[0].plate.characters.contains(where: \.isNumber) {
                #expect(readings[0].confidence == .likely || readings[0].namesIssuer, "\(label): \(text)")
            }
        } catch {
            #expect(!error.sentence.isEmpty)
        }
    }
}
