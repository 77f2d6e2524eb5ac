import Foundation
import Plates
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

/// The rows of `Vectors/reading.tsv` that speak of the command line: report lines, times, files and courses of action.
@Suite("Lines, times and files as people write them", .blocking)
struct ReadingCaseTests {
    /// The inputs of a kind, in the order of the file.
    private static func inputs(_ kind: String) -> [String] {
        let url = RepositoryFiles.root.appending(path: "Tests/PlatesTests/Vectors/reading.tsv")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { row in
            let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count > 2, cells[1].hasPrefix(kind) else { return nil }
            return String(cells[1].dropFirst(kind.count)).trimmingCharacters(in: .whitespaces)
        }
    }

    // MARK: report

    /// What a line comes to: its plates, or "asks" and the choices; then the vehicle, the area, the minute and what was ignored.
    private static func summary(_ text: String, named: Issuer? = nil) -> String {
        let draft = ReportLine.fixture(named: named).read(text)
        var words = draft.plateWords
        for ambiguity in draft.ambiguities {
            words.append("asks \(ambiguity.field.rawValue) " + ambiguity.choices.map(\.text).joined(separator: "/"))
        }
        if draft.plates.isEmpty && draft.ambiguities.isEmpty { words.append("no plate") }
        let vehicle = draft.vehicle
        words += [vehicle.color?.rawValue, vehicle.body?.rawValue, vehicle.make?.rawValue].compactMap(\.self)
        if let area = draft.area { words.append("@" + area.description) }
        words += draft.timeWords
        if !draft.ignored.isEmpty { words.append("ignored " + draft.ignored.joined(separator: " ")) }
        return words.joined(separator: " ").trimmingCharacters(in: .whitespaces)
    }

    private static let lines: [String: String] = [
        "- mn abc150 black suv powderhorn": "MN:ABC150 black suv @powderhorn",
        "MN-ABC124 powderhorn black suv": "asks plate MN:ABC124/MNABC124 black suv @powderhorn",
        "wi ram 4567 black suv powderhorn": "asks plate WI:RAM4567/WI:4567 black suv ram @powderhorn",
        "ny kia 1234 powderhorn": "asks plate NY:KIA1234/NY:1234 kia @powderhorn",
        "pa tan 1236 powderhorn": "asks plate PA:TAN1236/PA:1236 tan @powderhorn",
        "oh bus 4321 white powderhorn": "asks plate OH:BUS4321/OH:4321 white bus @powderhorn",
        "ny 10 am 1234 powderhorn": "asks plate NY:10AM1234/NY:1234 @powderhorn 10:0",
        "black ford explorer mn abc125 powderhorn": "MN:ABC125 black suv ford @powderhorn",
        "black chevy tahoe mn abc-127 powderhorn": "MN:ABC127 black suv chevrolet @powderhorn",
        "white dodge charger wi abc1234 powderhorn": "WI:ABC1234 white sedan dodge @powderhorn",
        "silver jeep grand cherokee mn abc128 powderhorn": "MN:ABC128 silver suv jeep @powderhorn",
        "black suburban mn abc133 powderhorn": "MN:ABC133 black suv chevrolet @powderhorn",
        "red dodge durango il ab12345 powderhorn": "IL:AB12345 red suv dodge @powderhorn",
        "black ford f-150 mn abc126 powderhorn": "MN:ABC126 black pickup ford @powderhorn",
        "tx temp 1234a56 white van powderhorn": "TX:1234A56 white van @powderhorn",
        "red lake 1234 powderhorn": "MN-RL:1234 @powderhorn",
        "white transit van": "no plate white van ford",
        "black suburban": "no plate black suv chevrolet",
        "uuu012 dodge durango black powderhorn": "UUU012 black suv dodge @powderhorn",
        "chevy colorado uua013 powderhorn": "UUA013 pickup chevrolet @powderhorn",
        "tkv 122 dk grn pickup powderhorn": "TKV122 green pickup @powderhorn",
        "ula 101 lt blu suv powderhorn": "ULA101 blue suv @powderhorn",
        "uld 104 wh van powderhorn": "ULD104 white van @powderhorn",
        "ulq 117 2 suv powderhorn": "asks plate ULQ117/ULQ1172 suv @powderhorn",
        "tis 119 11.40am powderhorn": "TIS119 @powderhorn 11:40",
        "umb 128 4runner powderhorn": "UMB128 suv toyota @powderhorn",
        "tkp 116 federal plates powderhorn": "asks plate GOV:TKP116/TKP116 @powderhorn",
        "ooa 456 2 guys in vests powderhorn": "OOA456 @powderhorn ignored 2 guys in",
        "ood 789 on lake and 4th powderhorn": "OOD789 @powderhorn ignored on lake and 4th",
        "una 140, unb 141 powderhorn": "UNA140 UNB141 @powderhorn",
        "plate umh 134 powderhorn": "UMH134 @powderhorn",
        "umj 136 mn plate powderhorn": "MN:UMJ136 @powderhorn",
    ]

    /// These are said to a prompt, where they steer it.
    private static let controls: Set<String> = ["cancel", "yes"]

