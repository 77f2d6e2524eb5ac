import Testing
import ThawCLI
import Wire

/// Lines that people type or paste at a question of `thaw report`.
@Suite("thaw report asks", .blocking)
struct ReportQuestionTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private var reports: [String] { fixture.registry.seen.reports.map { "\($0.plate) \($0.area)" } }

    /// - Parameter pasted: So many of the lines were there before the first question.
    private func run(_ lines: [String], pasted: Int = 0, _ status: Int32 = 0) -> FakeTerminal {
        let terminal = FakeTerminal(lines, pasted: pasted)
        #expect(fixture.run(["report", "-q"], terminal) == status, "\(terminal.output) \(terminal.error)")
        return terminal
    }

    @Test(arguments: [
        // At plate>, without a plate: the pasted lines after it, and a line about something else, are other reports.
        (
            ["black suv powderhorn", "mn xyz987 longfellow", "mn abc123", "done"], 2,
            ["US-MN ABC123 powderhorn", "US-MN XYZ987 longfellow"]
        ),
        (
            ["black suv powderhorn", "mn xyz987 longfellow", "mn abc123", "done"], 0,
            ["US-MN ABC123 powderhorn", "US-MN XYZ987 longfellow"]
        ),
        (["black suv powderhorn", "mn xyz987", "mn abc123", "done"], 2, ["US-MN ABC123 powderhorn", "US-MN XYZ987 powderhorn"]),
        (["black suv", "mn xyz987 white van longfellow", "cancel", "done"], 0, ["US-MN XYZ987 longfellow"]),
        // At a list.
        (["al 12345 powderhorn", "mn xyz987 longfellow", "1", "done"], 0, ["US-AL 12345 powderhorn", "US-MN XYZ987 longfellow"]),
        (["al 12345 powderhorn", "mn xyz987", "done"], 0, ["US-MN XYZ987 powderhorn"]),
        // At area>, if the other line's plate is itself uncertain.
        (["mn abc123", "mn-abc124 longfellow", "powderhorn", "1", "done"], 2, ["US-MN ABC123 powderhorn", "US-MN ABC124 longfellow"]),
        (["mn abc123", "al 12345 longfellow", "powderhorn", "1", "done"], 0, ["US-MN ABC123 powderhorn", "US-AL 12345 longfellow"]),
        // At color> and make>, if the other line says one, too.
        (
            ["balck mn pfc101 powderhorn", "white van mn pfc102 longfellow", "black", "done"], 2,
            ["US-MN PFC101 powderhorn", "US-MN PFC102 longfellow"]
        ),
        (
            ["toyoat mn pfc101 powderhorn", "mn pfc115 or pfc116 ford longfellow", "toyota", "1", "done"], 2,
            ["US-MN PFC101 powderhorn", "US-MN PFC115 longfellow"]
        ),
        // A line that is not an answer and came before the question is a line of its own.
        (["mn abc123", "black suv longfellow", "powderhorn", "cancel", "done"], 2, ["US-MN ABC123 powderhorn"]),
    ])
    func `a line that is a report of its own fills no open one`(_ lines: [String], _ pasted: Int, _ expected: [String]) {
        let terminal = run(lines, pasted: pasted)
        #expect(reports == expected)
        if pasted > 0 || expected.count > 1 {
            #expect(terminal.output.contains("About “\(lines[0])”:"))
        }
    }

    @Test func `of two uncertain plates, neither is lost with the other's answer`() {
        _ = run(["al 12345, wi 6789 powderhorn", "1", "wi:6789", "done"])
        #expect(reports == ["US-AL 12345 powderhorn", "US-WI 6789 powderhorn"])
        _ = run(["mn abc123, al 54321 powderhorn", "al:54321", "done"])
        #expect(reports.suffix(2) == ["US-MN ABC123 powderhorn", "US-AL 54321 powderhorn"])
    }

    @Test func `a plate that corrects another keeps the state that the line says`() {
        let line = "wi jpc 4471 powderhorn, wait no its jpc 4475"
        _ = run([line, "2", "done"])
        #expect(reports == ["US-WI JPC4475 powderhorn"])
        _ = run([line, "jpc 4476", "done"])
        #expect(reports.suffix(1) == ["US-WI JPC4476 powderhorn"])
    }

    @Test func `a state that is asked for about one line holds for that line alone`() {
        _ = run(["wisconsn aab1234 powderhorn", "wisconsin", "aab1236", "mn", "done"])
        #expect(reports == ["US-WI AAB1234 powderhorn", "US-MN AAB1236 powderhorn"])
    }

    @Test func `an area that was corrected with more words is the one that is taken`() {
        _ = run(["mn abc123 longfellow powderhorn", "longfellow black", "done"])
        #expect(reports == ["US-MN ABC123 longfellow"])
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "black")
    }

    @Test(arguments: ["2", "[2]", "2.", "#2", "(2)", "2)", "no. 2", "option 2", "number two", "the second"])
    func `an entry of a list is chosen by its number, however it is written`(_ answer: String) {
        _ = run(["mn-abc124 powderhorn", answer, "mn", "done"])
        #expect(reports == ["US-MN MNABC124 powderhorn"])
    }

    @Test(arguments: ["3", "[3]", "7.", "#0", "9)", "99"])
    func `a number that no entry has is refused with the range, and is never a plate`(_ answer: String) {
        let terminal = run(["mn-abc124 powderhorn", answer, "1", "done"])
        #expect(terminal.output.contains("Type a number from 1 to 2, or the plate."))
        #expect(terminal.written.initials.isEmpty)
        #expect(reports == ["US-MN ABC124 powderhorn"])
    }

    @Test(arguments: ["3", "[1]", "2.", "#2"])
    func `without a list a number is not a plate, and at report> only with a yes`(_ answer: String) {
        let terminal = run(["black suv powderhorn", answer, "cancel", answer, "cancel", "done"])
        #expect(terminal.output.contains("There is no list to choose from. Type the plate."))
        #expect(terminal.output.contains("That is short for a plate. Is it the whole plate?"))
        #expect(reports.isEmpty)
    }

    /// 15:41 in Chicago; 1:30 was in the night and in the afternoon.
    @Test(arguments: [
        ("pm", "19:30"), ("PM.", "19:30"), ("p", "19:30"), ("afternoon", "19:30"), ("in the afternoon", "19:30"), ("de la tarde", "19:30"),
        ("am", "07:30"), ("a.m.", "07:30"), ("morning", "07:30"), ("this morning", "07:30"), ("1:30 pm", "19:30"), ("2:15 pm", "20:00"),
    ])
    func `after "Morning or evening?" either word is the answer`(_ answer: String, _ slot: String) {
        _ = run(["mn abc123 1:30 powderhorn", answer, "done"])
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T\(slot):00Z"])
    }

    @Test func `the half of the day belongs to the time that was typed last`() {
        _ = run(["mn abc123 1:30 powderhorn", "2:30", "pm", "done"])
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T20:30:00Z"])
    }

    @Test func `an answer that names no time never leaves the time now`() {
        _ = run(["mn abc123 1:30 powderhorn", "black", "hmm", "convoy", "done"])
        #expect(reports.isEmpty)
        _ = run(["mn abc123 tomorrow 9am powderhorn", "black", "20m", "done"])
        #expect(fixture.registry.seen.reports.map(\.seenAt) == ["2026-11-22T21:00:00Z"])
        #expect(fixture.registry.seen.reports.first?.vehicle.color == "black")
    }

    @Test(arguments: ["cancel", "done", "help", "quit"]) func `a control word works behind a line that came back`(_ word: String) {
        for line in ["powderhron " + word, "powderhron" + word] {
            let terminal = run(["mn abc123", "powderhron", line, "done", "done"])
            #expect(terminal.written.initials.first == "powderhron")
            #expect(reports.isEmpty)
            #expect(!terminal.output.contains("“\(line)”"))
        }
    }

    @Test func `a line that ends with cancel reports nothing`() {
        let terminal = run(["mn abc123 powderhorn cancel", "mn abc123 powderhorn never mind", "done"])
        #expect(terminal.output.contains("Nothing was reported, because the line says “cancel”."))
        #expect(fixture.say("report", "mn", "abc123", "powderhorn", "cancel").status == 64)
        #expect(reports.isEmpty)
    }

    @Test(arguments: ["done", "stop", "quit"]) func `lines that wait when the prompt ends are counted and reach no shell`(_ word: String) {
        let terminal = run(["mn abc123 powderhorn", word, "mn xyz987", "", "mn qrs456 longfellow"], pasted: 5, 2)
        #expect(terminal.written.input.isEmpty)
        #expect(terminal.output.contains("2 lines that waited were not reported."))
        #expect(!terminal.output.contains("xyz987"))
        #expect(reports == ["US-MN ABC123 powderhorn"])
    }

    @Test func `lines that were saved for later are counted too`() {
        let terminal = run(["mn abc123", "mn xyz987 powderhorn", "done"], pasted: 2, 2)
        #expect(terminal.output.contains("1 line that waited was not reported."))
        #expect(reports.isEmpty)
    }

    @Test func `empty lines in a paste do not end it`() {
        _ = run(["mn abc123 powderhorn", "", "", "", "mn xyz987", "done"], pasted: 5)
        #expect(reports == ["US-MN ABC123 powderhorn", "US-MN XYZ987 powderhorn"])
    }

    @Test func `thaw check also drops waiting lines`() {
        let terminal = FakeTerminal(["mn abc123", "done", "mn xyz987"], pasted: 3)
        _ = fixture.run(["check"], terminal)
        #expect(terminal.written.input.isEmpty)
        #expect(terminal.output.contains("1 line that waited was not looked up."))
    }
}
