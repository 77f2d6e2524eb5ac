import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

@Suite("Verdicts on several plates")
struct BulkVerdictTests {
    /// Three suspected plates: with `convoy`, with `staging` and `convoy`, and with no sign.
    private func registry() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN CON111", signs: [.convoy])
        try await registry.voices(2, on: "MN STA111", signs: [.convoy])
        try await registry.report("MN STA111", by: "other", signs: [.staging])
        try await registry.voices(3, on: "MN NON111", signs: [])
        return registry
    }

    private func signs(_ plate: String, _ registry: TestRegistry) async throws -> Signs? {
        try await registry.record(plate).flatMap { $0.status == .confirmed ? $0.confirmedSigns : nil }
    }

    private func named(_ plates: [String], _ registry: TestRegistry, signs: Signs) async throws -> VerdictOutcome {
        let items = try plates.map { VerdictItem(try Plate($0).key, seen: .nothing) }
        return try await registry.ledger.decide(.confirm, signs: signs, on: items, by: registry.actor("mo"))
    }

    private func filtered(_ registry: TestRegistry, signs: Signs) async throws -> (preview: Ledger.PreviewAnswer, outcome: VerdictOutcome) {
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(.confirm, signs: signs, on: QueueFilter(status: .suspected), by: mo)
        return (preview, try #require(try await registry.ledger.decide(preview: preview.id, by: mo).outcome))
    }

    @Test("a confirmation by filter gives each plate the signs of its own voices, and leaves out those that have none")
    func byFilter() async throws {
        let registry = try await registry()
        let (preview, outcome) = try await filtered(registry, signs: [])
        #expect(preview.unsigned == 1 && preview.impact.plates == 2 && outcome.decided == 2 && outcome.refused == 0)
        #expect(try await signs("MN CON111", registry) == [.convoy])
        #expect(try await signs("MN STA111", registry) == [.convoy, .staging])
        #expect(try await signs("MN NON111", registry) == nil)
    }

    @Test("signs that are asked for only narrow it: no plate gets one that nobody gave it")
    func narrowed() async throws {
        let registry = try await registry()
        let (preview, outcome) = try await filtered(registry, signs: [.staging, .detention])
        #expect(preview.unsigned == 2 && outcome.decided == 1)
        #expect(try await signs("MN STA111", registry) == [.staging])
        #expect(try await signs("MN CON111", registry) == nil)
    }

    @Test("several named plates are treated alike; of one plate the moderator says what was seen", arguments: [Signs(), [.convoy]])
    func byName(asked: Signs) async throws {
        let registry = try await registry()
        let outcome = try await named(["MN CON111", "MN NON111"], registry, signs: asked)
        #expect(try outcome.results[0].get() == false)
        guard case .failure(.signsMissing) = outcome.results[1] else { return #expect(Bool(false)) }
        #expect(try await signs("MN CON111", registry) == [.convoy])
        #expect(try await signs("MN NON111", registry) == nil)
        await #expect(throws: LedgerError.signsMissing) { _ = try await named(["MN NON111"], registry, signs: []) }
        #expect(try await named(["MN NON111"], registry, signs: [.detention]).decided == 1)
        #expect(try await signs("MN NON111", registry) == [.detention])
    }

    @Test("a muted voice gives no sign")
    func muted() async throws {
        let registry = try await registry()
        try await registry.decide(.dismiss, on: Plate("MN CON111").key)
        let outcome = try await named(["MN CON111", "MN STA111"], registry, signs: [])
        guard case .failure(.signsMissing) = outcome.results[0] else { return #expect(Bool(false)) }
        #expect(outcome.decided == 1)
    }

    @Test("two thousand protections and their undoing come out right, twins included")
    func many() async throws {
        let registry = try await TestRegistry { $0.moderation.secondAbove = 10_000 }
        let mo = try await registry.actor("mo")
        let keys = try (0..<Ledger.verdictPlatesMax).map { try Plate("MN Q\(1000 + $0)").key }
        let outcome = try await registry.ledger.decide(.protect, on: keys.map { VerdictItem($0, seen: .nothing) }, by: mo)
        #expect(outcome.decided == keys.count)
        #expect(try await registry.store.load().protections.count == 2 * keys.count)
        for key in [keys[0], keys[1_999], keys[1_999].issued(by: .unknown)] { #expect(await registry.ledger.isProtected(key)) }
        let undone = try await registry.ledger.undo(#require(outcome.decision), by: mo)
        #expect(undone == .init(verdict: .protect, undone: keys.count, superseded: 0))
        #expect(try await registry.store.load().protections.isEmpty)
    }
}

@Suite("Counting in a pass")
struct MultisetTests {
    /// An element that counts how often it is looked at.
    private struct Probe: Hashable, Comparable, Sendable {
        let number: Int
        let looks: TestCounter

        static func == (left: Self, right: Self) -> Bool {
            _ = left.looks.next()
            return left.number == right.number
        }

        static func < (left: Self, right: Self) -> Bool { left.number < right.number }

        func hash(into hasher: inout Hasher) {
            _ = looks.next()
            hasher.combine(number)
        }
    }

    @Test("counting one element costs the same however many there are")
    func linear() {
        func looksPerElement(_ count: Int) -> Double {
            let looks = TestCounter()
            var (added, removed) = (Multiset<Probe>(), Multiset<Probe>())
            for number in 0..<count {
                added.append(Probe(number: number, looks: looks))
                removed.append(Probe(number: number, looks: looks))
            }
            for number in 0..<count { _ = added.count(of: Probe(number: number, looks: looks)) }
            added.cancelOut(&removed)
            return Double(looks.next()) / Double(count)
        }
        // A search through all would take a thousand looks an element and more.
        #expect(looksPerElement(2_000) < 100)
    }

    @Test("what both hold is taken out of both, as often as both hold it")
    func cancelling() {
        var (left, right) = (Multiset<Int>(), Multiset<Int>())
        left += [3, 1, 1, 2]
        right += [1, 2, 2, 4]
        left.cancelOut(&right)
        #expect(left.elements == [1, 3] && right.elements == [2, 4])
        #expect(left.count(of: 1) == 1 && left.count(of: 2) == 0 && !left.isEmpty)
    }
}
