import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct VerdictTests {
    @Test("each verdict can be undone, and then everything is as it was", arguments: Verdict.allCases.filter { $0 != .unprotect })
    func undoing(verdict: Verdict) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123", vehicle: Vehicle(color: .black))
        try await registry.voices(1, on: "MN ABC123", minutesAgo: 300, area: "seward")
        let key = try Plate("MN ABC123").key
        let before = try #require(await registry.ledger.storedRecord(of: key))
        let decision = try await registry.decide(verdict, signs: [.convoy], on: key)
        #expect(try registry.status("MN ABC123") == (verdict == .confirm ? .confirmed : nil))
        registry.clock.advance(hours: 23)
        let undo = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(undo == .init(verdict: verdict, undone: 1, superseded: 0))
        var after = try #require(await registry.ledger.storedRecord(of: key))
        #expect(try registry.status("MN ABC123") == .suspected)
        #expect(after.voices == before.voices)
        #expect(after.undoRecords.isEmpty)
        // Only time has passed over it.
        after.sightings = after.sightings.map { sighting in
            var placeless = sighting
            placeless.rowID = 0
            return placeless
        }
        let aged = before.sightings.aged(to: registry.clock.now, registry.rules)
        #expect(after.sightings.count == aged.count)
        #expect(Set(after.sightings.map(\.period)) == Set(aged.map(\.period)))
        #expect(after.sightings.map(\.reports).reduce(0, +) == aged.map(\.reports).reduce(0, +))

        let restarted = try await registry.restarted()
        #expect(try restarted.status("MN ABC123") == .suspected)
    }

    @Test("an undo survives a restart in between, and is refused once its time is over", arguments: [23, 24])
    func undoTime(hours: Int) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let decision = try await registry.decide(.dismiss, on: Plate("MN ABC123").key)
        registry.clock.advance(hours: hours)
        let again = try await registry.restarted()
        try await again.ageFully()
        let mo = try await again.actor("mo")
        if hours == 23 {
            #expect(try await again.ledger.undo(decision, by: mo).undone == 1)
            #expect(try again.status("MN ABC123") == .suspected)
        } else {
            await #expect(throws: LedgerError.notFound) { try await again.ledger.undo(decision, by: mo) }
            #expect(try await again.store.load().undo.isEmpty, "erased")
            #expect(try await again.record("MN ABC123")?.voices.allSatisfy { $0.mutedUntil != nil } == true, "muted voices stay, muted")
        }
    }

    @Test("a voice that was mute already is mute as long as before, once the second verdict is undone")
    func muteOfTwo() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        let key = try Plate("MN ABC123").key
        try await registry.decide(.dismiss, on: key)
        registry.clock.advance(days: 3)
        _ = try await registry.report("MN ABC123", by: "new")
        let second = try await registry.decide(.dismiss, on: key)
        let again = try await registry.restarted()
        _ = try await again.ledger.undo(second, by: again.actor("mo"))
        let voices = try #require(await again.ledger.storedRecord(of: key)).voices
        #expect(voices.map(\.mutedUntil).sorted { ($0?.number ?? 0) < ($1?.number ?? 0) } == [nil, again.today + 32, again.today + 32])
    }

    @Test("of two verdicts the later is undone first")
    func order() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let key = try Plate("MN ABC123").key
        let first = try await registry.decide(.dismiss, on: key)
        let second = try await registry.decide(.confirm, signs: [.convoy], on: key)
        let mo = try await registry.actor("mo")
        #expect(try await registry.ledger.undo(first, by: mo) == .init(verdict: .dismiss, undone: 0, superseded: 1))
        #expect(try await registry.ledger.undo(second, by: mo).undone == 1)
        #expect(try registry.status("MN ABC123") == nil)
        #expect(try await registry.ledger.undo(first, by: mo).undone == 1)
        #expect(try registry.status("MN ABC123") == .suspected)
    }

    @Test("who has not seen what another decided is told, and changes nothing")
    func conflict() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let key = try Plate("MN ABC123").key
        let (ann, bo) = (try await registry.actor("ann"), try await registry.actor("bo"))
        let seen = try await registry.ledger.reviewRows(of: [key], by: ann).rows[0][0].record.version
        let items = [VerdictItem(key, seen: .version(seen))]
        let first = try await registry.ledger.decide(.confirm, signs: [.convoy], on: items, by: ann)
        #expect(first.decided == 1)
        let second = try await registry.ledger.decide(.clear, on: items, by: bo)
        #expect(second.decided == 0 && second.decision == nil)
        guard case .failure(.conflict(let verdict, let by, let day)) = second.results[0] else { return #expect(Bool(false)) }
        #expect(verdict == .confirm && by == ann.name && day == registry.today)
        #expect(try registry.status("MN ABC123") == .confirmed)
        let now = try await registry.ledger.reviewRows(of: [key], by: bo).rows[0][0].record.version
        #expect(try await registry.ledger.decide(.clear, on: [VerdictItem(key, seen: .version(now))], by: bo).decided == 1)
    }

    @Test("what a colleague decided on the twin is not overruled unseen")
    func twinConflict() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC123", "ABC123"] { try await registry.voices(2, on: plate) }
        let key = try Plate("MN ABC123").key
        let (ann, bo) = (try await registry.actor("ann"), try await registry.actor("bo"))
        let seen = try await registry.ledger.reviewRows(of: [key], by: ann).rows[0][0].version
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("ABC123").key)
        let items = [VerdictItem(key, seen: .version(seen))]
        guard case .failure(.conflict) = try await registry.ledger.decide(.clear, on: items, by: bo).results[0] else {
            return #expect(Bool(false))
        }
        let now = try await registry.ledger.reviewRows(of: [key], by: ann).rows[0][0].version
        #expect(try await registry.ledger.decide(.clear, on: [VerdictItem(key, seen: .version(now))], by: bo).decided == 1)
    }

    @Test("what was one decision on a plate and its twin is undone as one, or not at all")
    func twinUndo() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC123", "ABC123"] { try await registry.voices(2, on: plate) }
        let key = try Plate("MN ABC123").key
        let first = try await registry.decide(.clear, on: key)
        let later = try await registry.decide(.dismiss, on: key)
        let mo = try await registry.actor("mo")
        #expect(try await registry.ledger.undo(first, by: mo) == .init(verdict: .clear, undone: 0, superseded: 1))
        #expect(try await registry.record("ABC123")?.clearedOn == registry.today, "the twin, too")
        _ = try await registry.ledger.undo(later, by: mo)
        #expect(try await registry.ledger.undo(first, by: mo) == .init(verdict: .clear, undone: 1, superseded: 0))
        #expect(try await registry.record("ABC123")?.clearedOn == nil)
    }

    @Test("a report that was withdrawn while it was set aside does not come back with an undo")
    func withdrawnMeanwhile() async throws {
        let registry = try await TestRegistry()
        let (submission, ann) = try await registry.recorded("MN ABC123", by: "ann")
        _ = try await registry.report("MN ABC123", by: "bo")
        let decision = try await registry.decide(.dismiss, on: Plate("MN ABC123").key)
        _ = try await registry.ledger.withdraw([submission], by: ann)
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(try await registry.record("MN ABC123")?.sightings.map(\.reports) == [1])
    }

    @Test("a suspected plate whose third trusted voice is withdrawn is watched again")
    func thirdVoiceWithdrawn() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        let (submission, ann) = try await registry.recorded("MN ABC123", by: "ann")
        #expect(try registry.status("MN ABC123") == .suspected)
        _ = try await registry.ledger.withdraw([submission], by: ann)
        #expect(try registry.status("MN ABC123") == nil)
    }

    @Test("one plate of many that cannot be decided does not stop the others, and one commit holds all")
    func many() async throws {
        let registry = try await TestRegistry()
        for number in 0..<20 { try await registry.voices(2, on: "MN A\(100 + number)") }
        let actor = try await registry.actor("mo")
        let items = try (0..<21).map { VerdictItem(try Plate("MN A\(100 + $0)").key, seen: .nothing) }
        let commits = registry.store.commits
        let outcome = try await registry.ledger.decide(.dismiss, on: items, by: actor)
        #expect(registry.store.commits == commits + 1)
        #expect(outcome.decided == 20)
        guard case .failure(.unknown) = outcome.results[20] else { return #expect(Bool(false)) }
        #expect(try await registry.ledger.undo(try #require(outcome.decision), by: actor).undone == 20)
    }

    @Test("a verdict whose commit fails is not there, and one that cannot be told to restores is not made")
    func failure() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.decide(.clear, on: Plate("MN ABC123").key) }
        #expect(try registry.status("MN ABC123") == .suspected)
        #expect(try await registry.decide(.clear, on: Plate("MN ABC123").key) > 0)
    }

    @Test("set aside sightings age, too")
    func setAsideAges() async throws {
        var rules = Rules()
        rules.moderation.undoHours = 24
        let registry = try await TestRegistry(rules: rules)
        try await registry.voices(3, on: "MN ABC123")
        let decision = try await registry.decide(.dismiss, on: Plate("MN ABC123").key)
        registry.clock.advance(hours: 6)
        try await registry.ageFully()
        #expect(try await registry.store.load().undo.sightings.map(\.row.period.step) == [.day])
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(try await registry.record("MN ABC123")?.sightings.map(\.period.step) == [.day])
    }

    @Test("a plate that ended and is reported before it was swept has one row, after a restart too")
    func reportedBeforeSweep() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(1, on: "MN ABC123")
        registry.clock.advance(days: 60)
        try await registry.voices(1, on: "MN ABC123")
        #expect(try await registry.store.load().plates.count == 1)
        let again = try await registry.restarted()
        #expect(try await again.record("MN ABC123")?.voices.count == 1)
    }

    @Test("only moderators decide", arguments: [Role.reader, .volunteer])
    func roles(role: Role) async throws {
        let registry = try await TestRegistry()
        let actor = try await registry.actor("somebody", role: role)
        let key = try Plate("MN ABC123").key
        await #expect(throws: LedgerError.notAllowed) {
            try await registry.ledger.decide(.protect, on: [VerdictItem(key, seen: .nothing)], by: actor)
        }
        await #expect(throws: LedgerError.notAllowed) { try await registry.ledger.undo(1, by: actor) }
        await #expect(throws: LedgerError.notAllowed) {
            try await registry.ledger.preview(Purge(upTo: registry.today), plates: [], by: actor)
        }
        await #expect(throws: LedgerError.notAllowed) { try await registry.queue(as: "somebody") }
    }
}
