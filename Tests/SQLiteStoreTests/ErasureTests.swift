import Foundation
import Plates
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ErasureTests {
    @Test("no plate and no token stands in any file, at any time")
    func neverInTheClear() async throws {
        let registry = try await TestRegistry()
        for number in 0..<200 {
            _ = try await registry.report("MN QZX\(100 + number)", by: "canary-token-\(number % 7)", signs: [.convoy])
        }
        let needles =
            (0..<200).flatMap { ["QZX\(100 + $0)", "qzx\(100 + $0)"] }.map { Array($0.utf8) }
            + (0..<7).map { Array("canary-token-\($0)".utf8) }
            + (try (0..<200).map { number in
                withUnsafeBytes(of: try Plate("MN QZX\(100 + number)").key.packed.bigEndian, Array.init)
            })
        #expect(registry.folder.filesContaining(anyOf: needles).isEmpty)
        registry.clock.advance(days: 8)
        try await registry.ageFully()
        #expect(registry.folder.filesContaining(anyOf: needles).isEmpty)
        try await registry.stop()
        #expect(registry.folder.filesContaining(anyOf: needles).isEmpty)
    }

    @Test(
        "a plate that aged out leaves no block, no tag and no period in any file, whatever went and came between",
        arguments: [101, 102] as [UInt64])
    func noResidue(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        var blocks: [String: [UInt8]] = [:]
        var tags: Set<[UInt8]> = []
        for round in 0..<8 {
            var plates: [String] = []
            for _ in 0..<400 { plates.append("MN R\(round)X\(Int.random(in: 1000..<9999, using: &generator))") }
            _ = try await registry.ledger.record(
                try plates.map { try registry.submission($0, minutesAgo: Int.random(in: 0..<1400, using: &generator)) }, by: admin)
            for plate in Set(plates) {
                blocks[plate] = registry.keys.seal(try Plate(plate)).block.bytes
                if let record = try await registry.record(plate) { tags.formUnion(record.voices.map(\.tag.bytes)) }
            }
            // Some go at random, so that erased rows lie between living ones and are used again.
            for plate in blocks.keys.shuffled(using: &generator).prefix(120) {
                try await registry.decide(.protect, on: try Plate(plate).key)
            }
            registry.clock.advance(days: 2)
            try await registry.ageFully()
        }
        var living: Set<[UInt8]> = []
        for plate in blocks.keys where try await registry.record(plate) != nil { living.insert(blocks[plate]!) }
        let dead = blocks.values.filter { !living.contains($0) }
        #expect(dead.count > 500)
        #expect(registry.found(dead) == 0)
        #expect(registry.found(Array(living.prefix(50))) == 50, "the search finds what is there")

        registry.clock.advance(days: 40)
        try await registry.ageFully()
        #expect(registry.found(Array(blocks.values)) == 0)
        #expect(registry.found(Array(tags)) == 0)
    }
}

extension ErasureTests {
    @Test("after a purge no file holds a sealed block, a tag or a salt that it removed, from undo records too")
    func purged() async throws {
        let registry = try await TestRegistry()
        let names = (0..<600).map { "MN Q\(1000 + $0)" }
        for name in ["a", "b", "c"] {
            let principal = try await registry.principal(name)
            for batch in [names.prefix(300), names.suffix(300)] {
                _ = try await registry.ledger.record(batch.map { try registry.submission($0) }, by: principal)
            }
        }
        for (number, name) in names.enumerated().prefix(90) {
            let verdict = [Verdict.confirm, .clear, .dismiss, .protect][number % 4]
            let decision = try await registry.decide(verdict, signs: [.convoy], on: Plate(name).key)
            if number % 3 == 0 { _ = try await registry.ledger.undo(decision, by: registry.actor("mo")) }
        }
        let stored = try await registry.store.load()
        let needles = stored.plates.map(\.sealed.block.bytes) + stored.voices.map(\.row.tag.bytes) + stored.reviews.map(\.row.salt.bytes)
        #expect(registry.found(needles) == Set(needles).count, "the search finds what is there")
        _ = try await registry.purge(Purge(upTo: registry.today))
        let left = try await registry.store.load()
        let kept = Set(left.plates.map(\.sealed.block.bytes) + left.reviews.map(\.row.salt.bytes))
        #expect(left.voices.isEmpty && left.sightings.isEmpty && left.undo.sightings.isEmpty)
        let gone = needles.filter { !kept.contains($0) }
        // 200 reports of each of three people, the plates of these, and what moderators decided.
        #expect(gone.count > 800, "most of it was removed")
        #expect(registry.found(gone) == 0)
        #expect(registry.found(needles.filter { kept.contains($0) }) == kept.count, "the search finds what stays")
    }