    @Test(arguments: inputs("report:"))
    func `a report line`(_ text: String) throws {
        if Self.controls.contains(text) { return try checkControl(text) }
        if text == "OH MY 73 --issuer CA --area powderhorn" {
            #expect(Self.summary("OH MY 73", named: Issuer(code: "US-CA")) == "CA:OHMY73")
            return
        }
        let expected = try #require(Self.lines[text], "the row is not answered here")
        #expect(Self.summary(text) == expected)
    }

    private func checkControl(_ text: String) throws {
        let fixture = try Fixture()
        let (_, terminal) = fixture.say("report", "-q", typing: [text, "done"])
        #expect(terminal.output.contains("Nothing was reported."))
        #expect(fixture.say("report", text).status == 64)
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `at the question for the plate`() throws {
        let fixture = try Fixture()
        let rows = Self.inputs("report, at plate>")
        #expect(rows.count == 4)
        let (_, merged) = fixture.say("report", "-q", typing: ["blk suv", "mn abc 123 blk suv powderhorn", "done"])
        #expect(merged.output.contains("recorded   MN ABC123   powderhorn"))
        #expect(fixture.registry.seen.reports.map(\.vehicle) == [VehicleBody(color: "black", body: "suv")])
        let (_, like) = fixture.say("report", "-q", "--issuer", "MN", typing: ["blk suv", "like 5 min ago ddd 444 old mill", "done"])
        #expect(like.output.contains("Ignored: like."))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN ABC123", "US-MN DDD444"])
        #expect(fixture.registry.seen.reports.last?.area == "old-mill")
        let (_, done) = fixture.say("report", "-q", typing: ["blk suv", "done", "mn abc999 powderhorn"])
        #expect(done.written.input == ["mn abc999 powderhorn"])
        _ = fixture.say("report", "-q", typing: ["mn xyz111 powderhorn", "blk suv", "undo", "cancel", "done"])
        #expect(fixture.registry.seen.withdrawn.count == 1)
        #expect(fixture.registry.seen.reports.count == 3)
    }

    // MARK: seen

    private static let times: [String: String] = [
        "0020 hrs": "28 0:20", "0010hrs": "28 0:10", "0930 hrs": "28 9:30", "0015 hours": "28 0:15", "11/28/2026 9:30 AM": "28 9:30",
        "11/28/2026 9:30": "28 9:30", "11/28/26 9:30 AM": "28 9:30", "11/28/2026  9:30:00 AM": "28 9:30", "2026-11-28 9:30 AM": "28 9:30",
        "2026-11-28T09:30:00-0600": "28 9:30", "2026-11-28 09:30:00 -0600": "28 9:30", "46354.39583": "spreadsheet", "0950A": "28 9:50",
        "20 min. ago": "28 12:0", "20m.": "28 12:0", "9.30am": "28 9:30", "9:30a": "28 9:30", "noon": "28 12:0", "midnight": "28 0:0",
        "this morning 9:15": "28 9:15", "last night 23:00": "27 23:0", "ten minutes ago": "28 12:10", "an hour and a half ago": "28 10:50",
        "sat 9am": "28 9:0", "0930": "28 9:30", "hace 20 minutos": "28 12:0", "24h": "27 12:20", "1439 min ago": "27 12:21",
    ]

    @Test(arguments: inputs("seen:"))
    func `a time`(_ text: String) throws {
        let expected = try #require(Self.times[text], "the row is not answered here")
        let reader = TimeReader(zone: Fixture.chicago, now: ReportLine.fixtureNow, ageHoursMax: 24)
        do throws(TimeError) {
            let wall = Fixture.chicago.wall(at: try reader.read(text))
            #expect("\(wall.day) \(wall.hour):\(wall.minute)" == expected)
        } catch {
            #expect(expected == "spreadsheet" && error.sentence.contains("spreadsheet"))
        }
    }

    // MARK: csv and flow

    @Test(arguments: inputs("csv:"))
    func `a file`(_ text: String) throws {
        let expected = try #require(ImportCases.expected(of: text), "the row is not answered here")
        let fixture = try Fixture()
        fixture.advance(seconds: ReportLine.fixtureNow - Fixture.now)
        let url = fixture.home.appending(path: "rows.csv")
        try Data(ImportCases.file(text).utf8).write(to: url)
        let (_, terminal) = fixture.pipe("import", url.path, "--yes")
        switch expected {
        case .refused(let word):
            #expect(fixture.registry.seen.reports.isEmpty)
            #expect((terminal.output + terminal.error).contains(word), "\(terminal.output) \(terminal.error)")
        case .taken(let plate, let check):
            let report = try #require(fixture.registry.seen.reports.first, "\(terminal.output) \(terminal.error)")
            #expect(report.plate == plate)
            #expect(check(report, terminal.error), "\(report) \(terminal.error)")
        }
    }

    @Test func `every course of action has its test`() {
        // ImportTests fix a row and import again; ClockTests set the clock back.
        #expect(Self.inputs("flow:").count == 2)
    }
}
