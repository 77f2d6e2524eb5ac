import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct AgeingTests {
    /// Steps that a sighting of Sunday 2026-11-22 15:30 stands at, by the minutes that passed.
    static let rungs: [(minutes: Int, step: Period.Step)] = [
        (0, .slot), (254, .slot), (255, .day), (6 * 1440, .day), (7 * 1440, .week), (13 * 1440, .week),
    ]

    @Test("a sighting coarsens on the ladder", arguments: rungs)
    func ladder(minutes: Int, step: Period.Step) async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 10)
        registry.clock.advance(minutes: minutes)
        try await registry.ageFully()
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.sightings.map(\.period.step) == [step])
    }

    @Test("no area is kept past 30 days, and a plate with nothing left goes whole")
    func end() async throws {
        let registry = try await TestRegistry()
        registry.clock.advance(days: 1)
        _ = try await registry.report("MN ABC123", by: "ada")
        registry.clock.advance(days: 30)
        try await registry.ageFully()
        #expect(try #require(try await registry.record("MN ABC123")).sightings.isEmpty)
        registry.clock.advance(days: 5)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123") == nil)
        let again = try await registry.restarted()
        #expect(try await again.record("MN ABC123") == nil)
        #expect(try await again.store.load().plates.isEmpty)
    }

    @Test("slots of a day become one row with their sum and the lowest commit")
    func sums() async throws {
        let registry = try await TestRegistry()
        for minutes in [10, 50, 100, 150] { _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: minutes) }
        _ = try await registry.report("MN ABC123", by: "ben", minutesAgo: 10)
        let before = try #require(try await registry.record("MN ABC123"))
        #expect(before.sightings.count == 4)
        registry.clock.advance(hours: 5)
        try await registry.ageFully()
        let after = try #require(try await registry.record("MN ABC123"))
        #expect(after.sightings.count == 1)
        #expect(after.sightings[0].reports == 5)
        #expect(after.sightings[0].commit == before.sightings.map(\.commit).min())
    }

    @Test("a report that arrives after its slot was coarsened joins the day's row")
    func lateReport() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 0)
        registry.clock.advance(hours: 6)
        try await registry.ageFully()
        _ = try await registry.report("MN ABC123", by: "ben", minutesAgo: 6 * 60)
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.sightings.count == 1)
        #expect(record.sightings[0].period.step == .day)
        #expect(record.sightings[0].reports == 2)
    }

    @Test("a daemon that was off for a month shows nothing overdue, and erases it behind its first answers")
    func offForAMonth() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name, signs: [.convoy]) }
        _ = try await registry.report("MN DEF456", by: "ada")
        try await registry.decide(.confirm, signs: [.convoy], on: try Plate("MN ABC123").key)
        registry.clock.advance(days: 40)
        let again = try await registry.restarted()
        for viewer in Viewer.allCases {
            #expect(try again.lookUp("MN ABC123", as: viewer).listings.isEmpty)
            #expect(again.ledger.listings.page(as: viewer, after: nil, limit: 100, at: again.clock.now).listings.isEmpty)
        }
        try await again.ageFully()
        let stored = try await again.store.load()
        #expect(stored.plates.isEmpty)
        #expect(stored.sightings.isEmpty)
        #expect(stored.voices.isEmpty)
        #expect(stored.counters.agedPlates == 2)
    }

    @Test("week keys live five weeks, and their voices go with them")
    func weekKeys() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        func keyFiles() -> [String] { registry.folder.files().map(\.name).filter { $0.hasPrefix("week-keys/") } }
        let first = keyFiles()
        #expect(first.count == 1)
        for _ in 0..<5 {
            registry.clock.advance(days: 7)
            try await registry.ageFully()
        }
        #expect(!keyFiles().contains(first[0]))
        #expect(keyFiles().count == 5)
    }

    @Test("a clock that jumps ahead and back erases no key that is not yet due by the jump")
    func clockJumps() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        registry.clock.advance(days: 3)
        try await registry.ageFully()
        registry.clock.advance(days: -3)
        try await registry.ageFully()
        #expect(try registry.status("MN ABC123") == .suspected)
        _ = try await registry.report("MN ABC123", by: "ada")
        #expect(try #require(try await registry.record("MN ABC123")).voices.count == 3)
    }

    @Test("ageing goes in bounded steps, with writes between them")
    func steps() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        for start in stride(from: 0, to: 1500, by: 500) {
            _ = try await registry.ledger.record(try (start..<start + 500).map { try registry.submission("MN ABC\(1000 + $0)") }, by: admin)
        }
        registry.clock.advance(hours: 5)
        let first = try await registry.ledger.age()
        #expect(first.isMoreDue)
        #expect(first.plates == 256)
        _ = try await registry.report("MN XYZ987", by: "ada")
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC1499")?.sightings.first?.period.step == .day)
    }

    @Test("a full disk stops an ageing step, and the next one takes it up")
    func fullDisk() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        registry.clock.advance(hours: 5)
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.ledger.age() }
        #expect(try await registry.record("MN ABC123")?.sightings.first?.period.step == .slot)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123")?.sightings.first?.period.step == .day)
    }
}
