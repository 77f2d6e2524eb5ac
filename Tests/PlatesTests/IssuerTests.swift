import Plates
import Testing

@Suite struct IssuerTests {
    @Test func `there is every issuer of the three countries, and the unknown one`() {
        let counts = Dictionary(grouping: Issuer.all, by: \.country).mapValues(\.count)
        #expect(counts == [.us: 50 + 1 + 5 + 2 + 55, .ca: 13, .mx: 32, nil: 1])
        #expect(Set(Issuer.all.map(\.code)).count == Issuer.all.count)
        #expect(Set(Issuer.all.map(\.name)).count == Issuer.all.count)
        #expect(Issuer.all == Issuer.all.sorted())
        #expect(Issuer.all.first == .unknown)
    }

    @Test func `numbers are read back, and no others`() {
        let known = Set(Issuer.all.map(\.rawValue))
        #expect((UInt16.min ... .max).allSatisfy { Issuer(rawValue: $0)?.rawValue == (known.contains($0) ? $0 : nil) })
        #expect(known.allSatisfy { $0 < 2048 })
    }

    @Test func `codes are read back exactly`() {
        for issuer in Issuer.all {
            #expect(Issuer(code: issuer.code) == issuer)
            #expect(Issuer(code: issuer.code.lowercased()) == nil)
        }
        #expect(Issuer(code: "MN") == nil)
        #expect(Issuer(code: "") == nil)
    }

    @Test func `an issuer is shown by its own code's last part`() throws {
        #expect(try #require(Issuer(code: "US-MN")).abbreviation == "MN")
        #expect(try #require(Issuer(code: "MX-CHH")).abbreviation == "CHH")
        #expect(try #require(Issuer(code: "US-GOV")).abbreviation == "GOV")
        #expect(Issuer.unknown.abbreviation.isEmpty)
        #expect(Issuer.unknown.code == "ZZ")
    }

    @Test(arguments: Country.allCases)
    func `code, abbreviation and name mean the issuer in its own country`(country: Country) {
        for issuer in Issuer.all where issuer.country == country {
            for form in [issuer.code, issuer.abbreviation, issuer.name] {
                #expect(Issuer(form, country: country) == issuer, "\(form)")
                #expect(Issuer(form.lowercased(), country: country) == issuer, "\(form)")
                #expect(Issuer(" \(form.uppercased()). ", country: country) == issuer, "\(form)")
            }
            for other in Country.allCases {
                #expect(Issuer(issuer.code, country: other) == issuer, "\(issuer.code)")
                #expect(Issuer(issuer.name, country: other) == issuer, "\(issuer.name)")
            }
        }
        #expect(Issuer("zz", country: country) == .unknown)
    }

    @Test(arguments: [
        ("minn.", "US-MN"), ("calif.", "US-CA"), ("penna", "US-PA"), ("Mass.", "US-MA"), ("N. Mex.", "US-NM"), ("n.h.", "US-NH"),
        ("W. Va.", "US-WV"), ("Wash. D.C.", "US-DC"), ("TEX", "US-TX"), ("tex.", "US-TX"), ("GSA", "US-GOV"), ("US Government", "US-GOV"),
        ("West Va", "US-WV"), ("West Virg.", "US-WV"), ("D. C.", "US-DC"), ("N. Y.", "US-NY"), ("Edo. de México", "MX-MEX"),
        ("Mass", "US-MA"),
        ("No. Dak.", "US-ND"), ("US MN", "US-MN"), ("us_mn", "US-MN"), ("Red Lake", "US-MN-RL"), ("us-mn-rl", "US-MN-RL"),
        ("MN-RL", "US-MN-RL"),
        ("red lake nation", "US-MN-RL"), ("Ho-Chunk", "US-WI-HCN"), ("Cherokee Nation", "US-OK-CN"), ("U.S. Gov't", "US-GOV"),
        ("diplomat", "US-DIP"),
        ("Washington D. C.", "US-DC"), ("USVI", "US-VI"), ("Ont.", "CA-ON"), ("P.E.I.", "CA-PE"), ("Sask.", "CA-SK"), ("Alta", "CA-AB"),
        ("québec", "CA-QC"), ("QUEBEC", "CA-QC"), ("QUÉBEC", "CA-QC"), ("Terre-Neuve-et-Labrador", "CA-NL"), ("N.W.T.", "CA-NT"),
        ("Chih.", "MX-CHH"), ("CDMX", "MX-CMX"), ("ciudad de mexico", "MX-CMX"), ("EDOMEX", "MX-MEX"), ("michoacán", "MX-MIC"),
        ("Q. Roo", "MX-ROO"), ("San Luis Potosi", "MX-SLP"), ("yucatan", "MX-YUC"), ("Querétaro", "MX-QUE"),
    ])
    func `usual words mean an issuer in a registry of the United States`(text: String, code: String) {
        #expect(Issuer(text, country: .us)?.code == code)
    }

