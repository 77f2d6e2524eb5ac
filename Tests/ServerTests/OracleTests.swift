import Foundation
import HTTPTypes
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// Except for the plate that people send, no answer may show anything that they may not see.
struct OracleTests {
    /// The states that a plate can be in, each with its own plate.
    enum Hidden: String, CaseIterable {
        case unknown = "JJJ999"
        case watched = "BBB222"
        case suspected = "CCC333"
        case protected = "DDD444"
        case protectedAfterReports = "EEE555"
        case cleared = "FFF666"
        case dismissed = "GGG777"
        case confirmed = "HHH888"

        var plate: String { "MN " + rawValue }

        /// Whether a request without a token may show that the plate is known.
        var isHiddenFromAnyone: Bool { self != .confirmed }
        /// Whether a volunteer may.
        var isHiddenFromMembers: Bool { ![.suspected, .cleared, .confirmed].contains(self) }
    }

    static func prepare(_ server: APIServer) async throws {
        let registry = server.registry
        for state in Hidden.allCases where ![.unknown, .protected].contains(state) {
            try await registry.voices(state == .watched ? 1 : 3, on: state.plate)
        }
        try await registry.decide(.protect, on: Plate(Hidden.protected.plate).key)
        try await registry.decide(.protect, on: Plate(Hidden.protectedAfterReports.plate).key)
        try await registry.decide(.clear, on: Plate(Hidden.cleared.plate).key)
        try await registry.decide(.dismiss, on: Plate(Hidden.dismissed.plate).key)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate(Hidden.confirmed.plate).key)
        #expect(try registry.status(Hidden.suspected.plate, as: .member) == .suspected)
        #expect(try await registry.record(Hidden.watched.plate)?.status == .watched)
    }

    /// An answer's status, headers and body, the plate that was sent left out.
    private func trace(_ answer: APIAnswer, _ state: Hidden, _ alsoOut: [String] = []) -> String {
        let headers = answer.headers.filter { $0.key != "date" }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let body = ([state.rawValue] + alsoOut).reduce(answer.text) { $0.replacingOccurrences(of: $1, with: "…") }
        return ([String(answer.status)] + headers + [body]).joined(separator: "\n")
    }

    @Test("A look-up gives the same answer for every plate that its requester may not see", arguments: [false, true], ["", "MN ", "WI "])
    func lookups(similar: Bool, issuer: String) async throws {
        try await withAPIServer { server in
            try await Self.prepare(server)
            let volunteer = try await server.token("ann")
            for (token, isHidden) in [(nil, \Hidden.isHiddenFromAnyone), (volunteer, \Hidden.isHiddenFromMembers)] {
                var traces: Set<String> = []
                for state in Hidden.allCases where state[keyPath: isHidden] {
                    let answer = try await server.post(
                        "/v1/lookups", LookupsRequest(plates: [issuer + state.rawValue], similar: similar), as: token)
                    traces.insert(trace(answer, state))
                }
                #expect(traces.count == 1, "\(traces)")
            }
            let confirmed = try await server.post("/v1/lookups", LookupsRequest(plates: [issuer + Hidden.confirmed.rawValue]))
            let unknown = try await server.post("/v1/lookups", LookupsRequest(plates: [issuer + Hidden.unknown.rawValue]))
            #expect(trace(confirmed, .confirmed) != trace(unknown, .unknown), "the comparison must be able to fail")
            #expect(confirmed.text.utf8.count == unknown.text.utf8.count, "a person who sees only the lengths learns nothing")
        }
    }

    @Test("A reporter's answer is the same whatever the registry holds of the plate, and waits for as many commits")
    func reports() async throws {
        try await withAPIServer { server in
            try await Self.prepare(server)
            let volunteer = try await server.token("ann")
            var traces: Set<String> = []
            for state in Hidden.allCases {
                var steps: [String] = []
                let report = reportBody(state.plate)
                let again = reportBody(state.plate, minutesAgo: 12)
                for body in [report, report, again] {
                    let commits = server.registry.store.commits
                    let answer = try await server.post("/v1/reports", ReportsRequest([body]), as: volunteer)
                    steps.append(trace(answer, state, [body.id]) + "\n\(server.registry.store.commits - commits) commits")
                }
                for body in [report, report, again] {
                    let commits = server.registry.store.commits
                    let answer = try await server.post("/v1/withdrawals", WithdrawalsRequest([body]), as: volunteer)
                    steps.append(trace(answer, state, [body.id]) + "\n\(server.registry.store.commits - commits) commits")
                }
                traces.insert(steps.joined(separator: "\n\n"))
            }
            #expect(traces.count == 1, "\(traces.joined(separator: "\n====\n"))")
            #expect(traces.first?.contains(#""result":"merged""#) == true)
        }
    }

    @Test("A search by keys gives the same answer for every plate that is not confirmed")
    func keys() async throws {
        try await withAPIServer { server in
            try await Self.prepare(server)
            let pressed: [Hidden: String] = [
                .unknown: "555999", .watched: "222222", .suspected: "222333", .protected: "333444", .protectedAfterReports: "333555",
                .cleared: "333666", .dismissed: "444777", .confirmed: "444888",
            ]
            for token in [try await server.token("line", .caller), try await server.token("ann")] {
                func answer(_ state: Hidden) async throws -> APIAnswer {
                    try await server.post("/v1/searches", SearchRequest(keys: pressed[state] ?? ""), as: token)
                }
                var traces: Set<String> = []
                for state in Hidden.allCases where state != .confirmed { traces.insert(trace(try await answer(state), state)) }
                #expect(traces.count == 1, "\(traces)")
                #expect(try await answer(.confirmed).decoded(ListingsPage.self).listings.map(\.plate.characters) == ["HHH888"])
            }
        }
    }

    @Test("The list for devices has the same bytes for every token, and nothing that a public look-up would not show")
    func list() async throws {
        try await withAPIServer { server in
            try await Self.prepare(server)
            var answers: Set<String> = []
            for role in [Role.reader, .volunteer, .moderator, .admin] {
                for name in ["ann", "ben"] {
                    let answer = try await server.get("/v1/list", as: try await server.token("\(name) \(role)", role))
                    #expect(answer.status == 200)
                    let headers = answer.headers.filter { $0.key != "date" }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
                    answers.insert((headers + [answer.text]).joined(separator: "\n"))
                }
            }
            #expect(answers.count == 1)
            let list = try #require(answers.first)
            for state in Hidden.allCases { #expect(list.contains(state.rawValue) == (state == .confirmed), "\(state)") }
            struct Listings: Decodable { let listings: [ListedPlate] }
            let body = try await server.get("/v1/list", as: try await server.token("ann", .reader)).decoded(Listings.self)
            for kept in body.listings {
                let asked = try await server.post("/v1/lookups", LookupsRequest(plates: [kept.plate.text])).decoded(LookupsResponse.self)
                let shown = try #require(asked.results.first?.listings.first)
                #expect(shown.plate == kept.plate && shown.status == kept.status && shown.signs == kept.signs)
                #expect(shown.vehicles == kept.vehicles ?? [] && shown.lastDay == kept.lastDay)
            }
        }
    }

    @Test("Searches and listings show nothing of what their asker may not see")
    func searches() async throws {
        try await withAPIServer { server in
            try await Self.prepare(server)
            let volunteer = try await server.token("ann")
            let visible = Set(Hidden.allCases.filter { [.suspected, .confirmed].contains($0) }.map(\.rawValue))
            let listed = try await server.get("/v1/listings", as: volunteer).decoded(ListingsPage.self)
            #expect(Set(listed.listings.map(\.plate.characters)) == visible)
            var found: Set<String> = []
            for state in Hidden.allCases {
                let answer = try await server.post("/v1/searches", SearchRequest(pattern: state.rawValue), as: volunteer)
                found.formUnion(try answer.decoded(ListingsPage.self).listings.map(\.plate.characters))
            }
            #expect(found == visible)
        }
    }
}
