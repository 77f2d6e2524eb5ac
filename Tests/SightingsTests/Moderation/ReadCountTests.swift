import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

@Suite("What a moderator names is counted as read")
struct ReadCountTests {
    private func key(_ plate: String) throws -> PlateKey { try Plate(plate).key }

    /// One plate that is kept, one that is protected for good, and one that nobody reported.
    private func registry() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        try await registry.decide(.protect, on: key("MN PRO111"))
        registry.clock.advance(days: 2)
        try await registry.ageFully()
        try await registry.voices(2, on: "MN KEP111")
        return registry
    }

    @Test("in a verdict, whatever the answer", arguments: Verdict.allCases, ["MN KEP111", "MN PRO111", "MN NON111"])
    func verdicts(verdict: Verdict, plate: String) async throws {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        let commits = registry.store.commits
        _ = try await registry.ledger.decide(verdict, signs: [.convoy], on: [VerdictItem(key(plate), seen: .version(0))], by: mo)
        #expect(try await registry.readToday(by: "mo") == 1)
        #expect(registry.store.commits == commits + 1, "refused or not, it is one commit")
    }

    @Test("a protected plate and one that nobody reported get the same answer", arguments: [Verdict.confirm, .clear, .dismiss])
    func alike(verdict: Verdict) async throws {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        for plates in [["MN PRO111"], ["MN NON111"], ["MN PRO111", "MN NON111"]] {
            let items = try plates.map { VerdictItem(try key($0), seen: .version(0)) }
            let outcome = try await registry.ledger.decide(verdict, signs: [.convoy], on: items, by: mo)
            for result in outcome.results {
                guard case .failure(.unknown) = result else { return #expect(Bool(false), "\(result)") }
            }
        }
    }

    @Test("in a verdict on many that has to wait, and in one that cannot")
    func proposals() async throws {
        let registry = try await TestRegistry { $0.moderation.secondAbove = 2 }
        for number in 0..<3 { try await registry.voices(2, on: "MN K\(100 + number)") }
        let mo = try await registry.actor("mo")
        let items = try (0..<9).map { VerdictItem(try key("MN K\(100 + $0)"), seen: .nothing) }
        #expect(try await registry.ledger.decide(.dismiss, on: items, by: mo).waiting?.plateCount == 3)
        #expect(try await registry.readToday(by: "mo") == 9)
        await #expect(throws: LedgerError.tooManyPlates) { _ = try await registry.ledger.decide(.protect, on: items, by: mo) }
        #expect(try await registry.readToday(by: "mo") == 18)
    }

    @Test("in a question to the audit chain")
    func audit() async throws {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        for plate in ["MN KEP111", "MN NON111"] {
            _ = try await registry.ledger.auditPage(.init(start: .after(0), limit: 9, plate: key(plate)), by: mo)
        }
        #expect(try await registry.readToday(by: "mo") == 2)
        _ = try await registry.ledger.auditPage(.init(start: .after(0), limit: 9), by: mo)
        #expect(try await registry.readToday(by: "mo") == 2, "without a plate nothing is named")
    }

    @Test("plates that a bulk verdict refuses are named in its answer, and to the person who approved it", arguments: [true, false])
    func refused(isApproved: Bool) async throws {
        let registry = try await TestRegistry { $0.moderation.secondAbove = isApproved ? 2 : 100 }
        for number in 0..<4 { try await registry.voices(3, on: "MN K\(100 + number)") }
        let (mo, second) = (try await registry.actor("mo"), try await registry.actor("second"))
        let preview = try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(status: .suspected), by: mo)
        for number in 0..<3 { try await registry.decide(.confirm, signs: [.convoy], on: key("MN K\(100 + number)")) }
        #expect(try await registry.readToday(by: "mo") == 4, "the preview's rows")
        switch try await registry.ledger.decide(preview: preview.id, by: mo) {
        case .decided(let outcome, _): #expect(!isApproved && outcome.refused == 3)
        case .waiting(let proposal):
            let outcome = try await registry.ledger.approve(proposal.id, by: second).outcome
            #expect(isApproved && outcome?.refused == 3)
        }
        #expect(try await registry.readToday(by: isApproved ? "second" : "mo") == (isApproved ? 3 : 7))
    }

    @Test("past the day's bound nothing is decided and nothing is told; the operator's shell has no bound")
    func bound() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN KEP111")
        let mo = try await registry.actor("mo")
        let names = try (0..<100).map { VerdictItem(try key("MN N\(1000 + $0)"), seen: .nothing) }
        for _ in 0..<ModeratorReadQuota.rowsPerDayMax / 100 { _ = try await registry.ledger.decide(.dismiss, on: names, by: mo) }
        #expect(try await registry.readToday(by: "mo") == ModeratorReadQuota.rowsPerDayMax)
        let limit = LedgerError.readLimit(retryAfterSeconds: 8 * 3600 + 15 * 60)
        await #expect(throws: limit) {
            _ = try await registry.ledger.decide(.clear, on: [VerdictItem(key("MN KEP111"), seen: .nothing)], by: mo)
        }
        #expect(try registry.status("MN KEP111") == .suspected)
        let keys = try (0..<6_000).map { try key("MN W\(1000 + $0)") }
        for _ in 0..<2 { _ = try await registry.ledger.preview(Purge(isNamed: true), plates: keys, by: .shell) }
    }
}
