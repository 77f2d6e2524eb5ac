import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct WithdrawalTests {
    @Test("a withdrawal takes the voice and one report, and a plate with nothing left")
    func whole() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        #expect(try await registry.ledger.withdraw([submission], by: ada) == [.withdrawn(replayed: false)])
        #expect(try await registry.record("MN ABC123") == nil)
        #expect(try await registry.ledger.withdraw([submission], by: ada) == [.withdrawn(replayed: true)])
    }

    @Test("others' reports stay")
    func others() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        _ = try await registry.report("MN ABC123", by: "ben")
        _ = try await registry.ledger.withdraw([submission], by: ada)
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.voices.count == 1)
        #expect(record.sightings.map(\.reports) == [1])
        #expect(try await registry.report("MN ABC123", by: "ada", minutesAgo: 40).isRecorded, "it may report again")
        #expect(try await registry.record("MN ABC123")?.voices.count == 2)
    }

    @Test("only the same token, id and content take a report back")
    func identity() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let ben = try await registry.principal("ben")
        let submission = try registry.submission("MN ABC123")
        _ = try await registry.ledger.record([submission], by: ada)
        #expect(try await registry.ledger.withdraw([submission], by: ben) == [.refused(.notFound)])
        #expect(try await registry.ledger.withdraw([try registry.submission("MN ABC123")], by: ada) == [.refused(.notFound)])
        let other = try registry.submission("MN XYZ987", id: submission.id)
        #expect(try await registry.ledger.withdraw([other], by: ada) == [.refused(.idReused)])
        #expect(try await registry.record("MN ABC123")?.voices.count == 1)
    }

    @Test("it reaches two full days back, and a coarsened row too", arguments: [(47, true), (73, false)])
    func reach(hours: Int, isFound: Bool) async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        registry.clock.advance(hours: hours)
        try await registry.ageFully()
        let outcome = try await registry.ledger.withdraw([submission], by: ada)[0]
        #expect(outcome == (isFound ? .withdrawn(replayed: false) : .refused(.notFound)))
        #expect(try await (registry.record("MN ABC123") == nil) == isFound)
    }

    @Test("a report sent again after its withdrawal is a replay, and brings nothing back")
    func lateRetry() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        _ = try await registry.ledger.withdraw([submission], by: ada)
        let again = try await registry.restarted()
        #expect(try await again.ledger.record([submission], by: ada)[0] == .recorded(replayed: true), "not a replay")
        #expect(try await again.record("MN ABC123") == nil)
    }

    @Test("a muted voice that withdraws is emptied, and stays muted")
    func muted() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada", signs: [.convoy])
        try await registry.decide(.clear, on: try Plate("MN ABC123").key)
        _ = try await registry.ledger.withdraw([submission], by: ada)
        let voice = try #require(try await registry.record("MN ABC123")?.voices.first)
        #expect(voice.day == nil)
        #expect(voice.signs.isEmpty)
        _ = try await registry.report("MN ABC123", by: "ada")
        let voices = try #require(try await registry.record("MN ABC123")?.voices)
        #expect(voices.count == 1)
        #expect(voices[0].isMuted(on: registry.rules.day(of: registry.clock.now)))
    }

    @Test("a withdrawal after a verdict takes nothing from rows that began since")
    func afterVerdict() async throws {
        let registry = try await TestRegistry()
        let (submission, ada) = try await registry.recorded("MN ABC123", by: "ada")
        try await registry.decide(.dismiss, on: try Plate("MN ABC123").key)
        _ = try await registry.report("MN ABC123", by: "ben")
        _ = try await registry.ledger.withdraw([submission], by: ada)
        #expect(try #require(try await registry.record("MN ABC123")).sightings.map(\.reports) == [1])
    }

    @Test("the last day draws in where nothing else reaches it")
    func days() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        _ = try await registry.report("MN ABC123", by: "ben")
        let first = registry.rules.day(of: registry.clock.now)
        registry.clock.advance(days: 2)
        let submission = try registry.submission("MN ABC123")
        _ = try await registry.ledger.record([submission], by: ada)
        #expect(try await registry.record("MN ABC123")?.lastDay == first + 2)
        _ = try await registry.ledger.withdraw([submission], by: ada)
        #expect(try await registry.record("MN ABC123")?.lastDay == first)
    }
}
