import Plates
import Testing
import ThawCLI
import Vocabulary
import Wire

/// Lines in which anything makes the plate, its issuer or the time doubtful: they are asked about, never recorded as they are.
@Suite("Report lines that are not sure", .blocking)
struct DoubtfulLineTests {
    private func draft(_ text: String) -> ReportDraft { ReportLine.fixture().read(text) }

    @Test(
        arguments: [
            // Letters and figures in words.
            ("delta as in david b as in boy c as in cat 222", "?plate"), ("c as in cat 136", "?plate"),
            ("K as in king X T 152", "?plate"), ("a as in apple bc 137", "?plate"), ("s for sierra k t 139", "?plate"),
            ("first letter k then x z 1 4 1", "?plate"), ("kxv 1 5 seven black", "?plate"), ("kxz 1 2 three", "?plate"),
            ("k x z 1 2 five", "?plate"), ("KTV four eight two", "?plate"), ("K-King X-Xray V-Victor 154", "?plate"),
            ("kxv fifteen 8", "?plate"), ("kxz 12 six", "?plate"),
            // A gap, and a second character.
            ("kxv163/8", "?plate"), ("kxz144/5", "?plate"), ("kxz144-5", "?plate"), ("kxz 14 7/8", "?plate"), ("kxt 1__", "?plate"),
            ("kxv 16_", "?plate"), ("kxv 16-", "?plate"), ("kxv16...", "?plate"), ("__Z151", "?plate"), ("..Z151", "?plate"),
            ("KX_151", "?plate"), ("KXZ15- -", "?plate"), ("kxz166... black", "KXZ166"), ("kxz148, 149", "?plate"),
            ("kxv 163 or 8", "?plate"), ("kxr321 (or kxr312?)", "?plate"),
            // A word or a street names no issuer unasked.
            ("call me 612-555-0199 kxr225 black", "KXR225"), ("kxr225 612-5550199", "KXR225"), ("(612)5550199 kxr225", "KXR225"),
            ("6125550199", ""), ("call 16125550199 kxr225", "KXR225"), ("they were in 612-555-0144 oops wrong, kxr306", "KXR306"),
            ("kxv169 they were mean to me and my mom", "KXV169"), ("oh and kxz162", "?plate"),
            ("kxt177 negro, le vi por la", "KXT177"), ("kxz164 mi gente", "KXZ164"), ("kxz166 va rapido", "KXZ166"),
            ("kxz170 co worker saw", "KXZ170"), ("saw two agents in kxr302", "?plate"), ("kxr302 from me", "KXR302"),
            ("kxr302 is it ok", "KXR302"), ("kxr302 driving in", "KXR302"), ("kxr302 hi", "?plate"), ("kxr302 oh", "?plate"),
            ("kxv174 washington ave", "KXV174"), ("kxv174 wash ave", "KXV174"), ("kxv174 penn ave and lake", "KXV174"),
            ("kxv174 at penn and 38th", "KXV174"), ("kxv174 delaware st", "KXV174"), ("kxv174 georgia ave", "KXV174"),
            ("kxv174 on nevada street", "KXV174"), ("kxv174 michigan and 5th", "KXV174"), ("kxv174 on lake & ny ave", "KXV174"),
            ("kxv174 corner of virginia st and colorado", "KXV174"), ("kxv174 miss jones", "KXV174"), ("kxv174 a texas hat", "?plate"),
            ("kxz185 not minnesota", "?plate"), ("text me if you see kxr304 black", "KXR304"), ("kxt173 ask for me", "KXT173"),
            ("ok so kxr301", "?plate"), ("kxr123 co", "?plate"), ("sd kxr123", "?plate"), ("NY KXR123 black suv here", "NY:KXR123"),
            ("ny abc1234", "NY:ABC1234"), ("abc1234 ny black", "NY:ABC1234"), ("wi kxr123", "WI:KXR123"),
            // An issuer behind a plate is none's but the plate's, whatever place follows; a street's name is asked about.
            ("kxv1234 wi at old mill", "WI:KXV1234"), ("kxv 1234 wisconsin near the powderhorn library", "WI:KXV1234"),
            ("AKV-2216 (WI) at old mill", "WI:AKV2216"), ("kxv1234 from wisconsin at old mill", "WI:KXV1234"),
            ("kxs4012 texas at powderhorn park", "TX:KXS4012"), ("G41-0045M us gov near old mill", "GOV:G410045M"),
            ("kxv1234, wisconsin at old mill", "WI:KXV1234"), ("kxv1234 mi at old mill", "?plate"),
            ("kxv174 michigan at 5th", "?plate"), ("kxv174 michigan near 38th st", "?plate"),
            // Figures and a word beside a plate are an address or a distance, unless an issuer or "plate" says otherwise.
            ("mn ktb 310 at 417 elm powderhorn", "?plate"), ("mn ktb 316, 417 elm, powderhorn", "?plate"),
            ("mn ktb314 by 512 gas station powderhorn", "?plate"), ("417 elm, mn ktb 316", "?plate"),
            ("mn ktb 316, 417 n elm", "?plate"), ("mn kdw 503, 200 yds from school", "MN:KDW503"),
            ("mn ktb 316, wi 417 elm", "MN:KTB316 WI:417ELM"), ("mn ktb 316, plate 417 elm", "MN:KTB316 417ELM"),
            // Washington, D.C., and not the state.
            ("dc gk1234", "DC:GK1234"), ("gk1234 d.c.", "DC:GK1234"), ("district of columbia gk1234 black", "DC:GK1234"),
            ("washington dc gk1234", "DC:GK1234"), ("gk1234 washington d.c.", "DC:GK1234"), ("gk1234 Washington, DC black", "DC:GK1234"),
            // A full code and a colon are certain.
            ("US-NY:KXU1234", "NY:KXU1234"), ("US-CA:8KXR399", "CA:8KXR399"), ("CA-ON:CKXD272", "ON:CKXD272"),
            ("MX-CHH:EKX2799", "CHH:EKX2799"), ("US-MN-RL:12729", "MN-RL:12729"), ("NY:KXU1234", "NY:KXU1234"), ("MI:HYNA", "MI:HYNA"),
            ("US-MI:HYNA", "MI:HYNA"),
            // What looks like a time is never now.
            ("kxt126 seen 8-8:30pm", "KXT126 ?time"), ("kxt126 8 or 9am", "KXT126 ?time"), ("kxt126 tan f150 1930", "KXT126 ?time"),
            ("kxr123 black suv 8:30-9", "KXR123 ?time"), ("2019 ford explorer kxr123", "KXR123"),
            ("kxr123 black 1845 lake st", "KXR123"),
            // Small words in front of a plate.
            ("or kxt182", "?plate"), ("Or kxt182", "?plate"), ("OR kxt182", "OR:KXT182"), ("or 123abc black", "?plate"),
            ("ok kxt182", "?plate"), ("hi kxt182", "?plate"), ("white suv or kxt182", "?plate"), ("kxs401 or kxt182", "?plate"),
            ("Al: kxt182", "?plate"),
            // One of two characters in brackets.
            ("kxv 16(3 or 8)", "?plate"), ("kxv16[38]", "?plate"), ("kxv1(6 or 8)3", "?plate"), ("kxv 16 3 or 8", "?plate"),
            // Lines out of programs, forms and chats.
            ("{\"plate\":\"KXT182\",\"color\":\"black\"}", "KXT182"), ("{\"state\":\"MN\",\"plate\":\"KXT182\"}", "MN:KXT182"),
            ("plate:kxt182", "KXT182"), ("plate: kxt182, state: mn", "MN:KXT182"),
            ("License plate: KXT182; make: ford; when: 20m ago", "KXT182 12:0"), ("plate=KXT182 state=WI", "WI:KXT182"),
            ("Maria (11/28/26, 11:47 AM): kxt182", "KXT182 11:47"), ("not ICE: kxt182", "?plate"),
            ("MN MVT-660 black durango", "MN:MVT660"),
            ("Ana: kxt182 black suv", "KXT182"), ("[12:11] Ana: kxt182 black suv", "KXT182 12:11"),
            ("Ana: kxt dash 182 black suv", "KXT182"), ("mn kxt dash 182 black suv", "MN:KXT182"),
            ("[12:11] Ana: mn kxt182 20m ago", "MN:KXT182 11:51"), ("[12:31] Ana: kxt182", "KXT182 ?time"),
            ("11/28/26, 11:31 AM - Ana Lopez: kxt182 black", "KXT182 11:31"), ("<ana> kxt182 black", "KXT182"),
            ("11/28/26, 11:31 AM - Rosa: MN kxt 182 white explorer", "MN:KXT182 11:31"),
            ("[11/28/26, 11:31:22 AM] Rosa: MN kxt 182 white", "MN:KXT182 11:31"), ("11/28/2026, 11:31 AM MN kxt 182", "MN:KXT182 11:31"),
            ("Rosa, [Nov 28, 2026 at 11:31 AM]: MN kxt 182 white", "MN:KXT182 11:31"), ("Rosa: kxt182 black", "KXT182 ?color"),
            ("@ana kxt182 black", "KXT182"), ("MN: kxt182", "MN:KXT182"), ("KXS: 401", "?plate"),
            ("me: kxt182", "?plate"), ("{\"id\":17,\"plate\":\"KXT182\"}", "KXT182"), ("Where: powderhorn. Plate: MN ABC123", "MN:ABC123"),
            // Zones by name are no models, and an area with a colon is no sender.
            ("kxs401 8am mountain", "KXS401 ?time"), ("kxs401 black mountain", "KXS401"), ("kxs401 black subur", "KXS401 ?make"),
            ("kxs401 lake st", "KXS401 ?area"),
            // A state's name with a slip; a street's is none.
            ("wisconson kxs 1234 blue", "KXS1234 ?issuer"), ("wisconsn kxs1234", "KXS1234 ?issuer"), ("texs kxs401", "KXS401 ?issuer"),
            ("illnois kxs401", "KXS401 ?issuer"), ("kxs401 califronia", "KXS401 ?issuer"), ("flordia kxs401", "KXS401 ?issuer"),
            ("north dakoda kxs401", "KXS401 ?issuer"), ("kxs401 main", "KXS401"), ("mn kxs401 wisconsn", "MN:KXS401"),
            // Letters by their names beside single ones.
            ("k v are 719", "?plate"), ("lnr 4 eighty 2", "?plate"),
            ("kay x s four zero one", "?plate"), ("kay x s 4 0 1", "?plate"), ("m n a b c 1 2 3", "?plate"),
            ("plate abc one two three", "?plate"),
            // Times that were lost.
            ("kxs401 13:20-13:40", "KXS401 ?time"), ("kxs401 8:00-12:00", "KXS401 ?time"), ("kxs401 black 9h", "KXS401 ?time"),
            ("kxs401 seen 1105", "KXS401 ?time"), ("kxs401 time 0930", "KXS401 ?time"), ("spotted 0930 kxs401", "KXS401 ?time"),
            (", abc123 at yes US-MN", "?plate"),
            ("kxs401 parked since 9:15am", "KXS401 ?time"), ("kxs401 there since 8", "KXS401 ?time"),
            ("kxs401 until 2pm", "KXS401 ?time"), ("kxs401 depuis 9h", "KXS401 ?time"),
            ("kxs401 twenty to five", "KXS401 ?time"), ("kxs401 a quarter of four", "KXS401 ?time"), ("kxs401 10 of 4", "KXS401 ?time"),
            ("kxs401 half four", "KXS401 ?time"), ("kxs401 un cuarto para las cinco", "KXS401 ?time"),
            ("kxs401 seize heures trente", "KXS401 ?time"), ("kxs401 a las quince", "KXS401 ?time"),
            ("kxs401 two oh five pm", "KXS401 ?time"), ("kxs401 two oh nine am", "KXS401 ?time"),
            ("kxs401 nine o clock am", "KXS401 ?time"),
            ("kxs401 9 am-ish", "KXS401 9:0"), ("kxs401 four ish", "KXS401 ?time"), ("kxs401 noonish", "KXS401 ?time"),
            ("kxs401 9ish", "KXS401 ?time"), ("kxs401 by the park, 830ish", "KXS401 ?time"),
            ("kxs401 this am", "KXS401 ?time"), ("kxs401 en la mañana", "KXS401 ?time"), ("kxs401 lunchtime", "KXS401 ?time"),
            ("kxs401 dawn", "KXS401 ?time"), ("kxs401 overnight", "KXS401 ?time"), ("kxs401 at 1523 e lake", "KXS401"),
            ("kxs401 at 1410 bloomington", "KXS401 ?time"), ("kxs401 at 1616 park", "KXS401"), ("kxs401 at 1130 black suv", "KXS401 11:30"),
            ("kxs401 less than an hour ago", "KXS401 ?time"), ("kxs401 over an hour ago", "KXS401 ?time"),
            ("kxs401 almost 2 hours ago", "KXS401 ?time"), ("kxs401 an hour or two ago", "KXS401 ?time"),
            ("kxs401 been idling 45 min", "KXS401 ?time"), ("kxs401 waited 20 min then left", "KXS401 ?time"),
            ("kxs401 last 30 min", "KXS401 ?time"), ("kxs401 was here 2h", "KXS401 ?time"), ("kxs401 2 men 2 hours", "KXS401 ?time"),
            ("kxs401 opens at 10am", "KXS401 ?time"), ("kxs401 12 am shift", "KXS401 ?time"), ("kxs401 10 min ago", "KXS401 12:10"),
            // Numbers behind a plate may be other plates, and figures with a word are one if "plate" says so.
            ("mn kxr229, 230 and 231 powderhorn", "?plate"), ("mn kxr 229, kxr 230 and 231 powderhorn", "?plate"),
            ("mn kxr229, 230 main", "MN:KXR229"), ("personalised plate 4 LOONS white", "?plate"),
            ("MN KXR 118, MN KXR 902, WI KXR 2094 all", "MN:KXR118 MN:KXR902 WI:KXR2094"), ("kxr1207 illinois i think", "?plate"),
            ("kxr1207 wisconsin i saw", "WI:KXR1207"), ("mn kxr302, minneapolis mn 55407", "?plate"),
            ("SAME GUYS AS BEFORE black tahoe 662 HTB", "662HTB"), ("same as kxr 241", "KXR241"),
            ("us government plate G41 1187K", "GOV:G411187K"), ("mn kxr 236 wi kxr 2370", "MN:KXR236 WI:KXR2370"),
            // A day that is not read is never today, unless it is.
            ("mn kxr302 powderhorn 11-27 10:00", "MN:KXR302 ?time"), ("mn kxr302 powderhorn 27.11. 10:00", "MN:KXR302 ?time"),
            ("mn kxr302 powderhorn 11-27-26 10:00", "MN:KXR302 ?time"), ("mn kxr302 powderhorn 11-28 10:00", "MN:KXR302 10:0"),
            ("mn kxr302 powderhorn 11-27", "MN:KXR302 ?time"), ("mn kxr302 powderhorn 10-4", "MN:KXR302"),
            ("mn kxr302 powderhorn T-7:20am", "MN:KXR302 ?time"), ("mn kxr302 powderhorn T07:20", "MN:KXR302 ?time"),
            ("mn kxr302 powderhorn about 45", "MN:KXR302 ?time"), ("mn kxr302 powderhorn after dinner", "MN:KXR302 ?time"),
            ("mn kxr302 powderhorn 5 to 8 am", "MN:KXR302 ?time"), ("mn kxr302 powderhorn near school", "MN:KXR302"),
            // A day, a word that says about, and the time.
            ("mn kxr302 powderhorn this morning around 8:15", "MN:KXR302 8:15"),
            ("mn kxr302 powderhorn last night around 11:30", "MN:KXR302 23:30"),
            ("mn kxr302 powderhorn earlier today like 8:15", "MN:KXR302 8:15"),
            ("mn kxr302 powderhorn yesterday at about 10 pm", "MN:KXR302 22:0"),
            ("mn kxr302 powderhorn this morning around 8", "MN:KXR302 ?time"),
            ("mn kxr302 powderhorn 8:30 or so am", "MN:KXR302 8:30"), ("mn kxr302 powderhorn 7:20 AM-ish", "MN:KXR302 7:20"),
            // An unknown word beside a plate, and a house with its street.
            ("ticket 4471 abc", "?plate"), ("ticket number is 4471 abc", "?plate"), ("docket kjt417", "?plate"),
            ("karen kjt 417", "?plate"),
            ("serial number kjt417", "?plate"), ("part number kjt417", "?plate"), ("luv4 dogs", "?plate"), ("at 417 elm", "?plate"),
            ("house number 417 elm", "?plate"), ("mn docket kjt417", "?plate"), ("docket mn kjt417", "MN:KJT417"),
            ("docket, kjt417", "KJT417"), ("docket plate kjt417", "KJT417"), ("plate number 482 zxk", "482ZXK"),
            ("spotted kjt417 tailgating", "KJT417"), ("it's kjt417", "KJT417"), ("at 38th and bloomington kxr302", "KXR302"),
            ("blakc kjt417", "KJT417 ?color"), ("nokomis black kjt417", "KJT417"),
            // Other people's vehicles, and questions.
            ("no es la migra kxs401", "?plate"), ("ce n'est pas la police kxs401", "?plate"), ("kxs401 just my landlord", "?plate"),
            ("kxs401 is clear, it's a neighbor", "?plate"), ("my plate is kxs401", "?plate"), ("i drive kxs401", "?plate"),
            ("hit a parked car kxs401", "?plate"), ("detained the driver of kxs401", "?plate"), ("pulled over kxs401", "?plate"),
            ("has anyone reported kxs401", "?plate"), ("looking for kxs401", "?plate"),
            ("looking for a black suv kxs401", "?plate"), ("agents looking for someone kxs401", "KXS401"),
            ("kxs401 driving slow looking for parking", "KXS401"), ("did anyone see kxs401", "?plate"),
            ("kxs401 around 940", "KXS401 ?time"), ("kxs401 approximately 940", "KXS401 ?time"), ("kxs401 around 8 guys", "KXS401"),
        ] as [(String, String)])
    func `nothing doubtful is recorded without a question`(_ text: String, _ expected: String) {
        #expect(draft(text).summary == expected)
    }

