import Plates
import Testing
import Vocabulary
import Wire

/// An observer of an encrypted connection sees the request's length and the answer's.
struct LookupLengthTests {
    private static let line = String(repeating: "Call 612-555-0100. ", count: 14)

    private static func answer(_ results: [LookupResult], similar: Bool) -> Int {
        LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: results, help: line, contact: line).paddedJSON(similar: similar).count
    }

    /// A listing as full as one gets in a month, to a member.
    private static func listed(areas: Int = 12, nearMisses: Int = 0) throws -> LookupResult {
        let names = (0..<areas).map { "a-long-neighborhood-\($0)" }
        let listing = ListingBody(
            plate: PlateBody(try Plate("US-MN:ABC1234567")), status: .confirmed, firstDay: "2026-11-02", lastDay: "2026-11-21",
            signs: Sign.allCases.map(\.rawValue),
            vehicles: Array(repeating: VehicleBody(color: "multicolor", body: "motorcycle", make: "mercedes-benz"), count: 3),
            reporters: "over 10", areas: names, live: names.prefix(2).map { LiveBody(area: $0, slot: "2026-11-22T15:30:00Z") },
            seenOnSeveralVehicles: true)
        let miss = SimilarBody(
            plate: PlateBody(try Plate("WI ABC1234568")), status: .confirmed, difference: "substitution", vehicles: listing.vehicles)
        return LookupResult(
            query: "mn abc 123 4567", outcome: .listed, listings: [listing],
            similar: Array(repeating: miss, count: nearMisses))
    }

    /// With near misses only one plate may have as many as there can be.
    @Test(
        "An answer has one length, whatever the state of its plates",
        arguments: [(1, 0, 2), (2, 0, 4), (20, 0, 40), (1, 20, 8), (2, 5, 12), (20, 5, 84)])
    func length(plates: Int, nearMisses: Int, kibibytes: Int) throws {
        let absent = LookupResult(query: "mn abc 123 4567", outcome: .notListed)
        let invalid = LookupResult(query: "?", outcome: .invalid, error: ErrorBody(.plateEmpty))
        let lengths = try [absent, invalid, Self.listed(nearMisses: nearMisses)].map { result in
            Self.answer(Array(repeating: result, count: plates), similar: nearMisses > 0)
        }
        #expect(Set(lengths) == [kibibytes * 1024], "\(lengths)")
    }

    @Test("The control: an answer that does not fit its block takes a whole one more")
    func control() throws {
        #expect(Self.answer([try Self.listed(areas: 87)], similar: false) == 4 * 1024)
    }

    @Test("The padding of an answer for a thousand plates does not grow with them")
    func batch() {
        let absent = Array(repeating: LookupResult(query: "mn abc 123 4567", outcome: .notListed), count: 1_000)
        let answer = LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: absent)
        let length = answer.paddedJSON(similar: false).count
        #expect(length.isMultiple(of: 40 * 1024) && length - answer.json.count < 40 * 1024)
    }
}
