import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

/// `GET /v1/list`, the signed list that devices keep.
struct ListRouteTests {
    private func list(
        _ server: APIServer, as name: String = "ann"
    ) async throws -> (head: ListHead, plates: [ListedPlate], answer: APIAnswer) {
        let answer = try await server.get("/v1/list", as: try await server.token(name, .reader))
        #expect(answer.status == 200)
        let (head, plates) = try answer.list()
        return (head, plates, answer)
    }

    @Test("The list has every confirmed plate in key order, and of each only what is needed on the street")
    func content() async throws {
        try await withAPIServer { server in
            for plate in ["WI XYZ987", "MN ABC124", "POOL00"] { try await server.registry.confirm(plate, voices: 2) }
            try await server.registry.confirm("MN ABC123", voices: 2, vehicle: Vehicle(color: .black, body: .suv))
            let (head, plates, answer) = try await list(server)
            #expect(head.format == 1 && head.asOf == "2026-11-22T15:45:00Z" && head.validUntil == "2026-11-23T15:45:00Z")
            #expect(head.help == "https://help.example/now" && head.contact == "list@example.org" && head.truncated == nil)
            #expect(plates.map(\.plate.text) == ["ZZ POOL00", "US-MN ABC123", "US-MN ABC124", "US-WI XYZ987"].sortedByKey)
            let black = try #require(plates.first { $0.plate.characters == "ABC123" })
            #expect(black.vehicles == [VehicleBody(color: "black", body: "suv")])
            #expect(black.signs == ["convoy"] && black.lastDay == "2026-11-22" && black.status == .confirmed)
            for word in ["areas", "powderhorn", "first_day", "reporters", "live", "sightings", "slot"] {
                #expect(!answer.text.contains(word), "\(word)")
            }
            #expect(answer.text.hasPrefix(#"{"format":1,"registry":""#))
        }
    }

    @Test("The signature is the registry's own, of a list and of nothing else")
    func signature() async throws {
        try await withAPIServer { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let (head, _, answer) = try await list(server)
            let vocabulary = try await server.get("/v1/vocabulary").decoded(VocabularyBody.self)
            let key = try #require(vocabulary.listKey?.key)
            #expect(vocabulary.listKey?.former == nil)
            #expect(head.registry == key.fingerprint)
            let signature = try #require(ListSignature.signature(header: answer.headers["thaw-signature"] ?? ""))
            let body = Array(answer.text.utf8)
            #expect(key.verifies(signature, of: ListSignature.prefix + body))
            #expect(!key.verifies(signature, of: body))
            #expect(!key.verifies(signature, of: ListSignature.keyPrefix + body))
            var changed = body
            changed[changed.count / 2] ^= 1
            #expect(!key.verifies(signature, of: ListSignature.prefix + changed))
            let audit = try #require(ListKey(server.registry.ledger.auditPublicKey))
            #expect(audit != key && !audit.verifies(signature, of: ListSignature.prefix + body))
        }
    }