    @Test func `a code that is a word, and names who issues plates here, is asked about no more`() {
        let draft = ReportLine.fixture(home: Issuer(code: "US-OR")).read("or jnb116")
        #expect(draft.ambiguities.isEmpty)
        #expect(draft.plates.map(\.plate.shown) == ["OR JNB116"])
    }

    @Test(
        arguments: [
            ("c as in cat 136", "C136"), ("K as in king X T 152", "KXT152"), ("kxv 1 5 seven black", "KXV157"), ("kxz 12 six", "KXZ126"),
            ("kxv fifteen 8", "KXV158"), ("kay x s four zero one", "KXS401"), ("kxv163/8", "KXV163"), ("kxz144-5", "KXZ144"),
            ("kxz148, 149", "KXZ148"),
            ("k v are 719", "KVR719"), ("lnr 4 eighty 2", "LNR482"), ("or jnb116", "JNB116"),
            ("luv4 dogs", "LUV4"), ("docket kjt417", "KJT417"),
            ("saw two agents in kxr302", "KXR302"), ("kxr302 oh", "KXR302"), ("kxz185 not minnesota", "ZZ:KXZ185"),
            ("personalised plate 4 LOONS", "4LOONS"), ("mn kxr 229, kxr 230 and 231", "MN:KXR229"),
            ("kxr1207 illinois i think", "IL:KXR1207"),
            ("mn kxr302, minneapolis mn 55407", "MN:KXR302"), ("call sign ERO 14, mn kxr302", "MN:KXR302"),
            // The US government's plates, and plates in words with their issuer.
            ("gov plate G41 1187K white van", "GOV:G411187K"), ("federal plates G41 1187K", "GOV:G411187K"),
            ("DHS plate G41 1187K", "GOV:G411187K"), ("november oscar victor 259 mn", "MN:NOV259"),
            ("wi victor india delta 2640", "WI:VID2640"), ("tango kilo xray 4476 texas", "TX:TKX4476"),
            ("romeo tango kilo 2261 wisconsin", "WI:RTK2261"), ("delta papa quebec 336 minnesota", "MN:DPQ336"),
        ] as [(String, String)])
    func `the likeliest plate is the first choice`(_ text: String, _ expected: String) {
        #expect(draft(text).ambiguities.first?.choices.first?.text == expected)
    }

