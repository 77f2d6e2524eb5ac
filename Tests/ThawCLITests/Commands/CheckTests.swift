import Foundation
import Plates
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw check")
struct CheckTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        let listed = try Plate("MN ABC123")
        bench.registry.change { state in
            state.listings["US-MN ABC123"] = Bench.listing(PlateBody(listed))
            state.similar["XYZ987"] = [
                SimilarBody(
                    plate: PlateBody(Self.plate("WI XYZ9B7")), status: .confirmed, difference: "confusable",
                    vehicles: [VehicleBody(color: "white", body: "van")]),
                SimilarBody(plate: PlateBody(Self.plate("XYZ98")), status: .suspected, difference: "deletion"),
            ]
        }
    }

    private static func plate(_ text: String) -> Plate {
        guard let plate = try? Plate(text) else { preconditionFailure("the test's plates are plates") }
        return plate
    }

    @Test func `a prompt goes on until done, and says what it is to be said`() {
        let (status, terminal) = bench.say("check", "--quiet", typing: ["mn abc 123", "", "xyz987", "done", "abc123"])
        #expect(status == 0)
        #expect(
            terminal.output == """
                plate> LISTED      MN ABC123   confirmed   last seen 21 Nov   black SUV, Ford   convoy, tactical-gear
                plate> plate> not listed  XYZ987      as of 15:41 (this does not mean safe)
                  similar, not a match:  WI XYZ9B7  confirmed  (8 or B)  white van
                  similar, not a match:  XYZ98  suspected  (one missing character)
                plate> 
                """)
        #expect(terminal.error.isEmpty)
    }

    @Test func `on a narrow screen no line is wider than it, and nothing is lost`() {
        let terminal = FakeTerminal(columns: 40)
        #expect(bench.run(["check", "MN", "ABC-123", "--quiet"], terminal) == 0)
        #expect(terminal.lines.allSatisfy { $0.count <= 40 })
        #expect(
            terminal.output == """
                LISTED      MN ABC123   confirmed
                  last seen 21 Nov   black SUV, Ford
                  convoy, tactical-gear

                """)
    }

    @Test func `in a pipe each answer is a line of its own, and times are written out`() {
        let (status, terminal) = bench.pipe("check", "MN", "ABC123", "XYZ987")
        #expect(status == 0)
        #expect(
            terminal.output == """
                listed\tMN ABC123\tconfirmed\t2026-11-21\tblack SUV, Ford\tconvoy,tactical-gear
                not listed\tXYZ987\t2026-11-22T21:41:00Z
                similar\tXYZ987\tWI XYZ9B7\tconfirmed\tconfusable\twhite van
                similar\tXYZ987\tXYZ98\tsuspected\tdeletion

                """)
    }

    @Test(
        arguments: [
            (["check", "MN ABC123"], 0), (["check", "ABC123"], 1), (["check", "XYZ987", "MN", "ABC123"], 0), (["check", "no plate"], 64),
            (["check", "ABC123", "XY"], 64), (["check", "--nonsense"], 64),
        ] as [([String], Int32)])
    func `the exit status says it, too`(_ arguments: [String], _ expected: Int32) {
        #expect(bench.run(arguments) == expected)
    }

    @Test func `where nobody answers, nothing reads like an answer`() {
        bench.server.stop()
        let (status, terminal) = bench.say("check", "XYZ987")
        #expect(status == 2)
        #expect(terminal.output.hasPrefix("UNCHECKED   XYZ987"))
        #expect(terminal.output.contains("could not check: ") && terminal.output.contains("status is unknown"))
        #expect(!terminal.output.contains("not listed"))
        #expect(terminal.error.hasPrefix("thaw: "))
        #expect(!terminal.error.contains("outbox"))
    }

    @Test func `a refusal is no answer either`() {
        bench.registry.change { $0.problem = Problem(.tokenExpired) }
        let (status, terminal) = bench.pipe("check", "XYZ987")
        #expect(status == 2)
        #expect(terminal.output == "unchecked\tXYZ987\ttoken.expired\n")
        #expect(terminal.error.contains(ErrorCode.tokenExpired.title))
    }

    @Test func `what is no plate is not checked, and the prompt goes on`() {
        let (status, terminal) = bench.say("check", "-q", typing: ["abc€123", "xyz987"])
        #expect(status == 2)
        #expect(terminal.output.contains("UNCHECKED   abc€123"))
        #expect(terminal.output.contains("could not check: Leave out"))
        #expect(terminal.output.contains("not listed  XYZ987"))
    }

    @Test func `a code that may be a part of the plate is looked up both ways`() {
        bench.registry.change { $0.listings["ZZ:AL12345"] = Bench.listing(PlateBody(Self.plate("IL AL12345"))) }
        let listed = bench.say("check", "AL", "12345", "-q")
        #expect(listed.status == 0)
        #expect(listed.terminal.output.contains("LISTED      IL AL12345"))
        let missed = bench.say("check", "AL 54321", "-q")
        #expect(missed.status == 1)
        #expect(
            missed.terminal.output
                == "not listed  AL 54321    as of 15:41 (this does not mean safe)\nnot listed  AL54321     as of 15:41 (this does not mean safe)\n"
        )
        #expect(bench.registry.seen.lookups.last?.plates == ["US-AL 54321", "ZZ:AL54321"])
    }

    @Test func `cleared plates say since when`() {
        bench.registry.change { $0.cleared["QRS456"] = "2026-11-12" }
        #expect(
            bench.say("check", "QRS456", "-q").terminal.output
                == "not listed  QRS456      cleared 12 Nov   as of 15:41 (this does not mean safe)\n")
    }

    @Test func `JSON has one shape for what is listed, not listed and not checked`() throws {
        let terminal = bench.pipe("check", "MN ABC123", "XYZ987", "--json").terminal
        let body = try #require(JSONSerialization.jsonObject(with: Data(terminal.output.utf8)) as? [String: Any])
        let results = try #require(body["results"] as? [[String: Any]])
        #expect(body["as_of"] as? String == "2026-11-22T21:41:00Z")
        #expect(results.map { $0["outcome"] as? String } == ["listed", "not_listed"])
        #expect(results.map { ($0["similar"] as? [Any])?.count } == [0, 2])
        bench.server.stop()
        let lost = bench.pipe("check", "XYZ987", "--json").terminal
        let none = try #require(JSONSerialization.jsonObject(with: Data(lost.output.utf8)) as? [String: Any])
        #expect((none["results"] as? [[String: Any]])?.first?["outcome"] as? String == "not_checked")
        #expect(terminal.output.split(separator: "\n").count == 1)
    }

    @Test func `a prompt ends at the second empty line, and control words are no plates`() {
        let (_, terminal) = bench.say("check", "-q", typing: ["xyz987", "", "cancel", "yes", "help", "", "", "abc123"])
        #expect(terminal.written.input == ["abc123"])
        #expect(bench.registry.seen.lookups.count == 1)
        #expect(terminal.output.contains("thaw search '7?K*'"))
    }

    @Test func `help and contact are said once a session`() {
        bench.registry.change { $0.help = "Call 555-0100." }
        let (_, terminal) = bench.say("check", typing: ["xyz987", "mn abc123", "done"])
        #expect(terminal.output.components(separatedBy: "Help: Call 555-0100.").count == 2)
    }

    @Test func `whoever waits sees a sign of life`() {
        let seen = DispatchSemaphore(value: 0)
        let terminal = FakeTerminal(onWrite: { if $0.contains("Asking the server") { seen.signal() } })
        bench.registry.change { $0.beforeLookup = { seen.wait() } }
        #expect(bench.run(["check", "MN ABC123"], terminal) == 0)
        #expect(terminal.output.hasPrefix("Asking the server …\nLISTED"))
    }

    @Test(arguments: [["check", "7?K*"], ["check", "ABC*"]])
    func `a wildcard hints at the search`(_ arguments: [String]) {
        let terminal = FakeTerminal()
        #expect(bench.run(arguments, terminal) == 64)
        #expect(terminal.error.contains("thaw search '7?K*'"))
        #expect(bench.say("check", "-q", typing: ["7?K*", "done"]).terminal.output.contains("thaw search '7?K*'"))
    }

    @Test func `spoken words are looked up, each reading on its own line`() {
        let (status, terminal) = bench.say("check", "-q", typing: ["alpha bravo charlie one two four", "done"])
        #expect(status == 1)
        #expect(bench.registry.seen.lookups.count == 1)
        #expect(terminal.output.contains("not listed  ABC124"))
    }

    @Test func `standard input gives plates one a line, near misses left out past twenty`() {
        let plates = (100..<125).map { "QQQ\($0)" }
        let (status, terminal) = bench.pipe("check", "-", input: plates + ["", "abc€", "mn abc123"])
        #expect(status == 0)
        #expect(terminal.lines.count == 28)
        #expect(terminal.output.contains("\nunchecked\tabc€\tplate.character\nlisted\t"))
        #expect(bench.registry.seen.lookups.map(\.plates.count) == [26])
        #expect(bench.registry.seen.lookups.map(\.similar) == [false])
    }

    @Test func `nothing to ask for is an error, never "not listed"`() {
        let input = ["MN ABC123"]
        for (status, terminal) in [
            bench.pipe("check", "", input: input), bench.pipe("check", " ", input: input), bench.pipe("check", "", "XYZ987", input: input),
            bench.pipe("check", ",", input: input), bench.pipe("check", "", "-q", input: input),
        ] {
            #expect(status == 64)
            #expect(terminal.output == "" && !terminal.error.isEmpty)
        }
        for (status, terminal) in [
            bench.pipe("check", "-", input: ["", " "]), bench.pipe("check", input: []), bench.pipe("check", input: [""]),
        ] {
            #expect(status == 64)
            #expect(terminal.output == "" && !terminal.error.isEmpty)
        }
        #expect(bench.registry.seen.lookups.isEmpty)
    }

    @Test func `the public asks twenty at a time, without a token`() throws {
        let bench = try Bench(loggedIn: false)
        let terminal = FakeTerminal((100..<145).map { "QQQ\($0)" }, isPerson: false)
        #expect(bench.run(["check", "-", "--server", bench.server.url], terminal) == 1)
        #expect(bench.registry.seen.lookups.map(\.plates.count) == [20, 20, 5])
        #expect(bench.registry.seen.requests.allSatisfy { $0.authorization == nil })
    }

    @Test func `what the server writes cannot steer the terminal`() {
        bench.registry.change { $0.help = "Call\u{1B}[2J now" }
        #expect(bench.say("check", "XYZ987").terminal.output.contains("Help: Call\\u{1B}[2J now\n"))
        #expect(bench.pipe("check", "XYZ987", "--json").terminal.output.contains("Call\\u001b[2J now"))
    }

    @Test func `colours are for terminals that want them`() {
        let colored = FakeTerminal()
        bench.run(["check", "MN ABC123"], colored, environment: ["TERM": "xterm"])
        #expect(colored.output.hasPrefix("\u{1B}[1;31mLISTED\u{1B}[0m"))
        let plain = FakeTerminal()
        bench.run(["check", "MN ABC123"], plain, environment: ["TERM": "xterm", "NO_COLOR": "1"])
        #expect(plain.output.hasPrefix("LISTED"))
    }

    @Test func `nothing that was asked about is left in a file`() throws {
        _ = bench.say("check", typing: ["mn abc123", "xyz987"])
        for (name, data) in try bench.files() {
            let text = String(decoding: data, as: UTF8.self)
            #expect(!text.contains("ABC123") && !text.contains("XYZ987"), "\(name)")
        }
    }

    @Test func `without a login it says what to do`() throws {
        let bench = try Bench(loggedIn: false)
        let (status, terminal) = bench.say("check", "XYZ987")
        #expect(status == 2)
        #expect(terminal.error == "thaw: No server is known.\nLog in first: thaw login URL.\n")
    }
}
