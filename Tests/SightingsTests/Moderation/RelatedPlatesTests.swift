import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

@Suite("What a row says beside its own plate")
struct RelatedPlatesTests {
    private func row(_ plate: String, _ registry: TestRegistry) async throws -> ReviewRow {
        try #require(try await registry.ledger.reviewRows(of: [Plate(plate).key], by: registry.actor("mo")).rows[0].first)
    }

    private func nearby(_ plate: String, _ registry: TestRegistry) async throws -> [String] {
        try await row(plate, registry).nearby.map(\.plate.characters)
    }

    @Test("plates of the same area and slot are named, the surest first, and no others")
    func nearby() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        try await registry.voices(1, on: "MN WAT111")
        try await registry.voices(3, on: "MN SUS111")
        try await registry.voices(1, on: "MN FAR111", area: "northside")
        try await registry.voices(1, on: "MN OLD111", minutesAgo: 70)
        #expect(try await nearby("MN ABC123", registry) == ["SUS111", "WAT111"])
        let seen = try #require(try await row("MN ABC123", registry).nearby.first)
        #expect(seen.status == .suspected && seen.area.description == "powderhorn" && seen.slot.step == .slot)
        #expect(try await nearby("MN ABC123", registry.restarted()) == ["SUS111", "WAT111"])
    }

    @Test("a plate is named once: not again as the same characters elsewhere, or as a misreading")
    func once() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC128", "WI ABC128", "MN ABC12B"] { try await registry.voices(2, on: plate) }
        let row = try await row("MN ABC128", registry)
        #expect(row.otherIssuers.map(\.plate.key.issuer.code) == ["US-WI"] && row.misreads.map(\.plate.characters) == ["ABC12B"])
        #expect(row.nearby.isEmpty)
    }

    @Test("nothing is near any more once slots are days, or the other is purged or protected", arguments: ["aged", "purged", "protected"])
    func gone(_ how: String) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        try await registry.voices(2, on: "MN SUS111")
        #expect(try await nearby("MN ABC123", registry) == ["SUS111"])
        switch how {
        case "aged":
            registry.clock.advance(hours: 5)
            #expect(try await nearby("MN ABC123", registry).isEmpty, "before anything ages it")
            try await registry.ageFully()
        case "purged": try await registry.purge(Purge(isNamed: true), plates: ["MN SUS111"])
        default:
            try await registry.decide(.protect, on: Plate("MN SUS111").key)
            _ = try await registry.report("MN SUS111", by: "other")
        }
        #expect(try await nearby("MN ABC123", registry).isEmpty)
    }

    @Test("a clearing takes a plate out, and its undo brings it back")
    func undone() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        try await registry.voices(2, on: "MN SUS111")
        let decision = try await registry.decide(.clear, on: Plate("MN SUS111").key)
        #expect(try await nearby("MN ABC123", registry).isEmpty)
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(try await nearby("MN ABC123", registry) == ["SUS111"])
    }

    @Test("earlier decisions are those of the audit chain on this plate, the newest first, undos among them")
    func earlier() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        try await registry.voices(3, on: "MN SUS111")
        let key = try Plate("MN ABC123").key
        let (ann, mo) = (try await registry.actor("ann"), try await registry.actor("mo"))
        let decision = try await registry.decide(.dismiss, on: key, by: "ann")
        _ = try await registry.ledger.undo(decision, by: mo)
        registry.clock.advance(days: 1)
        try await registry.decide(.confirm, signs: [.convoy], on: key, by: "ann")
        try await registry.decide(.dismiss, on: Plate("MN SUS111").key)
        func check(_ registry: TestRegistry) async throws {
            let earlier = try await row("MN ABC123", registry).earlier
            #expect(earlier.map(\.action) == [.confirm, .undo, .dismiss] && earlier.map(\.actor) == [ann.name, mo.name, ann.name])
            #expect(earlier.map { registry.today - $0.day } == [0, 1, 1])
        }
        try await check(registry)
        try await check(registry.restarted())
    }

    @Test("after 90 days the last decision is still known, as long as the plate is kept")
    func folded() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let key = try Plate("MN ABC123").key
        let decision = try await registry.decide(.dismiss, on: key)
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        try await registry.decide(.confirm, signs: [.convoy], on: key)
        for _ in 0..<5 {
            registry.clock.advance(days: 20)
            try await registry.voices(3, on: "MN ABC123")
            try await registry.ageFully()
        }
        let earlier = try await row("MN ABC123", registry).earlier
        #expect(earlier.map(\.action) == [.confirm])
    }

    @Test("every plate that an answer names counts as read, once")
    func counted() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC128", "WI ABC128", "MN ABC12B", "MN SUS111"] { try await registry.voices(2, on: plate) }
        _ = try await row("MN ABC128", registry)
        #expect(try await registry.readToday(by: "mo") == 4)
        _ = try await registry.ledger.queuePage(QueueFilter(), showsSkipped: true, after: nil, limit: 50, by: registry.actor("mo"))
        #expect(try await registry.readToday(by: "mo") == 8, "all four are rows themselves")
        let keys = try ["MN NON111", "MN NON222", "MN SUS111"].map { try Plate($0).key }
        _ = try await registry.ledger.reviewRows(of: keys, by: registry.actor("mo"))
        #expect(try await registry.readToday(by: "mo") == 8 + 2 + 4, "one that is not stored counts, too")
    }
}
