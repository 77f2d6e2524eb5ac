import Glibc
import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// However many people report a plate, a report costs about the same, and one person is one voice.
struct CrowdTests {
    private let plate = "MN ABC123"

    private func voices(_ registry: TestRegistry) async throws -> [Voice] {
        try #require(try await registry.record(plate)).voices
    }

    @Test("a plate has room for 512 voices; a trusted one takes the room of one on probation, and no token has two")
    func room() async throws {
        let registry = try await TestRegistry()
        try await registry.crowd(0..<PlateRecord.voicesMax, on: plate)
        #expect(try await voices(registry).count == PlateRecord.voicesMax)
        // One more of the same weight: whichever of them stays, there is one too many.
        try await registry.crowd(600..<601, on: plate)
        #expect(try await voices(registry).count == PlateRecord.voicesMax)
        try await registry.crowd(700..<705, on: plate, trusted: true)
        for _ in 0..<2 {
            let all = try await voices(registry)
            #expect(all.count == PlateRecord.voicesMax && Set(all.map(\.tag)).count == all.count)
            #expect(all.count(where: \.standing.isTrusted) == 5)
            // All report again, whether their voice is there or not.
            try await registry.crowd(0..<PlateRecord.voicesMax, on: plate, minutesAgo: 50)
            try await registry.crowd(700..<705, on: plate, trusted: true, minutesAgo: 50)
        }
        let restarted = try await registry.restarted()
        #expect(try await voices(restarted).count == PlateRecord.voicesMax)
        #expect(try #require(try await restarted.record(plate)).sightings.map(\.trusted) == [2, 2])
    }

    @Test("which voices stay does not depend on the order of the reports", arguments: [1] as [UInt64])
    func order(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        // 200 are trusted; each reported yesterday, today, both, or not at all.
        let plan = (0..<800).flatMap { number in
            [(number, 10), (number, 17 * 60)].filter { _ in Bool.random(using: &generator) }
        }
        var kept: [[String]] = []
        for _ in 0..<2 {
            let registry = try await TestRegistry()
            for (number, minutesAgo) in plan.shuffled(using: &generator) {
                try await registry.crowd(number..<number + 1, on: plate, trusted: number < 200, minutesAgo: minutesAgo)
            }
            kept.append(try await voices(registry).map { "\($0.standing) \($0.day!.number)" }.sorted())
        }
        #expect(kept[0] == kept[1])
        #expect(kept[0].count == min(PlateRecord.voicesMax, Set(plan.map(\.0)).count))
    }

    @Test("a muted voice keeps its room, so that nobody comes back unmuted")
    func muted() async throws {
        let registry = try await TestRegistry()
        try await registry.crowd(0..<PlateRecord.voicesMax, on: plate)
        try await registry.decide(.dismiss, on: Plate(plate).key)
        let before = Set(try await voices(registry).map(\.tag))
        try await registry.crowd(600..<601, on: plate, trusted: true)
        #expect(Set(try await voices(registry).map(\.tag)) == before)
        #expect(registry.store.lastWritten[.voices]?.count == 1, "a row that holds nothing, so that it takes as long")
        try await registry.crowd(0..<1, on: plate)
        #expect(try await voices(registry).allSatisfy { $0.mutedUntil != nil })
    }

    @Test("a full plate's evidence is what its voices add up to")
    func evidence() async throws {
        let registry = try await TestRegistry()
        try await registry.crowd(0..<40, on: plate, minutesAgo: 17 * 60)
        try await registry.crowd(40..<60, on: plate)
        let record = try #require(try await registry.record(plate))
        let value = record.evidence(on: registry.today, registry.rules).value(on: registry.today, halfLifeDays: 14)
        #expect(abs(value - (20 * 0.95170 + 10)) < 0.001, "40 voices of a half that are a day old, and 20 of today")
        #expect(record.status == .watched, "none of them is trusted")
    }

    // MARK: What it costs

    private let rules = Rules()
    private let now = TestClock.start

    /// A plate with so many trusted voices of five weeks, none of which says what another says of the vehicle.
    private func record(_ count: Int, _ status: Status) throws -> PlateRecord {
        let today = rules.day(of: now)
        let vehicles = Color.allCases.flatMap { color in
            Body.allCases.flatMap { body in Make.allCases.map { Vehicle(color: color, body: body, make: $0) } }
        }
        let voices = (0..<count).map { number in
            let day = today + -(number % 28)
            return Voice(
                rowID: RowID(index: number + 1), week: day.week, tag: Digest128(high: UInt64(number), low: UInt64(number)), day: day,
                standing: .trusted, vehicle: vehicles[number * 37 % vehicles.count], signs: [.convoy])
        }
        return PlateRecord(
            rowID: 1, id: 1, plate: try Plate(plate), firstDay: today + -40, lastDay: today,
            standing: PlateStanding(status: status, confirmedOn: status == .confirmed ? today : nil), voices: voices)
    }

    /// The least processor time of a thread that `work` took in several turns.
    private func leastTime(_ work: () -> Void) -> Double {
        func time() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        return (0..<10).reduce(Double.infinity) { least, _ in
            let start = time()
            work()
            return min(least, time() - start)
        }
    }

    @Test(
        "the work that a plate's voices make grows as their number, and not as its square",
        arguments: [Status.watched, .suspected, .confirmed])
    func work(status: Status) throws {
        let few = try record(64, status)
        let many = try record(1_024, status)
        func time(_ record: PlateRecord) -> Double {
            leastTime {
                let aged = record.aged(at: now, rules)
                _ = aged?.due(at: now, rules)
                _ = VehicleSummary(voices: record.voices, confirmedSigns: [])
            }
        }
        // Sixteen times as many voices; a square would be 256 times the work.
        let ratio = time(many) / time(few)
        #expect(ratio < 80, "\(ratio)")
    }
}
