import Plates
import Testing

@Suite struct PlateReaderTests {
    /// `US-MN ABC123 | ZZ MNABC123`; a question mark behind a single reading says that it is not certain.
    private static func text(_ text: String, _ context: ReadingContext = ReadingContext()) -> String {
        do {
            let readings = try PlateReader.read(text, context)
            let texts = readings.map { "\($0.plate.issuer.code) \($0.plate.characters)" }.joined(separator: " | ")
            return readings.count == 1 && readings[0].confidence == .likely ? texts + " ?" : texts
        } catch {
            return error.code.rawValue
        }
    }

    @Test(arguments: [
        // List marks, quotes, brackets, invisible characters.
        ("1. MN ABC123", "US-MN ABC123"), ("12) MN ABC123", "US-MN ABC123"), ("(3) MN ABC123", "US-MN ABC123"),
        ("* MN ABC123", "US-MN ABC123"),
        ("**MN ABC123**", "US-MN ABC123"), ("> MN ABC123", "US-MN ABC123"), ("“MN ABC123”", "US-MN ABC123"),
        ("'MN' ABC123", "US-MN ABC123"),
        ("[MN] ABC123", "US-MN ABC123"), ("{mn} abc123", "US-MN ABC123"), ("MN [ABC123]", "US-MN ABC123"), ("(MN ABC123)", "US-MN ABC123"),
        ("ABC123 (MN", "US-MN ABC123"), ("MN, ABC123", "US-MN ABC123"), ("ABC123; MN", "US-MN ABC123"), ("MN | ABC123", "US-MN ABC123"),
        ("MN ABC123!", "US-MN ABC123"), ("— MN ABC123 —", "US-MN ABC123"), ("♥ MN ABC123 ♥", "US-MN ABC123"),
        ("🚨 MN ABC123", "US-MN ABC123"),
        ("🇺🇸 MN ABC123", "US-MN ABC123"), ("▪ MN ABC123", "US-MN ABC123"), ("✔︎ MN ABC123", "US-MN ABC123"), ("❝MN ABC123❞", "US-MN ABC123"),
        ("\u{2066}MN ABC123\u{2069}", "US-MN ABC123"), ("MN\u{AD} ABC\u{2063}123", "US-MN ABC123"), ("\u{E0020}MN ABC123", "US-MN ABC123"),
        ("#1 MOM7", "ZZ 1MOM7"), ("ABC123 ()", "ZZ ABC123"), (":ABC123", "ZZ ABC123"), ("ABC123:MN", "US-MN ABC123"),
        // Marks that join, and nothing between.
        ("mn_abc_123", "US-MN ABC123 | ZZ MNABC123"), ("MN–ABC123", "US-MN ABC123 | ZZ MNABC123"),
        ("abc123.mn", "US-MN ABC123 | ZZ ABC123MN"),
        ("Minnesota-ABC123", "US-MN ABC123"), ("US_MN_ABC123", "US-MN ABC123"), ("MN-8XYZ99", "ZZ MN8XYZ99 | US-MN 8XYZ99"),
        ("WI123ABC", "US-WI 123ABC | ZZ WI123ABC"), ("DE123456", "US-DE 123456 | ZZ DE123456"), ("DE12345", "ZZ DE12345"),
        ("MNABC12", "ZZ MNABC12"), ("I♥NY", "ZZ INY"), ("ABC-123", "ZZ ABC123"), ("AL-12345", "ZZ AL12345"),
        // A space sets an issuer apart; if the rest is of none of its series, the whole may be a vanity plate.
        ("MN ABC123", "US-MN ABC123"), ("CA 8ABC123", "US-CA 8ABC123"), ("MN 8XYZ99", "US-MN 8XYZ99"),
        ("MI HYNA", "US-MI HYNA | ZZ MIHYNA"),
        ("IN 2DEEP", "US-IN 2DEEP | ZZ IN2DEEP"), ("OK 123", "US-OK 123 | ZZ OK123"), ("AL 12345", "US-AL 12345 | ZZ AL12345"),
        ("AB 12345", "ZZ AB12345"), ("DE 123456", "US-DE 123456"), ("TEX 123", "ZZ TEX123"), ("Wyo 12345", "US-WY 12345 | ZZ WYO12345"),
        ("CA B 19 CT", "US-CA B19CT | US-CT CAB19 | ZZ CAB19CT"), ("MN ABC123 MN", "US-MN ABC123"),
        ("MN ABC123 WI", "US-MN ABC123 | US-WI ABC123 | US-MN ABC123WI"),
        ("DC GK1234", "US-DC GK1234"), ("GK1234 DC", "US-DC GK1234"), ("D.C. GK1234", "US-DC GK1234"), ("GK1234 D.C.", "US-DC GK1234"),
        ("district of columbia GK1234", "US-DC GK1234"), ("GK1234 District of Columbia", "US-DC GK1234"),
        ("washington dc GK1234", "US-DC GK1234"), ("GK1234 Washington D.C.", "US-DC GK1234"), ("Washington D. C. GK1234", "US-DC GK1234"),
        ("Washington, DC GK1234", "US-DC GK1234"), ("GK1234, Washington, D.C.", "US-DC GK1234"),
        ("Washington, D. C. GK1234", "US-DC GK1234"), ("New York, NY KXR1234", "US-NY KXR1234"),
        ("red lake 1234", "US-MN-RL 1234"), ("West Va 1AB234", "US-WV 1AB234"), ("1AB234 W. Va.", "US-WV 1AB234"),
        ("D. C. FA1234", "US-DC FA1234"),
        // What is marked is certain.
        ("US-MN:ABC123", "US-MN ABC123"), ("ZZ:MNABC123", "ZZ MNABC123"), ("US-MN:WILD", "US-MN WILD"), ("zz:oh my 71", "ZZ OHMY71"),
        ("US-GOV G62-1234A", "US-GOV G621234A"), ("US-MN-RL:1234", "US-MN-RL 1234"), ("MX-MEX:ABC-12-34", "MX-MEX ABC1234"),
        // Words about plates.
        ("license plate number MN ABC123", "US-MN ABC123"), ("no front plate ABC123", "ZZ ABC123"),
        ("State: MN Plate: ABC123", "US-MN ABC123"),
        ("Plate: ABC123 State: MN", "US-MN ABC123"), ("tag abc123", "ZZ ABC123"), ("TAG 4 US", "ZZ TAG4US | ZZ 4US"),
        ("MN TAG 4 US", "US-MN TAG4US | US-MN 4US"),
        ("MN plate ABC12", "US-MN ABC12"),
        ("placa de Minnesota BCD123", "US-MN BCD123"), ("plaque 123 ABC", "ZZ 123ABC"), ("matrícula ABC123", "ZZ ABC123"),
        ("no front plate", "plate.placeholder"), ("temp tag", "plate.placeholder"), ("MN temp", "plate.placeholder"),
        ("license plate unknown", "plate.placeholder"), ("TEMP1234A5", "ZZ TEMP1234A5"),
        // An issuer alone is characters, unless a mark says that it is one.
        ("MN", "ZZ MN"), ("MN:", "plate.empty"), ("(MN)", "plate.empty"), ("New York", "ZZ NEWYORK"),
    ])
    func `a field is read in every sensible way, the likeliest first`(text: String, readings: String) {
        #expect(Self.text(text) == readings)
    }

