import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct CommitTests {
    @Test("reports that arrive while a commit runs share the next one")
    func groupCommit() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let before = registry.store.commits
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                let submission = try registry.submission("MN ABC\(1000 + number)")
                group.addTask { _ = try await registry.ledger.record([submission], by: ada) }
                if number == 0 { await gate.arrival() }
            }
            while registry.ledger.waitingItems < 99 { await Task.yield() }
            gate.open()
            try await group.waitForAll()
        }
        #expect(registry.store.commits - before == 2, "one for the first, one for all that waited")
    }

    @Test("nothing is seen before it is on disk")
    func notBeforeDisk() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben"] { _ = try await registry.report("MN ABC123", by: name) }
        let cy = try await registry.principal("cy")
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        let submission = try registry.submission("MN ABC123")
        async let outcome = registry.ledger.record([submission], by: cy)
        // The commit has everything, and has written nothing.
        await gate.arrival()
        #expect(try registry.status("MN ABC123") == nil)
        gate.open()
        #expect(try await outcome[0].isRecorded)
        #expect(try registry.status("MN ABC123") == .suspected)
    }

    @Test("a full disk refuses, changes nothing, and writing goes on once there is room")
    func fullDisk() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let submission = try registry.submission("MN ABC123")
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.ledger.record([submission], by: ada) }
        #expect(try await registry.record("MN ABC123") == nil)
        #expect(registry.ledger.isWritable)
        #expect(try await registry.ledger.record([submission], by: ada)[0].isRecorded, "no receipt was left behind")
    }

    @Test("an I/O error stops all writing, and look-ups go on")
    func ioError() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        registry.store.failNext(.inputOutput(code: 1034))
        await #expect(throws: LedgerError.storeFailed) { try await registry.report("MN DEF456", by: "ada") }
        let commits = registry.store.commits
        await #expect(throws: LedgerError.storeFailed) { try await registry.report("MN DEF456", by: "ada") }
        #expect(registry.store.commits == commits, "a write that failed is never tried again")
        #expect(registry.ledger.hasFailed)
        #expect(!registry.ledger.isWritable)
        #expect(try registry.status("MN ABC123") == .suspected)
    }

    @Test("too much waiting is refused as busy, and loses nothing that waits")
    func backPressure() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        let batches = try (0..<20).map { batch in try (0..<500).map { try registry.submission("MN B\(batch)X\(1000 + $0)") } }
        // One is in the commit that is held; of the others as many wait as may.
        let refusedCount = batches.count - 1 - Ledger.waitingItemsMax / 500
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (number, batch) in batches.enumerated() {
                if number == 1 { await gate.arrival() }
                group.addTask {
                    do throws(LedgerError) {
                        return try await registry.ledger.record(batch, by: admin).allSatisfy { $0.isRecorded }
                    } catch {
                        if case .busy = error { return false }
                        throw error
                    }
                }
            }
            var results: [Bool] = []
            // Only a refusal is answered while the commit is held.
            while results.count < refusedCount, let result = try await group.next() { results.append(result) }
            gate.open()
            return try await group.reduce(into: results) { $0.append($1) }
        }
        #expect(results.prefix(refusedCount).allSatisfy { !$0 } && refusedCount > 0)
        #expect(results.dropFirst(refusedCount).allSatisfy { $0 })
        let stored = try await registry.store.load()
        #expect(stored.sightings.count == 500 * results.count(where: { $0 }))
    }

    @Test("stopping finishes what was accepted, and takes nothing more")
    func stopping() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        let submission = try registry.submission("MN ABC123")
        async let outcome = registry.ledger.record([submission], by: ada)
        await gate.arrival()
        async let stopped: Void = registry.ledger.stop()
        gate.open()
        #expect(try await outcome[0].isRecorded)
        await stopped
        await #expect(throws: LedgerError.stopping) { try await registry.ledger.record([try registry.submission("MN DEF456")], by: ada) }
    }

    @Test("a restart finds everything that was answered", arguments: [7, 8, 9] as [UInt64])
    func restarts(seed: UInt64) async throws {
        var generator = SplitMix64(state: seed)
        print("seed \(seed)")
        var registry = try await TestRegistry()
        var decided: Set<Verdict> = []
        for _ in 0..<4 {
            for _ in 0..<60 {
                let plate = "MN ABC\(100 + Int.random(in: 0..<20, using: &generator))"
                let name = ["ada", "ben", "cy", "di", "ed"].randomElement(using: &generator)!
                switch Int.random(in: 0..<12, using: &generator) {
                case let number where number < 3:
                    // Refused if the plate is not there, or was decided since.
                    let verdict: Verdict = [.confirm, .clear, .dismiss][number]
                    let signs: Signs = verdict == .confirm ? [.convoy] : []
                    if (try? await registry.decide(verdict, signs: signs, on: try Plate(plate).key)) != nil { decided.insert(verdict) }
                default:
                    _ = try await registry.report(
                        plate, by: name, minutesAgo: Int.random(in: 0..<1000, using: &generator), signs: [.convoy])
                }
            }
            registry.clock.advance(hours: Int.random(in: 0..<100, using: &generator))
            try await registry.ageFully()
            let before = try await Self.everything(registry)
            registry = try await registry.restarted()
            #expect(try await Self.everything(registry) == before)
        }
        #expect(decided == [.confirm, .clear, .dismiss])
    }

    private static func everything(_ registry: TestRegistry) async throws -> [String: PlateRecord?] {
        var records: [String: PlateRecord?] = [:]
        for number in 100..<120 {
            var record = try await registry.record("MN ABC\(number)")
            record?.sightings.sort { $0.rowID < $1.rowID }
            record?.voices.sort { $0.rowID < $1.rowID }
            records["\(number)"] = record
        }
        return records
    }
}
