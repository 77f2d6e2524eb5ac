import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct StatusTests {
    @Test("three trusted voices make a plate suspected; two, or any number on probation, do not")
    func suspicion() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        _ = try await registry.report("MN ABC123", by: "ben")
        #expect(try registry.status("MN ABC123") == nil)
        _ = try await registry.report("MN ABC123", by: "cy")
        #expect(try registry.status("MN ABC123") == .suspected)

        for name in ["d", "e", "f", "g", "h", "i"] { _ = try await registry.report("MN DEF456", by: name, trusted: false) }
        #expect(try registry.status("MN DEF456") == nil, "evidence 3, but no trusted voice")
        let record = try #require(try await registry.record("MN DEF456"))
        #expect(
            record.evidence(on: registry.rules.day(of: registry.clock.now), registry.rules).value(
                on: registry.rules.day(of: registry.clock.now), halfLifeDays: 14) == 3)
    }

    @Test("voices fade as they should with the shortest half-life, in whatever year", arguments: [2_000, 20_000, 200_000])
    func shortHalfLife(daysOn: Int) async throws {
        var rules = Rules()
        rules.voices.halfLifeDays = 1
        let registry = try await TestRegistry(
            folder: TemporaryFolder(), clock: TestClock(TestClock.start.adding(hours: daysOn * 24)), rules: rules)
        try await registry.voices(2, on: "MN TWO222")
        try await registry.voices(3, on: "MN ABC123")
        #expect(try registry.status("MN TWO222") == nil)
        #expect(try registry.status("MN ABC123") == .suspected)
        registry.clock.advance(days: 5)
        #expect(try await registry.ledger.age().isMoreDue == false)
        #expect(try registry.status("MN ABC123") == nil)
    }

    @Test("one token is one voice, however often it reports")
    func oneVoice() async throws {
        let registry = try await TestRegistry()
        for hour in 0..<20 { _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: hour * 60) }
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.voices.count == 1)
        #expect(record.status == .watched)
    }

    @Test("a token stays one voice when the week turns")
    func oneVoiceAcrossWeeks() async throws {
        let registry = try await TestRegistry()
        for _ in 0..<6 {
            _ = try await registry.report("MN ABC123", by: "ada")
            registry.clock.advance(days: 7)
            try await registry.ageFully()
        }
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.voices.count == 1)
        #expect(record.voices[0].week == registry.rules.day(of: registry.clock.now.adding(hours: -7 * 24)).week)
    }

    @Test("a suspected plate fades to watched below a half, and stays suspected until then")
    func fading() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        registry.clock.advance(days: 14)
        try await registry.ageFully()
        #expect(try registry.status("MN ABC123") == .suspected, "1.5 is below 2 and above 0.5")
        registry.clock.advance(days: 15)
        #expect(try registry.status("MN ABC123") == nil, "shown as nothing even before ageing has run")
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123") == nil, "the week keys are gone, and so the voices")
    }

    @Test("confirmed needs a moderator and a sign, and is seen by anyone")
    func confirming() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        let key = try Plate("MN ABC123").key
        await #expect(throws: LedgerError.signsMissing) { try await registry.decide(.confirm, signs: [], on: key) }
        await #expect(throws: VerdictRefusal.unknown) {
            try await registry.decide(.confirm, signs: [.convoy], on: try Plate("MN NEVER1").key)
        }
        try await registry.decide(.confirm, signs: [.convoy], on: key)
        let seen = try #require(try registry.lookUp("MN ABC123").listings.first)
        #expect(seen.status == .confirmed)
        #expect(seen.signs == [.convoy])
        #expect(seen.areas == [AreaID("powderhorn")!])
        #expect(seen.live.isEmpty)
        #expect(try registry.lookUp("MN ABC123", as: .member).listings.first?.live.count == 1)
        #expect(seen.reporters == .upToFive)
    }

    @Test("a confirmed plate lapses after 30 days, and loses its areas")
    func lapsing() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        try await registry.decide(.confirm, signs: [.convoy], on: try Plate("MN ABC123").key)
        registry.clock.advance(days: 29)
        #expect(try registry.status("MN ABC123", as: .public) == .confirmed)
        registry.clock.advance(days: 1)
        #expect(try registry.status("MN ABC123", as: .moderator) == nil)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123")?.sightings.isEmpty ?? true)
    }

    @Test("two trusted voices with a sign renew it, one does not, and a mute one does not")
    func renewing() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        try await registry.decide(.confirm, signs: [.convoy], on: try Plate("MN ABC123").key)
        registry.clock.advance(days: 20)
        _ = try await registry.report("MN ABC123", by: "ada", signs: [.convoy])
        registry.clock.advance(days: 5)
        _ = try await registry.report("MN ABC123", by: "ben", signs: [.convoy])
        _ = try await registry.report("MN ABC123", by: "cy")
        registry.clock.advance(days: 24)
        #expect(try registry.status("MN ABC123", as: .public) == .confirmed, "renewed on day 20, by the older of two")
        registry.clock.advance(days: 1)
        #expect(try registry.status("MN ABC123", as: .public) == nil)
    }

    @Test("a cleared plate answers as not listed, and only confirm lists it again for 90 days")
    func clearing() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        let key = try Plate("MN ABC123").key
        try await registry.decide(.clear, on: key)
        #expect(try registry.lookUp("MN ABC123").listings.isEmpty)
        #expect(try registry.lookUp("MN ABC123").cleared.isEmpty, "the public sees no trace of it")
        #expect(try registry.lookUp("MN ABC123", as: .member).cleared.count == 1)
        for name in ["d", "e", "f", "g"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123") == nil, "four new trusted voices, but it is held")
        registry.clock.advance(days: 14)
        #expect(try registry.lookUp("MN ABC123", as: .member).cleared.isEmpty)
        registry.clock.advance(days: 76)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123") == nil)
        for name in ["d", "e", "f"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123") == .suspected)
    }

    @Test("clearing covers the twin without an issuer, and not the other way round")
    func twins() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC123", "ABC123", "WI ABC123"] {
            for name in ["ada", "ben", "cy"] { _ = try await registry.report(plate, by: name) }
        }
        try await registry.decide(.clear, on: try Plate("MN ABC123").key)
        #expect(try registry.status("MN ABC123") == nil)
        #expect(try await registry.record("ABC123")?.status == .watched)
        #expect(try registry.status("WI ABC123") == .suspected)
    }

    @Test("muted voices count nothing for five weeks, even when they report again or withdraw")
    func muting() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        try await registry.decide(.dismiss, on: try Plate("MN ABC123").key)
        #expect(try registry.status("MN ABC123") == nil)
        registry.clock.advance(days: 20)
        try await registry.ageFully()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123") == nil, "the same three, still mute")
        registry.clock.advance(days: 15)
        try await registry.ageFully()
        #expect(try registry.status("MN ABC123") == nil, "0.48 each")
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123") == .suspected, "the mute is over")
    }

    @Test("a mute that ends lets old voices count without a report")
    func muteEnds() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        try await registry.decide(.dismiss, on: try Plate("MN ABC123").key)
        registry.clock.advance(days: 28)
        try await registry.ageFully()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123") == nil)
        registry.clock.advance(days: 7)
        try await registry.ageFully()
        #expect(try registry.status("MN ABC123") == .suspected)
    }

    @Test("a protected plate is answered like any other, kept nowhere, and found by nobody")
    func protecting() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        let key = try Plate("MN ABC123").key
        try await registry.decide(.protect, on: key)
        #expect(try await registry.record("MN ABC123")?.sightings == [], "in the undo record")
        registry.clock.advance(days: 1)
        try await registry.ageFully()
        #expect(try await registry.record("MN ABC123") == nil)
        for name in ["d", "e", "f"] {
            #expect(try await registry.report("MN ABC123", by: name).isRecorded)
            #expect(try await registry.report("MN ABC123", by: name).isMerged)
            #expect(try await registry.report("ABC123", by: name).isRecorded)
        }
        #expect(try await registry.record("MN ABC123") == nil)
        #expect(try await registry.record("ABC123") == nil, "its twin is protected too")
        await #expect(throws: VerdictRefusal.unknown) { try await registry.decide(.confirm, signs: [.convoy], on: key) }

        let again = try await registry.restarted()
        _ = try await again.report("MN ABC123", by: "g")
        #expect(try await again.record("MN ABC123") == nil, "a restart keeps it")
        try await again.decide(.unprotect, on: key)
        _ = try await again.report("MN ABC123", by: "h")
        #expect(try await again.record("MN ABC123") != nil)
        await #expect(throws: VerdictRefusal.notProtected) { try await again.decide(.unprotect, on: key) }
    }

    @Test("what nobody else said of the vehicle is not shown")
    func vehicles() async throws {
        let registry = try await TestRegistry()
        let blackFord = Vehicle(color: .black, body: .suv, make: .ford)
        _ = try await registry.report("MN ABC123", by: "ada", vehicle: blackFord, signs: [.convoy])
        _ = try await registry.report("MN ABC123", by: "ben", vehicle: Vehicle(color: .black), signs: [.convoy])
        _ = try await registry.report("MN ABC123", by: "cy", vehicle: Vehicle(color: .white, make: .ford))
        let seen = try #require(try registry.lookUp("MN ABC123", as: .member).listings.first)
        #expect(seen.vehicles == [Vehicle(color: .black, make: .ford)])
        #expect(seen.signs == [.convoy])
        #expect(seen.isOnSeveralVehicles, "black and white")
        #expect(seen.areas.isEmpty, "a suspected plate's areas are for moderators")
        #expect(try registry.lookUp("MN ABC123", as: .moderator).listings.first?.areas.count == 1)
    }

    @Test("a protection whose bits are all zero survives a restart")
    func zeroBits() async throws {
        let registry = try await TestRegistry()
        var changes = Changes(counters: Counters())
        changes.protections = [Protection(rowID: 1, bits: 0)]
        try await registry.store.commit(changes)
        #expect(try await registry.store.load().protections == [Protection(rowID: 1, bits: 0)])
    }

    @Test("suspected plates that the operator hides from members are in no table that members probe")
    func hiddenSuspected() async throws {
        let registry = try await TestRegistry { $0.listings.suspectedViewer = .moderator }
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        #expect(try registry.status("MN ABC123", as: .member) == nil)
        #expect(try registry.status("MN ABC123", as: .moderator) == .suspected)
        #expect(await registry.ledger.listings.stats(as: .member, at: registry.clock.now).byStatus[.suspected] == nil)
        _ = try await registry.report("MN ABC123", by: "di")
        #expect(try await registry.record("MN ABC123")?.voices.count == 4)
    }
}
