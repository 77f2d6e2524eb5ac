import Plates
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

struct ListSizeTests {
    @Test("100,000 bare listings take at most 25 bytes each over the wire, and every plate is found in them")
    func size() throws {
        let count = 100_000
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        var random = SplitMix64(state: 7)
        var plates: Set<PlateKey> = []
        while plates.count < count {
            let text = (0..<3).map { _ in String(letters.randomElement(using: &random)!) }.joined()
            let number = Int.random(in: 1_000...9_999, using: &random)
            plates.insert(try Plate(characters: text + String(number), issuer: Issuer(code: "US-MN")!).key)
        }
        let sorted = plates.sorted()
        var listings = ListingsText(listings: count)
        for key in sorted {
            let day = Int.random(in: 10...30, using: &random)
            listings.append(
                ListedPlate(
                    plate: PlateBody(Plate(key: key, typed: TypedMask(rawValue: 0))), status: .confirmed, signs: ["convoy"], vehicles: [],
                    lastDay: "2026-11-\(day)"))
        }
        let head = ListHead(registry: "", asOf: "2026-11-22T15:41:00Z", validUntil: "2026-11-23T15:41:00Z")
        let body = head.body(listings)
        #expect(Gzip.compress(body).count <= 25 * count)
        let contents = try body.withUnsafeBytes { bytes in Result { () throws(WireError) in try ListContents(bytes) } }.get()
        #expect(contents.entries.map(\.key) == sorted && contents.unreadable == 0)
    }
}
