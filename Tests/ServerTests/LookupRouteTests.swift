import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct LookupRouteTests {
    private func lookUp(_ server: APIServer, _ plates: [String], similar: Bool = false, as token: BearerToken? = nil) async throws
        -> LookupsResponse
    {
        let answer = try await server.post("/v1/lookups", LookupsRequest(plates: plates, similar: similar), as: token)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.decoded()
    }

    @Test("A confirmed plate is listed to anyone, without times; to members with the live window; to moderators exactly")
    func visibility() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            let anyone = try #require(try await lookUp(server, ["mn abc 123"]).results.first)
            #expect(anyone.outcome == .listed)
            #expect(anyone.query == "mn abc 123")
            let listing = try #require(anyone.listings.first)
            #expect(listing.status == .confirmed)
            #expect(listing.firstDay == "2026-11-22" && listing.lastDay == "2026-11-22")
            #expect(listing.vehicles == [VehicleBody(color: "black", body: "suv", make: "ford")])
            #expect(listing.signs == ["convoy"])
            #expect(listing.reporters == "up to 5")
            #expect(listing.areas == ["powderhorn"])
            #expect(listing.live == nil && listing.sightings == nil)

            let ann = try await server.token("ann")
            let member = try #require(try await lookUp(server, ["MN ABC123"], as: ann).results.first?.listings.first)
            #expect(member.reporters == "up to 5")
            #expect(member.live == [LiveBody(area: "powderhorn", slot: "2026-11-22T15:30:00Z")])
            let mod = try await server.token("mod", .moderator)
            let moderator = try #require(try await lookUp(server, ["MN ABC123"], as: mod).results.first?.listings.first)
            #expect(moderator.reporters == "3")
        }
    }

    @Test("A suspected plate is listed to members, without areas, and is nothing to the public")
    func suspected() async throws {
        try await withAPIServer { server in
            try await server.reportFord("MN ABC-123")
            #expect(try await lookUp(server, ["MN ABC123"]).results.first?.outcome == .notListed)
            let ann = try await server.token("ann", .reader)
            let result = try #require(try await lookUp(server, ["MN ABC123"], as: ann).results.first)
            #expect(result.outcome == .listed)
            #expect(result.listings.first?.status == .suspected)
            #expect(result.listings.first?.areas == [])
            #expect(result.listings.first?.live == nil)
            let mod = try await server.token("mod", .moderator)
            #expect(try await lookUp(server, ["MN ABC123"], as: mod).results.first?.listings.first?.areas == ["powderhorn"])
        }
    }

    @Test("An answer has its time, keeps the order, and marks texts that are not plates")
    func answers() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            let response = try await lookUp(server, ["XYZ987", "AB!12", "ABC123", "NOPLATE", "wi:abc123", ""])
            #expect(response.asOf == "2026-11-22T15:45:00Z")
            #expect(response.help == "https://help.example/now" && response.contact == "list@example.org")
            #expect(response.results.map(\.outcome) == [.notListed, .invalid, .listed, .invalid, .notListed, .invalid])
            #expect(
                response.results.map { $0.error?.errorCode } == [nil, .plateCharacter, nil, .platePlaceholder, nil, .plateEmpty])
            // Another issuer's plate of the same characters is always shown, and never as a match.
            #expect(response.results[4].similar.map(\.difference) == ["issuer"])
            server.registry.clock.advance(minutes: 1)
            #expect(try await lookUp(server, ["XYZ987"]).asOf == "2026-11-22T15:46:00Z")
        }
    }

    @Test(
        "A text that can be read in several ways is looked up in each, and the answer says which one matched",
        arguments: [
            ("MN-ABC123", "ABC123"), ("MNABC123", "ABC123"), ("abc123mn", "ABC123"), ("- MN/ABC123", "ABC123"), ("OH MY 71", "OHMY71"),
            ("ok abc123", "ABC123"), ("ABC12(3/4)", "ABC123"),
        ])
    func readings(query: String, characters: String) async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            try await server.confirmFord("ZZ:OHMY71")
            let result = try #require(try await lookUp(server, [query]).results.first)
            #expect(result.outcome == .listed)
            #expect(result.readings?.count == 2)
            #expect(result.listings.map(\.plate.characters) == [characters])
            #expect(result.readings?.map(\.characters).contains(characters) == true)
        }
    }

    @Test("If no reading is listed, all readings are named; a certain plate has no readings")
    func readingsOfNothing() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            let results = try await lookUp(server, ["MNABC124", "- MN ABC124", "US-MN:ABC124", "ZZ:MNABC123", "ABC124"]).results
            #expect(results.map(\.outcome) == Array(repeating: .notListed, count: 5))
            #expect(results[0].readings?.map { "\($0.issuer) \($0.characters)" } == ["US-MN ABC124", "ZZ MNABC124"])
            #expect(results.dropFirst().map(\.readings) == [nil, nil, nil, nil])
            // A match of one reading is no near miss of another.
            let similar = try #require(try await lookUp(server, ["MN-ABC123"], similar: true).results.first)
            #expect(similar.listings.count == 1)
            #expect(similar.similar == [])
        }
    }

    @Test("Similar plates are shown separately, and only on request")
    func similar() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("WI XYZ9B7")
            #expect(try await lookUp(server, ["XYZ987"]).results.first?.similar == [])
            let result = try #require(try await lookUp(server, ["XYZ987"], similar: true).results.first)
            #expect(result.outcome == .notListed)
            #expect(result.listings == [])
            #expect(result.similar.map(\.difference) == ["confusable"])
            #expect(result.similar.first?.plate.characters == "XYZ9B7")
        }
    }

    @Test("Members see for 14 days that a plate was cleared, and nobody else does")
    func cleared() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            try await server.registry.decide(.clear, on: Plate("MN ABC123").key)
            let ann = try await server.token("ann")
            let member = try #require(try await lookUp(server, ["ABC123"], as: ann).results.first)
            #expect(member.outcome == .notListed)
            #expect(member.cleared?.map(\.clearedOn) == ["2026-11-22"])
            #expect(member.cleared?.first?.plate.issuer == "US-MN")
            #expect(try await lookUp(server, ["ABC123"]).results.first?.cleared == nil)
            server.registry.clock.advance(days: 14)
            #expect(try await lookUp(server, ["ABC123"], as: ann).results.first?.cleared == nil)
        }
    }

    @Test("Without a token 20 plates are the most, with one 1,000")
    func limits() async throws {
        try await withAPIServer { server in
            let plates = (0..<1_000).map { "A\($0)" }
            #expect(try await lookUp(server, Array(plates.prefix(20))).results.count == 20)
            let many = try await server.post("/v1/lookups", LookupsRequest(plates: Array(plates.prefix(21))))
            #expect(many.code == .requestTooManyItems)
            #expect(many.field == "plates")
            let ann = try await server.token("ann")
            #expect(try await lookUp(server, plates, as: ann).results.count == 1_000)
            #expect(try await server.post("/v1/lookups", LookupsRequest(plates: plates + ["B1"]), as: ann).code == .requestTooManyItems)
            let similar = LookupsRequest(plates: Array(plates.prefix(21)), similar: true)
            #expect(try await server.post("/v1/lookups", similar, as: ann).code == .requestTooManyItems)
        }
    }

    @Test("A caller's look-up shows what anyone's shows, of up to 1,000 plates")
    func caller() async throws {
        try await withAPIServer { server in
            try await server.confirmFord("MN ABC-123")
            let line = try await server.token("line", .caller)
            try await server.reportFord("MN XYZ987")
            let plates = ["ABC123", "XYZ987"]
            #expect(try await lookUp(server, plates, as: line).results == lookUp(server, plates).results)
            let ann = try await server.token("ann", .reader)
            #expect(try await lookUp(server, plates, as: ann).results.last?.outcome == .listed)
            #expect(try await lookUp(server, (0..<1_000).map { "A\($0)" }, as: line).results.count == 1_000)
        }
    }

    @Test("If the registry is not public, look-ups need a reader's token")
    func notPublic() async throws {
        try await withAPIServer(APIOptions { $0.rules.listings.isPublic = false }) { server in
            try await server.confirmFord("MN ABC-123")
            let refused = try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#)
            #expect(refused.status == 401)
            #expect(refused.code == .lookupPrivate)
            #expect(refused.headers["www-authenticate"] != nil)
            let line = try await server.token("line", .caller)
            #expect(try await server.post("/v1/lookups", LookupsRequest(plates: ["ABC123"]), as: line).code == .lookupPrivate)
            let ann = try await server.token("ann", .reader)
            #expect(try await lookUp(server, ["ABC123"], as: ann).results.first?.outcome == .listed)
            let stats = try await server.get("/v1/stats").decoded(StatsBody.self)
            #expect(stats.listings.confirmed == nil && stats.days == [])
        }
    }

    @Test("Look-ups do not wait for a commit")
    func noHop() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            let gate = Gate()
            server.registry.store.holdCommits { await gate.wait() }
            async let reported = server.post("/v1/reports", ReportsRequest([reportBody("MN ABC-123")]), as: ann)
            await gate.arrival()
            #expect(try await lookUp(server, ["ABC123"]).results.first?.outcome == .notListed)
            #expect(try await server.get("/v1/listings", as: ann).status == 200)
            server.registry.store.holdCommits(nil)
            gate.open()
            #expect(try await reported.status == 200)
        }
    }
}