    @Test(arguments: [
        // An issuer twice, or glued on, of another country too.
        ("MN MN KTV482", "US-MN KTV482"), ("MN WI KTV482", "US-MN KTV482 | US-WI KTV482 | US-MN WIKTV482"), ("ONCKTD123", "CA-ON CKTD123"),
        ("CKTD123ON", "CA-ON CKTD123"), ("MBABC123", "CA-MB ABC123 | ZZ MBABC123"), ("JALABC123A", "MX-JAL ABC123A"),
        ("USMNKTV482", "US-MN KTV482"), ("YTABC12", "CA-YT ABC12 | ZZ YTABC12"), ("ABCD1234", "ZZ ABCD1234"),
        ("OR 6 T ETM SD", "US-OR 6TETMSD | US-SD OR6TETM"),
        // A code before a colon names the issuer, whatever follows.
        ("MN:WY-50 30U", "US-MN WY5030U"), ("US-MN:WY-50 30U", "US-MN WY5030U"), ("MN:f-LF12", "US-MN FLF12"),
        ("mn:T-Em-P 4E", "US-MN TEMP4E"),
        // A state's code and a plate, or a nation's code.
        ("US-MN LL", "US-MN LL"), ("US-MN LL 1234", "US-MN LL1234 | US-MN-LL 1234"), ("US-MN-LL 1234", "US-MN-LL 1234"),
        ("US-MN-LL:1234", "US-MN-LL 1234"), ("us-mn-rl", "ZZ USMNRL"),
        // Countries and times of day stand beside a plate.
        ("KTV482 USA", "ZZ KTV482"), ("Minnesota USA KTV482", "US-MN KTV482"), ("Ontario, Canada CKTD123", "CA-ON CKTD123"),
        ("CKTD123, Ontario, Canada", "CA-ON CKTD123"), ("ABC123A (Chihuahua, México)", "MX-CHH ABC123A"),
        ("New Mexico ABC123", "US-NM ABC123"),
        ("USA 1", "ZZ USA1 | ZZ 1"), ("[9:15] KTV482", "ZZ KTV482"), ("9:15 AM MN KTV482", "US-MN KTV482"),
        // A word of letters that makes the whole longer than plates are.
        ("Ford KTV482", "ZZ KTV482 | ZZ FORDKTV482"), ("MN KTV482 Ford", "US-MN KTV482 | US-MN KTV482FORD"),
        // A nation behind its state, and a word that begins as a code.
        ("MN Red Lake 1272", "US-MN-RL 1272"), ("one KXS401", "ZZ KXS401 | ZZ ONEKXS401"),
        // Half words, half figures.
        ("KXS four oh one", "ZZ KXS401"),
        ("KTV four eight two", "ZZ KTV482"), ("ktv 4 ocho dos", "ZZ KTV482"), ("K T V 4 eight 2", "ZZ KTV482"),
        ("MN KTV four eight two", "US-MN KTV482"), ("cktd un deux trois ontario", "CA-ON CKTD123"),
        ("uve ka te cuatro ocho dos", "ZZ VKT482 ?"), ("zède bé cé un deux trois", "ZZ ZBC123 ?"), ("TWO OF 2", "ZZ TWOOF2"),
    ])
    func `what stands around a plate, and words for its characters`(text: String, readings: String) {
        #expect(Self.text(text) == readings)
    }

