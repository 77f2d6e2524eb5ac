import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ProtectionTests {
    @Test("of two protections the second can be lifted, too: the row is shown with its version")
    func twoProtections() async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN PRO111").key
        let mo = try await registry.actor("mo")
        for verdict in [Verdict.protect, .protect, .unprotect] { try await registry.decide(verdict, on: key) }
        #expect(await registry.ledger.isProtected(key))
        let row = try #require(try await registry.ledger.reviewRows(of: [key], by: mo).rows[0].first)
        let outcome = try await registry.ledger.decide(.unprotect, on: [VerdictItem(key, seen: .version(row.version))], by: mo)
        #expect(outcome.decided == 1)
        #expect(await registry.ledger.isProtected(key) == false)
    }

    @Test("an undone unprotect protects what was protected before, and no more")
    func undoUnprotect() async throws {
        let registry = try await TestRegistry()
        let (key, twin) = (try Plate("MN ABC123").key, try Plate("ABC123").key)
        try await registry.decide(.protect, on: key)
        try await registry.decide(.unprotect, on: twin)
        let last = try await registry.decide(.unprotect, on: key)
        _ = try await registry.ledger.undo(last, by: registry.actor("mo"))
        #expect(await registry.ledger.isProtected(key))
        #expect(await registry.ledger.isProtected(twin) == false)
    }

    @Test("a protection of a plate that nobody reported can be undone, and leaves after that nothing but its bits")
    func protectionInAdvance() async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN ABC123").key
        let decision = try await registry.decide(.protect, on: key)
        #expect(await registry.ledger.isProtected(key))
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(await registry.ledger.isProtected(key) == false)
        try await registry.decide(.protect, on: key)
        try await registry.voices(3, on: "MN ABC123")
        registry.clock.advance(hours: 25)
        try await registry.ageFully()
        let stored = try await registry.store.load()
        #expect(stored.plates.isEmpty && stored.reviews.isEmpty && stored.undo.records.isEmpty && stored.protections.count == 2)
    }

    @Test("two protections need two to be taken away, and the answer says whether one remains")
    func twice() async throws {
        let registry = try await TestRegistry()
        let key = try Plate("MN ABC123").key
        let actor = try await registry.actor("mo")
        func decide(_ verdict: Verdict) async throws -> Bool {
            try await registry.ledger.decide(verdict, on: [VerdictItem(key, seen: .nothing)], by: actor).results[0].get()
        }
        #expect(try await decide(.protect))
        #expect(try await decide(.protect))
        #expect(try await decide(.unprotect))
        #expect(try await decide(.unprotect) == false)
        await #expect(throws: VerdictRefusal.notProtected) { try await decide(.unprotect) }
    }

    private static let protectedOrders: [[Verdict]] = [
        [.protect, .clear], [.clear, .protect], [.clear, .protect, .clear], [.protect, .protect, .unprotect, .clear],
        [.protect, .dismiss, .clear],
    ]

    @Test("no reader finds anything of a protected plate, in whatever order it was decided on", arguments: protectedOrders, [false, true])
    func nothingShown(order: [Verdict], isReported: Bool) async throws {
        var registry = try await TestRegistry()
        if isReported { for plate in ["MN ABC123", "ABC123"] { try await registry.voices(3, on: plate) } }
        let mo = try await registry.actor("mo")
        for verdict in order {
            let key = try Plate("MN ABC123").key
            let row = try await registry.ledger.reviewRows(of: [key], by: mo).rows[0].first
            let item = VerdictItem(key, seen: .version(row?.version ?? 0))
            let wasProtected = await registry.ledger.isProtected(key)
            let outcome = try await registry.ledger.decide(verdict, on: [item], by: mo)
            if verdict == .clear || verdict == .dismiss { #expect(outcome.decided == (isReported && !wasProtected ? 1 : 0)) }
        }
        for isRestarted in [false, true] {
            if isRestarted { registry = try await registry.restarted() }
            for plate in ["MN ABC123", "ABC123"] {
                for viewer in Viewer.allCases {
                    let answer = try registry.lookUp(plate, as: viewer)
                    #expect(answer.listings.isEmpty && answer.cleared.isEmpty && answer.similar.isEmpty)
                }
            }
        }
    }

    @Test("a clearing does not cover a twin that is protected by itself")
    func protectedTwin() async throws {
        let registry = try await TestRegistry()
        let (key, twin) = (try Plate("MN ABC123").key, try Plate("ABC123").key)
        try await registry.decide(.protect, on: twin)
        let mo = try await registry.actor("mo")
        func clear() async throws -> VerdictOutcome {
            try await registry.ledger.decide(.clear, on: [VerdictItem(key, seen: .nothing)], by: mo)
        }
        guard case .failure(.unknown) = try await clear().results[0] else { return #expect(Bool(false)) }
        try await registry.voices(1, on: "MN ABC123")
        #expect(try await clear().decided == 1)
        #expect(try registry.lookUp("MN ABC123", as: .member).cleared.map(\.plate.key) == [key])
        // Without an issuer every issuer's is found.
        #expect(try registry.lookUp("ABC123", as: .member).cleared.map(\.plate.key) == [key], "not the twin")
        #expect(await registry.ledger.isProtected(twin))
    }

    @Test("of plates that are cleared together, protected ones count like unknown ones", arguments: [Verdict.confirm, .clear, .dismiss])
    func protectedInBulk(verdict: Verdict) async throws {
        let registry = try await TestRegistry()
        let mo = try await registry.actor("mo")
        func items(_ letter: String) throws -> [VerdictItem] {
            try (0..<40).map { VerdictItem(try Plate("MN \(letter)\(1000 + $0)").key, seen: .version(0)) }
        }
        let first = try items("P")
        _ = try await registry.ledger.decide(.protect, on: first, by: .shell)
        for list in [first, try items("U")] {
            let outcome = try await registry.ledger.decide(verdict, on: list, by: mo)
            #expect(outcome.decided == 0 && outcome.waiting == nil)
            #expect(outcome.results.allSatisfy { if case .failure(.unknown) = $0 { true } else { false } })
        }
    }
}
