import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct ListingRouteTests {
    /// Confirms plates of several days, colours and areas.
    private func fill(_ server: APIServer, _ plates: [(String, area: String, color: Color)]) async throws {
        for (plate, area, color) in plates {
            try await server.registry.confirm(plate, voices: 3, area: area, vehicle: Vehicle(color: color, body: .suv))
            server.registry.clock.advance(hours: 13)
        }
    }

    private let plates: [(String, area: String, color: Color)] = (0..<7).map { index in
        ("MN ABC10\(index)", area: index.isMultiple(of: 2) ? "powderhorn" : "seward", color: index < 3 ? .black : .white)
    }

    @Test("Pages hold every listing once, newest last day first, whatever their size", arguments: [1, 2, 3, 7, 500])
    func pages(limit: Int) async throws {
        try await withAPIServer { server in
            try await fill(server, plates)
            let ann = try await server.token("ann", .reader)
            var found: [ListingBody] = []
            var cursor: String?
            var pages = 0
            repeat {
                let path = "/v1/listings?limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await server.get(path, as: ann).decoded(ListingsPage.self)
                #expect(page.listings.count <= limit)
                found += page.listings
                cursor = page.next
                pages += 1
            } while cursor != nil
            #expect(pages == (7 + limit - 1) / limit)
            #expect(found.map(\.lastDay) == found.map(\.lastDay).sorted(by: >))
            #expect(Set(found.map(\.plate.characters)).count == 7 && found.count == 7)
        }
    }

    @Test("A cursor says nothing, and is good for its own question only")
    func cursors() async throws {
        try await withAPIServer { server in
            try await fill(server, plates)
            let ann = try await server.token("ann", .reader)
            let cursor = try #require(try await server.get("/v1/listings?limit=1", as: ann).decoded(ListingsPage.self).next)
            #expect(!cursor.contains("ABC10"))
            let search = SearchRequest(pattern: "ABC*", limit: 1)
            let searched = try #require(try await server.post("/v1/searches", search, as: ann).decoded(ListingsPage.self).next)
            var wrong: [APIAnswer] = []
            for bad in [searched, "", "x", String(cursor.dropLast()), "A" + cursor, String(repeating: "A", count: 300)] {
                wrong.append(try await server.get("/v1/listings?cursor=\(bad)", as: ann))
            }
            for (pattern, bad) in [("ABC*", cursor), ("ABC1*", searched), ("ABC*", "🙂")] {
                wrong.append(try await server.post("/v1/searches", SearchRequest(pattern: pattern, limit: 1, cursor: bad), as: ann))
            }
            for answer in wrong {
                #expect(answer.code == .cursorInvalid, "\(answer.text)")
                #expect(answer.field == "cursor")
            }
            // A page may be of another size than the one before.
            let next = SearchRequest(pattern: "ABC*", limit: 500, cursor: searched)
            #expect(try await server.post("/v1/searches", next, as: ann).decoded(ListingsPage.self).listings.count == 6)
        }
    }

    @Test("A limit is a whole number from 1 to 500", arguments: ["0", "501", "-1", "1.5", "x", "", "9999999999999999999999", "%31%"])
    func limits(limit: String) async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann", .reader)
            let answer = try await server.get("/v1/listings?limit=\(limit)", as: ann)
            #expect(answer.code == .requestValue, "\(limit) \(answer.text)")
            #expect(answer.field == "limit")
            #expect(try await server.get("/v1/listings?limit=1&limit=2", as: ann).code == .requestValue)
        }
    }

    @Test("A search finds what holds of all that was given")
    func searches() async throws {
        try await withAPIServer { server in
            try await fill(server, plates)
            let ann = try await server.token("ann", .reader)
            let cases: [(SearchRequest, Set<Int>)] = [
                (SearchRequest(pattern: "ABC*"), [0, 1, 2, 3, 4, 5, 6]),
                (SearchRequest(pattern: "?BC?03"), [3]),
                (SearchRequest(pattern: "mn:abc*4"), [4]),
                (SearchRequest(pattern: "WI:ABC*"), []),
                (SearchRequest(color: "black"), [0, 1, 2]),
                (SearchRequest(color: "white", area: "seward"), [3, 5]),
                (SearchRequest(pattern: "*5", body: "suv"), [5]),
                (SearchRequest(make: "ford"), []),
                (SearchRequest(sign: "convoy", status: "confirmed"), [0, 1, 2, 3, 4, 5, 6]),
                (SearchRequest(status: "suspected"), []),
            ]
            for (request, expected) in cases {
                let answer = try await server.post("/v1/searches", request, as: ann)
                guard request.pattern != "*5" else {
                    #expect(answer.code == .patternTooOpen)
                    continue
                }
                let page = try answer.decoded(ListingsPage.self)
                #expect(Set(page.listings.compactMap { $0.plate.characters.last?.wholeNumberValue }) == expected, "\(request)")
                #expect(page.help != nil && page.contact != nil && !page.asOf.isEmpty)
            }
        }
    }

    @Test("A caller searches by keys, and by nothing else")
    func searchesByKeys() async throws {
        try await withAPIServer { server in
            try await fill(server, plates)
            let line = try await server.token("line", .caller)
            let found = try await server.post("/v1/searches", SearchRequest(keys: "222103"), as: line).decoded(ListingsPage.self)
            #expect(found.listings.map(\.plate.characters) == ["ABC103"] && found.next == nil && found.more == nil)
            #expect(found.listings.allSatisfy { $0.live == nil })
            for request in [
                SearchRequest(pattern: "ABC*"), SearchRequest(keys: "222103", color: "black"),
                SearchRequest(pattern: "ABC*", keys: "222103"),
                SearchRequest(status: "confirmed"),
            ] {
                let refused = try await server.post("/v1/searches", request, as: line)
                #expect(refused.status == 403 && refused.code == .tokenRole, "\(request)")
            }
            #expect(try await server.post("/v1/searches", SearchRequest(keys: "222103")).code == .tokenMissing)
            #expect(try await server.get("/v1/listings", as: line).code == .tokenRole)
        }
    }

    @Test("Keys find three plates at most, and the answer says if more fit")
    func manyForKeys() async throws {
        try await withAPIServer { server in
            try await fill(server, ["ABC101", "BAC101", "CAB101", "AAA101"].map { ("MN " + $0, area: "seward", color: .black) })
            let line = try await server.token("line", .caller)
            let found = try await server.post("/v1/searches", SearchRequest(keys: "222101", limit: 500), as: line).decoded(
                ListingsPage.self)
            #expect(found.listings.count == 3 && found.more == true && found.next == nil)
            let ann = try await server.token("ann", .reader)
            let some = SearchRequest(pattern: "?A*1", keys: "222101", color: "black")
            let fewer = try await server.post("/v1/searches", some, as: ann).decoded(ListingsPage.self)
            #expect(fewer.listings.count == 3 && fewer.more == nil)
        }
    }

    @Test("If the registry is not public, a search by keys is refused, not empty")
    func privateKeys() async throws {
        try await withAPIServer(APIOptions { $0.rules.listings.isPublic = false }) { server in
            try await fill(server, plates)
            let line = try await server.token("line", .caller)
            #expect(try await server.post("/v1/searches", SearchRequest(keys: "222103"), as: line).code == .lookupPrivate)
            let ann = try await server.token("ann", .reader)
            let found = try await server.post("/v1/searches", SearchRequest(keys: "222103"), as: ann).decoded(ListingsPage.self)
            #expect(found.listings.count == 1)
        }
    }

    @Test("A search names what is wrong with it")
    func searchErrors() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann", .reader)
            let cases: [(String, ErrorCode, String?)] = [
                ("{}", .searchEmpty, nil),
                (#"{"limit":5}"#, .searchEmpty, nil),
                (#"{"pattern":""}"#, .patternTooOpen, "pattern"),
                (#"{"pattern":"*"}"#, .patternTooOpen, "pattern"),
                (#"{"pattern":"A!1"}"#, .patternCharacter, "pattern"),
                (#"{"pattern":"ABCDEFGHJKLMN"}"#, .patternTooLong, "pattern"),
                (#"{"keys":""}"#, .searchKeys, "keys"),
                (#"{"keys":"2221"}"#, .searchKeys, "keys"),
                (#"{"keys":"22222222222"}"#, .searchKeys, "keys"),
                (#"{"keys":"222-123"}"#, .searchKeys, "keys"),
                (#"{"keys":222123}"#, .requestWrongType, "keys"),
                (#"{"keys":"222123","cursor":"x"}"#, .cursorInvalid, "cursor"),
                (#"{"color":"Black"}"#, .searchColorUnknown, "color"),
                (#"{"body":""}"#, .searchBodyUnknown, "body"),
                (#"{"make":"x"}"#, .searchMakeUnknown, "make"),
                (#"{"sign":"x"}"#, .searchSignUnknown, "sign"),
                (#"{"area":"atlantis"}"#, .searchAreaUnknown, "area"),
                (#"{"area":"No Area"}"#, .searchAreaUnknown, "area"),
                (#"{"status":"watched"}"#, .searchStatusUnknown, "status"),
                (#"{"status":"x"}"#, .searchStatusUnknown, "status"),
                (#"{"color":"black","limit":0}"#, .requestValue, "limit"),
            ]
            for (body, code, field) in cases {
                let answer = try await server.post("/v1/searches", body, as: ann)
                #expect(answer.code == code, "\(body) \(answer.text)")
                #expect(answer.field == field)
            }
        }
    }
}
