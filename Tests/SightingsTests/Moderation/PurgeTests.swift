import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct PurgeTests {
    /// Three plates, in two areas, of three ages.
    private func registry() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN OLD111", area: "seward")
        registry.clock.advance(days: 10)
        try await registry.voices(3, on: "MN MID111", area: "seward")
        try await registry.voices(1, on: "MN MID111", area: "northside")
        registry.clock.advance(days: 5)
        try await registry.voices(3, on: "MN NEW111", area: "northside")
        try await registry.ageFully()
        return registry
    }

    /// The same after a full disk interrupted the purge of the newest: the intent is on disk, and what follows is not.
    private func interrupted() async throws -> TestRegistry {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(Purge(isNamed: true), plates: [Plate("MN NEW111").key], by: mo)
        registry.store.failAfter(commits: 1, .full)
        await #expect(throws: LedgerError.storeFull) { _ = try await registry.ledger.purge(preview: preview.id, by: mo) }
        return registry
    }

    @Test("by age: sightings and voices of the day and before, and plates of which nothing is left")
    func byAge() async throws {
        let registry = try await registry()
        let impact = try #require(try await registry.purge(Purge(upTo: registry.today + -10)).impact)
        #expect(impact.plates == 1 && impact.erased == 1 && impact.sightings == 1 && impact.voices == 3)
        #expect(try await registry.record("MN OLD111") == nil)
        #expect(try await registry.record("MN MID111")?.voices.count == 3)
        let all = try #require(try await registry.purge(Purge(upTo: registry.today)).impact)
        #expect(all.erased == 2 && all.sightings == 3 && all.voices == 6)
        let stored = try await registry.store.load()
        #expect(stored.plates.isEmpty && stored.sightings.isEmpty && stored.voices.isEmpty)
        #expect(stored.proposals.isEmpty, "nothing is left of the purge itself")
    }

    @Test("by area: sightings alone, of that area alone")
    func byArea() async throws {
        let registry = try await registry()
        let impact = try #require(try await registry.purge(Purge(area: registry.area("seward"))).impact)
        #expect(impact.sightings == 2 && impact.voices == 0 && impact.erased == 0)
        let left = try #require(try await registry.record("MN MID111"))
        #expect(left.sightings.map(\.area) == [registry.area("northside")] && left.voices.count == 3)
    }

    @Test("by area and age together, as a moderator clears a neighborhood older than two weeks")
    func byAreaAndAge() async throws {
        let registry = try await registry()
        let impact = try #require(try await registry.purge(Purge(area: registry.area("seward"), upTo: registry.today + -14)).impact)
        #expect(impact.sightings == 1)
        #expect(try await registry.record("MN OLD111")?.sightings.isEmpty == true)
        #expect(try await registry.record("MN MID111")?.sightings.count == 2)
    }

    @Test("by status and by plate: whole plates, whatever was decided on them", arguments: [true, false])
    func whole(byName: Bool) async throws {
        let registry = try await registry()
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN NEW111").key)
        try await registry.decide(.clear, on: Plate("MN MID111").key)
        let outcome =
            byName
            ? try await registry.purge(Purge(isNamed: true), plates: ["MN NEW111", "MN NONE11", "MN NEW-111"])
            : try await registry.purge(Purge(status: .confirmed))
        let impact = try #require(outcome.impact)
        #expect(impact.plates == 1 && impact.erased == 1 && impact.byStatus == [.confirmed: 1])
        #expect(try await registry.record("MN NEW111") == nil)
        #expect(try registry.lookUp("MN NEW111").listings.isEmpty)
        #expect(try await registry.purge(Purge(status: .cleared)).impact?.erased == 1)
        let stored = try await registry.store.load()
        #expect(stored.reviews.isEmpty && stored.undo.records.isEmpty && stored.undo.sightings.isEmpty)
    }

    @Test("what was reported after the preview stays")
    func afterPreview() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(Purge(isNamed: true), plates: [Plate("MN ABC123").key], by: mo)
        #expect(preview.impact.plates == 1 && preview.impact.voices == 3 && preview.impact.first.map(\.plate.characters) == ["ABC123"])
        _ = try await registry.report("MN ABC123", by: "late", area: "northside")
        _ = try await registry.ledger.purge(preview: preview.id, by: mo)
        let left = try #require(try await registry.record("MN ABC123"))
        #expect(left.voices.count == 1 && left.sightings.map(\.area) == [registry.area("northside")] && left.status == .watched)
    }

    @Test("a preview works once, for the person who asked for it, for a quarter of an hour, and for what it is of")
    func previews() async throws {
        let registry = try await registry()
        let (ann, bo) = (try await registry.actor("ann"), try await registry.actor("bo"))
        func preview() async throws -> String {
            let answer = try await registry.ledger.preview(Purge(upTo: registry.today), plates: [], by: ann)
            return answer.id
        }
        let first = try await preview()
        await #expect(throws: LedgerError.previewUnknown) { try await registry.ledger.purge(preview: first, by: bo) }
        await #expect(throws: LedgerError.previewOther) { try await registry.ledger.decide(preview: first, by: ann) }
        await #expect(throws: LedgerError.previewUnknown) { try await registry.ledger.purge(preview: "", by: ann) }
        registry.clock.advance(minutes: 15)
        await #expect(throws: LedgerError.previewUnknown) { try await registry.ledger.purge(preview: first, by: ann) }
        let second = try await preview()
        _ = try await registry.ledger.purge(preview: second, by: ann)
        await #expect(throws: LedgerError.previewUnknown) { try await registry.ledger.purge(preview: second, by: ann) }
    }

    @Test("a plate on which somebody decided after the preview stays, and so does a purge done again by a restore")
    func decidedSince() async throws {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(Purge(status: .suspected), plates: [], by: mo)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN NEW111").key)
        let undone = try await registry.decide(.dismiss, on: Plate("MN MID111").key)
        _ = try await registry.ledger.undo(undone, by: mo)
        _ = try await registry.ledger.purge(preview: preview.id, by: mo)
        #expect(try registry.status("MN NEW111") == .confirmed)
        #expect(try registry.status("MN MID111") == .suspected, "an undo is a decision, too")
    }

    /// Sunday, 22 November; with it the week of the 16th ends.
    @Test(
        "by age only what is wholly older goes: a week counts from its end, and the preview says why a plate stays", arguments: [-1, 0, 1])
    func straddlingWeek(daysFromWeeksEnd: Int) async throws {
        let registry = try await TestRegistry()
        let weeksEnd = registry.today
        registry.clock.advance(days: -4)
        try await registry.voices(1, on: "MN WEE111")
        registry.clock.advance(days: 18)
        try await registry.ageFully()
        #expect(try await registry.record("MN WEE111")?.sightings.map(\.period.step) == [.week])
        let purge = Purge(area: registry.area("powderhorn"), upTo: weeksEnd + daysFromWeeksEnd)
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(purge, plates: [], by: mo)
        let isOver = daysFromWeeksEnd >= 0
        #expect(preview.impact.sightings == (isOver ? 1 : 0))
        #expect(preview.impact.stays == (isOver ? [.voices: 1] : [.week: 1, .voices: 1]))
        _ = try await registry.ledger.purge(preview: preview.id, by: mo)
        #expect(try await registry.record("MN WEE111")?.sightings.count == (isOver ? 0 : 1))
    }

    @Test("a preview says of each plate why it stays")
    func stays() async throws {
        let registry = try await registry()
        let mo = try await registry.actor("mo")
        let byArea = try await registry.ledger.preview(Purge(area: registry.area("seward")), plates: [], by: mo)
        #expect(byArea.impact.stays == [.voices: 2, .otherArea: 1])
        let stays = Dictionary(byArea.impact.first.map { ($0.plate.characters, $0.stays) }, uniquingKeysWith: { first, _ in first })
        #expect(stays == ["OLD111": [.voices], "MID111": [.voices, .otherArea]])
        let byAge = try await registry.ledger.preview(Purge(upTo: registry.today + -10), plates: [], by: mo)
        #expect(byAge.impact.stays == [:], "plates that are just newer say nothing, unless they are named")
        let names = try ["MN NEW111", "MN OLD111"].map { try Plate($0).key }
        let named = try await registry.ledger.preview(Purge(upTo: registry.today + -10, isNamed: true), plates: names, by: mo)
        #expect(named.impact.plates == 1 && named.impact.stays == [.newer: 1])
        let other = try await registry.ledger.preview(Purge(status: .confirmed, isNamed: true), plates: names, by: mo)
        #expect(other.impact.plates == 0 && other.impact.stays == [.status: 2])
    }

    /// The error of a task that is canceled after `wait`.
    private func errorOfCanceled(
        after wait: () async -> Void = {}, _ work: @escaping @Sendable () async throws(LedgerError) -> Void
    ) async -> LedgerError? {
        let task = Task { () -> LedgerError? in
            do throws(LedgerError) {
                try await work()
                return nil
            } catch {
                return error
            }
        }
        await wait()
        task.cancel()
        return await task.value
    }

    @Test("a canceled purge ends while too much waits, instead of asking again and again; it goes on later")
    func canceled() async throws {
        let registry = try await interrupted()
        let admin = try await registry.principal("admin")
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        let first = try registry.submission("MN FIR111")
        async let recorded = registry.ledger.record([first], by: admin)
        await gate.arrival()
        // While that commit is held, the queue is full.
        let submissions = try (0..<Ledger.waitingItemsMax).map { try registry.submission("MN F\(10_000 + $0)") }
        let answers = AsyncStream<Bool>.makeStream()
        registry.ledger.record(submissions, by: admin) { answer in
            answers.continuation.yield((try? answer.get()) != nil)
            answers.continuation.finish()
        }
        let canceled = await errorOfCanceled {
            // The purge asks between these calls, is refused, and waits.
            for _ in 0..<1_000 { _ = await registry.ledger.plateCount }
        } _: { () async throws(LedgerError) in
            try await registry.ledger.finishPurges(pause: .zero)
        }
        #expect(canceled == .stopping)
        gate.open()
        _ = try await recorded
        #expect(await answers.stream.first { _ in true } == true)
        #expect(try await registry.record("MN NEW111") != nil)
        try await registry.ledger.finishPurges(pause: .zero)
        #expect(try await registry.record("MN NEW111") == nil)
    }

    @Test("a wait in a canceled task ends at once, with an error")
    func canceledWait() async {
        #expect(await errorOfCanceled { () async throws(LedgerError) in try await Ledger.wait(for: .seconds(3_600)) } == .stopping)
    }

    @Test("first and last day draw in to what is left")
    func days() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let first = registry.today
        registry.clock.advance(days: 10)
        try await registry.voices(1, on: "MN ABC123")
        _ = try await registry.purge(Purge(upTo: first + 1))
        let left = try #require(try await registry.record("MN ABC123"))
        #expect(left.firstDay == registry.today && left.voices.count == 1)
    }

    @Test("a late retry does not bring a purged report back")
    func lateRetry() async throws {
        let registry = try await TestRegistry()
        let principal = try await registry.principal("ann")
        let submission = try registry.submission("MN ABC123")
        _ = try await registry.ledger.record([submission], by: principal)
        _ = try await registry.purge(Purge(isNamed: true), plates: ["MN ABC123"])
        #expect(try await registry.ledger.record([submission], by: principal)[0] == .recorded(replayed: true), "the first answer, again")
        #expect(try await registry.record("MN ABC123") == nil)
    }

    @Test("a purge that was begun is seen by nobody, and goes on after a restart before anything else")
    func restart() async throws {
        let registry = try await registry()
        try await registry.decide(.confirm, signs: [.convoy], on: Plate("MN NEW111").key)
        let mo = try await registry.actor("mo")
        let preview = try await registry.ledger.preview(Purge(status: .confirmed), plates: [], by: mo)
        // The intent is on disk; what follows is not.
        registry.store.failAfter(commits: 1, .inputOutput(code: 10))
        await #expect(throws: LedgerError.storeFailed) { _ = try await registry.ledger.purge(preview: preview.id, by: mo) }
        #expect(try registry.lookUp("MN NEW111").listings.isEmpty)
        let again = try await registry.restarted()
        #expect(try again.lookUp("MN NEW111").listings.isEmpty, "hidden from the first answer on")
        try await again.ledger.finishPurges()
        #expect(try await again.record("MN NEW111") == nil)
        #expect(try await again.store.load().proposals.isEmpty)
        #expect(try await again.record("MN MID111") != nil)
    }

    @Test("a report on a plate that is just being purged does not show again what the purge takes")
    func reportInBetween() async throws {
        let registry = try await interrupted()
        _ = try await registry.report("MN NEW111", by: "late", area: "seward")
        let left = try #require(try await registry.record("MN NEW111"))
        #expect(left.voices.count == 1 && left.sightings.map(\.area) == [registry.area("seward")])
        try await registry.ledger.finishPurges()
        #expect(try await registry.record("MN NEW111")?.voices.count == 1)
    }

    @Test("a purge that a full disk interrupted goes on, and none that somebody is waiting for is done twice")
    func goesOn() async throws {
        let registry = try await interrupted()
        let commits = registry.store.commits
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        async let first: Void = registry.ledger.finishPurges(pause: .zero)
        await gate.arrival()
        // Somebody is at it.
        try await registry.ledger.finishPurges(pause: .zero)
        gate.open()
        try await first
        // One batch, and the proposal's end.
        #expect(registry.store.commits == commits + 2)
        #expect(try await registry.record("MN NEW111") == nil)
        #expect(try await registry.store.load().proposals.isEmpty)
    }

    @Test("a purge of a plate takes the same characters without an issuer, too")
    func twin() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(1, on: "MN TWN111")
        try await registry.decide(.protect, on: Plate("MN TWN111").key)
        try await registry.purge(Purge(isNamed: true), plates: ["MN TWN111"])
        #expect(try await registry.store.load().plates.isEmpty)
    }

    @Test("many plates go in batches, with reports between them")
    func batches() async throws {
        let registry = try await TestRegistry()
        let principal = try await registry.principal("admin")
        for batch in 0..<3 {
            let submissions = try (0..<400).map { try registry.submission("MN P\(1000 + batch * 400 + $0)") }
            _ = try await registry.ledger.record(submissions, by: principal)
        }
        async let purged = registry.purge(Purge(upTo: registry.today))
        for number in 0..<20 { _ = try await registry.report("MN NEW\(100 + number)", by: "somebody") }
        #expect(try await purged.impact?.erased ?? 0 >= 1200)
        #expect(try await registry.store.load().plates.count <= 20)
    }
}