    @Test(
        "a purge leaves the block of an alerted plate only until its correction was told, and none if alerts carry no plates",
        arguments: [true, false])
    func alerted(carriesPlate: Bool) async throws {
        let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.carriesPlate = carriesPlate }
        let alert = try #require(try await registry.alerted("MN ABC123"))
        let block = registry.keys.seal(try Plate("MN ABC123")).block.bytes
        #expect(try await registry.store.load().alerts.map(\.sealed?.block.bytes) == [carriesPlate ? block : nil])
        try await registry.purge(Purge(isNamed: true), plates: ["MN ABC123"])
        #expect(registry.found([block]) == (carriesPlate ? 1 : 0))
        #expect(registry.found([alert.id.bytes]) == 1, "the search finds what is owed")
        try await registry.ledger.corrected(alert.id, at: "north")
        try await registry.ageFully()
        #expect(registry.found([block, alert.id.bytes]) == 0)
    }

    @Test("of an alert that nothing ended, no file holds a slot after four hours, and nothing after the next day")
    func alertedOnce() async throws {
        let registry = try await TestRegistry(alerts: [.north]) { $0.alerts.carriesPlate = true }
        let alert = try #require(try await registry.alerted("MN ABC123"))
        let slot = Array(withUnsafeBytes(of: (Int64(alert.period.number) + (1 << 40)).bigEndian, Array.init).dropFirst(2))
        #expect(!registry.folder.filesContaining(anyOf: [slot]).isEmpty)
        registry.clock.advance(hours: 5)
        try await registry.ageFully()
        #expect(registry.folder.filesContaining(anyOf: [slot]).isEmpty)
        #expect(registry.found([alert.id.bytes]) == 1)
        registry.clock.advance(days: 2)
        try await registry.ageFully()
        #expect(registry.found([alert.id.bytes]) == 0)
        #expect(try await registry.store.load().alerts.isEmpty)
    }

    @Test("after a step of ageing, neither the database nor its log holds the slot that became a day")
    func coarsenedSlots() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        let slot = try #require(try await registry.record("MN ABC123")).sightings[0].period.number
        // Six bytes, as SQLite stores the number plus 2^40.
        let needle = Array(withUnsafeBytes(of: (Int64(slot) + (1 << 40)).bigEndian, Array.init).dropFirst(2))
        #expect(!registry.folder.filesContaining(anyOf: [needle]).isEmpty)
        registry.clock.advance(hours: 5)
        try await registry.ageFully()
        #expect(registry.folder.filesContaining(anyOf: [needle]).isEmpty)
    }

    @Test("what a crash left in the log is gone after the first step of ageing")
    func afterCrash() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.report("MN ABC123", by: "ada")
        let again = TestClock(registry.clock.now)
        let copy = try registry.crashed()
        let crashed = try await TestRegistry(folder: copy, clock: again)
        #expect(try await crashed.record("MN ABC123") != nil)
        try await crashed.ageFully()
        #expect(copy.files().first { $0.name == "thaw.db-wal" }?.bytes.count ?? 0 == 0)
    }
}

extension TestRegistry {
    /// How many of the 16-byte needles stand in any file of the folder.
    fileprivate func found(_ needles: [[UInt8]]) -> Int {
        var wanted: [Digest128: Bool] = [:]
        for needle in needles { wanted[Digest128(needle)!] = false }
        for file in folder.files() where file.bytes.count >= 16 {
            var high: UInt64 = 0
            var low: UInt64 = 0
            for byte in file.bytes {
                high = high << 8 | low >> 56
                low = low << 8 | UInt64(byte)
                let here = Digest128(high: high, low: low)
                if wanted[here] == false { wanted[here] = true }
            }
        }
        return wanted.values.count(where: { $0 })
    }
}
