import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// How much one moderator may do in bulk before a second one is needed.
struct SecondModeratorRuleTests: SecondModeratorSuite {
    @Test("a single plate with a twin is no bulk verdict, however many were decided in bulk before")
    func singleWithTwin() async throws {
        let registry = try await registry(plates: 100)
        #expect(try await registry.purge(Purge(status: .suspected)).impact?.erased == 100)
        try await registry.voices(3, on: "MN DRV001")
        try await registry.voices(3, on: "DRV001")
        let key = try Plate("MN DRV001").key
        let mo = try await registry.actor("mo")
        for verdict in [Verdict.clear, .protect, .unprotect] {
            #expect(try await decide(verdict, on: [key], by: mo, registry).decided == 1)
        }
        #expect(try await decide(.clear, on: [key, Plate("DRV001").key], by: mo, registry).waiting != nil)
    }

    @Test("small ones add up within 24 hours, after a restart too; age alone and the shell never wait")
    func addingUp() async throws {
        let registry = try await registry(plates: 160)
        func plates(_ range: Range<Int>) -> [String] { range.map { "MN P\(1000 + $0)" } }
        #expect(try await registry.purge(Purge(isNamed: true), plates: plates(0..<60)).impact?.erased == 60)
        let again = try await registry.restarted()
        #expect(try await again.purge(Purge(isNamed: true), plates: plates(60..<110)).proposal != nil, "60 and 50 are more than 100")
        #expect(try await again.purge(Purge(isNamed: true), plates: plates(60..<100)).impact?.erased == 40)
        let single = try #require(
            try await again.purge(Purge(isNamed: true), plates: plates(100..<101)).proposal, "one by one is no way round")
        try await again.ledger.cancel(single.id, by: again.actor("mo"))
        #expect(try await again.purge(Purge(isNamed: true), plates: plates(101..<110), by: "other").impact?.erased == 9)
        let shell = try await again.ledger.preview(Purge(status: .suspected), plates: [], by: .shell)
        #expect(!shell.needsSecond)
        #expect(try await again.purge(Purge(upTo: again.today)).impact?.erased == 51)
        #expect(await again.auditedActions().last == .purgeByAge)
    }

    @Test("bulk verdicts add up after a restart, too; single ones do not")
    func verdictsAddUp() async throws {
        let registry = try await registry(plates: 160)
        let mo = try await registry.actor("mo")
        #expect(try await decide(.dismiss, on: keys(0..<60), by: mo, registry).decided == 60)
        for key in try keys(60..<64) { try await registry.decide(.dismiss, on: key, by: "mo") }
        let again = try await registry.restarted()
        #expect(try await decide(.dismiss, on: keys(70..<110), by: mo, again).waiting == nil, "60 and 40 are 100")
        #expect(try await decide(.dismiss, on: keys(110..<112), by: mo, again).waiting != nil)
    }

    @Test(
        "what a second moderator approved does not count against the first one's hundred, after a restart either", arguments: [true, false])
    func approvedDoesNotCount(isPurge: Bool) async throws {
        let registry = try await registry(plates: 200)
        let (mo, second) = (try await registry.actor("mo"), try await registry.actor("second"))
        let proposal: Proposal?
        if isPurge {
            let names = try keys(0..<101).map { "MN \($0.characters)" }
            proposal = try await registry.purge(Purge(isNamed: true), plates: names).proposal
        } else {
            proposal = try await decide(.dismiss, on: keys(0..<101), by: mo, registry).waiting
        }
        _ = try await registry.ledger.approve(#require(proposal).id, by: second)
        var now = registry
        for range in [101..<146, 146..<191] {
            #expect(try await decide(.dismiss, on: keys(range), by: mo, now).waiting == nil, "\(range)")
            now = try await now.restarted()
        }
        #expect(try await decide(.dismiss, on: keys(191..<200), by: mo, now).decided == 9, "45, 45 and 9 are 99")
        #expect(try await decide(.dismiss, on: keys(101..<103), by: mo, now).waiting != nil)
    }

    @Test("a bulk operation of yesterday counts at most until tomorrow begins, however often the daemon restarts")
    func talliedYesterday() async throws {
        let registry = try await registry(plates: 120)
        let mo = try await registry.actor("mo")
        #expect(try await decide(.dismiss, on: keys(0..<100), by: mo, registry).decided == 100)
        registry.clock.now = registry.rules.start(of: registry.today + 1).adding(hours: 23)
        let again = try await registry.restarted()
        #expect(try await decide(.dismiss, on: keys(100..<110), by: mo, again).waiting != nil)
        again.clock.advance(hours: 1)
        let last = try await again.restarted()
        #expect(try await decide(.dismiss, on: keys(110..<120), by: mo, last).decided == 10)
    }

    @Test("an operation whose commit fails counts against nobody, and its preview can be used again", arguments: [true, false])
    func failedCommit(isPurge: Bool) async throws {
        let registry = try await registry(plates: 100)
        let mo = try await registry.actor("mo")
        let preview =
            isPurge
            ? try await registry.ledger.preview(Purge(status: .suspected), plates: [], by: mo)
            : try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(status: .suspected), by: mo)
        func carryOut() async throws {
            if isPurge {
                _ = try await registry.ledger.purge(preview: preview.id, by: mo)
            } else {
                _ = try await registry.ledger.decide(preview: preview.id, by: mo)
            }
        }
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await carryOut() }
        let probe = try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(status: .suspected), by: mo)
        #expect(!probe.needsSecond, "nothing of the failed one is counted")
        // Nobody is carrying it out, so this has nothing to go on with.
        try await registry.ledger.finishPurges(pause: .zero)
        #expect(try await registry.store.load().plates.count == 100)
        try await carryOut()
        await #expect(throws: LedgerError.previewUnknown) { try await carryOut() }
        #expect(try registry.status("MN P1000") == nil)
    }

    @Test("two who use one preview at once do it once, and together they cannot pass the hundred")
    func usedTwice() async throws {
        let registry = try await registry(plates: 60)
        let mo = try await registry.actor("mo")
        let first = try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(status: .suspected), by: mo)
        let second = try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(status: .suspected), by: mo)
        #expect(!first.needsSecond && !second.needsSecond)
        let answers = await withTaskGroup(of: String.self) { group in
            for id in [first.id, first.id, second.id] {
                group.addTask {
                    switch try? await registry.ledger.decide(preview: id, by: mo) {
                    case .decided: "decided"
                    case .waiting: "waiting"
                    case nil: "refused"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.sorted() == ["decided", "refused", "waiting"])
    }

    @Test("twins that a verdict covers count, and so do plates that nobody reported")
    func counting() async throws {
        let registry = try await TestRegistry()
        let principal = try await registry.principal("a")
        _ = try await registry.ledger.record(try (0..<101).map { try registry.submission("T\(1000 + $0)") }, by: principal)
        let mo = try await registry.actor("mo")
        let twins = try (0..<101).map { try Plate("WI T\(1000 + $0)").key }
        await #expect(throws: LedgerError.tooManyPlates, "a proposal holds what is kept, and these are not") {
            _ = try await decide(.clear, on: twins, by: mo, registry)
        }
        func unknown(_ letter: String) throws -> [PlateKey] { try (0..<60).map { try Plate("MN \(letter)\(1000 + $0)").key } }
        #expect(try await decide(.protect, on: unknown("U"), by: mo, registry).decided == 60)
        await #expect(throws: LedgerError.tooManyPlates) { _ = try await decide(.protect, on: unknown("W"), by: mo, registry) }
        #expect(try await registry.readToday(by: "mo") == 101 + 60 + 60, "what was refused was named, too")
    }
}