    @Test(arguments: [
        // One of two characters, plates or issuers.
        ("KXV163/8", "ZZ KXV163 | ZZ KXV168 | ZZ KXV1638"), ("kxz144-5", "ZZ KXZ144 | ZZ KXZ145 | ZZ KXZ1445"),
        ("kxz 14 7/8", "ZZ KXZ147 | ZZ KXZ148 | ZZ KXZ1478"), ("kxv 16(3 or 8)", "ZZ KXV163 | ZZ KXV168"),
        ("kxv16[38]", "ZZ KXV163 | ZZ KXV168"), ("kxv1(6/8)3 mn", "US-MN KXV163 | US-MN KXV183"), ("kx(v/y)163", "ZZ KXV163 | ZZ KXY163"),
        ("ABC(1)23", "ZZ ABC123 | ZZ ABC23"), ("kxv 163 or 8", "ZZ KXV163 | ZZ KXV168"), ("kxs401 or 402", "ZZ KXS401 | ZZ KXS402"),
        ("kxs401 or kxt182", "ZZ KXS401 | ZZ KXT182"), ("kxt182 mn or wi", "US-MN KXT182 | US-WI KXT182"),
        ("NY/TX KXU1234", "US-NY KXU1234 | US-TX KXU1234"), ("KXT182 (MN/WI)", "US-MN KXT182 | US-WI KXT182"),
        ("plate: kxv163/8", "ZZ KXV163 | ZZ KXV168 | ZZ KXV1638"),
        // A mark for what nobody could read.
        ("KX_151", "plate.character"), ("KYA60_", "plate.character"), ("__Z151", "plate.character"), ("..Z151", "plate.character"),
        ("kxv16...", "plate.character"), ("KYA…", "plate.character"), ("kxv 16-", "plate.character"),
        // The same marks as ornaments, and as separators.
        ("_MN ABC123_", "US-MN ABC123"), ("— MN ABC123 —", "US-MN ABC123"), ("ABC_123", "ZZ ABC123"), ("GO_VIKES", "ZZ GOVIKES"),
        ("kxz166...", "ZZ KXZ166"), ("KXS401 -", "ZZ KXS401"), ("MN:KX_151", "US-MN KX151"), ("MN 12/34", "US-MN 1234 | ZZ MN1234"),
        ("G62-1234A", "ZZ G621234A"), ("123-4567", "ZZ 1234567"),
        // Letters by their names beside single ones.
        ("kay x s four zero one", "ZZ KXS401 | ZZ KAYXS401 | ZZ XS401"), ("kay x s 4 0 1", "ZZ KXS401 | ZZ KAYXS401 | ZZ XS401"),
        ("em en kay x s 401", "ZZ MNKXS401 ?"), ("BEE 4567", "ZZ BEE4567"), ("lnr 4 eighty 2", "ZZ LNR482 | ZZ LNR4802"),
        ("k v are 719", "ZZ KVR719 | ZZ KV719 | ZZ KVARE719"), ("B 4 YOU", "ZZ B4YOU"),
    ])
    func `a plate that is not sure is read in each way, or refused`(text: String, readings: String) {
        #expect(Self.text(text) == readings)
    }