    @Test(
        arguments: [
            ("kxv 16_", "KXV16?"), ("KX_151 black", "KX?151"), ("..Z151", "*Z151"), ("kxv16...", "KXV16*"), ("HJK ?21 black suv", "HJK?21"),
            ("plate starts with KX mn", "MN KX*"), ("last 4 digits 5521", "*5521"), ("814 something mn", "MN *814*"),
            ("MN ABC4?? black suv", "MN ABC4??"), ("partial MN 7K", "MN *7K*"), ("(mn) HJK_21", "MN HJK?21"),
            ("north dakota HJK ?21", "ND HJK?21"), ("ABC4?? wi", "WI ABC4??"),
        ] as [(String, String)])
    func `the hint at the search has the characters that were typed`(_ text: String, _ pattern: String) {
        #expect(draft(text).ambiguities.first?.sentence.hasSuffix("thaw search '\(pattern)'") == true)
    }

    @Test(arguments: ["mn kxr301 black tahoe and a white van", "mn kxr301 black tahoe following a red civic"])
    func `of two vehicles only the color is asked about, and nothing else is taken`(_ text: String) {
        let draft = draft(text)
        #expect(draft.ambiguities.map(\.field) == [.color])
        #expect(draft.vehicle.body == nil && draft.vehicle.make == nil)
    }

