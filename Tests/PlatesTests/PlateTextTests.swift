import Plates
import TestSupport
import Testing

@Suite struct PlateTextTests {
    /// What a text is read as in a registry of the United States.
    @Test(arguments: [
        // The issuer stands first, or last, or before a colon, or in parentheses.
        ("MN ABC123", "US-MN", "ABC123"), ("ABC-123 MN", "US-MN", "ABC123"), ("MN:ABC123", "US-MN", "ABC123"),
        ("MN : ABC 123", "US-MN", "ABC123"), ("ABC123(MN)", "US-MN", "ABC123"), ("(MN) ABC123", "US-MN", "ABC123"),
        ("  MN\tABC123\n", "US-MN", "ABC123"), ("ABC123 ( minnesota ) ", "US-MN", "ABC123"),
        ("\u{200E}MN ABC123\u{200F}", "US-MN", "ABC123"),
        ("minn. abc123", "US-MN", "ABC123"), ("Minn ABC123", "US-MN", "ABC123"), ("us-mn abc123", "US-MN", "ABC123"),
        ("US‑MN ABC123", "US-MN", "ABC123"), ("ＭＮ ＡＢＣ１２３", "US-MN", "ABC123"), ("ｍｎ：abc123", "US-MN", "ABC123"),
        ("（mn） abc123", "US-MN", "ABC123"), ("mInNeSoTa abc123", "US-MN", "ABC123"), ("mn 7", "US-MN", "7"),
        // Names of several words.
        ("New York ABC123", "US-NY", "ABC123"), ("N.Y. ABC123", "US-NY", "ABC123"), ("abc123 new  york", "US-NY", "ABC123"),
        ("District of Columbia AB1234", "US-DC", "AB1234"), ("Washington D.C. AB1234", "US-DC", "AB1234"),
        ("Washington ABC1234", "US-WA", "ABC1234"), ("ABC123 West Virginia", "US-WV", "ABC123"), ("W. Va. ABC123", "US-WV", "ABC123"),
        ("N. Dak. 123 ABC", "US-ND", "123ABC"), ("British Columbia AB1 23C", "CA-BC", "AB123C"), ("Hawaiʻi ABC123", "US-HI", "ABC123"),
        ("Prince Edward Island: 12 345", "CA-PE", "12345"), ("Virgin Islands ABC123", "US-VI", "ABC123"),
        // Codes that one other country alone has; a country's own come first.
        ("ON ABCD123", "CA-ON", "ABCD123"), ("CHH ABC-12-34", "MX-CHH", "ABC1234"), ("CA ABC123", "US-CA", "ABC123"),
        ("CA-ON ABC123", "CA-ON", "ABC123"), ("NL ABC123", "CA-NL", "ABC123"), ("BC AB123C", "CA-BC", "AB123C"),
        // A first word that is an issuer is one, whatever else it may spell.
        ("ME 1234", "US-ME", "1234"), ("OK 123", "US-OK", "123"), ("HI MOM", "US-HI", "M0M"), ("1234 in", "US-IN", "1234"),
        ("ZZ ABC123", "ZZ", "ABC123"), ("zz:ABC123", "ZZ", "ABC123"),
        // The first word before the last one, parentheses before both, a colon before all.
        ("MN ABC123 WI", "US-MN", "ABC123"), ("OK 123 (MN)", "US-MN", "0K123"), ("mn:OK 123", "US-MN", "0K123"),
        ("mn: wi 123", "US-MN", "W1123"),
        ("MN WI", "US-MN", "W1"),
        // Three letters that are no code of one's own country are a plate's, but beside letters and figures, or with a period.
        ("TEX 123", "ZZ", "TEX123"), ("123 TEX", "ZZ", "123TEX"), ("SON 123", "ZZ", "S0N123"), ("SIN CITY", "ZZ", "S1NC1TY"),
        ("TEX ABC123", "US-TX", "ABC123"), ("Tex. 123", "US-TX", "123"), ("SON ABC-12-34", "MX-SON", "ABC1234"),
        ("tex:123", "US-TX", "123"),
        ("123 (TEX)", "US-TX", "123"), ("texas 123", "US-TX", "123"), ("mx-son 123", "MX-SON", "123"), ("GOV 12345", "US-GOV", "12345"),
        // An issuer with nothing beside it is the plate.
        ("MN", "ZZ", "MN"), ("TEXAS", "ZZ", "TEXAS"), ("us-mn", "ZZ", "USMN"), ("New York", "ZZ", "NEWY0RK"), ("N. Dak.", "ZZ", "NDAK"),
        ("new mexico", "ZZ", "NEWMEX1C0"), ("MN -", "ZZ", "MN"), ("ON ♥", "ZZ", "0N"),
        // Letters apart are no issuer, and neither is a word that names none.
        ("M-N 123", "ZZ", "MN123"), ("M N 1 2 3", "ZZ", "MN123"), ("QQ ABC123", "ZZ", "QQABC123"),
        // Without a space the known series decide.
        ("MNABC123", "US-MN", "ABC123"), ("MN-ABC123", "US-MN", "ABC123"), ("ABC-1234", "ZZ", "ABC1234"), ("AL-1234", "ZZ", "AL1234"),
        ("US MN ABC123", "US-MN", "ABC123"), ("US_MN_ABC123", "US-MN", "ABC123"), ("New_York/ABC1234", "US-NY", "ABC1234"),
        // Between marks a word for a digit is letters.
        ("Minnesota:H_P_F—UN—H·P—J_5", "US-MN", "HPFUNHPJ5"), ("MN:H-SIX-H-P-J-5", "US-MN", "HS1XHPJ5"),
        // Separators and ornaments of all kinds.
        ("#A$B&C+1·2•3", "ZZ", "ABC123"), ("★ABC☆1✚2☺3", "ZZ", "ABC123"), ("A'B’C/1_2.3", "ZZ", "ABC123"),
        ("A‐B‑C‒1–2—3―4−5", "ZZ", "ABC12345"), ("A\u{A0}B\u{2007}C\u{202F}1\u{3000}2\u{1680}3\t4\n5", "ZZ", "ABC12345"),
        ("A\u{200B}B\u{200C}C\u{200D}1\u{200E}2\u{200F}3\u{FE0F}", "ZZ", "ABC123"), ("abcdefghij", "ZZ", "ABCDEFGH1J"),
    ])
    func `a text is read`(text: String, issuer: String, characters: String) throws {
        let plate = try Plate(text)
        #expect(plate.issuer.code == issuer)
        #expect(plate.key.characters == characters)
        #expect(plate.key == PlateKey(folded: characters, issuer: plate.issuer))
    }

