import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod audit")
struct AuditTests {
    private let bench: Bench

    init() throws {
        bench = try Bench()
        bench.registry.change { state in
            for number in 1...5 { state.moderation.chain.add(.dismiss, count: Int64(number)) }
            state.moderation.chain.add(.purge, count: 150, by: "shell")
            state.moderation.chain.add(.protect, by: "4KQ2", plateName: Array(repeating: 0xA7, count: AuditEntry.plateNameBytes))
        }
    }

    private func change(_ body: @escaping @Sendable (inout StandInChain) -> Void) {
        bench.registry.change { body(&$0.moderation.chain) }
    }

    private func verify(_ options: String...) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(isPerson: false)
        return (bench.run(["mod", "audit", "--verify"] + options, terminal), terminal)
    }

    private func path(_ name: String) -> String { bench.home.appending(path: name).path }

    /// The verification fails, names the error, and says the words.
    private func expectFailure(_ code: ErrorCode, _ words: String, _ options: [String] = []) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(bench.run(["mod", "audit", "--verify", "--json"] + options, terminal) == 2)
        #expect(terminal.output.contains("\"\(code.rawValue)\""), "\(terminal.output)")
        #expect(terminal.error.contains(words), "\(terminal.error)")
    }

    @Test func `the newest entries are shown first, page after page`() throws {
        let terminal = bench.pipe("mod", "audit", "--limit", "3").terminal
        #expect(
            terminal.lines.prefix(3) == [
                "7\t2026-11-22\t4KQ2\tprotect\t1\t" + String(repeating: "a7", count: 16), "6\t2026-11-22\tshell\tpurge\t150",
                "5\t2026-11-22\t7GQK\tdismiss\t5",
            ])
        #expect(bench.moderation.audits.map(\.before) == [nil, 6])
        #expect(terminal.error.contains("--limit"))
        let json = bench.pipe("mod", "audit", "--json").terminal.output
        #expect(try WireJSON.decode(AuditPage.self, from: Data(json.utf8)).entries.map(\.sequence) == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test func `filters are sent, and a plate is asked for`() {
        _ = bench.say("mod", "audit", "--action", "purge", "--by", "shell")
        _ = bench.say("mod", "audit", "--by", "4kq2", "--plate", "-", typing: ["mn abc123", ""])
        let last = bench.moderation.audits.suffix(2)
        #expect(last.map(\.action) == ["purge", nil])
        #expect(last.map(\.by) == ["shell", "4KQ2"])
        #expect(last.map(\.plate) == [nil, "US-MN ABC123"])
    }

    @Test(arguments: [
        ["--head", "x.json"], ["--verify", "--limit", "3"], ["--verify", "--action", "purge"], ["--action", "dance"], ["--by", "nobody"],
        ["--limit", "0"],
    ])
    func `options that do not go together are usage errors`(_ options: [String]) {
        #expect(bench.run(["mod", "audit"] + options, FakeTerminal()) == 64)
        #expect(bench.moderation.audits.isEmpty)
    }

    @Test func `a whole chain holds`() {
        let (status, terminal) = verify()
        #expect(status == 0)
        #expect(terminal.lines.first == "verified\t7\t7")
        #expect(bench.moderation.audits.map(\.after) == [0, 2, 4, 6])
        let json = verify("--json").terminal.output
        #expect(json.contains("\"verified\":true") && json.contains("\"entries\":7"))
    }

    @Test func `an empty one, and one behind a checkpoint, hold, too`() {
        change { $0.fold(upTo: 4) }
        #expect(verify().terminal.lines.first == "verified\t3\t7")
        change { $0 = StandInChain() }
        #expect(verify().terminal.lines.first == "verified\t0\t0")
    }

    @Test func `a changed entry is named`() {
        change { $0.tamper(3) { $0.count = 1 } }
        expectFailure(.clientAuditChain, "Entry 3 does not match its hash")
    }

    @Test func `a changed hash is named, and so is a field that is none`() {
        change { $0.tamper(5) { $0.hash = String(repeating: "0", count: 64) } }
        expectFailure(.clientAuditChain, "Entry 5 does not match its hash")
        change { $0.tamper(2) { $0.action = "dance" } }
        expectFailure(.clientAuditChain, "Entry 2 is malformed")
    }

    @Test func `a missing entry is named, and so is a missing end`() {
        let whole = bench.moderation.chain
        change { $0.remove(4) }
        expectFailure(.clientAuditChain, "Entry 4 is missing")
        change { chain in
            let head = whole.head
            chain = whole
            chain.remove(7)
            chain.forgedHead = head
        }
        expectFailure(.clientAuditChain, "The chain ends at entry 6")
    }

    @Test func `a wrong signature is found`() {
        let other = StandInChain().head
        change { chain in
            var head = chain.head
            head.signature = other.signature
            chain.forgedHead = head
        }
        expectFailure(.clientAuditSignature, "The signature of the head at entry 7 is wrong.")
        change { chain in
            chain.forgedHead = nil
            chain.fold(upTo: 2)
            chain.checkpoint.signature = other.signature
        }
        expectFailure(.clientAuditSignature, "The signature of the checkpoint at entry 2 is wrong.")
    }

    @Test func `a saved head proves later that nothing before it was rewritten`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        let saved = try WireJSON.decode(SignedHeadBody.self, from: Data(contentsOf: URL(filePath: path("head.json"))))
        #expect(saved == bench.moderation.chain.head)
        change { chain in for _ in 0..<4 { chain.add(.clear) } }
        let (status, terminal) = verify("--head", path("head.json"))
        #expect(status == 0)
        #expect(terminal.error.contains("The chain contains the saved head of entry 7"))
        change { $0.fold(upTo: 7) }
        #expect(verify("--head", path("head.json")).status == 0)
    }

    @Test func `a rewritten chain does not pass through a saved head, however well it is signed`() {
        #expect(bench.pipe("mod", "audit", "--save-head", path("head.json")).status == 0)
        change { $0.rewrite(Array(repeating: .clear, count: 9)) }
        #expect(verify().status == 0)
        expectFailure(.clientAuditHead, "Entry 7 or an earlier one has changed", ["--head", path("head.json")])
        change { $0.rewrite([.clear, .clear]) }
        expectFailure(.clientAuditHead, "the chain ends at entry 2", ["--head", path("head.json")])
    }

    @Test func `another key, a forged head and one that was folded away are told apart`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        change { chain in for _ in 0..<4 { chain.add(.clear) } }
        change { $0.fold(upTo: 9) }
        expectFailure(.clientAuditFolded, "Cannot compare the saved head", ["--head", path("head.json")])
        change { chain in
            chain = StandInChain()
            for _ in 0..<9 { chain.add(.clear) }
        }
        expectFailure(.clientAuditKey, "another key", ["--head", path("head.json")])
        var forged = try WireJSON.decode(SignedHeadBody.self, from: Data(contentsOf: URL(filePath: path("head.json"))))
        forged.sequence = 3
        try WireJSON.encode(forged).write(to: URL(filePath: path("forged.json")))
        expectFailure(.clientAuditSignature, "The saved head's own signature is wrong.", ["--head", path("forged.json")])
    }

    @Test func `a saved head is never overwritten, and what is none is said to be none`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        let before = try Data(contentsOf: URL(filePath: path("head.json")))
        let (status, terminal) = bench.pipe("mod", "audit", "--save-head", path("head.json"))
        #expect(status == 2)
        #expect(terminal.error.contains("The file already exists."))
        #expect(try Data(contentsOf: URL(filePath: path("head.json"))) == before)
        try Data("{}".utf8).write(to: URL(filePath: path("none.json")))
        #expect(verify("--head", path("none.json")).terminal.error.contains("does not contain a saved head"))
        #expect(verify("--head", path("nowhere.json")).status == 2)
    }
}
