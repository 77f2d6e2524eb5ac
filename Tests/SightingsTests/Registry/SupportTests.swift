import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What is shown of where and when a plate was seen rests on two trusted tokens or a moderator, as what is shown of the vehicle does.
struct SupportTests {
    private let plate = "MN ABC123"

    /// A plate that two people reported and a moderator confirmed, a day ago.
    private func confirmed() async throws -> TestRegistry {
        let registry = try await TestRegistry()
        try await registry.confirm(plate, voices: 2)
        registry.clock.advance(days: 1)
        try await registry.ageFully()
        return registry
    }

    private func seen(_ registry: TestRegistry, as viewer: Viewer) throws -> VisibleListing {
        try #require(try registry.lookUp(plate, as: viewer).listings.first)
    }

    private func trusted(_ registry: TestRegistry) async throws -> [UInt8] {
        try #require(try await registry.record(plate)).sightings.map(\.trusted)
    }

    private func find(_ area: String, _ registry: TestRegistry, as viewer: Viewer) async -> Int {
        await registry.ledger.listings.search(
            SearchQuery(area: AreaID(area)), as: viewer, after: nil, limit: 10, at: registry.clock.now
        ).listings.count
    }

    @Test("one token, however often it reports, changes nothing that is shown of a confirmed plate", arguments: [true, false])
    func oneToken(isTrusted: Bool) async throws {
        let registry = try await TestRegistry { $0.tokens.reportsPerDayInProbation = 200 }
        try await registry.confirm(plate, voices: 2)
        registry.clock.advance(days: 1)
        try await registry.ageFully()
        let viewers = [Viewer.public, .member]
        let before = try viewers.map { try seen(registry, as: $0) }
        let eve = try await registry.principal("eve", trusted: isTrusted)
        let reports = try TestRegistry.areas.flatMap { area in
            try (0..<48).map { try registry.submission(plate, minutesAgo: $0 * 30, area: area.description) }
        }
        #expect(try await registry.ledger.record(reports, by: eve).allSatisfy(\.isRecorded))
        #expect(try viewers.map { try seen(registry, as: $0) } == before)
        #expect(before[0].areas.map(\.description) == ["powderhorn"])
        for area in ["seward", "northside"] {
            #expect(await find(area, registry, as: .member) == 0)
            #expect(await find(area, registry, as: .moderator) == 1)
        }
        let exact = try seen(registry, as: .moderator)
        #expect(exact.lastDay == registry.today && exact.areas.count == 3 && exact.live.count > 20)
        registry.clock.advance(days: 7)
        let figures = await registry.ledger.listings.stats(as: .member, at: registry.clock.now)
        #expect(figures.byDay == [before[0].lastDay: 1], "one area on the one day that was confirmed")
        #expect(try seen(registry, as: .public).lastDay == before[0].lastDay)
        #expect(try seen(registry, as: .public).areas == before[0].areas)
    }

    /// Who reports beside one trusted token, and whether that is enough.
    static let seconds: [(name: String, role: Role, isTrusted: Bool, isEnough: Bool)] = [
        ("eve", .volunteer, true, false), ("fay", .volunteer, false, false), ("dan", .volunteer, true, true),
        ("mo", .moderator, false, true),
    ]

    @Test("a second trusted token or a moderator shows area, live window and last day", arguments: seconds)
    func second(name: String, role: Role, isTrusted: Bool, isEnough: Bool) async throws {
        let registry = try await confirmed()
        let first = try seen(registry, as: .member).lastDay
        _ = try await registry.principal(name, role: role, trusted: isTrusted)
        try await registry.report(plate, by: "eve", area: "seward")
        try await registry.report(plate, by: name, area: "seward")
        let member = try seen(registry, as: .member)
        #expect(member.areas.contains(AreaID("seward")!) == isEnough)
        #expect(member.live.map(\.area.description) == (isEnough ? ["seward"] : []))
        #expect(member.lastDay == (isEnough ? registry.today : first))
        #expect(await find("seward", registry, as: .member) == (isEnough ? 1 : 0))
        #expect(try seen(registry, as: .public).areas == member.areas)
    }

    @Test("a moderator's report alone is enough, and so is a moderator's import", arguments: [false, true])
    func moderator(importing: Bool) async throws {
        let registry = try await confirmed()
        let mo = try await registry.principal("mo", role: .moderator)
        _ = try await registry.ledger.record([try registry.submission(plate, area: "seward")], importing: importing, by: mo)
        let anyone = try seen(registry, as: .public)
        #expect(anyone.areas.map(\.description) == ["powderhorn", "seward"])
        #expect(anyone.lastDay == registry.today)
    }