    @Test(
        arguments: [
            ("kxr301 black not white suv", Vehicle(color: .black, body: .suv)),
            ("kxr301 gray suv, not a van", Vehicle(color: .gray, body: .suv)),
            ("kxr301 not a white van black suv", Vehicle(color: .black, body: .suv)),
            ("mn kxr301 guy in green bay packers hat", Vehicle()), ("mn kxr301 men in black vests", Vehicle()),
            ("mn kxr301 man in a red jacket, white van", Vehicle(color: .white, body: .van)),
            ("mn kxr301 black with a hat", Vehicle(color: .black)), ("mn kxr301 black suv vests", Vehicle(color: .black, body: .suv)),
            ("mn kxr301 black tahoe bus 5 stop", Vehicle(color: .black, body: .suv, make: .chevrolet)),
            ("mn kxr301 white school bus", Vehicle(color: .white, body: .bus)), ("mn kxr301 camioneta negra", Vehicle(color: .black)),
            ("mn kxr301 camioneta suv negra", Vehicle(color: .black, body: .suv)),
        ] as [(String, Vehicle)])
    func `what is not said of the vehicle says nothing of it`(_ text: String, _ expected: Vehicle) {
        let draft = draft(text)
        #expect(draft.ambiguities.isEmpty)
        #expect(draft.vehicle == expected)
    }

