import Plates
import Seal
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// Figures for people who may not see the counted data.
struct MetricFiguresTests {
    @Test("a rounded figure is the multiple below or above, and their mean is the value", arguments: [0, 1, 50, 99, 100, 101, 12_345])
    func rounding(value: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        let random = SeededRandom(seed)
        let step = RoundedFigure.countStep
        let draws = (0..<20_000).map { _ in RoundedFigure.drawn(value, step: step, random: random.source) }
        let below = value / step * step
        #expect(Set(draws).isSubset(of: [below, below + step]), "seed \(seed)")
        // Of so many draws the mean's standard deviation is at most 0.36.
        #expect(abs(Double(draws.reduce(0, +)) / Double(draws.count) - Double(value)) < 2.5, "seed \(seed)")
    }

    @Test("whatever is reported, no figure moves on the same day")
    func sameDay() async throws {
        let registry = try await TestRegistry()
        try await registry.report("MN OLD100", by: "one", minutesAgo: 300)
        let before = await registry.ledger.figures
        for name in ["one", "two", "three"] {
            for number in 0..<5 { try await registry.report("MN AAA\(100 + number)", by: name, vehicle: Vehicle(color: .black)) }
        }
        #expect(try registry.status("MN AAA100") == .suspected)
        #expect(await registry.ledger.figures == before)
        registry.clock.advance(hours: 6)
        #expect(await registry.ledger.figures == before, "overdue records do not show")
        try await registry.ageFully()
        #expect(await registry.ledger.figures == before)
    }

    @Test("the next day's figures are near to the truth, and multiples of their step")
    func nextDay() async throws {
        let registry = try await TestRegistry()
        _ = await registry.ledger.figures
        try await queue(250, in: registry)
        #expect(await registry.ledger.figures.queued == 0)
        #expect(await registry.ledger.figures.plates == 0)
        registry.clock.advance(days: 1)
        let figures = await registry.ledger.figures
        #expect([200, 300].contains(figures.queued))
        #expect([200, 300].contains(figures.plates))
        #expect(figures.memory.count == Ledger.MemoryPart.allCases.count)
        #expect(figures.memory.values.allSatisfy { $0 % RoundedFigure.bytesStep == 0 })
    }

    @Test("ageing counts as due if a step leaves some of it, not for a plate or two")
    func ageingDue() async throws {
        let registry = try await TestRegistry()
        try await registry.report("MN AAA100", by: "one")
        registry.clock.advance(hours: 6)
        #expect(await registry.ledger.figures.isAgeingDue == false)
        try await registry.ageFully()
        try await queue(300, in: registry)
        registry.clock.advance(hours: 6)
        #expect(try await registry.ledger.age().isMoreDue)
        #expect(await registry.ledger.figures.isAgeingDue)
        try await registry.ageFully()
        #expect(await registry.ledger.figures.isAgeingDue == false)
        // Of a daemon that was off meanwhile, before its first step.
        try await queue(300, in: registry, from: 5_000)
        registry.clock.advance(hours: 6)
        let again = try await registry.restarted()
        #expect(await again.ledger.figures.isAgeingDue)
    }

    @Test("a report of a plate that is not listed changes no stats", arguments: [Viewer.public, .member])
    func stats(viewer: Viewer) async throws {
        let registry = try await TestRegistry()
        try await registry.decide(.protect, on: Plate("MN PRT100").key)
        let before = await registry.ledger.listings.stats(as: viewer, at: registry.clock.now)
        for plate in ["MN AAA100", "MN PRT100"] {
            try await registry.report(plate, by: "one")
            registry.clock.advance(minutes: 2)
            let after = await registry.ledger.listings.stats(as: viewer, at: registry.clock.now)
            #expect(after.byStatus == before.byStatus && after.byDay == before.byDay && after.byAreaAndWeek == before.byAreaAndWeek)
            #expect(after.agedSightings == before.agedSightings && after.agedPlates == before.agedPlates)
        }
    }

    /// Puts so many plates into the queue, as an import does.
    private func queue(_ count: Int, in registry: TestRegistry, from first: Int = 1_000) async throws {
        let moderator = try await registry.principal("moderator", role: .moderator)
        let submissions = try (0..<count).map { try registry.submission("MN Q\(first + $0)") }
        _ = try await registry.ledger.record(submissions, importing: true, by: moderator)
    }
}

/// Random bytes that a printed seed brings back.
private final class SeededRandom: Sendable {
    private let generator: Mutex<SplitMix64>

    init(_ seed: UInt64) {
        generator = Mutex(SplitMix64(state: seed))
    }

    var source: RandomSource {
        RandomSource { count in
            self.generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }
        }
    }
}