    @Test(arguments: [
        ("CA ABC123", Country.ca, "US-CA", "ABC123"), ("QUE ABC123", .ca, "CA-QC", "ABC123"), ("Qué ABC123", .ca, "CA-QC", "ABC123"),
        ("QUE ABC123", .mx, "MX-QUE", "ABC123"), ("QUE ABC123", .us, "MX-QUE", "ABC123"), ("NL ABC123", .mx, "MX-NLE", "ABC123"),
        ("N.L. ABC123", .mx, "MX-NLE", "ABC123"), ("B.C. ABC123", .mx, "MX-BCN", "ABC123"), ("BC ABC123", .ca, "CA-BC", "ABC123"),
        ("Mich. ABC123", .us, "US-MI", "ABC123"), ("Mich. ABC123", .mx, "MX-MIC", "ABC123"), ("Mich ABC12", .ca, "ZZ", "ABC12"),
        ("SON 123", .mx, "MX-SON", "123"), ("Nuevo León ABC123", .mx, "MX-NLE", "ABC123"), ("nuevo leon ABC123", .us, "MX-NLE", "ABC123"),
        ("NUEVO LEÓN ABC123", .us, "MX-NLE", "ABC123"), ("Nuevo Leo\u{301}n ABC123", .us, "MX-NLE", "ABC123"),
        ("ABC123 Québec", .us, "CA-QC", "ABC123"), ("Île-du-Prince-Édouard 12345", .ca, "CA-PE", "12345"),
        ("ile du prince edouard 12345", .ca, "CA-PE", "12345"), ("Nouvelle-Écosse ABC123", .ca, "CA-NS", "ABC123"),
        ("Mexico City ABC123", .us, "MX-CMX", "ABC123"), ("D.F. ABC123", .us, "MX-CMX", "ABC123"), ("GOV ABC123", .mx, "US-GOV", "ABC123"),
        ("Veracruz de Ignacio de la Llave ABC123", .us, "MX-VER", "ABC123"), ("VA ABC123", .mx, "US-VA", "ABC123"),
    ])
    func `the registry's country decides what a word means first`(text: String, country: Country, issuer: String, characters: String) throws
    {
        let plate = try Plate(text, country: country)
        #expect(plate.issuer.code == issuer)
        #expect(plate.key.characters == characters)
    }