    @Test func `an area with a colon in front of the plate is the area`() {
        #expect(draft("longfellow: mn kxs401 black suv").area?.description == "longfellow")
        #expect(draft("old mill: kxs401").area?.description == "old-mill")
    }

    @Test(arguments: [
        "kxr260 scratch that", "kxr311 forget it", "kxr314 wrong plate", "ignore kxr315", "NOT ice: kxr316", "is kxr286 ice?",
        "mn kxr286 powderhorn nvm",
    ])
    func `a line that is taken back or asks something records nothing and says so`(_ line: String) throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: [line, "done"])
        #expect(terminal.output.contains("Nothing was reported, because"))
        #expect(fixture.say("report", line, "--area", "powderhorn").status == 64)
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `a day that was said stays when the answer is an hour alone`() throws {
        let fixture = try Fixture()
        // Sunday 22 November 2026, 15:41 in Chicago.
        let (_, terminal) = fixture.say("report", "-q", typing: ["mn kxt126 yesterday powderhorn", "5pm", "done"])
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-21T23:00:00Z"], "\(terminal.output)")
        _ = fixture.say("report", "-q", typing: ["mn kxt166 yesterday powderhorn", "9am", "cancel", "done"])
        #expect(fixture.registry.seen.reports.count == 1)
    }

    @Test func `a yes takes the word that was meant, and a day stays beside an hour that is nearly right`() throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: ["mn kxt128 blakc powderhorn", "yes", "done"])
        #expect(fixture.registry.seen.reports.last?.vehicle.color == "black", "\(terminal.output)")
        _ = fixture.say("report", "-q", typing: ["mn kxt129 yesterday powderhorn", "around 8pm", "done"])
        #expect(fixture.registry.seen.reports.last?.seenAt == "2026-11-22T02:00:00Z")
        let (_, chosen) = fixture.say("report", "-q", typing: ["mn-abc125 powderhorn", "both", "the first one", "done"])
        #expect(chosen.output.contains("Put two plates on two lines."))
        #expect(fixture.registry.seen.reports.last?.plate == "US-MN ABC125", "\(chosen.output)")
    }

    @Test func `a line that fills what is missing is no other report`() throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: ["black suv ford powderhorn", "wi akx1300 white", "white", "done"])
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-WI AKX1300"], "\(terminal.output)")
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "white")
        _ = fixture.say("report", "-q", typing: ["mn-abc124 powderhorn", "1 black suv", "done"])
        #expect(fixture.registry.seen.reports.last?.plate == "US-MN ABC124")
        #expect(fixture.registry.seen.reports.last?.vehicle.color == "black")
        let (_, number) = fixture.say("report", "-q", typing: ["mn kxt127 yesterday powderhorn", "20", "cancel", "done"])
        #expect(!number.output.contains("another report"))
    }
}
