import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ProposalTests {
    /// A registry of so many suspected plates.
    private func registry(plates: Int) async throws -> TestRegistry {
        let registry = try await TestRegistry()
        for name in ["a", "b", "c"] {
            let principal = try await registry.principal(name)
            let submissions = try (0..<plates).map { try registry.submission("MN P\(1000 + $0)", signs: [.convoy]) }
            _ = try await registry.ledger.record(submissions, by: principal)
        }
        return registry
    }

    private func keys(_ range: Range<Int>) throws -> [PlateKey] { try range.map { try Plate("MN P\(1000 + $0)").key } }

    @Test("more than a hundred plates wait for a second moderator, whom the first did not invite", arguments: [100, 101])
    func threshold(plates: Int) async throws {
        let registry = try await registry(plates: plates)
        let outcome = try await registry.purge(Purge(status: .suspected))
        guard plates > 100 else { return #expect(outcome.impact?.erased == plates) }
        let proposal = try #require(outcome.proposal)
        #expect(try await registry.store.load().plates.count == plates, "nothing was erased yet")
        let (mo, second) = (try await registry.actor("mo"), try await registry.actor("second"))
        #expect(try await registry.ledger.openProposals(for: mo).map(\.first.count) == [5])
        #expect(try await registry.ledger.openProposals(for: mo).map(\.isApprovable) == [false])
        #expect(try await registry.ledger.openProposals(for: second).map(\.isApprovable) == [true])
        await #expect(throws: LedgerError.proposalOwn) { try await registry.ledger.approve(proposal.id, by: mo) }
        let again = try await registry.restarted()
        #expect(try await again.ledger.approve(proposal.id, by: second).impact?.erased == plates)
        #expect(try await again.store.load().plates.isEmpty)
        await #expect(throws: LedgerError.proposalUnknown) { try await again.ledger.approve(proposal.id, by: second) }
    }

    @Test("of two tokens that came from the server itself neither can be the other's second")
    func invitedByServer() async throws {
        let registry = try await registry(plates: 101)
        _ = try await registry.principal("second", role: .admin)
        _ = try await registry.ledger.inviteAdmin(code: [1])
        let other = AuditedPrincipal(try await registry.ledger.redeem(code: [1]) { Array("from the server".utf8) }.token)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected), by: "admin").proposal)
        await #expect(throws: LedgerError.proposalInvited) { try await registry.ledger.approve(proposal.id, by: other) }
        #expect(try await registry.ledger.openProposals(for: other).map(\.isApprovable) == [false])
        try await registry.ledger.cancel(proposal.id, by: other)

        let purge = Purge(status: .suspected)
        let preview = try await registry.ledger.preview(purge, plates: [], by: other)
        let own = try #require(try await registry.ledger.purge(preview: preview.id, by: other).proposal)
        let admin = try await registry.actor("admin")
        await #expect(throws: LedgerError.proposalInvited) { try await registry.ledger.approve(own.id, by: admin) }
        // An admin whom a person invited may.
        _ = try await registry.ledger.approve(own.id, by: registry.actor("second"))
    }

    @Test("whoever the first invited cannot be the second")
    func invited() async throws {
        let registry = try await registry(plates: 101)
        // Everybody was invited by the admin.
        let proposal = try #require(try await registry.purge(Purge(status: .suspected), by: "admin").proposal)
        let mo = try await registry.actor("mo")
        await #expect(throws: LedgerError.proposalInvited) { try await registry.ledger.approve(proposal.id, by: mo) }
        try await registry.ledger.cancel(proposal.id, by: mo)
        await #expect(throws: LedgerError.proposalUnknown) { try await registry.ledger.cancel(proposal.id, by: mo) }
        #expect(try await registry.store.load().proposals.isEmpty)
    }

    @Test("what nobody approves in 24 hours is gone")
    func expiry() async throws {
        let registry = try await registry(plates: 101)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
        registry.clock.advance(hours: 24)
        let second = try await registry.actor("second")
        await #expect(throws: LedgerError.proposalUnknown) { try await registry.ledger.approve(proposal.id, by: second) }
        #expect(try await registry.ledger.openProposals(for: second).isEmpty)
        try await registry.ageFully()
        #expect(try await registry.store.load().proposals.isEmpty)
        #expect(await registry.auditedActions().filter { [.propose, .approve, .cancel].contains($0) } == [.propose, .cancel])
    }

    @Test("a report on the day after a proposal stays, with its voice, after a restart too")
    func reportedSince() async throws {
        let registry = try await registry(plates: 101)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
        registry.clock.advance(hours: 23)
        try await registry.report("MN P1000", by: "late")
        let again = try await registry.restarted()
        #expect(try await again.ledger.approve(proposal.id, by: again.actor("second")).impact?.erased == 100)
        let left = try #require(try await again.record("MN P1000"))
        #expect(left.voices.count == 1 && left.sightings.count == 1)
    }

    @Test("a report right after a proposal stays after a restart, but no voice of that day: whose it was nobody knows any more")
    func reportedAtOnce() async throws {
        let registry = try await registry(plates: 101)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
        try await registry.report("MN P1000", by: "late", area: "seward")
        let again = try await registry.restarted()
        _ = try await again.ledger.approve(proposal.id, by: again.actor("second"))
        let left = try #require(try await again.record("MN P1000"))
        #expect(left.voices.isEmpty && left.sightings.map(\.area) == [again.area("seward")])
        #expect(try await again.store.load().plates.count == 1)
    }

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

    private func decide(_ verdict: Verdict, on keys: [PlateKey], by actor: AuditedPrincipal, _ registry: TestRegistry) async throws
        -> VerdictOutcome
    {
        try await registry.ledger.decide(verdict, on: keys.map { VerdictItem($0, seen: .nothing) }, by: actor)
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

    @Test("a bulk verdict waits the same way, and is then the first moderator's; what was decided meanwhile stands")
    func verdicts() async throws {
        let registry = try await registry(plates: 120)
        let (mo, second) = (try await registry.actor("mo"), try await registry.actor("second"))
        let preview = try await registry.ledger.preview(.dismiss, signs: [], on: QueueFilter(reason: .suspected), by: mo)
        #expect(preview.needsSecond && preview.impact.plates == 120)
        let proposal = try #require(try await registry.ledger.decide(preview: preview.id, by: mo).proposal)
        registry.clock.advance(minutes: 5)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN P1000").key)
        guard case .decided(let outcome, let plates) = try await registry.ledger.approve(proposal.id, by: second) else {
            return #expect(Bool(false))
        }
        #expect(outcome.decided == 119 && plates.count == 120)
        #expect(try registry.status("MN P1000") == .confirmed)
        #expect(try registry.status("MN P1001") == nil)
        #expect(try await registry.ledger.undo(try #require(outcome.decision), by: second).undone == 119)
        let named = try await decide(.dismiss, on: keys(0..<110), by: mo, registry)
        #expect(named.waiting != nil, "naming them does not get round it")
    }

    @Test("approved and taken away at once, just one of them happens, once")
    func race() async throws {
        for round in 0..<5 {
            let registry = try await registry(plates: 101)
            let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
            let colleagues = [try await registry.actor("second"), try await registry.actor("third"), try await registry.actor("fourth")]
            let done = await withTaskGroup(of: String?.self) { group in
                for (number, actor) in (colleagues + colleagues).enumerated() {
                    group.addTask {
                        if (number + round) % 3 == 0 {
                            return (try? await registry.ledger.cancel(proposal.id, by: actor)).map { "canceled" }
                        }
                        return (try? await registry.ledger.approve(proposal.id, by: actor)).map { _ in "purged" }
                    }
                }
                return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
            }
            #expect(done.count == 1, "\(done)")
            #expect(try await registry.store.load().plates.count == (done == ["purged"] ? 0 : 101))
            // Rows that were given back twice would show now.
            for _ in 0..<3 {
                let preview = try await registry.ledger.preview(
                    .dismiss, signs: [], on: QueueFilter(reason: .suspected), by: registry.actor("mo"))
                if preview.needsSecond { _ = try await registry.ledger.decide(preview: preview.id, by: registry.actor("mo")) }
            }
            let open = try await registry.ledger.openProposals(for: registry.actor("mo")).count
            let again = try await registry.restarted()
            #expect(try await again.ledger.openProposals(for: again.actor("mo")).count == open)
        }
    }

    @Test("what whoever was revoked proposed is gone")
    func revoked() async throws {
        let registry = try await registry(plates: 101)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
        try await registry.ledger.revoke(id: registry.principal("mo").token.id, by: registry.principal("admin"))
        let second = try await registry.actor("second")
        await #expect(throws: LedgerError.proposalUnknown) { try await registry.ledger.approve(proposal.id, by: second) }
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

    @Test("a proposal shows what selected its plates and how many of each status they are, after a restart too")
    func shown() async throws {
        let registry = try await registry(plates: 101)
        let mo = try await registry.actor("mo")
        let filter = QueueFilter(reason: .suspected, status: .suspected, area: registry.area("powderhorn"))
        let preview = try await registry.ledger.preview(.dismiss, signs: [], on: filter, by: mo)
        #expect(preview.byReason == [.suspected: 101])
        #expect(try await registry.ledger.decide(preview: preview.id, by: mo).proposal != nil)
        let named = try await decide(.clear, on: keys(0..<101), by: mo, registry)
        #expect(named.waiting != nil)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN P1000").key)
        let again = try await registry.restarted()
        let open = try await again.ledger.openProposals(for: again.actor("second"))
        #expect(open.map(\.proposal.operation) == [.verdict(.dismiss, [], on: filter), .verdict(.clear, [], on: nil)])
        #expect(open.map(\.byStatus) == Array(repeating: [.suspected: 100, .confirmed: 1], count: 2))
    }

    @Test("a bulk verdict within the bound is carried out at once, and one on too many is refused")
    func bulk() async throws {
        let registry = try await registry(plates: 30)
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(.confirm, signs: [.convoy], on: QueueFilter(status: .suspected), by: mo)
        #expect(try await registry.ledger.decide(preview: preview.id, by: mo).outcome?.decided == 30)
        #expect(try registry.status("MN P1000") == .confirmed)
        let items = try (0...Ledger.verdictPlatesMax).map { VerdictItem(try Plate("MN Q\($0)").key, seen: .nothing) }
        await #expect(throws: LedgerError.tooManyPlates) { try await registry.ledger.decide(.protect, on: items, by: mo) }
    }
}