    @Test func `the default issuer serves a text that carries none`() throws {
        let wisconsin = try #require(Issuer(code: "US-WI"))
        #expect(try Plate("ABC123", issuer: wisconsin).issuer == wisconsin)
        #expect(try Plate("MN ABC123", issuer: wisconsin).issuer.code == "US-MN")
        #expect(try Plate("ZZ ABC123", issuer: wisconsin).issuer == .unknown)
        #expect(try Plate("ABC123", issuer: nil).issuer == .unknown)
    }

    @Test(arguments: [
        ("", PlateError.Code.empty, nil as Character?), ("   ", .empty, nil), ("MN:", .empty, nil), ("(MN)", .empty, nil),
        ("♥", .empty, nil), ("🚗🚗", .empty, nil), ("()", .empty, nil), (": -", .empty, nil),
        ("ABCDEFGHJKL", .tooLong, nil), ("MN 123 456 789 AB", .tooLong, nil), ("Wisconsin Minnesota44", .tooLong, nil),
        ("ABC,123", .character, ","), ("ABC123, WILD1", .character, ","), ("ABC?23", .character, "?"), ("MN ABC*", .character, "*"),
        ("QuébecABC", .character, "é"), ("Que\u{301}becABC", .character, "e\u{301}"), ("AB\u{0}C", .character, "\u{0}"),
        ("ABC\u{FFFD}", .character, "\u{FFFD}"), ("ABC🚗123", .character, "🚗"), ("1\u{FE0F}\u{20E3}", .character, "\u{FE0F}\u{20E3}"),
        ("ABC１２３４５６７８９０é", .character, "é"), ("ABC١٢٣", .character, "١"),
        ("qq:ABC123", .unknownIssuer, nil), ("ABC123 (QQ)", .unknownIssuer, nil),
        ("mn:ab:c", .unknownIssuer, nil), ("(MN) WI:ABC123", .unknownIssuer, nil), ("mn wi:ABC123", .unknownIssuer, nil),
        ("Mi\u{303}nnesota:ABC123", .unknownIssuer, nil), ("MN2:ABC123", .unknownIssuer, nil),
    ])
    func `a text is refused, and the character named`(text: String, code: PlateError.Code, character: Character?) {
        let error = #expect(throws: PlateError.self) { try Plate(text) }
        #expect(error == PlateError(code, character: character))
    }

    @Test(arguments: [
        "NOPLATE", "no plate", "No-Plate", "N0PLATE", "n0 plate", "NONE", "N0NE", "none", "UNKNOWN", "unkn0wn", "TEMP",
        "T E M P", "PAPER", "NOTAG", "no tag", "DEALER", "blank plate", "Paper Tag", "in transit", "N/A", "MN NONE", "none (MN)", "mn:temp",
        "ＮＯＮＥ", "ND NONE", "sin placa", "sin placas",
    ])
    func `a placeholder is refused, typed with letters or figures`(text: String) {
        let error = #expect(throws: PlateError.self) { try Plate(text) }
        #expect(error == PlateError(.placeholder))
    }

