import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct RecordingTests {
    @Test("a first report is recorded, the same token's second in the slot is merged, another token's is recorded")
    func recordedAndMerged() async throws {
        let registry = try await TestRegistry()
        #expect(try await registry.report("MN ABC123", by: "ada").isRecorded)
        #expect(try await registry.report("mn abc-123", by: "ada").isMerged)
        #expect(try await registry.report("MN ABC123", by: "ben").isRecorded)
        #expect(try await registry.report("MN ABC123", by: "ada", area: "seward").isRecorded, "another area")
        #expect(try await registry.report("MN ABC123", by: "ada", minutesAgo: 90).isRecorded, "another slot")
        #expect(try await registry.report("WI ABC123", by: "ada").isRecorded, "another issuer")
    }

    @Test("a retry gets the first answer, changes nothing, and costs no quota")
    func replay() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada", trusted: false)
        let submission = try registry.submission("MN ABC123")
        _ = try await registry.ledger.record([submission], by: ada)
        let before = try await registry.record("MN ABC123")
        for _ in 0..<100 {
            let outcome = try await registry.ledger.record([submission], by: ada)[0]
            guard case .recorded(replayed: true) = outcome else {
                Issue.record("not a replay: \(outcome)")
                return
            }
        }
        #expect(try await registry.record("MN ABC123") == before)
        #expect(try await registry.report("MN XYZ987", by: "ada").isRecorded, "50 a day are not spent")
    }

    @Test("a replay is answered before the age is looked at")
    func lateReplay() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        registry.clock.advance(days: 2)
        #expect(try await registry.ledger.record([submission], by: ada)[0] == .recorded(replayed: true), "two days on it is still known")
    }

    @Test("other content under the same id is refused, and under another token it is a report of its own")
    func reusedID() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let id = TestRegistry.newID()
        _ = try await registry.ledger.record([try registry.submission("MN ABC123", id: id)], by: ada)
        let other = try await registry.ledger.record([try registry.submission("MN XYZ987", id: id)], by: ada)[0]
        #expect(other.refusal == .idReused)
        #expect(try await registry.record("MN XYZ987") == nil)
        let ben = try await registry.principal("ben")
        #expect(try await registry.ledger.record([try registry.submission("MN ABC123", id: id)], by: ben)[0].isRecorded)
    }

    @Test("a refusal is not remembered", arguments: [true, false])
    func refusalsAreForgotten(restart: Bool) async throws {
        var registry = try await TestRegistry()
        let id = TestRegistry.newID()
        let ada = try await registry.principal("ada")
        let old = try await registry.ledger.record([try registry.submission("MN ABC123", minutesAgo: 24 * 60 + 1, id: id)], by: ada)[0]
        #expect(old.refusal == .tooOld)
        if restart { registry = try await registry.restarted() }
        #expect(try await registry.ledger.record([try registry.submission("MN XYZ987", id: id)], by: ada)[0].isRecorded)
    }

    @Test(
        "a report's time has two limits",
        arguments: [
            (-2, true), (-3, false), (0, true), (24 * 60, true), (24 * 60 + 1, false), (1_000_000_000, false), (-1_000_000_000, false),
            // Rounded to a slot, of which the last moment counts: 15:30, at 15:45 a day later, and 15:00.
            (24 * 60 + 15, true), (24 * 60 + 16, false), (24 * 60 + 45, false),
        ])
    func ages(minutesAgo: Int, isTaken: Bool) async throws {
        let registry = try await TestRegistry()
        let outcome = try await registry.report("MN ABC123", by: "ada", minutesAgo: minutesAgo)
        #expect(outcome.isRecorded == isTaken)
        if !isTaken { #expect(outcome.refusal == (minutesAgo > 0 ? .tooOld : .tooNew)) }
    }

    @Test("an unknown area is refused, and one that the operator dropped as well")
    func areas() async throws {
        let registry = try await TestRegistry()
        #expect(try await registry.report("MN ABC123", by: "ada", area: "atlantis").refusal == .unknownArea)
        _ = try await registry.report("MN ABC123", by: "ada", area: "seward")
        let narrowed = try await registry.restarted(areas: [AreaID("powderhorn")!])
        #expect(try await narrowed.report("MN XYZ987", by: "ada", area: "seward").refusal == .unknownArea)
        let record = try #require(try await narrowed.record("MN ABC123"))
        #expect(narrowed.ledger.listings.areas.id(record.sightings[0].area) == AreaID("seward"), "what was seen there is still there")
    }

    @Test("one bad item never stops the others")
    func batch() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let outcomes = try await registry.ledger.record(
            [
                try registry.submission("MN ABC123"), Submission(id: TestRegistry.newID(), digest: [1], report: nil),
                try registry.submission("MN DEF456", area: "atlantis"), try registry.submission("MN GHJ789"),
                try registry.submission("MN ABC123"),
            ], by: ada)
        #expect(outcomes[0].isRecorded)
        #expect(outcomes[1] == .malformed)
        #expect(outcomes[2].refusal == .unknownArea)
        #expect(outcomes[3].isRecorded)
        #expect(outcomes[4].isMerged)
    }

    @Test("quotas are a day's, and smaller on probation; an admin has none", arguments: [(true, 200), (false, 50)])
    func quotas(trusted: Bool, limit: Int) async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada", trusted: trusted)
        let many = try (0..<limit + 5).map { try registry.submission("MN ABC\(1000 + $0)") }
        let outcomes = try await registry.ledger.record(many, by: ada)
        #expect(outcomes.prefix(limit).allSatisfy { $0.isRecorded })
        #expect(outcomes.dropFirst(limit).allSatisfy { if case .quotaSpent = $0.refusal { true } else { false } })
        // 15:45 UTC: the next day is 8 h 15 min away.
        #expect(outcomes.last?.refusal == .quotaSpent(retryAfterSeconds: 29_700))
        if case .recorded(replayed: true) = try await registry.ledger.record([many[0]], by: ada)[0] {
        } else {
            Issue.record("a repeat is never refused")
        }
        let admin = try await registry.principal("admin")
        #expect(try await registry.ledger.record(many, by: admin).allSatisfy { $0.isRecorded })
        registry.clock.advance(days: 1)
        #expect(try await registry.ledger.record([try registry.submission("MN XYZ987")], by: ada)[0].isRecorded)
    }

    @Test("a reader reports nothing")
    func roles() async throws {
        let registry = try await TestRegistry()
        let reader = try await registry.principal("rae", role: .reader)
        await #expect(throws: LedgerError.notAllowed) {
            try await registry.ledger.record([try registry.submission("MN ABC123")], by: reader)
        }
        let volunteer = try await registry.principal("vi")
        await #expect(throws: LedgerError.notAllowed) {
            try await registry.ledger.record([try registry.submission("MN ABC123")], importing: true, by: volunteer)
        }
    }

    @Test("an import reaches 30 days back, gives no voice, and asks a moderator to look")
    func imports() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let days = [0, 3, 10, 20, 29]
        let outcomes = try await registry.ledger.record(
            days.map { try registry.submission("MN ABC123", minutesAgo: $0 * 24 * 60 + 5) }, importing: true, by: admin)
        // Of the oldest day only the week would be kept, and that week began more than 30 days ago.
        #expect(outcomes.map(\.isRecorded) == [true, true, true, true, false])
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.voices.isEmpty)
        #expect(record.status == .watched)
        #expect(record.isQueued)
        #expect(Set(record.sightings.map(\.period.step)) == [.slot, .day, .week])
        let old = try await registry.ledger.record(
            [try registry.submission("MN XYZ987", minutesAgo: 31 * 24 * 60)], importing: true, by: admin)
        #expect(old[0].refusal == .tooOld)
    }

    @Test("a replay after a restart is still a replay")
    func replayAfterRestart() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        let again = try await registry.restarted()
        #expect(try await again.ledger.record([submission], by: ada)[0] == .recorded(replayed: true), "forgotten")
        #expect(try await again.report("MN ABC123", by: "ada").isMerged)
    }
}

extension RecordOutcome {
    var isRecorded: Bool { if case .recorded(replayed: false) = self { true } else { false } }
    var isMerged: Bool { if case .merged(replayed: false) = self { true } else { false } }
    var refusal: ReportRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}
