import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct ConfirmedPlatesTests {
    private func plates(of registry: TestRegistry, limit: Int = 100) -> [String] {
        registry.ledger.listings.confirmedPlates(limit: limit, at: registry.clock.now).plates.map(\.plate.text)
    }

    @Test("only confirmed plates are on the list for devices, in the order of their keys")
    func content() async throws {
        let registry = try await TestRegistry()
        for plate in ["WI ABC123", "MN XYZ987", "MN ABC124", "QRS456"] { try await registry.confirm(plate) }
        for name in ["ada", "ben", "cy"] { try await registry.report("MN SUS123", by: name, signs: [.convoy]) }
        try await registry.report("MN WAT123", by: "ada")
        try await registry.confirm("MN CLR123")
        try await registry.decide(.clear, on: Plate("MN CLR123").key)
        let keys = try plates(of: registry).map { try Plate($0).key }
        #expect(keys == keys.sorted())
        #expect(Set(plates(of: registry)) == ["US-WI ABC123", "US-MN XYZ987", "US-MN ABC124", "ZZ QRS456"])
    }

    @Test("past the limit the newest are kept, whatever their number", arguments: 1...12)
    func truncated(limit: Int) async throws {
        let registry = try await TestRegistry()
        for number in 0..<10 {
            try await registry.confirm("MN ABC\(100 + number)")
            registry.clock.advance(days: 1)
        }
        let list = registry.ledger.listings.confirmedPlates(limit: limit, at: registry.clock.now)
        #expect(list.isTruncated == (limit < 10))
        #expect(list.plates.map(\.plate.characters) == (max(0, 10 - limit)..<10).map { "ABC\(100 + $0)" })
    }

    @Test("a confirmation that has lapsed is not on the list, even if ageing is late")
    func lapsed() async throws {
        let registry = try await TestRegistry()
        try await registry.confirm("MN ABC123")
        registry.clock.advance(days: 29)
        #expect(plates(of: registry) == ["US-MN ABC123"])
        registry.clock.advance(days: 2)
        #expect(plates(of: registry).isEmpty)
    }
}
