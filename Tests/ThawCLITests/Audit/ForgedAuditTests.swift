import Foundation
import Synchronization
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw mod audit against a server that means harm", .blocking)
struct ForgedAuditTests {
    private let fixture: Fixture
    private let served: ServedChain

    /// The chain that the fake server gives out.
    private final class ServedChain: Sendable {
        let chain = Mutex(ForgedChain())
    }

    init() throws {
        fixture = try Fixture(role: .moderator)
        let served = ServedChain()
        self.served = served
        fixture.registry.change {
            $0.forged["/v1/moderation/audit"] = { request in
                guard let asked = try? request.decoded(AuditRequest.self) else { return .problem(.requestMalformed) }
                return .json(served.chain.withLock { $0.page(asked) })
            }
        }
        change { chain in
            for number in 1...5 { chain.add(.dismiss, count: Int64(number)) }
            chain.add(.purge, count: 150, by: "shell")
            chain.add(.protect, by: "4KQ2", plateName: Array(repeating: 0xA7, count: AuditEntry.plateNameBytes))
        }
    }

    private func change(_ body: (inout ForgedChain) -> Void) { served.chain.withLock { body(&$0) } }

    private func verify(_ options: String...) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(isPerson: false)
        return (fixture.run(["mod", "audit", "--verify"] + options, terminal), terminal)
    }

    private func path(_ name: String) -> String { fixture.home.appending(path: name).path }

    /// The verification fails, names the error, and says the words.
    private func expectFailure(_ code: ErrorCode, _ words: String, _ options: [String] = []) {
        let terminal = FakeTerminal(isPerson: false)
        #expect(fixture.run(["mod", "audit", "--verify", "--json"] + options, terminal) == 2)
        #expect(terminal.output.contains("\"\(code.rawValue)\""), "\(terminal.output)")
        #expect(terminal.error.contains(words), "\(terminal.error)")
    }

    @Test func `a chain that nobody changed holds`() {
        #expect(verify().terminal.lines.first == "verified\t7\t7")
    }

    @Test func `an empty chain and one behind a checkpoint hold too`() {
        change { $0.fold(upTo: 4) }
        #expect(verify().terminal.lines.first == "verified\t3\t7")
        change { $0 = ForgedChain() }
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
        let whole = served.chain.withLock { $0 }
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
        let other = ForgedChain().head
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
        #expect(saved == served.chain.withLock { $0.head })
        change { chain in for _ in 0..<4 { chain.add(.clear) } }
        let (status, terminal) = verify("--head", path("head.json"))
        #expect(status == 0)
        #expect(terminal.error.contains("The chain contains the saved head of entry 7"))
        change { $0.fold(upTo: 7) }
        #expect(verify("--head", path("head.json")).status == 0)
    }

    @Test func `a rewritten chain does not pass through a saved head, however well it is signed`() {
        #expect(fixture.pipe("mod", "audit", "--save-head", path("head.json")).status == 0)
        change { $0.rewrite(Array(repeating: .clear, count: 9)) }
        #expect(verify().status == 0)
        expectFailure(.clientAuditHead, "Entry 7 or an earlier one has changed", ["--head", path("head.json")])
        change { $0.rewrite([.clear, .clear]) }
        expectFailure(.clientAuditHead, "the chain ends at entry 2", ["--head", path("head.json")])
    }

    @Test func `another key, a forged head and a head that was folded away each have their own error`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        change { chain in for _ in 0..<4 { chain.add(.clear) } }
        change { $0.fold(upTo: 9) }
        expectFailure(.clientAuditFolded, "Cannot compare the saved head", ["--head", path("head.json")])
        change { chain in
            chain = ForgedChain()
            for _ in 0..<9 { chain.add(.clear) }
        }
        expectFailure(.clientAuditKey, "a different key", ["--head", path("head.json")])
        var forged = try WireJSON.decode(SignedHeadBody.self, from: Data(contentsOf: URL(filePath: path("head.json"))))
        forged.sequence = 3
        try WireJSON.encode(forged).write(to: URL(filePath: path("forged.json")))
        expectFailure(.clientAuditSignature, "The saved head's own signature is wrong.", ["--head", path("forged.json")])
    }

    @Test func `a saved head is never overwritten, and an invalid one gets an error`() throws {
        #expect(verify("--save-head", path("head.json")).status == 0)
        let before = try Data(contentsOf: URL(filePath: path("head.json")))
        let terminal = fixture.pipe("mod", "audit", "--save-head", path("head.json"), exits: 2)
        #expect(terminal.error.contains("The file already exists."))
        #expect(try Data(contentsOf: URL(filePath: path("head.json"))) == before)
        try Data("{}".utf8).write(to: URL(filePath: path("none.json")))
        #expect(verify("--head", path("none.json")).terminal.error.contains("does not contain a saved head"))
        #expect(verify("--head", path("nowhere.json")).status == 2)
    }
}
