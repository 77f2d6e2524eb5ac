import Plates
import Testing
import ThawCLI
import Vocabulary

/// Lines as people type, dictate and paste them who never read how.
@Suite("Report lines of people who never read how", .blocking)
struct FreeLineTests {
    @Test(arguments: [
        ("plate ends in 814 mn", "?plate"), ("partial MN 7K white van longfellow", "?plate"),
        ("starts with HBX, black suv powderhorn", "?plate"), ("something 814 mn black suburban", "?plate"),
        ("814 something mn black suburban", "?plate"), ("first three letters GHT powderhorn grey explorer", "?plate"),
        ("last 4 digits 5521 mn", "?plate"), ("placa termina en 814", "?plate"), ("looks like MN HJK ?21 black suv", "?plate"),
        ("mn bnd802 not bnd803", "MN:BND802"), ("correction: MN KLM448 not KLM443", "MN:KLM448"), ("not bnd803 mn", "?plate"),
        ("mn not bnd803", "?plate"), ("not mn, its wi bdt1290", "WI:BDT1290"),
        ("MN KLM443 wait no KLM448 black tahoe powderhorn", "?plate"), ("mn bnd 735 or bnd 736?", "?plate"),
        ("i think its mn hrt 220 or maybe hrt 228 idk", "?plate"), ("BDT129 MN or maybe WI", "?plate"),
        ("mn bdt 129, bdt 130 and 131 longfellow", "?plate"),
        ("mn kjh882 tomorrow 9am powderhorn", "MN:KJH882 ?time"), ("mn kjh882 9am tomorrow", "MN:KJH882 ?time"),
        ("mn kjh882 in 10 minutes powderhorn", "MN:KJH882 ?time"), ("mn kjh882 10 minutes from now", "MN:KJH882 ?time"),
        ("mn kjh882 been sitting here for 20 minutes powderhorn", "MN:KJH882"),
        ("mn kjh882 parked for about 2 hours", "MN:KJH882"), ("mn kjh882 parked 3 hours straight longfellow", "MN:KJH882"),
        ("mn kjh882 every day at 7am powderhorn", "MN:KJH882"), ("mn kjh882 every 10 minutes circling", "MN:KJH882"),
        ("mn kjh882 since 9am", "MN:KJH882 ?time"), ("mn kjh882 half hour ago", "MN:KJH882 11:50"),
        ("ICE spotted!! silver dodge durango plate # MN ABD-347 at 31st & Bloomington, powderhorn, 10 min ago", "MN:ABD347 12:10"),
        ("Unit 12: blk exp, lic Minnesota HTR 229, headed nb on 35W", "MN:HTR229"),
        ("HEADED NE ON UNIVERSITY AVE NE MN HTR229", "MN:HTR229"), ("OOA 456 2 GUYS IN VESTS POWDERHORN", "OOA456"),
        ("htr229 minnesota plates 3 men in masks 10 minutes ago", "MN:HTR229 12:10"), ("mn htr229 35 mph on 94", "MN:HTR229"),
        ("call 612-555-0187 w/ info, plate wi 482 zxk white ford transit", "WI:482ZXK"), ("612-555-0187", ""), ("612 555 0187", ""),
        ("vin 1FMSK8DH5LGB12345 ford explorer", ""), ("vin ending LGB12345 mn htr229", "MN:HTR229"),
        ("saw 3 guys w vests black suv mn hgt 550 @ lake st east 930am", "MN:HGT550 ?area 9:30"),
        ("agent badge 4471 black charger mn kkt 190 powderhorn", "MN:KKT190"), ("mn badge 4471 black charger", ""),
        ("Plate: BGT 441 (Minnesota). Color: black. Make: Ford. Model: Explorer. Time: 11:40", "MN:BGT441 11:40"),
        ("camioneta negra ford placa MN FGH 221 hace 15 minutos powderhorn", "MN:FGH221 12:5"),
        ("voiture noire plaque MN DFG 118 il y a 10 minutes", "MN:DFG118 12:10"),
        ("dos camionetas MN HTR 229 y MN HTR 230 hace media hora", "MN:HTR229 MN:HTR230 11:50"),
        ("two cars: mn abd112 and mn abd113 convoy old mill", "MN:ABD112 MN:ABD113"),
        ("MN: CKL 902, MN: CKL 903, WI: 774-HGF powderhorn", "MN:CKL902 MN:CKL903 WI:774HGF"),
        ("mn hgt550 black ford explorer 4231 bloomington ave s powderhorn", "MN:HGT550"), ("2019 ford explorer mn htr229", "MN:HTR229"),
        ("hrt229 mn 11/28 9:40 am old mill blk chev tahoe", "MN:HRT229 9:40"), ("MN HRT229 at 9 powderhorn", "MN:HRT229 9:0"),
        ("THEY ARE BACK same suv from yesterday mn hrt229", "MN:HRT229 ?time"), ("mn H T R 2 2 9", "MN:HTR229"),
        ("PTR 483 sin placa delantera", "PTR483"), ("sin placa delantera ptr483", "PTR483"), ("K D R 9 0 2", "KDR902"),
        ("ptr483 con placa trasera", "PTR483"),
        ("ptr 483 sans plaque avant", "PTR483"), ("la que vi es ptr483", "?plate"),
        // Whose an issuer is.
        ("MN plate wisconsin driver jrb 107", "MN:JRB107"), ("jrb 107 wisconsin driver MN plate", "MN:JRB107"),
        ("driver from wisconsin jrb107", "?plate"), ("jrb107 heading to iowa", "?plate"), ("they went to iowa jrb107", "?plate"),
        ("jrb107 mn heading to iowa", "MN:JRB107"), ("kdr 902 with wisconsin dealer frame", "?plate"),
        ("KDR902 MN plate, driver has WI license", "MN:KDR902"), ("KDR902 minnesota plates, florida stickers", "MN:KDR902"),
        ("texas plates kxs 4012 wisconsin sticker", "TX:KXS4012"), ("georgia plate kdr902", "GA:KDR902"),
        ("kdr902 black suv wisconsin minnesota", "?plate"), ("saw in wisconsin kdr902", "?plate"), ("iowa man kdr902", "?plate"),
        ("kdr902 from nebraska", "NE:KDR902"), ("MN or WI plate kdr902", "?plate"),
        // Letters that are said to be a plate.
        ("vanity plate LUVDOGS", "?plate"), ("vanity plate LUVDOGS MN", "?plate"), ("plate LUVDOGS", "?plate"),
        ("no plate black suv", "?plate"), ("placa kdr nueve cero dos", "?plate"), ("kdr nine oh two", "?plate"),
        // Not sure.
        ("i think kdr902", "?plate"), ("something like kdr902", "?plate"), ("looks like KDR902", "?plate"), ("kdr902 not sure", "?plate"),
        ("could be kdr902", "?plate"), ("kdr902 maybe black", "KDR902"), ("kdr902 idk", "?plate"), ("idk state kdr902", "KDR902"),
        ("kdr 9xx", "?plate"), ("kxv163or168", "?plate"), ("abc one23", "?plate"), ("abc123 ???", "?plate"),
        // Numbers of something else.
        ("VIN last 6 A12345 no plate", ""), ("$20 tip, KDR902", "KDR902"), ("11/29 KDR902 black suv", "KDR902 ?time"),
        ("HTK381 x2 black suvs", "HTK381"), ("ICE at 2500 bloomington ave s KDR902", "KDR902"), ("kdr902 2500 bloomington ave", "KDR902"),
        ("kdr902 4dr sedan", "KDR902"), ("kdr902 50mph", "KDR902"), ("100% ice kdr902", "KDR902"), ("2020s suv kdr902", "KDR902"),
        ("kdr902 2500hd", "?plate"), ("una 140, unb 141", "UNA140 UNB141"), ("kxd482 x2", "?plate"), ("at 7-11, kdr902", "KDR902"),
        ("heads up 2 ice suvs, KDR902", "KDR902"),
        ("saw 2 vans 1 plate GHK 228", "GHK228"), ("Re: FW: kxs401", "KXS401"),
        // Times.
        ("saw 0930 kdr902", "KDR902 ?time"), ("kdr902 0815", "KDR902 ?time"), ("unit 1204 kdr902", "KDR902"),
        ("kdr902 between 9 and 10", "KDR902 ?time"), ("kdr902 before 9am", "KDR902 ?time"), ("kdr902 9-10am", "KDR902 ?time"),
        ("kdr902 10-15 min ago", "KDR902 ?time"), ("kdr902 2-3 hours ago", "KDR902 ?time"), ("kdr902 til 9", "KDR902 ?time"),
        ("kdr902 hour and a half ago", "KDR902 10:50"), ("kdr902 1/2 hour ago", "KDR902 11:50"), ("kdr902 1 1/2 hours ago", "KDR902 10:50"),
        ("kdr902 seconds ago", "KDR902 ?time"), ("kdr902 earlier", "KDR902 ?time"), ("kdr902 rn", "KDR902 12:20"),
        // A plate's digits are no time.
        ("first car: BNT 401. second car: BNT 417", "?plate"), ("G41 0045M federal plates", "?plate"), ("G41 0300H", "?plate"),
        ("G41 1234M", "?plate"), ("S K A 7 1 5 a m", "?plate"), ("RTA 551 hour ago", "RTA551 ?time"), ("RTA 505 m driver", "?plate"),
        ("RTA 507 sec guard", "RTA507"), ("SKA 714 am scared", "?plate"), ("RTA 504 min van", "RTA504"),
        ("RTA 504 20 min ago", "RTA504 12:0"), ("kdr902 10 minute ago", "KDR902 12:10"), ("kdr902 10 minute walk", "KDR902"),
        // Words that begin with "w/", and numbers of badges, cases and flights.
        ("SKA737 w/in past 10 mins", "SKA737 ?time"), ("SKA737 w/o plate", "SKA737"), ("SKA737 w/me", "SKA737"),
        ("SKA737 w/ a dog", "SKA737"), ("SKA737 badge BT4471", "SKA737"), ("SKA737 badge no. 4471", "SKA737"),
        ("SKA737 name tag RAMOS 417", "SKA737"), ("SKA737 nametag 417B", "SKA737"), ("SKA737 case # 22A417", "SKA737"),
        ("invoice INV4417 SKA737", "SKA737"), ("flight DL1420 SKA737", "SKA737"), ("helicopter N417MN", ""), ("tail number N417MN", ""),
        ("unit 4B12 SKA737", "SKA737"), ("trailer # TR4417 SKA737", "SKA737"), ("badge: KJT 417", ""), ("case no. KJT-417", ""),
        ("mn oak 123 old mill", "MN:OAK123"), ("saw on 35w black suv", ""), ("or 123abc black", "?plate"), ("abc123 OR", "OR:ABC123"),
    ])
    func `record no wrong plate and no wrong time without a question`(_ text: String, _ expected: String) {
        #expect(ReportLine.fixture().read(text).summary == expected)
    }

