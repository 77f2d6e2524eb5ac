import PlateIndex
import Plates
import Testing

@Suite("Plate table: issuers of the same characters")
struct PlateTableIssuersTests {
    private func issuers(_ table: PlateTable, _ key: PlateKey) -> [PlateKey: UInt32] {
        var found: [PlateKey: UInt32] = [:]
        table.forEachIssuer(of: key) { key, value in
            #expect(found.updateValue(value, forKey: key) == nil)
        }
        return found
    }

    @Test("finds every issuer of a plate once, and no issuer that was removed")
    func allIssuers() {
        let table = PlateTable(seed: 1)
        for number in 0..<5_000 { table.set(0, for: plateKey(number)) }
        let plate = plateKey(123_456)
        var model: [PlateKey: UInt32] = [:]
        for (number, issuer) in Issuer.all.enumerated() {
            table.set(UInt32(number), for: plate.issued(by: issuer))
            model[plate.issued(by: issuer)] = UInt32(number)
            #expect(issuers(table, plate) == model)
        }
        for issuer in Issuer.all.reversed() {
            table.remove(plate.issued(by: issuer))
            model[plate.issued(by: issuer)] = nil
            #expect(issuers(table, plate) == model)
        }
        #expect(issuers(table, plateKey(17)) == [plateKey(17): 0])
    }

    @Test("every issuer of every plate fits without losing an entry or using much memory")
    func everyIssuerOfEveryPlate() throws {
        let table = PlateTable(seed: 2)
        for number in 0..<500 {
            for issuer in Issuer.all { table.set(UInt32(number), for: plateKey(number, issuer: issuer)) }
        }
        for number in 0..<500 {
            let found = issuers(table, plateKey(number))
            try #require(found.count == Issuer.all.count && found.values.allSatisfy { $0 == number })
        }
        for number in 500..<5_000 { try #require(issuers(table, plateKey(number)).isEmpty) }
        #expect(table.memoryBytes <= table.count * 24)
        for number in stride(from: 0, to: 500, by: 2) {
            for issuer in Issuer.all { table.remove(plateKey(number, issuer: issuer)) }
        }
        for number in 0..<500 { try #require(issuers(table, plateKey(number)).count == (number % 2 == 0 ? 0 : Issuer.all.count)) }
    }

    @Test("a batch finds the same entries as single look-ups")
    func batches() {
        let table = PlateTable(seed: 3)
        for number in stride(from: 0, to: 3_000, by: 3) {
            for issuer in Issuer.all.prefix(number % 4) { table.set(UInt32(number), for: plateKey(number, issuer: issuer)) }
        }
        let keys = (0..<3_000).map { plateKey($0) }
        var found = [[PlateKey: UInt32]](repeating: [:], count: keys.count)
        table.forEachIssuer(of: keys) { index, key, value in found[index][key] = value }
        #expect(found == keys.map { issuers(table, $0) })
    }

    @Test("finds similar plates under every issuer, and never the plate itself")
    func similar() {
        let table = PlateTable(seed: 4)
        let plate = plateKey(1_234_567_890)
        for issuer in Issuer.all.prefix(3) { table.set(0, for: plate.issued(by: issuer)) }
        var expected: [PlateKey: PlateDifference] = [:]
        plate.forEachSimilar { key, difference in
            for issuer in Issuer.all.prefix(2) {
                table.set(1, for: key.issued(by: issuer))
                expected[key.issued(by: issuer)] = difference
            }
        }
        for number in 0..<1_000 { table.set(2, for: plateKey(number)) }
        var found: [PlateKey: PlateDifference] = [:]
        table.forEachSimilar(to: plate) { key, value, difference in
            #expect(value == 1)
            #expect(found.updateValue(difference, forKey: key) == nil)
        }
        #expect(found == expected)
    }
}
