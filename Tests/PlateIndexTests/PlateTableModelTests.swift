import PlateIndex
import Plates
import TestSupport
import Testing

@Suite("Plate table: same results as a dictionary")
struct PlateTableModelTests {
    @Test("sets, removes and finds as a dictionary does", arguments: [(1, 40), (2, 3_000), (3, 60_000)])
    func agreesWithDictionary(seed: Int, keys: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        let table = PlateTable(seed: random.next())
        var model: [PlateKey: UInt32] = [:]
        for phase in 0..<6 {
            // The table grows in even phases and shrinks in odd ones, through every size between.
            for _ in 0..<keys * 2 {
                let key = plateKey(.random(in: 0..<keys, using: &random), issuer: Issuer.all[.random(in: 0..<3, using: &random)])
                let value = UInt32.random(in: .min ... .max, using: &random)
                if Int.random(in: 0..<10, using: &random) < (phase % 2 == 0 ? 8 : 2) {
                    try #require(table.set(value, for: key) == model.updateValue(value, forKey: key), "seed \(seed)")
                } else {
                    try #require(table.remove(key) == model.removeValue(forKey: key), "seed \(seed)")
                }
            }
            try expectSame(table, model, "seed \(seed), phase \(phase)")
        }
        for key in model.keys { try #require(table.remove(key) == model[key]) }
        try expectSame(table, [:], "seed \(seed), emptied")
    }

    private func expectSame(_ table: PlateTable, _ model: [PlateKey: UInt32], _ comment: Comment) throws {
        try #require(table.count == model.count, comment)
        var seen: [PlateKey: UInt32] = [:]
        var visits = 0
        table.scan { key, value in
            seen[key] = value
            visits += 1
            return true
        }
        #expect(visits == model.count, comment)
        #expect(seen == model, comment)
        var partly: [PlateKey: UInt32] = [:]
        // More parts than a small table has lines for.
        for part in ScanPart.parts(ofEntries: 1 << 20) {
            table.scan(in: part) { key, value in
                #expect(partly.updateValue(value, forKey: key) == nil, comment)
                return true
            }
        }
        #expect(partly == model, comment)
        let keys = Array(model.keys)
        #expect(table.values(for: keys) == keys.map { model[$0] }, comment)
        for key in keys.prefix(5_000) {
            try #require(table[key] == model[key], comment)
            let absent = key.issued(by: Issuer.all[5])
            try #require(table[absent] == nil, comment)
        }
    }

    @Test("holds 300,000 plates through growth one by one, and each at every power of two")
    func findsEverythingWhileGrowing() throws {
        let table = PlateTable(seed: 7)
        for number in 0..<300_000 {
            table.set(UInt32(number), for: plateKey(number))
            if (number + 1).nonzeroBitCount == 1 {
                for earlier in 0...number { try #require(table[plateKey(earlier)] == UInt32(earlier)) }
                for absent in number + 1...number + 1_000 { try #require(table[plateKey(absent)] == nil) }
            }
        }
    }

    @Test("a table with any minimum capacity keeps all entries", arguments: [0, 1, 999, 1_681, 50_000])
    func minimumCapacity(capacity: Int) {
        let table = PlateTable(minimumCapacity: capacity, seed: 8)
        for number in 0..<20_000 { table.set(UInt32(number), for: plateKey(number)) }
        #expect(table.count == 20_000)
        #expect((0..<20_000).allSatisfy { table[plateKey($0)] == UInt32($0) })
    }

    @Test(
        "the parts of a scan cover all hashes once, and none is too small to pay for a thread",
        arguments: [0, 1, 16_383, 16_384, 100_000, 10_000_000])
    func parts(count: Int) throws {
        let parts = ScanPart.parts(ofEntries: count)
        #expect(parts.count <= max(1, count / 8_192) && parts.count <= 32)
        #expect(count < 16_384 || parts.count > 1)
        #expect(parts[0].hashes.lowerBound == .min && parts[parts.count - 1].hashes.upperBound == .max)
        for (part, next) in zip(parts, parts.dropFirst()) { #expect(part.hashes.upperBound + 1 == next.hashes.lowerBound) }
    }

    @Test("a scan stops once its body returns false")
    func scanStops() {
        let table = PlateTable(seed: 9)
        for number in 0..<10_000 { table.set(0, for: plateKey(number)) }
        var visits = 0
        table.scan { _, _ in
            visits += 1
            return visits < 7
        }
        #expect(visits == 7)
    }

    @Test("a scan with a pattern visits each match once", arguments: ["ab01", "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"])
    func scanWithPattern(alphabet: String) throws {
        var random = SplitMix64(state: 12)
        let alphabet = Array(alphabet.uppercased())
        func characters(_ length: ClosedRange<Int>, of alphabet: [Character]) -> String {
            String((0..<Int.random(in: length, using: &random)).map { _ in alphabet[.random(in: alphabet.indices, using: &random)] })
        }
        let table = PlateTable(seed: random.next())
        var keys: Set<PlateKey> = []
        while keys.count < 12_000 {
            let issuer = Issuer.all[.random(in: 0..<3, using: &random)]
            let key = try #require(PlateKey(folded: characters(1...10, of: alphabet), issuer: issuer))
            keys.insert(key)
            table.set(UInt32(truncatingIfNeeded: key.packed), for: key)
        }
        var (tried, matched) = (0, 0)
        while tried < 400 {
            // The pattern is made from a plate, so at least one plate can match.
            var text = keys.randomElement(using: &random)!.characters.map(String.init)
            for _ in 0..<3 {
                let index = Int.random(in: text.indices, using: &random)
                text[index] = ["?", "*", text[index] + "*", "*" + text[index]][.random(in: 0..<4, using: &random)]
            }
            guard let pattern = try? PlatePattern(text.joined()) else { continue }
            tried += 1
            var found: Set<PlateKey> = []
            for part in ScanPart.parts(ofEntries: tried % 2 == 0 ? 0 : table.count * 4) {
                table.scan(matching: pattern, in: part) { key, value in
                    #expect(found.insert(key).inserted)
                    #expect(value == UInt32(truncatingIfNeeded: key.packed))
                    return true
                }
            }
            #expect(found == keys.filter(pattern.matches), "\(text.joined())")
            matched += found.count
        }
        #expect(matched > 400)
    }

    @Test("a scan by keypad visits each match once, with and without a pattern")
    func scanByKeypad() throws {
        var random = SplitMix64(state: 13)
        let table = PlateTable(seed: random.next())
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        // Few kinds of letters in front, so that many plates share their keys.
        let beginnings = Array("ABC2M0")
        var keys: Set<PlateKey> = []
        while keys.count < 12_000 {
            let length = Int.random(in: 4...8, using: &random)
            let text = (0..<length).map { place in
                let choices = place < length - 2 ? beginnings : alphabet
                return choices[.random(in: choices.indices, using: &random)]
            }
            let key = try #require(PlateKey(folded: String(text), issuer: Issuer.all[.random(in: 0..<3, using: &random)]))
            keys.insert(key)
            table.set(UInt32(truncatingIfNeeded: key.packed), for: key)
        }
        let pattern = try PlatePattern("A?*2")
        var matched = 0
        for number in 0..<300 {
            let length = Int.random(in: 5...8, using: &random)
            let digits = (0..<length).map { place in
                place < length - 2 ? ["2", "6"][.random(in: 0..<2, using: &random)] : "\(Int.random(in: 0...9, using: &random))"
            }.joined()
            let keypad = try #require(KeypadDigits(digits))
            let also = number % 3 == 0 ? pattern : nil
            var found: Set<PlateKey> = []
            for part in ScanPart.parts(ofEntries: number % 2 == 0 ? 0 : table.count * 4) {
                table.scan(matching: also, keypad: keypad, in: part) { key, value in
                    #expect(found.insert(key).inserted)
                    #expect(value == UInt32(truncatingIfNeeded: key.packed))
                    return true
                }
            }
            #expect(found == keys.filter { keypad.matches($0) && also?.matches($0) ?? true }, "\(digits)")
            matched += found.count
        }
        #expect(matched > 100)
    }

    @Test("a scan visits each key that stays exactly once while the table grows and shrinks", arguments: [0, 1 << 20])
    func scanDuringResizing(partsOfEntries: Int) {
        let table = PlateTable(seed: 10)
        for number in 0..<20_000 { table.set(1, for: plateKey(number)) }
        for grows in [true, false] {
            func change(_ number: Int) {
                if grows { table.set(2, for: plateKey(number)) } else { table.remove(plateKey(number)) }
            }
            var visits = [Int](repeating: 0, count: 20_000)
            var (total, next) = (0, 20_000)
            for part in ScanPart.parts(ofEntries: partsOfEntries) {
                table.scan(in: part) { key, value in
                    if value == 1 { visits[Self.number(of: key)] += 1 }
                    total += 1
                    // Twelve changes for each entry seen, so that lines split, and later merge, both ahead of the scan and behind it.
                    for _ in 0..<12 where next < 200_000 {
                        change(next)
                        next += 1
                    }
                    return true
                }
            }
            #expect(visits.allSatisfy { $0 == 1 })
            for number in next..<200_000 { change(number) }
        }
        #expect(table.count == 20_000)
    }

    private static func number(of key: PlateKey) -> Int {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        return key.characters.reversed().reduce(0) { $0 * alphabet.count + (alphabet.firstIndex(of: $1) ?? 0) }
    }
}