    @Test(arguments: ["TEMP1", "NOPLATE1", "PAPER7", "NONE2", "DEALERS", "TEMP123", "MN TEMP12", "TRANSIT"])
    func `what only begins like a placeholder is a plate`(text: String) throws {
        _ = try Plate(text)
    }

    @Test(arguments: [("7", true), ("123", true), ("1234", false), ("ABCD1234", false), ("ABCDE12345", true), ("ABCDEFGHJK", true)])
    func `a length outside 4 to 8 is unusual and no error`(text: String, isUnusual: Bool) throws {
        #expect(try Plate(text).hasUnusualLength == isUnusual)
    }

    @Test func `how O and I were typed is kept, and keys do not know it`() throws {
        let (typed, plain) = (try Plate("MN OI0110IO"), try Plate("MN 01011010"))
        #expect(typed.characters == "OI0110IO")
        #expect(typed.typed.rawValue == 0b1100_0011)
        #expect(plain.characters == "01011010")
        #expect(plain.typed.rawValue == 0)
        #expect(typed.key == plain.key)
        #expect(typed != plain)
    }

    @Test func `mask bits that no O or I can have are dropped`() throws {
        let key = try Plate("A0B1C").key
        let plate = Plate(key: key, typed: TypedMask(rawValue: .max))
        #expect(plate.characters == "AOBIC")
        #expect(plate.typed.rawValue == 0b01010)
        #expect(plate == (try Plate("AOBIC")))
    }

    @Test func `a terminal shows the abbreviation, and none where the issuer is unknown`() throws {
        #expect(try Plate("us-mn pool00").shown == "MN POOL00")
        #expect(try Plate("pool00").shown == "POOL00")
        #expect(try Plate("us-mn pool00").text == "US-MN POOL00")
        #expect(try Plate("pool00").text == "ZZ POOL00")
    }

    @Test func `what is shown in full reads back in every country and under any default`() throws {
        var plates = RandomPlates()
        for _ in 0..<3_000 {
            let plate = Plate(key: plates.key(), typed: TypedMask(rawValue: .random(in: .min ... .max, using: &plates.random)))
            let country = plates.pick(Country.allCases)
            do {
                #expect(
                    try Plate(plate.text, issuer: plates.pick(Issuer.all), country: country) == plate, "\(plate.text), seed \(plates.seed)")
                #expect(try Plate(characters: plate.characters, issuer: plate.issuer) == plate, "seed \(plates.seed)")
            } catch {
                // Chance makes a placeholder now and then.
                #expect(error == PlateError(.placeholder), "seed \(plates.seed)")
            }
        }
    }

    @Test func `case, separators and width change nothing`() throws {
        var plates = RandomPlates()
        let separators = ["", "", "-", " ", "·", "\u{200B}", "♥", "’", "\u{2014}", "_", "#"]
        for _ in 0..<1_000 {
            let characters = plates.characters(length: 2...10)
            guard let plain = try? Plate("US-MN:" + characters) else { continue }
            let dressed = characters.map { character in
                let scalar = character.unicodeScalars.first?.value ?? 0
                let wide = String(Unicode.Scalar(scalar + 0xFEE0) ?? "?")
                return plates.pick([String(character), character.lowercased(), wide]) + plates.pick(separators)
            }
            // “LP” and its like behind a code may speak of the plate.
            let words = dressed.joined().uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.contains(where: PlateWords.ofPlates.contains) else { continue }
            let text = plates.pick(["US-MN:", "MN:", "mn: ", "Minnesota:"]) + dressed.joined()
            do {
                #expect(try Plate(text).key == plain.key, "\(text), seed \(plates.seed)")
            } catch {
                // Chance makes a date now and then: `12-MAY`.
                #expect(error == PlateError(.changedBySpreadsheet), "\(text), seed \(plates.seed)")
            }
        }
    }
}