    @Test("a token counts once in a slot, however often it reports, takes back and reports again", arguments: [false, true])
    func onceASlot(isRestarted: Bool) async throws {
        var registry = try await TestRegistry()
        func restart() async throws { if isRestarted { registry = try await registry.restarted() } }
        let eve = try await registry.principal("eve")
        let reports = try (0..<3).map { try registry.submission(plate, minutesAgo: $0) }
        for report in reports { _ = try await registry.ledger.record([report], by: eve) }
        #expect(try await trusted(registry) == [1])
        try await restart()
        _ = try await registry.ledger.withdraw([reports[1]], by: eve)
        #expect(try await trusted(registry) == [1], "it was not counted")
        _ = try await registry.ledger.withdraw([reports[0]], by: eve)
        #expect(try await trusted(registry) == [0])
        try await restart()
        for minutes in [3, 4] { try await registry.report(plate, by: "eve", minutesAgo: minutes) }
        #expect(try await trusted(registry) == [1])
        try await registry.report(plate, by: "dan")
        #expect(try await trusted(registry) == [2])
    }

    @Test("a count stops at two, and a withdrawal takes no more than its report added")
    func saturation() async throws {
        let registry = try await TestRegistry()
        var reports: [String: Submission] = [:]
        for name in ["ann", "bob", "cat"] {
            reports[name] = try registry.submission(plate)
            _ = try await registry.ledger.record([reports[name]!], by: registry.principal(name))
        }
        #expect(try await trusted(registry) == [2])
        for (name, left) in [("cat", 2), ("ann", 1), ("bob", 0)] as [(String, UInt8)] {
            if name == "bob" { try await registry.report(plate, by: "eve", trusted: false) }
            _ = try await registry.ledger.withdraw([reports[name]!], by: registry.principal(name))
            #expect(try await trusted(registry) == [left])
        }
    }

    @Test("slots that become a day have their maximum: one token in several slots is no second one")
    func maximum() async throws {
        let registry = try await TestRegistry()
        for minutes in [10, 50, 100] { try await registry.report(plate, by: "eve", minutesAgo: minutes) }
        try await registry.report(plate, by: "dan", minutesAgo: 150)
        registry.clock.advance(hours: 5)
        try await registry.ageFully()
        let record = try #require(try await registry.record(plate))
        #expect(record.sightings.map(\.trusted) == [1] && record.sightings.map(\.reports) == [4])
    }

    @Test("a late report joins the day's row: its token counts there once, in whatever slot it was seen", arguments: [false, true])
    func late(isRestarted: Bool) async throws {
        var registry = try await TestRegistry()
        try await registry.report(plate, by: "eve", minutesAgo: 0)
        registry.clock.advance(hours: 6)
        try await registry.ageFully()
        if isRestarted { registry = try await registry.restarted() }
        for minutes in [360, 400, 450] { try await registry.report(plate, by: "eve", minutesAgo: minutes) }
        #expect(try await trusted(registry) == [1])
        for minutes in [360, 400] { try await registry.report(plate, by: "dan", minutesAgo: minutes) }
        #expect(try await trusted(registry) == [2])
    }

    @Test(
        "what a token reports in a slot that still lives does not keep its late report from counting in the day's row",
        arguments: [true, false])
    func lateAndLive(isLiveFirst: Bool) async throws {
        let registry = try await TestRegistry()
        for minutes in isLiveFirst ? [0, 400, 430] : [400, 430, 0] { try await registry.report(plate, by: "eve", minutesAgo: minutes) }
        let record = try #require(try await registry.record(plate))
        #expect(Set(record.sightings.map(\.period.step)) == [.slot, .day])
        #expect(record.sightings.map(\.trusted) == [1, 1])
        registry.clock.advance(hours: 5)
        try await registry.ageFully()
        #expect(try await trusted(registry) == [1])
    }

