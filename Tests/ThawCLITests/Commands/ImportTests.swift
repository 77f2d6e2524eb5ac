import Foundation
import Sightings
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw import", .blocking)
struct ImportTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture(role: .moderator) }

    private func file(_ text: String, name: String = "rows.csv") throws -> String {
        let url = fixture.home.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private static let oneReportADay: Rules = {
        var rules = Rules()
        rules.tokens.reportsPerDay = 1
        return rules
    }()

    private static let header = "plate,issuer,seen_at,area,color,body,make,signs\n"

    @Test func `rows become reports, quotes, blanks, byte order mark and line ends as spreadsheets write them`() throws {
        let path = try file(
            "\u{FEFF}plate,issuer,seen_at,area,colour,body,make,signs\r\n"
                + "ABC-123,MN,2026-11-22T21:10:00Z,powderhorn,black,suv,ford,convoy;tactical gear\r\n"
                + "\"XYZ 987\" , Wisconsin ,\"2 hours ago\",\"Lake Street East\",,,,\"convoy agency-markings\"\r\n"
                + "\r\n"
                + "mn qrs456,,15:10,longfellow,,,,")
        #expect(fixture.pipe("import", path, "--yes", exits: 0).output == "imported\t3 recorded\t0 merged\t0 refused\n")
        let reports = fixture.registry.seen.reports
        #expect(reports.map(\.plate) == ["US-MN ABC123", "US-WI XYZ987", "US-MN QRS456"])
        #expect(reports.map(\.seenAt) == ["2026-11-22T21:00:00Z", "2026-11-22T19:30:00Z", "2026-11-22T21:00:00Z"])
        #expect(reports.map(\.area) == ["powderhorn", "lake-street-east", "longfellow"])
        #expect(reports[0].vehicle == VehicleBody(color: "black", body: "suv", make: "ford"))
        #expect(reports[0].signs == ["tactical-gear", "convoy"])
        #expect(reports[1].signs == ["agency-markings", "convoy"])
    }

    @Test(arguments: [
        ("ABC€123,MN,20m,powderhorn,,,,", "plate.character"),
        (",MN,20m,powderhorn,,,,", "plate.empty"),
        ("ABC123,QQ,20m,powderhorn,,,,", "issuer.unknown"),
        ("ABC123,MN,whenever,powderhorn,,,,", "report.seen_at_malformed"),
        ("ABC123,MN,,powderhorn,,,,", "report.seen_at_malformed"),
        ("ABC123,MN,25 hours ago,powderhorn,,,,", "report.too_old"),
        ("ABC123,MN,2026-11-23T00:00:00Z,powderhorn,,,,", "report.too_new"),
        ("ABC123,MN,20m,atlantis,,,,", "report.area_unknown"),
        ("ABC123,MN,20m,,,,,", "report.area_unknown"),
        ("MN ABC170,WI,20m,powderhorn,,,,", "plate.ambiguous"),
        ("2.19E+26,MN,20m,powderhorn,,,,", "plate.spreadsheet"),
        ("partial KXW,MN,20m,powderhorn,,,,", "plate.character"), ("partial 7K,MN,20m,powderhorn,,,,", "plate.character"),
        ("ends in 814,MN,20m,powderhorn,,,,", "plate.character"), ("Maybe KYA61,MN,20m,powderhorn,,,,", "plate.character"),
        ("KYA60_,MN,20m,powderhorn,,,,", "plate.character"), ("KYA...,MN,20m,powderhorn,,,,", "plate.character"),
        ("__A151,MN,20m,powderhorn,,,,", "plate.character"), ("KYA608/9,MN,20m,powderhorn,,,,", "plate.ambiguous"),
        ("KX_151,MN,20m,powderhorn,,,,", "plate.character"), ("KXV16(3 or 8),MN,20m,powderhorn,,,,", "plate.ambiguous"),
        ("Ford,MN,20m,powderhorn,,,,", "plate.placeholder"), ("FORD,,20m,powderhorn,,,,", "plate.placeholder"),
        ("KYA608 or 9,MN,20m,powderhorn,,,,", "plate.ambiguous"), ("not sure,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("didn't get it,MN,20m,powderhorn,,,,", "plate.placeholder"), ("612-555-0111,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("1 (612) 555-0111,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("x,MN,20m,powderhorn,,,,", "plate.placeholder"), ("QCR632x2,MN,20m,powderhorn,,,,", "plate.ambiguous"),
        ("no se ve bien QBR517,MN,20m,powderhorn,,,,", "plate.character"),
        ("see above,MN,20m,powderhorn,,,,", "plate.placeholder"), ("ditto,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("same,MN,20m,powderhorn,,,,", "plate.placeholder"), ("xxx,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("black suv,MN,20m,powderhorn,,,,", "plate.placeholder"),
        ("\"ABC123,MN,20m,powderhorn,,,,", "client.input"),
        ("\"ABC\"123,MN,20m,powderhorn,,,,", "client.input"),
    ])
    func `a bad row is named by its line and its reason, and the others go on`(_ row: String, _ code: String) throws {
        let path = try file(Self.header + "ABC123,MN,20m,powderhorn,,,,\n" + row + "\nXYZ987,MN,20m,powderhorn,,,,\n")
        let terminal = fixture.pipe("import", path, "--yes", exits: 2)
        #expect(terminal.lines[0].hasPrefix("refused\t3\t\(code)\t"))
        #expect(terminal.lines[1] == "imported\t2 recorded\t0 merged\t1 refused")
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN ABC123", "US-MN XYZ987"])
    }

    @Test func `a line end inside quotes moves the numbers of the lines behind it`() throws {
        let path = try file("plate,seen_at,area,notes\nABC123,20m,powderhorn,\"two\nlines\"\nXYZ€,20m,powderhorn,\n")
        let terminal = fixture.pipe("import", path, "--yes").terminal
        #expect(terminal.lines[0].hasPrefix("refused\t4\tplate.character"))
        #expect(terminal.error.contains("The column “notes” is unknown and left out."))
    }

    @Test func `a line that is not text is refused, and the others go on`() throws {
        let url = fixture.home.appending(path: "bytes.csv")
        try (Data("plate,seen_at,area\nABC123,20m,powderhorn\n".utf8) + Data([0x58, 0x81, 0x59]) + Data(",20m,powderhorn\n".utf8))
            .write(to: url)
        #expect(fixture.pipe("import", url.path, "--yes").terminal.lines[0].hasPrefix("refused\t3\tclient.input"))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["ABC123"])
    }

    @Test(arguments: [
        "", "plate,area\n", "a,b,c\n", "plate,plate,seen_at,area\n", "tag,license plate,seen_at,area\n",
        "location,district,plate,seen_at\n", "\"plate,seen_at,area\n",
    ])
    func `a file without its columns is refused as a whole`(_ text: String) throws {
        #expect(fixture.pipe("import", try file(text), "--yes").status == 64)
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `a file that is not there is refused with its reason`() {
        #expect(fixture.pipe("import", "/nowhere/rows.csv", "--yes", exits: 2).error.contains("No such file"))
    }

    @Test func `semicolons and tabs also separate columns`() throws {
        #expect(fixture.pipe("import", try file("plate;seen_at;area\nABC123;20m;powderhorn\n"), "--yes").status == 0)
        #expect(fixture.pipe("import", try file("plate\tseen_at\tarea\nXYZ987\t20m\tpowderhorn\n"), "--yes").status == 0)
        #expect(fixture.registry.seen.reports.count == 2)
    }

    @Test func `a second run counts nothing twice, relative times included`() throws {
        let path = try file(
            "plate,seen_at,area\nABC123,20m,powderhorn\nXYZ987,2026-11-22T21:10:00Z,powderhorn\nABC123,20 min ago,powderhorn\n")
        #expect(fixture.pipe("import", path, "--yes").status == 0)
        fixture.advance(seconds: 3 * 3_600)
        let terminal = fixture.pipe("import", path, "--yes", exits: 0)
        #expect(terminal.output == "imported\t2 recorded\t0 merged\t0 refused\t2 of them were already there\n")
        #expect(fixture.registry.seen.reports.count == 2)
        #expect(terminal.error.contains("Line 4 repeats line 2"))
    }

    @Test func `a row that was fixed and imported again counts nothing twice, and keeps its time`() throws {
        let rows = "ABC123,MN,2 hours ago,powderhorn,,,,\nXYZ987,MN,20m,longfellow,,,,\nQRS456,MN,3 hours ago,powderhorn,,,,\n"
        let path = try file(Self.header + rows + "BAD€,MN,1 hour ago,powderhorn,,,,\n")
        #expect(fixture.pipe("import", path, "--yes").status == 2)
        let before = fixture.registry.seen.reports
        #expect(before.count == 3)
        fixture.advance(seconds: 30 * 60)
        _ = try file(Self.header + rows + "TUV321,MN,1 hour ago,powderhorn,,,,\n")
        let terminal = fixture.pipe("import", path, "--yes", exits: 0)
        #expect(terminal.output == "imported\t4 recorded\t0 merged\t0 refused\t3 of them were already there\n")
        #expect(Array(fixture.registry.seen.reports.prefix(3)) == before)
        #expect(fixture.registry.seen.reports.count == 4)
        #expect(fixture.registry.seen.reports.last?.seenAt == "2026-11-22T20:30:00Z")
    }

    @Test func `in a file that grew, what is new counts from now`() throws {
        let path = try file(Self.header + "ABC123,MN,20m,powderhorn,,,,\n")
        #expect(fixture.pipe("import", path, "--yes").status == 0)
        fixture.advance(seconds: 2 * 3_600)
        _ = try file(Self.header + "ABC123,MN,20m,powderhorn,,,,\nXYZ987,MN,20m,powderhorn,,,,\n")
        #expect(fixture.pipe("import", path, "--yes").status == 0)
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T21:00:00Z", "2026-11-22T23:00:00Z"])
    }

    @Test func `optional cells cost no row, and are summed up by kind`() throws {
        let path = try file(
            Self.header + "ABC123,MN,20m,powderhorn,sparkly,,,\nXYZ987,MN,20m,powderhorn,sparkly,,frueh,hat\n"
                + "QRS456,MN,20m,powderhorn,BLK/GRY,4DSD,TOYT,convoy\n")
        let terminal = fixture.pipe("import", path, "--yes", exits: 0)
        #expect(fixture.registry.seen.reports.count == 3)
        #expect(fixture.registry.seen.reports[2].vehicle == VehicleBody(color: "black", body: "sedan", make: "toyota"))
        #expect(terminal.error.contains("2 rows without color, because it is unknown: sparkly (2)"))
        #expect(terminal.error.contains("1 row without make, because it is unknown: frueh"))
        #expect(terminal.error.contains("1 row without signs, because it is unknown: hat"))
        #expect(terminal.error.contains("1 row with only the first color: BLK/GRY"))
        let json = fixture.pipe("import", path, "--json", "--dry-run").terminal
        #expect(json.output.contains(#"{"column":"color","line":2,"result":"left_out","value":"sparkly"}"#))
        #expect(json.output.split(separator: "\n").count(where: { $0.contains("left_out") }) == 4)
    }

    @Test func `a column of dates that is not understood refuses the file`() throws {
        let text = "plate,seen_at,area,issued\nABC123,09:30,powderhorn,2026-11-20\nXYZ987,10:30,powderhorn,2026-11-21\n"
        let terminal = fixture.pipe("import", try file(text), "--yes", exits: 64)
        #expect(terminal.error.contains("The column “issued” holds dates"))
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `if the clocks differ, the server's counts`() throws {
        fixture.advance(seconds: 65 * 60)
        fixture.setSkew(seconds: -65 * 60)
        let (_, terminal) = fixture.pipe("import", try file(Self.header + "ABC123,MN,20m,powderhorn,,,,\n"), "--yes")
        #expect(terminal.error.contains("This machine's clock is 65 min behind"))
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T22:00:00Z"])
    }

    @Test func `a person is shown what would happen, and asked`() throws {
        let path = try file(Self.header + "ABC123,MN,20m,powderhorn,black,suv,,\nXYZ€,MN,20m,powderhorn,,,,\n")
        let no = fixture.say("import", path, typing: ["n"], exits: 2)
        #expect(no.output.contains("1 row can be imported, 1 cannot."))
        #expect(no.output.contains("line 2     US-MN ABC123   powderhorn   15:00–15:30   black SUV"))
        #expect(fixture.registry.seen.reports.isEmpty)
        let yes = fixture.say("import", path, typing: ["y"])
        #expect(yes.terminal.output.contains("imported   1 recorded   0 merged   1 refused"))
        #expect(yes.terminal.error.contains("[##############################] 1 of 1"))
        #expect(fixture.pipe("import", path).status == 2)
        #expect(fixture.pipe("import", path, "--dry-run").status == 2)
        #expect(fixture.registry.seen.reports.count == 1)
    }

    @Test func `with days older rows go in as older records, and the others as reports`() throws {
        let path = try file(
            "plate,seen_at,area\nABC123,20m,powderhorn\nXYZ987,2026-11-10T12:00:00Z,powderhorn\nQRS456,40 days ago,powderhorn\n")
        let terminal = fixture.pipe("import", path, "--days", "30", "--yes", exits: 2)
        #expect(terminal.lines[0].hasPrefix("refused\t4\treport.too_old"))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["ABC123"])
        #expect(fixture.registry.seen.imported.map(\.plate) == ["XYZ987"])
        #expect(fixture.pipe("import", path, "--days", "31").status == 64)
    }

    @Test func `JSON names every refused row and ends with the sums`() throws {
        let fixture = try Fixture(role: .moderator, rules: Self.oneReportADay)
        let path = try file("plate,seen_at,area\nABC123,20m,powderhorn\nXYZ€,20m,powderhorn\nQRS456,20m,longfellow\n")
        let terminal = fixture.pipe("import", path, "--json", "--yes").terminal
        let lines = try terminal.output.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.compactMap { $0["line"] as? Int } == [3, 4])
        #expect(lines.last?["recorded"] as? Int == 1)
        #expect(lines.last?["refused"] as? Int == 2)
    }

    @Test func `ten thousand rows with a hundred bad ones arrive, each bad one named`() throws {
        let fixture = try Fixture(role: .admin)
        var text = "plate,seen_at,area,signs\n"
        for row in 0..<10_000 {
            text += row % 100 == 50 ? "BAD€\(row),20m,powderhorn,\n" : "T\(100_000 + row),\(row % 600)m,powderhorn,convoy\n"
        }
        let terminal = fixture.pipe("import", try file(text), "--yes", exits: 2)
        let refused = terminal.lines.filter { $0.hasPrefix("refused") }
        #expect(refused.count == 100)
        #expect(refused.first?.hasPrefix("refused\t52\t") == true)
        #expect(fixture.registry.seen.reports.count == 9_900)
    }

    @Test func `if it stops in the middle, it says so, and continues from there in the next run`() throws {
        let path = try file("plate,seen_at,area\nABC123,20m,powderhorn\n")
        _ = fixture.pipe("import", path, "--dry-run")
        try fixture.logIn(.reader)
        #expect(fixture.pipe("import", path, "--yes", exits: 2).error.contains(ErrorCode.tokenRole.title))
        try fixture.logIn(.moderator)
        #expect(fixture.pipe("import", path, "--yes").status == 0)
    }
}