    @Test(arguments: [
        ("ok kxs401", "US-OK KXS401 | ZZ KXS401"), ("Ok KXS401", "US-OK KXS401 | ZZ KXS401"), ("OK KXS401", "US-OK KXS401"),
        ("kxs401 or", "US-OR KXS401 | ZZ KXS401"), ("hi kxs 401", "US-HI KXS401 | ZZ KXS401"), ("miss kxs401", "US-MS KXS401 | ZZ KXS401"),
        ("mn kxs401", "US-MN KXS401"), ("kxs401 mn", "US-MN KXS401"), ("check kxs401", "ZZ KXS401"),
        ("hey can you run kxs401 please", "ZZ KXS401"), ("kxs401 for me", "US-ME KXS401FOR | ZZ KXS401"),
        ("ok, kxs401", "US-OK KXS401 | ZZ KXS401"), ("hey, kxs401", "ZZ KXS401"), ("kxs401, thanks everyone", "ZZ KXS401"),
        ("KXS401, WILD1", "plate.character"), ("kxv163or168", "ZZ KXV163 | ZZ KXV168"), ("abc one23", "ZZ ABC123 | ZZ ABCONE23"),
        ("vanity plate LUVDOGS MN", "US-MN LUVDOGS"), ("plate LUVDOGS", "ZZ LUVDOGS"), ("no plate VISIBLE", "plate.too_long"),
        ("man kxs401", "CA-MB KXS401 | ZZ KXS401"), ("MAN KXS401", "CA-MB KXS401"), ("tis 119 11.40am powderhorn", "ZZ TIS119 ?"),
        ("KXS401 KXT182", "plate.too_long"), ("a kxd 482", "ZZ AKXD482 | ZZ KXD482"), ("kxd 482 2", "ZZ KXD4822 | ZZ KXD482"),
        ("kxd 482 x2", "ZZ KXD482X2 | ZZ KXD482"), ("kxd482 2x", "ZZ KXD4822X | ZZ KXD482"),
        ("kxd 482 2x", "ZZ KXD4822X | ZZ 4822X | ZZ KXD482"),
        ("kxd 482 a", "ZZ KXD482A | ZZ KXD482"), ("b kxd 482", "ZZ BKXD482 | ZZ KXD482"), ("10-28 kxd 482", "ZZ 1028KXD482 | ZZ KXD482"),
        ("m n kxd 482", "ZZ MNKXD482 | ZZ KXD482"), ("kxd 482 n mn", "US-MN KXD482N | ZZ KXD482"),
        ("k v are 719", "ZZ KVR719 | ZZ KV719 | ZZ KVARE719"), ("lnr 4 eighty 2", "ZZ LNR482 | ZZ LNR4802"),
        ("washington dc gk1234", "US-DC GK1234"), ("gk1234 d.c.", "US-DC GK1234"), ("or jnb116", "US-OR JNB116 | ZZ JNB116"),
        ("AB12 dash 34", "ZZ AB1234"), ("mn lnr dash 482", "US-MN LNR482"),
        ("JKT483 no 482", "ZZ JKT482 | ZZ JKT483"), ("JKT 483 correction 482", "ZZ JKT482 | ZZ JKT483"),
        ("JKT 483 i mean 482", "ZZ JKT482 | ZZ JKT483 | ZZ JKT483I"), ("kxs401 sorry kxs402", "ZZ KXS402 | ZZ KXS401"),
        ("ends in 482", "plate.character"), ("last three 482", "plate.character"), ("partial AXW77", "plate.character"),
        ("first three letters JKT", "plate.character"), ("AXW77xx", "plate.character"), ("ZZ:AXW77XX", "ZZ AXW77XX"),
        // Of two plates, neither is dropped.
        ("AL 99999 or MN GPB627", "US-AL 99999 | ZZ AL99999 | US-MN GPB627"),
        ("MN GPB627 or AL 99999", "US-MN GPB627 | US-AL 99999 | ZZ AL99999"),
        ("MN GPB627 and AL 99999", "US-MN GPB627 | US-AL 99999 | ZZ AL99999"),
        ("Alabama 99999 / Minnesota GPB627", "US-AL 99999 | US-MN GPB627"), ("ABC123 AL 99999", "plate.too_long"),
        ("LAST 1", "ZZ LAST1"), ("the first one is KXS401", "ZZ KXS401"),
        ("number 2 kxd 482", "ZZ KXD482 | ZZ 2KXD482"), ("US-MN:KXD 482", "US-MN KXD482"), ("mn kxd 482", "US-MN KXD482"),
    ])
    func `a look-up tries the plate alone if a word beside it may not be its issuer's`(text: String, readings: String) {
        #expect(Self.text(text, ReadingContext(kind: .query)) == readings)
    }

