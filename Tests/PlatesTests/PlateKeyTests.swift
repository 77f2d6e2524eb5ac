import Plates
import TestSupport
import Testing

@Suite struct PlateKeyTests {
    @Test func `packed keys hold issuer and characters, and give them back`() throws {
        var plates = RandomPlates()
        for _ in 0..<3_000 {
            let characters = plates.characters()
            let issuer = plates.pick(Issuer.all)
            let key = try #require(PlateKey(folded: characters, issuer: issuer))
            #expect(key.packed > 0)
            #expect(key.issuer == issuer, "seed \(plates.seed)")
            #expect(key.characters == characters, "seed \(plates.seed)")
            #expect(key.length == characters.count, "seed \(plates.seed)")
            #expect(PlateKey(packed: key.packed) == key, "seed \(plates.seed)")
            #expect(key.packed == Int64(issuer.rawValue) << 52 | key.charactersPacked)
            let other = plates.pick(Issuer.all)
            #expect(key.issued(by: other) == PlateKey(folded: characters, issuer: other))
            #expect(key.issued(by: other).charactersPacked == key.charactersPacked)
        }
    }

    @Test func `keys sort by issuer, then as text does`() throws {
        var plates = RandomPlates()
        let alphabets = [RandomPlates.folded, Array("01AB")]
        for _ in 0..<3_000 {
            let alphabet = plates.pick(alphabets)
            let (left, right) = (plates.key(of: alphabet), plates.key(of: alphabet))
            let isBefore = (left.issuer.rawValue, left.characters) < (right.issuer.rawValue, right.characters)
            #expect((left < right) == isBefore, "\(left.characters) \(right.characters), seed \(plates.seed)")
            #expect((left == right) == (left.issuer == right.issuer && left.characters == right.characters))
        }
    }

    @Test func `the first and the last key stand at the ends of the range`() throws {
        let first = try #require(PlateKey(folded: "0", issuer: .unknown))
        let lastIssuer = try #require(Issuer.all.max())
        let last = try #require(PlateKey(folded: "ZZZZZZZZZZ", issuer: lastIssuer))
        #expect(first.charactersPacked == 78_815_638_671_875)
        #expect(last.charactersPacked == 2_758_547_353_515_624)
        #expect(PlateKey(packed: last.packed + 1) == nil)
        #expect(PlateKey(packed: first.packed - 1) == nil)
    }

    @Test(arguments: ["", "ABC 123", "abc123", "O", "I", "AB-1", "É", "ABCDEFGHJKL", "A\u{0}", "Ａ", "?"])
    func `only folded characters make a key`(characters: String) {
        #expect(PlateKey(folded: characters, issuer: .unknown) == nil)
    }

    @Test func `only well-formed words are keys`() throws {
        let first: Int64 = 78_815_638_671_875
        for packed: Int64 in [0, -1, .min, .max, 1, 35, 114 << 52 | first, 214 << 52 | first, 4_503_599_627_370_495] {
            #expect(PlateKey(packed: packed) == nil)
        }
        var plates = RandomPlates()
        var wellFormed = 0
        for _ in 0..<100_000 {
            let packed = Int64.random(in: 0..<2_758_547_353_515_625, using: &plates.random)
            let places = String(packed, radix: 35)
            let padded = String(repeating: "0", count: 10 - places.count) + places
            let isWellFormed = !padded.hasPrefix("0") && !padded.drop { $0 != "0" }.contains { $0 != "0" }
            if (PlateKey(packed: packed) != nil) != isWellFormed { Issue.record("\(packed), seed \(plates.seed)") }
            if isWellFormed { wellFormed += 1 }
        }
        #expect(wellFormed > 0)
    }
}
