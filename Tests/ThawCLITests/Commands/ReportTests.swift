import Client
import Foundation
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw report", .blocking)
struct ReportTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `one line on the command line is one report`() throws {
        let terminal = fixture.say(
            "report", "MN", "ABC-123", "--area", "powderhorn", "--color", "black", "--body", "suv", "--sign", "convoy", "--seen",
            "11 min ago", exits: 0)
        #expect(terminal.output == "recorded   MN ABC123   powderhorn   15:30–16:00   black SUV   convoy\n")
        let report = try #require(fixture.registry.seen.reports.first)
        #expect(report.plate == "US-MN ABC123")
        #expect(report.seenAt == "2026-11-22T21:30:00Z")
        #expect(report.area == "powderhorn")
        #expect(report.vehicle == VehicleBody(color: "black", body: "suv"))
        #expect(report.signs == ["convoy"])
        #expect(try fixture.outbox().isEmpty)
    }

    @Test func `words may come in any order`() {
        let terminal = fixture.say("report", "mn", "abc123", "black", "suv", "powderhorn", "convoy", "41m", "ago", exits: 0)
        #expect(terminal.output == "recorded   MN ABC123   powderhorn   15:00–15:30   black SUV   convoy\n")
    }

    @Test func `a prompt asks only for what is missing, once`() {
        let terminal = fixture.say(
            "report", "-q",
            typing: ["abc123 black suv", "mn", "powderhorn", "xyz9876 convoy", "wi qrs456 longfellow", "qrs457", "done"], exits: 0)
        #expect(
            terminal.output == """
                report> Which state issued the plates that you type without one? Type a code such as MN, or "unknown".
                issuer [unknown]> area> recorded   MN ABC123   powderhorn   15:30–16:00   black SUV
                report> recorded   MN XYZ9876   powderhorn   15:30–16:00   convoy
                Look again: Unusual for Minnesota. Check the issuer and the characters, unless it is a vanity plate.
                report> recorded   WI QRS456   longfellow   15:30–16:00
                report> recorded   MN QRS457   longfellow   15:30–16:00
                report> 
                """)
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN ABC123", "US-MN XYZ9876", "US-WI QRS456", "US-MN QRS457"])
    }

    @Test func `the area and the issuer of the last time are offered, not taken`() {
        _ = fixture.say("report", "-q", typing: ["abc123", "mn", "powderhorn", "done"])
        let (_, terminal) = fixture.say("report", "-q", typing: ["xyz987", "", "", "done"])
        #expect(terminal.output.contains("issuer [MN]> area [powderhorn]> recorded   MN XYZ987   powderhorn"))
    }

    @Test func `an issuer that nobody knows is sent as unknown, one that nobody was asked for is not sent`() {
        _ = fixture.say("report", "-q", typing: ["abc123 powderhorn", "unknown", "done"])
        _ = fixture.pipe("report", "xyz987", "powderhorn")
        #expect(fixture.registry.seen.reports.map(\.plate) == ["ZZ:ABC123", "XYZ987"])
    }

    @Test(arguments: ["cancel", "skip"]) func `to give up at the issuer gives up the report, and the next one asks again`(_ word: String) {
        let terminal = fixture.say("report", "-q", typing: ["abc123 powderhorn", word, "xyz987 powderhorn", "mn", "done"], exits: 0)
        #expect(terminal.output.contains("Nothing was reported."))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN XYZ987"])
    }

    @Test func `the input ends at the issuer: nothing is sent`() {
        _ = fixture.say("report", "-q", typing: ["abc123 powderhorn"])
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `two empty lines, done and the end of the input all end it, one empty line does not`() {
        for input in [["", ""], ["done"], ["quit"], ["stop"], []] {
            let terminal = fixture.say("report", typing: input + ["mn abc123 powderhorn"].filter { _ in !input.isEmpty }, exits: 0)
            #expect(terminal.written.input.count == (input.isEmpty ? 0 : 1))
        }
        #expect(fixture.registry.seen.reports.isEmpty)
        _ = fixture.say("report", "-q", typing: ["", "mn abc123 powderhorn", "", "mn xyz987", "", "", "mn qrs456"])
        #expect(fixture.registry.seen.reports.count == 2)
    }

    /// Puts a file in place of the outbox's folder, so that nothing can be saved: not even root can write there.
    private func blockOutbox() throws {
        _ = fixture.say("areas")
        let state = fixture.home.appending(path: ".local/state")
        try? FileManager.default.removeItem(at: state.appending(path: "thaw"))
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        try Data().write(to: state.appending(path: "thaw"))
    }

    @Test func `a refused line comes back to be fixed`() throws {
        try blockOutbox()
        let (_, terminal) = fixture.say("report", "-q", typing: ["mn abc123 powderhorn", "done"])
        #expect(terminal.error.contains("The report was NOT kept."))
        #expect(terminal.written.initials == ["mn abc123 powderhorn"])
    }

    @Test func `an answer that is refused stands in the line again`() {
        let (_, terminal) = fixture.say("report", "-q", typing: ["mn abc123", "powderhron", "powderhorn", "done"])
        #expect(terminal.written.initials == ["powderhron"])
        #expect(fixture.registry.seen.reports.count == 1)
    }

    @Test func `a question says how to give up`() {
        let (_, terminal) = fixture.say("report", typing: ["mn abc123", "cancel", "done"])
        #expect(terminal.output.contains("\"cancel\" drops this report."))
        #expect(terminal.output.contains("Nothing was reported."))
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `an answer is a number, or a line whose words fill the missing parts`() {
        let (_, terminal) = fixture.say(
            "report", "-q",
            typing: ["mn-abc124 black", "1", "powderhorn suv 20m", "wi ram 4567", "1", "al 12345 longfellow", "al:12345", "done"])
        #expect(terminal.output.contains("[1] MN:ABC124\n[2] MNABC124\n"))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN ABC124", "US-WI RAM4567", "US-AL 12345"])
        #expect(fixture.registry.seen.reports.map(\.vehicle.body) == ["suv", nil, nil])
        #expect(fixture.registry.seen.reports.map(\.vehicle.make) == [nil, nil, nil])
        #expect(fixture.registry.seen.reports[0].seenAt == "2026-11-22T21:00:00Z")
    }

    @Test func `pasted lines never fall into a question unseen`() {
        let terminal = FakeTerminal(
            ["mn abc123 black", "mn xyz987 powderhorn", "mn qrs456 longfellow", "powderhorn", "done"], isPasted: true)
        #expect(fixture.run(["report", "-q"], terminal) == 0)
        #expect(terminal.output.contains("About “mn abc123 black”:"))
        #expect(terminal.output.contains("“mn xyz987 powderhorn” is another report. It will be read next."))
        #expect(fixture.registry.seen.reports.map(\.plate) == ["US-MN ABC123", "US-MN XYZ987", "US-MN QRS456"])
        #expect(fixture.registry.seen.reports.map(\.area) == ["powderhorn", "powderhorn", "longfellow"])
    }

    @Test(arguments: [(-65, "behind", "22:30"), (65, "ahead of", "20:30")] as [(Int64, String, String)])
    func `a different clock gets a notice, and the time is corrected by the difference`(_ minutes: Int64, _ word: String, _ slot: String) {
        fixture.advance(seconds: -minutes * 60)
        fixture.setSkew(seconds: minutes * 60)
        let terminal = fixture.say("report", "mn", "abc123", "powderhorn", exits: 0)
        #expect(terminal.output.contains("This machine's clock is 65 min \(word) the server's."))
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T\(slot):00Z"])
        _ = fixture.say("report", "mn", "xyz987", "powderhorn", "--seen", "2026-11-22T20:00:00Z")
        #expect(fixture.registry.seen.reports.last?.seenAt == "2026-11-22T20:00:00Z")
    }

    @Test func `clocks that agree within two minutes are left alone`() {
        fixture.advance(seconds: 110)
        fixture.setSkew(seconds: -110)
        let (_, terminal) = fixture.say("report", "mn", "abc123", "powderhorn", "--seen", "11 min ago")
        #expect(!terminal.output.contains("clock"))
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T21:30:00Z"])
    }

    @Test func `a time zone that is not known is an error`() {
        let terminal = FakeTerminal()
        #expect(fixture.run(["report", "mn", "abc123", "powderhorn"], terminal, environment: ["TZ": "America/Nowhere"]) == 64)
        #expect(terminal.error.contains("TZ names an unknown time zone"))
        for zone in ["UTC", "CST6CDT", "<-03>3", ""] {
            #expect(fixture.run(["outbox"], FakeTerminal(), environment: ["TZ": zone]) == 0, "\(zone)")
        }
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `exactly 24 hours are taken`() {
        #expect(fixture.say("report", "mn", "abc123", "powderhorn", "--seen", "24h").status == 0)
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-21T21:30:00Z"])
    }

    @Test func `undo takes back the last, and the one before`() {
        let terminal = fixture.say(
            "report", "-q", typing: ["mn abc123 powderhorn", "mn xyz987", "undo", "undo", "undo", "done"], exits: 0)
        #expect(terminal.output.contains("report> withdrawn  MN XYZ987   powderhorn   15:30–16:00\n"))
        #expect(terminal.output.contains("report> withdrawn  MN ABC123   powderhorn   15:30–16:00\n"))
        #expect(terminal.output.contains("Nothing was reported in this run"))
        #expect(fixture.registry.seen.withdrawn.count == 2)
    }

    @Test func `without a server the report waits, and nobody says it was saved there`() throws {
        _ = fixture.say("areas")
        fixture.server.stop()
        let terminal = fixture.say("report", "MN", "ABC123", "powderhorn", exits: 0)
        #expect(terminal.output.hasPrefix("waiting    MN ABC123   powderhorn   15:30–16:00   "))
        #expect(terminal.output.contains("Not sent: "))
        #expect(terminal.output.contains("thaw send"))
        #expect(!terminal.output.contains("recorded") && !terminal.output.contains("saved"))
        #expect(try fixture.outbox().map(\.report.plate) == ["US-MN ABC123"])
    }

    @Test func `the outbox has it before the server hears of it`() throws {
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        let terminal = fixture.say("report", "MN", "ABC123", "--area", "powderhorn", exits: 0)
        #expect(terminal.output.hasPrefix("waiting    MN ABC123"))
        #expect(try fixture.outbox().count == 1)
        fixture.registry.change { $0.problem = nil }
        let sent = fixture.say("send", exits: 0)
        #expect(sent.output == "recorded   MN ABC123   powderhorn   15:30–16:00\n")
        #expect(fixture.registry.seen.reports.count == 1)
    }

    @Test func `in a run without a signal only the first line waits for the network`() throws {
        _ = fixture.say("areas")
        fixture.server.stop()
        let terminal = fixture.say("report", "-q", typing: ["mn abc123 powderhorn", "mn xyz987", "undo", "done"], exits: 0)
        #expect(terminal.output.contains("waiting    MN ABC123"))
        #expect(terminal.output.contains("waiting    MN XYZ987"))
        #expect(terminal.output.contains("dropped    MN XYZ987"))
        #expect(terminal.output.contains("1 report in the outbox: thaw send."))
        #expect(try fixture.outbox().map(\.report.plate) == ["US-MN ABC123"])
    }

    @Test func `an unusual length is pointed out, kindly, and reported`() {
        let terminal = fixture.say("report", "MN:AB1", "--area", "powderhorn", exits: 0)
        #expect(
            terminal.output
                == "recorded   MN AB1   powderhorn   15:30–16:00\nLook again: Most plates have 4 to 8 characters. Check that none is missing.\n"
        )
    }

    @Test func `a refused report says why, and the shell learns it`() throws {
        _ = fixture.say("areas")
        try fixture.registry.remove(area: "powderhorn")
        let terminal = fixture.say("report", "MN", "ABC123", "--area", "powderhorn", exits: 2)
        #expect(terminal.output.hasPrefix("refused    MN ABC123   powderhorn   15:30–16:00"))
        #expect(terminal.output.contains(ErrorCode.reportAreaUnknown.advice.prefix(20)))
    }

    @Test func `twice the same in one slot is merged`() {
        _ = fixture.say("report", "MN", "ABC123", "--area", "powderhorn")
        #expect(
            fixture.say("report", "MN", "ABC123", "--area", "powderhorn").terminal.output.hasPrefix("merged     MN ABC123   powderhorn"))
    }

    @Test(arguments: [
        (["report", "MN", "ABC123"], "The area is missing."),
        (["report", "--area", "powderhorn", "black"], "The plate is missing."),
        (["report", "MN", "ABC123", "--area", "powderhron"], "“powderhron” is not an area of this server."),
        (["report", "MN", "ABC123", "--area", "powderhorn", "--seen", "25 hours ago"], "That is too long ago"),
        (["report", "MN", "ABC123", "--area", "powderhorn", "--seen", "1:30"], "Morning or evening?"),
        (["report", "MN", "ABC123", "--area", "powderhorn", "--color", "sparkly"], "“sparkly” is not a color"),
        (["report", "MN", "ABC123", "--area", "powderhorn", "--issuer", "QQ"], "The issuer is unknown. Write one"),
        (["report", "NOPLATE", "--area", "powderhorn"], "This looks like a placeholder"),
        (["report", "AL", "12345", "--area", "powderhorn"], "Type AL:12345 or ZZ:AL12345."),
        (["report", "--area", "powderhorn", "--near"], "Give --area or --near"),
        (["report", "abc123", "black", "xyz9876", "--area", "powderhorn"], "are separate"),
    ])
    func `if nobody can be asked, it says what is wrong and reports nothing`(_ arguments: [String], _ sentence: String) throws {
        let terminal = FakeTerminal(isPerson: false)
        #expect(fixture.run(arguments, terminal) == 64)
        #expect(terminal.error.contains(sentence))
        #expect(terminal.output.isEmpty)
        #expect(fixture.registry.seen.reports.isEmpty)
        #expect(try fixture.outbox().isEmpty)
    }

    @Test func `a person is asked, with what was probably meant`() {
        let terminal = fixture.say("report", "mn", "abc123", "blakc", "powderhron", "-q", typing: ["", ""], exits: 0)
        #expect(terminal.output.contains("“powderhron” is not known. Did you mean powderhorn?\narea [powderhorn]> "))
        #expect(terminal.output.contains("“blakc” is not known. Did you mean black?\ncolor [black]> "))
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "black")
    }

    @Test func `if nobody can be asked, an optional part never blocks a report`() {
        let terminal = fixture.pipe("report", "mn", "abc123", "blakc", "tinted", "powderhorn", exits: 0)
        #expect(terminal.error.contains("Ignored: tinted."))
        #expect(terminal.error.contains("“blakc” is not known"))
        #expect(fixture.registry.seen.reports.first?.vehicle == VehicleBody())
    }

    @Test func `from a pipe every line is a report, and a bad one is named by its number`() {
        let terminal = fixture.pipe("report", input: ["mn abc123 powderhorn", "", "black suv", "mn xyz987 longfellow 20m ago"], exits: 2)
        #expect(
            terminal.output == """
                recorded\tMN ABC123\tpowderhorn\t2026-11-22T21:30:00Z
                recorded\tMN XYZ987\tlongfellow\t2026-11-22T21:00:00Z

                """)
        #expect(terminal.error.contains("Line 3 was not reported."))
    }

    @Test func `JSON says what became of each report`() throws {
        let terminal = fixture.pipe("report", "mn abc123", "powderhorn", "--json").terminal
        let body = try #require(JSONSerialization.jsonObject(with: Data(terminal.output.utf8)) as? [String: Any])
        #expect(body["result"] as? String == "recorded")
        #expect(body["area"] as? String == "powderhorn")
        #expect(body["seen_at"] as? String == "2026-11-22T21:30:00Z")
        #expect(body["plate"] as? [String: String] == ["issuer": "US-MN", "characters": "ABC123"])
        #expect((body["id"] as? String)?.count == 32)
    }

    @Test func `near finds the area here, and the place goes nowhere`() throws {
        let terminal = fixture.say("report", "MN", "ABC123", "--near", "-q", typing: ["44.9512, -93.2577"], exits: 0)
        #expect(terminal.output == "latitude, longitude> recorded   MN ABC123   powderhorn   15:30–16:00\n")
        #expect(fixture.registry.seen.requests.allSatisfy { !String(decoding: $0.body, as: UTF8.self).contains("44.95") })
        #expect(try fixture.files().values.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("44.951") })
        let piped = fixture.pipe("report", "MN", "XYZ987", "--near", input: ["44.95 -93.15"])
        #expect(piped.terminal.output.hasPrefix("recorded\tMN XYZ987\tlongfellow"))
        #expect(fixture.pipe("report", "MN", "QRS456", "--near", input: ["10, 10"]).status == 64)
    }

    @Test func `a report that waited longer than a day is removed with a notice`() throws {
        _ = fixture.say("areas")
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        _ = fixture.say("report", "MN", "ABC123", "powderhorn")
        fixture.registry.change { $0.problem = nil }
        fixture.advance(seconds: 25 * 3_600)
        let terminal = fixture.say("send", exits: 0)
        #expect(terminal.output.hasPrefix("expired    MN ABC123   powderhorn   22 Nov 15:30–16:00"))
        #expect(fixture.registry.seen.reports.isEmpty)
    }

    @Test func `if the outbox cannot be written, it says so, and sends nothing`() throws {
        try blockOutbox()
        let terminal = fixture.say("report", "MN", "ABC123", "powderhorn", exits: 2)
        #expect(terminal.error.contains("The report was NOT kept."))
        #expect(fixture.registry.seen.reports.isEmpty)
    }
}
