import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ProposalTests: SecondModeratorSuite {
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

    @Test("a person whom the first invited cannot be the second")
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

    @Test("the proposals of a revoked person are gone")
    func revoked() async throws {
        let registry = try await registry(plates: 101)
        let proposal = try #require(try await registry.purge(Purge(status: .suspected)).proposal)
        try await registry.ledger.revoke(id: registry.principal("mo").token.id, by: registry.principal("admin"))
        let second = try await registry.actor("second")
        await #expect(throws: LedgerError.proposalUnknown) { try await registry.ledger.approve(proposal.id, by: second) }
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

/// Tests of operations that can need a second moderator.
protocol SecondModeratorSuite {}

extension SecondModeratorSuite {
    /// A registry with this number of suspected plates.
    func registry(plates: Int) async throws -> TestRegistry {
        let registry = try await TestRegistry()
        for name in ["a", "b", "c"] {
            let principal = try await registry.principal(name)
            let submissions = try (0..<plates).map { try registry.submission("MN P\(1000 + $0)", signs: [.convoy]) }
            _ = try await registry.ledger.record(submissions, by: principal)
        }
        return registry
    }

    func keys(_ range: Range<Int>) throws -> [PlateKey] { try range.map { try Plate("MN P\(1000 + $0)").key } }

    func decide(_ verdict: Verdict, on keys: [PlateKey], by actor: AuditedPrincipal, _ registry: TestRegistry) async throws
        -> VerdictOutcome
    {
        try await registry.ledger.decide(verdict, on: keys.map { VerdictItem($0, seen: .nothing) }, by: actor)
    }
}
