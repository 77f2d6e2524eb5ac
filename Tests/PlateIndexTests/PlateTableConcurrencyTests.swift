import PlateIndex
import Plates
import Synchronization
import TestSupport
import Testing

@Suite("Plate table: concurrent reads")
struct PlateTableConcurrencyTests {
    private static let keptCount = 2_000
    private static let movingCount = 12_000

    /// A value that contains its key's number.
    private static func value(_ number: Int, round: Int) -> UInt32 { UInt32(number) << 8 | UInt32(round & 0xFF) }

    @Test("readers always find keys that stay, and only values that were set for their key")
    func readersSeeWholeEntries() async {
        let table = PlateTable(seed: 1)
        for number in 0..<Self.keptCount { table.set(Self.value(number, round: 0), for: plateKey(number)) }
        let done = Flag()
        await withTaskGroup { tasks in
            for reader in 0..<3 {
                tasks.addTask {
                    var random = SplitMix64(state: UInt64(reader))
                    while !done.isSet.load(ordering: .relaxed) {
                        Self.read(table, &random)
                        await Task.yield()
                    }
                }
            }
            for round in 1...8 {
                for number in 0..<Self.keptCount { table.set(Self.value(number, round: round), for: plateKey(number)) }
                for number in Self.keptCount..<Self.movingCount { table.set(Self.value(number, round: round), for: plateKey(number)) }
                for number in Self.keptCount..<Self.movingCount { table.remove(plateKey(number)) }
                await Task.yield()
            }
            done.isSet.store(true, ordering: .relaxed)
        }
        #expect(table.count == Self.keptCount)
    }

    private static func read(_ table: PlateTable, _ random: inout SplitMix64) {
        for _ in 0..<200 {
            let kept = Int.random(in: 0..<keptCount, using: &random)
            #expect(table[plateKey(kept)].map { $0 >> 8 } == UInt32(kept))
            let moving = Int.random(in: keptCount..<movingCount, using: &random)
            if let value = table[plateKey(moving)] { #expect(value >> 8 == UInt32(moving)) }
            var issuers = 0
            table.forEachIssuer(of: plateKey(kept, issuer: Issuer.all[2])) { key, value in
                #expect(key == plateKey(kept) && value >> 8 == UInt32(kept))
                issuers += 1
            }
            #expect(issuers == 1)
        }
        let numbers = (0..<300).map { _ in Int.random(in: 0..<keptCount, using: &random) }
        #expect(table.values(for: numbers.map { plateKey($0) }).map { $0.map { $0 >> 8 } } == numbers.map { UInt32($0) })
        var visits = [UInt8](repeating: 0, count: keptCount)
        for part in ScanPart.parts(ofEntries: Bool.random(using: &random) ? 0 : 1 << 20) {
            table.scan(in: part) { _, value in
                if value >> 8 < UInt32(keptCount) { visits[Int(value >> 8)] += 1 }
                return true
            }
        }
        #expect(visits.allSatisfy { $0 == 1 })
    }
}

/// Tells the readers to stop.
private final class Flag: Sendable {
    let isSet = Atomic(false)
}