    @Test(arguments: ["for 20 minutes", "3 hours straight", "every day at 7am", "for about 2 hours", "every 10 minutes"])
    func `a length of time and a habit are named as left out`(_ phrase: String) {
        let draft = ReportLine.fixture(home: nil).read("mn kjh882 powderhorn \(phrase)")
        #expect(draft.seenAt == nil && draft.ambiguities.isEmpty)
        #expect(draft.ignored.joined(separator: " ") == phrase)
    }

    @Test func `a sign that was not seen is not taken, and a plural is a body`() {
        let line = ReportLine.fixture(home: nil)
        #expect(line.read("kdr902 no markings").signs.isEmpty)
        #expect(line.read("kdr902 convoy 2 black suvs").vehicle == Vehicle(color: .black, body: .suv))
        #expect(line.read("está en powderhorn kdr902").vehicle.isEmpty)
    }

    @Test func `a line without a plate says so before it asks, and what was stored is shown`() throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: ["black suv powderhorn convoy", "mn abc123", "cancel that", "done"])
        #expect(terminal.output.contains("The line names no plate. Type the plate, as in: MN ABC-123"))
        #expect(terminal.output.contains("black SUV   convoy"), "\(terminal.output)")
        #expect(terminal.output.contains("There is no question to answer."))
    }

    @Test func `a part of a plate hints at the search`() throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: ["plate ends in 814 mn powderhorn", "cancel", "done"])
        #expect(terminal.output.contains("thaw search 'MN *814'"))
        #expect(terminal.output.contains("plate> "))
        #expect(fixture.pipe("report", "plate", "ends", "in", "814", "mn", "powderhorn").status == 64)
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `a time that has not come yet is refused by name`() throws {
        let fixture = try Fixture()
        let terminal = fixture.pipe("report", "mn", "kjh882", "tomorrow", "9am", "powderhorn", exits: 64)
        #expect(terminal.error.contains("“tomorrow 9am” has not come yet"))
    }
}
