import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct VocabularyRouteTests {
    @Test("The vocabulary has the operator's areas and rules, and is not sent twice")
    func vocabulary() async throws {
        var options = APIOptions()
        options.settings.issuer = Issuer(code: "US-MN")
        options.settings.name = "Thaw of Harrow Falls"
        options.rules.reports.slotMinutes = 15
        try await withAPIServer(options) { server in
            let answer = try await server.get("/v1/vocabulary")
            let body = try answer.decoded(VocabularyBody.self)
            #expect(body.name == "Thaw of Harrow Falls")
            #expect(body.areas == APIOptions.areas)
            #expect(
                body.rules
                    == RulesBody(slotMinutes: 15, reportAgeHoursMax: 24, utcOffset: .zero, country: .us, issuer: Issuer(code: "US-MN")))
            #expect(body.help == "https://help.example/now" && body.contact == "list@example.org")
            #expect(body.makes.count == Make.allCases.count)
            let tag = try #require(answer.headers["etag"])
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await server.get("/v1/vocabulary", headers: ["If-None-Match: \(known)"])
                #expect(again.status == 304)
                #expect(again.text.isEmpty)
                #expect(again.headers["etag"] == tag)
            }
            #expect(try await server.get("/v1/vocabulary", headers: ["If-None-Match: \"other\""]).status == 200)
        }
    }

    @Test("The figures count what the asker may see")
    func stats() async throws {
        try await withAPIServer { server in
            try await server.registry.confirm("MN:ABC1", voices: 3)
            for plate in ["MN:ABC2", "MN:ABC3"] { try await server.registry.voices(3, on: plate) }
            server.registry.clock.advance(days: 1)
            let anyone = try await server.get("/v1/stats").decoded(StatsBody.self)
            #expect(anyone.listings == StatsBody.ListingsFigure(confirmed: 1))
            #expect(anyone.days == [StatsBody.DayFigure(day: "2026-11-22", sightings: 1)])
            #expect(anyone.weeks == [])
            #expect(anyone.agedOut == StatsBody.AgedOutFigure(sightings: 0, plates: 0))
            #expect(anyone.asOf == "2026-11-23T15:45:00Z" && anyone.help != nil)
            let ann = try await server.token("ann", .reader)
            let member = try await server.get("/v1/stats", as: ann).decoded(StatsBody.self)
            #expect(member.listings == StatsBody.ListingsFigure(confirmed: 1, suspected: 2))
        }
    }
}