    @Test("Readers and higher roles get the list, also if the registry is not public", arguments: [true, false])
    func access(isPublic: Bool) async throws {
        try await withAPIServer(APIOptions { $0.rules.listings.isPublic = isPublic }) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            #expect(try await server.get("/v1/list").code == .tokenMissing)
            #expect(try await server.get("/v1/list", as: try await server.token("line", .caller)).code == .tokenRole)
            for role in [Role.reader, .volunteer, .moderator, .admin] {
                let answer = try await server.get("/v1/list", as: try await server.token("a \(role)", role))
                #expect(answer.status == 200 && answer.text.contains("ABC123"), "\(role)")
            }
            #expect(try await server.get("/v1/list?limit=1", as: try await server.token("ann", .reader)).code == .requestUnknownField)
        }
    }

    @Test("A list that is known is not sent again, until it changes or half of its time is over")
    func unchanged() async throws {
        try await withAPIServer(APIOptions { $0.rules.list.hours = 4 }) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let ann = try await server.token("ann", .reader)
            let first = try await server.get("/v1/list", as: ann)
            let tag = try #require(first.headers["etag"])
            func again() async throws -> APIAnswer { try await server.get("/v1/list", as: ann, headers: ["If-None-Match: \(tag)"]) }
            #expect(try await again().status == 304)
            server.registry.clock.advance(minutes: 119)
            let known = try await again()
            #expect(known.status == 304 && known.text.isEmpty && known.headers["etag"] == tag)
            server.registry.clock.advance(minutes: 1)
            let renewed = try await again()
            #expect(renewed.status == 200 && renewed.headers["etag"] != tag)
            #expect(try renewed.list().head.asOf == "2026-11-22T17:45:00Z")
            #expect(try renewed.list().plates == first.list().plates)
        }
    }

    @Test("The list is made at most once a minute, and then it has what changed")
    func onceAMinute() async throws {
        try await withAPIServer { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            for _ in 0..<3 { #expect(try await list(server).plates.count == 1) }
            try await server.registry.confirm("MN ABC124", voices: 2)
            #expect(try await list(server).plates.count == 1)
            #expect(server.api.listPasses == 1)
            server.registry.clock.advance(minutes: 1)
            #expect(try await list(server).plates.count == 2)
            #expect(server.api.listPasses == 2)
        }
    }

    @Test("What was cleared or purged is gone with the next list")
    func cleared() async throws {
        try await withAPIServer { server in
            for plate in ["MN ABC123", "MN ABC124", "MN ABC125"] { try await server.registry.confirm(plate, voices: 2) }
            #expect(try await list(server).plates.count == 3)
            try await server.registry.decide(.clear, on: Plate("MN ABC123").key)
            try await server.registry.purge(Purge(isNamed: true), plates: ["MN ABC124"])
            server.registry.clock.advance(minutes: 1)
            let (_, plates, answer) = try await list(server)
            #expect(plates.map(\.plate.characters) == ["ABC125"])
            #expect(!answer.text.contains("ABC123") && !answer.text.contains("ABC124"))
        }
    }

    @Test("A lapsed confirmation is not on the list, even if ageing is late")
    func lapsed() async throws {
        try await withAPIServer { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            server.registry.clock.advance(days: 31)
            #expect(try await list(server).plates.isEmpty)
        }
    }

    @Test("Past the limit the list has the newest plates, and says so", arguments: [1, 2, 3, 4])
    func truncated(limit: Int) async throws {
        try await withAPIServer(APIOptions { $0.rules.list.listingsMax = limit }) { server in
            for plate in ["MN ABC129", "MN ABC127", "MN ABC128"] {
                try await server.registry.confirm(plate, voices: 2)
                server.registry.clock.advance(days: 1)
            }
            let (head, plates, _) = try await list(server)
            #expect(head.truncated == (limit < 3 ? true : nil))
            #expect(plates.map(\.plate.characters) == Array(["ABC128", "ABC127", "ABC129"].prefix(limit)).sorted())
        }
    }

    @Test("A list that a client accepts is compressed, once for all")
    func compressed() async throws {
        try await withAPIServer { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let ann = try await server.token("ann", .reader)
            let plain = try await server.get("/v1/list", as: ann)
            #expect(plain.headers["content-encoding"] == nil && plain.headers["vary"] == "Accept-Encoding")
            #expect(plain.headers["cache-control"] == "no-store")
            let answer = try await withRawConnection(to: server.address) { connection in
                try await connection.send(
                    "GET /v1/list HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer \(ann.text)\r\n\r\n")
                return try await connection.answer()
            }
            let zipped = try #require(answer)
            #expect(zipped.headers["content-encoding"] == "gzip")
            #expect(zipped.headers["content-length"] == String(Gzip.compress(Array(plain.text.utf8)).count))
            for name in ["etag", "thaw-signature"] { #expect(zipped.headers[name] == plain.headers[name], "\(name)") }
        }
    }

    @Test("A token may fetch a few lists a minute, and another token is not held up")
    func rate() async throws {
        try await withAPIServer(APIOptions { $0.rates.perMinute[.list] = 2 }) { server in
            let (ann, ben) = (try await server.token("ann", .reader), try await server.token("ben", .reader))
            for _ in 0..<2 { #expect(try await server.get("/v1/list", as: ann).status == 200) }
            let limited = try await server.get("/v1/list", as: ann)
            #expect(limited.code == .rateLimited && limited.headers["retry-after"] != nil)
            #expect(try await server.get("/v1/list", as: ben).status == 200)
            #expect(try await server.get("/v1/stats", as: ann).status == 200)
        }
    }

    @Test("Fetches are counted by whole day, for all tokens together")
    func fetches() async throws {
        try await withAPIServer { server in
            for name in ["ann", "ben", "ann"] { _ = try await list(server, as: name) }
            #expect(server.api.listFetchesOfLastDay == 0, "a day that is not over says when somebody fetched")
            server.registry.clock.advance(days: 1)
            #expect(server.api.listFetchesOfLastDay == 3)
            server.registry.clock.advance(days: 1)
            #expect(server.api.listFetchesOfLastDay == 0)
        }
    }
}

extension APIAnswer {
    fileprivate func list() throws -> (head: ListHead, plates: [ListedPlate]) {
        struct Listings: Decodable { let listings: [ListedPlate] }
        return (try decoded(ListHead.self), try decoded(Listings.self).listings)
    }
}

extension [String] {
    /// Plates in the order of their keys.
    fileprivate var sortedByKey: [String] {
        compactMap { text in (try? Plate(text)).map { (text, $0.key) } }.sorted { $0.1 < $1.1 }.map(\.0)
    }
}
