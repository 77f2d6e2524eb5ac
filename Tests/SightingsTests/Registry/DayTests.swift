import Sightings
import TestSupport
import Testing
import Vocabulary

struct DayTests {
    /// The Sunday 2026-11-22, and the second at which it begins in Greenwich.
    private static let sunday = Day(number: 20_779)
    private static let greenwichMidnight: Int64 = 1_795_305_600

    private static func rules(_ offset: String) throws -> Rules {
        var rules = Rules()
        rules.utcOffset = try #require(UTCOffset(offset))
        return rules
    }

    /// By offset, the seconds from midnight in Greenwich to local midnight of the same date.
    static let midnights: [(offset: String, seconds: Int64)] = [
        ("+00:00", 0), ("-06:00", 21_600), ("-10:00", 36_000), ("-12:00", 43_200), ("+05:45", -20_700), ("+14:00", -50_400),
    ]

    @Test("a day begins at local midnight, and not a second earlier", arguments: midnights)
    func dayEdges(offset: String, seconds: Int64) throws {
        let rules = try Self.rules(offset)
        let midnight = Instant(seconds: Self.greenwichMidnight + seconds)
        #expect(rules.start(of: Self.sunday) == midnight)
        #expect(rules.day(of: midnight) == Self.sunday)
        #expect(rules.day(of: Instant(seconds: midnight.seconds - 1)) == Self.sunday + -1)
        #expect(rules.day(of: Instant(seconds: midnight.seconds + 86_399)) == Self.sunday)
    }

    @Test("a week begins at local midnight of a Monday, and not a second earlier", arguments: midnights)
    func weekEdges(offset: String, seconds: Int64) throws {
        let rules = try Self.rules(offset)
        let monday = Instant(seconds: Self.greenwichMidnight + 86_400 + seconds)
        #expect(rules.day(of: Instant(seconds: monday.seconds - 1)).week == Self.sunday.week)
        #expect(rules.day(of: monday).week == Self.sunday.week + 1)
        #expect(rules.start(of: Day.firstDay(ofWeek: Self.sunday.week + 1)) == monday)
    }

    @Test("local noon has the local date", arguments: [("-06:00", 18), ("+05:45", 7)])
    func noon(offset: String, hour: Int64) throws {
        let rules = try Self.rules(offset)
        #expect(rules.day(of: Instant(seconds: Self.greenwichMidnight + hour * 3_600)) == Self.sunday)
    }

    @Test(
        "a report of a day's last minute counts for that day, one of the next minute for the next, and both coarsen at local midnights",
        arguments: ["+00:00", "-06:00", "-10:00", "-03:30", "+14:00"])
    func reports(offset: String) async throws {
        let rules = try Self.rules(offset)
        let midnight = rules.start(of: Self.sunday)
        let clock = TestClock(midnight.adding(minutes: 5))
        let registry = try await TestRegistry(folder: TemporaryFolder(), clock: clock, rules: rules)
        func periods() async throws -> [Period] {
            try await registry.ageFully()
            return try #require(try await registry.record("MN ABC123")).sightings.map(\.period).sorted()
        }
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 6)
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 4)
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.firstDay == Self.sunday + -1)
        #expect(record.lastDay == Self.sunday)

        clock.advance(hours: 6)
        let (saturday, sunday) = (Self.sunday + -1, Self.sunday)
        #expect(
            try await periods() == [Period(step: .day, number: saturday.number), Period(step: .day, number: sunday.number)])
        clock.now = Instant(seconds: rules.start(of: saturday + rules.ageing.dayDays).seconds - 1)
        #expect(try await periods().map(\.step) == [.day, .day])
        clock.advance(minutes: 1)
        #expect(
            try await periods() == [Period(step: .day, number: sunday.number), Period(step: .week, number: saturday.week)])
        let end = rules.start(of: Day.firstDay(ofWeek: saturday.week) + rules.ageing.weekDays)
        clock.now = Instant(seconds: end.seconds - 1)
        #expect(try await periods() == [Period(step: .week, number: saturday.week)])
        clock.advance(minutes: 1)
        #expect(try await periods().isEmpty)
    }

    @Test("where midnight lies inside a slot, a report is of the day of its slot's start, before and after the slot coarsens")
    func midnightInsideSlot() async throws {
        let rules = try Self.rules("+05:45")
        let midnight = rules.start(of: Self.sunday)
        let clock = TestClock(midnight.adding(minutes: 10))
        let registry = try await TestRegistry(folder: TemporaryFolder(), clock: clock, rules: rules)
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 5)
        var record = try #require(try await registry.record("MN ABC123"))
        #expect(record.firstDay == Self.sunday + -1)
        #expect(record.voices.map(\.day) == [Self.sunday + -1])
        clock.advance(hours: 6)
        try await registry.ageFully()
        record = try #require(try await registry.record("MN ABC123"))
        #expect(record.sightings.map(\.period) == [Period(step: .day, number: (Self.sunday + -1).number)])
    }
}