    @Test(arguments: [
        ("12345 US-MN", "US-MN 12345 | US-CA 12345 | US-CA 12345USMN"), ("12345 US-CA", "US-CA 12345"), ("ZZ TOP 1", "US-CA ZZTOP1"),
        ("USA 1", "US-CA USA1"), ("OH TAG", "US-CA OHTAG"), ("CA TAG", "plate.placeholder"), ("OH MY 71", "US-CA OHMY71"),
    ])
    func `beside a named issuer nobody decides in silence`(text: String, readings: String) {
        #expect(Self.text(text, ReadingContext(namedIssuer: Issuer(code: "US-CA"))) == readings)
    }

    @Test(arguments: [
        "GEL 1234.00", "GEL\u{A0}1234.00", "USD1,234.00", "$12.50", "€ 1,234", "1,234", "123456.0", "-12.5", "2.19E+26", "1.5e7", "1E+05",
        "3E-12",
        "12-Mar", "Mar-12", "5-DEC", "12-Mar-2011", "12-March", "3/5/2011", "03/05/11", "2011-03-05", "05.03.2011", "3/5/2011 0:00",
        "2011-03-05T00:00:00", "9:30", "9:30:00 AM", "nan", "NaN", "-inf", "<NA>", "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#name?", "１２３.０",
        "MN 2.19E+26", "MN: 12-Mar", " 12-Mar ",
    ])
    func `what a spreadsheet changed is refused with the reason`(text: String) {
        #expect(Self.text(text) == "plate.spreadsheet")
        #expect(Self.text(text, ReadingContext(namedIssuer: Issuer(code: "US-MN"))) == "plate.spreadsheet")
    }

    @Test(arguments: [
        ("123-MAR", "ZZ 123MAR"), ("MAR-123", "ZZ MAR123"), ("MAY-2011", "ZZ MAY2011"), ("12 MAR", "ZZ 12MAR"), ("12E34", "ZZ 12E34"),
        ("NAN", "ZZ NAN"),
        ("123.456", "ZZ 123456"), ("12-34-56", "ZZ 123456"), ("1E5", "ZZ 1E5"), ("INF1", "ZZ INF1"), ("ABC 12.34", "ZZ ABC1234"),
    ])
    func `what only looks like it is a plate`(text: String, readings: String) {
        #expect(Self.text(text) == readings)
    }

    @Test(arguments: [
        ("OH MY 71", "US-CA OHMY71"), ("LA 91", "US-CA LA91"), ("TEST HI", "US-CA TESTHI"), ("4 U 2", "US-CA 4U2"),
        ("TAG 4 US", "US-CA TAG4US"),
        ("DE 12345", "US-CA DE12345"), ("IN 2DEEP", "US-CA IN2DEEP"), ("MNABC123", "US-CA MNABC123"), ("CA 4 ME", "US-CA CA4ME"),
        ("CA 8ABC123", "US-CA 8ABC123"), ("CA-8ABC123", "US-CA 8ABC123"), ("8ABC123 California", "US-CA 8ABC123"), ("CA:4ME", "US-CA 4ME"),
        ("license plate 8ABC123", "US-CA 8ABC123"), ("MN ABC170", "US-MN ABC170 | US-CA ABC170 | US-CA MNABC170"),
        ("MN:ABC", "US-MN ABC | US-CA ABC"), ("Minnesota ABC17", "US-MN ABC17 | US-CA ABC17"), ("ZZ:ABC123", "US-CA ABC123"),
        ("UNKNOWN", "plate.placeholder"), ("", "plate.empty"),
    ])
    func `an issuer that was named apart wins`(text: String, readings: String) {
        #expect(Self.text(text, ReadingContext(homeIssuer: Issuer(code: "US-MN"), namedIssuer: Issuer(code: "US-CA"))) == readings)
    }