    @Test(arguments: [
        "", " ", ".", "-", "QQ", "M N", "Minnesot", "Minnesotaa", "MN1", "MN-US", "(MN)", "MN:",
        "Mexico", "Canada", "USA", "Cherokee", "N Y", "MN RL",
    ])
    func `no other text is an issuer`(text: String) {
        for country in Country.allCases { #expect(Issuer(text, country: country) == nil) }
    }

    @Test func `a word that two other countries share names neither`() {
        #expect(Issuer("Mich", country: .us)?.code == "US-MI")
        #expect(Issuer("Mich", country: .mx)?.code == "MX-MIC")
        #expect(Issuer("Mich", country: .ca) == nil)
    }

    /// These are sealed into databases: a change here loses the issuer of every stored plate.
    @Test func `numbers never change`() {
        let numbered = Issuer.all.map { "\($0.rawValue) \($0.code)" }
        let states = """
            AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN \
            TX UT VT VA WA WV WI WY DC AS GU MP PR VI GOV DIP
            """
        let tribes = """
            MN-BF MN-FDL MN-GP MN-LL MN-ML MN-RL MN-WE WI-BR WI-HCN WI-LCO WI-LDF WI-MEN WI-ON WI-RC MI-BM MI-KB MI-SC ND-SL ND-MHA ND-TM \
            WA-QIN WA-YN OK-AST OK-AP OK-CAD OK-CN OK-CA OK-CHI OK-CHO OK-CPN OK-COM OK-DN OK-EST OK-IT OK-KAW OK-KIC OK-KIO OK-MIA OK-MOD \
            OK-MUS OK-OSA OK-OTT OK-OM OK-PAW OK-PEO OK-PON OK-QUA OK-SF OK-SEM OK-SCN OK-SHA OK-TON OK-UKB OK-WIC OK-WYA
            """
        let provinces = "AB BC MB NB NL NS NT NU ON PE QC SK YT"
        let mexico = """
            AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA VER YUC \
            ZAC
            """
        func pinned(_ codes: String, _ country: String, from first: Int) -> [String] {
            codes.split(separator: " ").enumerated().map { "\(first + $0.offset) \(country)-\($0.element)" }
        }
        #expect(
            numbered == ["0 ZZ"] + pinned(states, "US", from: 1) + pinned(tribes, "US", from: 59) + pinned(provinces, "CA", from: 201)
                + pinned(mexico, "MX", from: 301))
    }
}

/// Fields that hold an issuer alone.
@Suite struct IssuerFieldTests {
    @Test(arguments: [
        ("99", "ZZ"), ("UNKNOWN", "ZZ"), ("?", "ZZ"), ("-", "ZZ"), ("n/a", "ZZ"), ("#N/A", "ZZ"), ("None", "ZZ"), ("XX", "ZZ"),
        ("zz", "ZZ"),
        ("GV", "US-GOV"), ("gov't", "US-GOV"), ("DP", "US-DIP"), ("FO", "ZZ"), ("MN", "US-MN"), ("minn.", "US-MN"), ("US-MN", "US-MN"),
    ])
    func `a column says an issuer, or that nobody knows it`(text: String, code: String) {
        #expect(Issuer(field: text, country: .us)?.code == code)
    }

    @Test(arguments: ["", " ", "QQ", "MNN", "é", "€", "ABC123", "M?"])
    func `anything else is no issuer`(text: String) {
        #expect(Issuer(field: text, country: .us) == nil)
    }

    @Test func `a giant field is no issuer`() {
        #expect(Issuer(field: String(repeating: "-", count: 1_000_000), country: .us) == nil)
    }
}