    @Test("a token whose voice is muted counts in no sighting")
    func muted() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: plate)
        try await registry.decide(.dismiss, on: Plate(plate).key)
        try await registry.voices(2, on: plate, minutesAgo: 50)
        #expect(try await trusted(registry) == [0])
        try await registry.report(plate, by: "eve", minutesAgo: 50)
        #expect(try await trusted(registry) == [1])
    }

    @Test("what a moderator saw when they confirmed a plate is shown, stays shown as it ages, and is hidden again by an undo")
    func confirmation() async throws {
        let registry = try await TestRegistry()
        try await registry.report(plate, by: "eve", trusted: false)
        let key = try Plate(plate).key
        let decision = try await registry.decide(.confirm, signs: [.convoy], on: key)
        let day = registry.today
        func check(areas: [String]) throws {
            let anyone = try seen(registry, as: .public)
            #expect(anyone.areas.map(\.description) == areas && anyone.lastDay == day && anyone.firstDay == day)
        }
        try check(areas: ["powderhorn"])
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        let undone = try #require(try await registry.record(plate))
        #expect(undone.sightings.allSatisfy { !$0.isVouchedFor } && undone.vouchedDay == nil)
        try await registry.decide(.confirm, signs: [.convoy], on: key)
        // Its area goes with its week; its day stays.
        for areas in [["powderhorn"], ["powderhorn"], ["powderhorn"], []] {
            registry.clock.advance(days: 7)
            try await registry.ageFully()
            try check(areas: areas)
        }
        let again = try await registry.restarted()
        #expect(try again.lookUp(plate).listings.first?.lastDay == day)
    }

    @Test("a plate that is confirmed again shows what was reported meanwhile")
    func confirmedAgain() async throws {
        let registry = try await confirmed()
        try await registry.report(plate, by: "eve", area: "seward")
        try await registry.decide(.confirm, signs: [.convoy], on: Plate(plate).key)
        let anyone = try seen(registry, as: .public)
        #expect(anyone.areas.map(\.description) == ["powderhorn", "seward"] && anyone.lastDay == registry.today)
    }

    @Test("the last day is the second newest trusted voice's, or a moderator's; it draws back with a withdrawal, and outlives the voices")
    func lastDay() async throws {
        let registry = try await TestRegistry { $0.voices.weeks = 2 }
        try await registry.confirm(plate, voices: 2)
        let start = registry.today
        func expectLast(_ days: Int) throws {
            for viewer in [Viewer.public, .member] { #expect(try seen(registry, as: viewer).lastDay == start + days) }
        }
        registry.clock.advance(days: 2)
        try await registry.report(plate, by: "eve", signs: [.convoy])
        try expectLast(0)
        registry.clock.advance(days: 1)
        let dan = try await registry.principal("dan")
        let report = try registry.submission(plate, signs: [.convoy])
        _ = try await registry.ledger.record([report], by: dan)
        try expectLast(2)
        #expect(try seen(registry, as: .moderator).lastDay == start + 3)
        _ = try await registry.ledger.withdraw([report], by: dan)
        try expectLast(0)
        try await registry.report(plate, by: "dan", minutesAgo: 40, signs: [.convoy])
        try expectLast(2)
        registry.clock.advance(days: 14)
        try await registry.ageFully()
        #expect(try await registry.record(plate)?.voices.isEmpty == true)
        try expectLast(2)
        _ = try await registry.principal("mo", role: .moderator)
        try await registry.report(plate, by: "mo")
        try expectLast(17)
    }

    @Test("members see a suspected plate's last day by the same rule, and pages are in its order")
    func suspected() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: plate)
        registry.clock.advance(days: 1)
        try await registry.voices(3, on: "MN NEW111")
        registry.clock.advance(days: 1)
        try await registry.report(plate, by: "eve")
        #expect(try seen(registry, as: .member).lastDay == registry.today + -2)
        #expect(try seen(registry, as: .moderator).lastDay == registry.today)
        for viewer in [Viewer.member, .moderator] {
            let page = registry.ledger.listings.page(as: viewer, after: nil, limit: 10, at: registry.clock.now)
            #expect(page.listings.map(\.plate.characters) == ["NEW111", "ABC123"])
        }
    }

    @Test("one token's older report moves the first day of a confirmed plate for nobody")
    func firstDay() async throws {
        let registry = try await TestRegistry()
        try await registry.confirm(plate, voices: 2)
        try await registry.report(plate, by: "eve", minutesAgo: 23 * 60)
        #expect(try seen(registry, as: .public).firstDay == registry.today)
        _ = try await registry.principal("mo", role: .moderator)
        try await registry.report(plate, by: "mo", minutesAgo: 23 * 60)
        #expect(try seen(registry, as: .public).firstDay == registry.today + -1)
    }
}