    @Test(arguments: [
        ("alpha bravo charlie one two three", "US-MN ABC123"), ("wisconsin tango victor bravo four one six two", "US-WI TVB4162"),
        ("alfa bravo charlie dos cero cuatro", "US-MN ABC204"), ("bee dee tee nine two six", "US-MN BDT926 ?"),
        ("hello can you hear me please", "plate.too_long"),
    ])
    func `words that people say are read, too`(text: String, readings: String) {
        #expect(Self.text(text, ReadingContext(homeIssuer: Issuer(code: "US-MN"))).hasPrefix(readings))
    }

    @Test func `an issuer that was named apart wins over none that was said, and differs from another in the open`() {
        let context = ReadingContext(namedIssuer: Issuer(code: "US-CA"))
        #expect(Self.text("alpha bravo charlie one two three", context) == "US-CA ABC123")
        #expect(Self.text("wisconsin tango victor bravo four one six two", context) == "US-WI TVB4162 ?")
    }

    @Test func `an issuer that was named as unknown names none, and is not asked for again`() throws {
        let context = ReadingContext(homeIssuer: Issuer(code: "US-MN"), namedIssuer: .unknown)
        let readings = try PlateReader.read("ABC123", context)
        #expect(readings.map(\.plate.issuer) == [.unknown])
        #expect(readings[0].namesIssuer)
        #expect(Self.text("MN ABC123", context) == "US-MN ABC123")
    }

    @Test(arguments: [
        ("transit", "US-MN TRANSIT ?"), ("uuu012", "US-MN UUU012"), ("mn:wild", "US-MN WILD"), ("mn wild", "US-MN WILD | US-MN MNWILD"),
        ("tkv 122 dk", "US-MN TKV122 | US-MN TKV122DK"), ("ulq 117 2", "US-MN ULQ117 | US-MN ULQ1172"),
        ("2 ulq 117", "US-MN ULQ117 | US-MN 2ULQ117"),
        ("wi ulq 1172", "US-WI ULQ1172"), ("mn tkv 122 dk", "US-MN TKV122 | US-MN TKV122DK"), ("abc 1234", "US-MN ABC1234"),
        ("123 abc", "US-MN 123ABC"), ("ram 4567", "US-MN RAM4567"), ("6125550199", "plate.empty"), ("612-5550199", "plate.empty"),
    ])
    func `in free text letters alone, and a short word beside a plate, are never certain`(text: String, readings: String) {
        #expect(Self.text(text, ReadingContext(homeIssuer: Issuer(code: "US-MN"), kind: .freeText)) == readings)
    }

    @Test func `a reading says whether its issuer was named, and whether it is of a known series`() throws {
        let home = ReadingContext(homeIssuer: Issuer(code: "US-MN"))
        let plain = try #require(PlateReader.read("ABC123", home).first)
        #expect(plain.plate.issuer.code == "US-MN")
        #expect(!plain.namesIssuer)
        #expect(plain.fitsKnownSeries)
        let readings = try PlateReader.read("IN 2DEEP", home)
        #expect(readings.map(\.namesIssuer) == [true, false])
        #expect(readings.map(\.fitsKnownSeries) == [false, false])
        #expect(readings.map(\.text) == ["US-IN:2DEEP", "US-MN:IN2DEEP"])
    }

    @Test(arguments: [
        ("CAFÉ 66", "Write E instead of “É”"), ("PIÑA 77", "Write N instead of “Ñ”"), ("ÀBC123", "Write A instead of “À”"),
        ("Ø12345", "Write O instead of “Ø”"), ("CAFE\u{301} 66", "Write E instead of “É”"), ("АВС123", "Replace “А”"),
        ("ABC€12", "Leave out “€”"), ("ABC€", "Leave out “€”"), ("🅺TV482", "Replace “🅺”"),
        ("AB\u{0}C12", "Leave out U+0000"), ("ABC?23", "Search for a plate that you know in part"),
    ])
    func `an error says what to write instead`(text: String, advice: String) throws {
        let error = try #require(throws: PlateError.self) { try PlateReader.read(text) }
        #expect(error.code == .character)
        #expect(error.sentence.hasPrefix(advice), "\(error.sentence)")
    }
}
