import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct AlertRouteTests {
    private static let path = "/v1/moderation/alerts"
    private static var options: APIOptions { APIOptions { $0.rules = .alerting(south: "seward") } }
    private static let north = AlertOutputBody(name: "north", events: [.seen, .confirmed], areas: nil)
    private static let south = AlertOutputBody(name: "south", events: [.seen], areas: ["seward"])

    private static func held(_ output: AlertOutputBody, by id: String) -> AlertOutputBody {
        var held = output
        (held.heldBy, held.heldSince) = (id, "2026-11-22")
        return held
    }

    private func outputs(_ server: APIServer, as token: BearerToken) async throws -> [AlertOutputBody] {
        try await server.get(Self.path, as: token).decoded(AlertOutputsBody.self).outputs
    }

    private func hold(_ output: String, _ isHeld: Bool, _ server: APIServer, as token: BearerToken) async throws -> [AlertOutputBody] {
        try await server.post(Self.path, AlertHoldRequest(output: output, held: isHeld), as: token).decoded(AlertOutputsBody.self).outputs
    }

    private func id(_ server: APIServer, _ token: BearerToken) async throws -> String {
        try await server.get("/v1/tokens/self", as: token).decoded(TokenBody.self).id
    }

    /// What the audit chain has of an action: by whom, oldest first.
    private func audited(_ action: String, _ server: APIServer, as token: BearerToken) async throws -> [String] {
        try await server.post("/v1/moderation/audit", AuditRequest(after: 0, action: action), as: token).decoded(AuditPage.self).entries
            .map(\.by)
    }

    /// The alerts on a plate's row.
    private func alerts(on plate: String, _ server: APIServer, as token: BearerToken) async throws -> [SentAlertBody] {
        let shown = try await server.post("/v1/moderation/plates", PlatesRequest(plates: [plate]), as: token).decoded(PlatesResponse.self)
        return try #require(shown.results[0].rows.first).alerts ?? []
    }

    /// A confirmed plate, which nobody has seen with another yet.
    private func confirm(_ plate: String, _ server: APIServer) async throws {
        try await server.registry.report(plate, by: APIServer.token(named: "one").text)
        try await server.registry.decide(.confirm, signs: [.convoy], on: try Plate(plate).key)
    }

    private func report(_ plate: String, by names: [String], area: String = "powderhorn", _ server: APIServer) async throws {
        for name in names { try await server.registry.report(plate, by: APIServer.token(named: name).text, area: area) }
    }

    @Test("a moderator holds an output and lets it go on; once more changes nothing; each is in the audit chain")
    func holding() async throws {
        try await withAPIServer(Self.options) { server in
            let (mo, second) = (try await server.token("mo", .moderator), try await server.token("second", .moderator))
            #expect(try await outputs(server, as: mo) == [Self.north, Self.south])
            let mine = try await id(server, mo)
            let held = [Self.held(Self.north, by: mine), Self.south]
            #expect(try await hold("north", true, server, as: mo) == held)
            #expect(try await hold("north", true, server, as: mo) == held)
            #expect(try await hold("north", true, server, as: second) == held, "it stays the first one's")
            #expect(try await outputs(server, as: second) == held)
            #expect(try await audited("hold-alerts", server, as: mo) == [mine])
            #expect(try await hold("north", false, server, as: second) == [Self.north, Self.south])
            #expect(try await hold("north", false, server, as: second) == [Self.north, Self.south])
            let colleagues = try await id(server, second)
            #expect(try await audited("resume-alerts", server, as: mo) == [colleagues])
        }
    }

    @Test("an output that the operator did not name is refused, and so is a bad body; nothing is held")
    func badCalls() async throws {
        try await withAPIServer(Self.options) { server in
            let mo = try await server.token("mo", .moderator)
            let unknown = try await server.post(Self.path, AlertHoldRequest(output: "nowhere", held: true), as: mo)
            #expect(unknown.status == 404 && unknown.code == .alertsUnknownOutput && unknown.field == "output")
            #expect(try await server.post(Self.path, AlertHoldRequest(output: "North", held: true), as: mo).code == .alertsUnknownOutput)
            #expect(try await server.post(Self.path, "{}", as: mo).code == .requestFieldMissing)
            #expect(try await server.post(Self.path, #"{"output":"north","held":"yes"}"#, as: mo).code == .requestWrongType)
            #expect(try await server.post(Self.path, #"{"output":"north","held":true,"for":"1h"}"#, as: mo).code == .requestUnknownField)
            #expect(try await outputs(server, as: mo) == [Self.north, Self.south])
            #expect(try await audited("hold-alerts", server, as: mo).isEmpty)
        }
    }

    @Test("nobody below moderator sees or holds an output", arguments: [nil, Role.caller, .reader, .volunteer])
    func access(role: Role?) async throws {
        try await withAPIServer(Self.options) { server in
            var token: BearerToken?
            if let role { token = try await server.token("somebody", role) }
            let code: ErrorCode = role == nil ? .tokenMissing : .tokenRole
            let asked = try await server.get(Self.path, as: token)
            #expect(asked.code == code && !asked.text.contains("north"))
            #expect(try await server.post(Self.path, AlertHoldRequest(output: "north", held: true), as: token).code == code)
            let admin = try await server.token("admin of the test", .admin)
            #expect(try await outputs(server, as: admin) == [Self.north, Self.south], "and nothing is held")
        }
    }

    @Test("a registry without outputs has an empty list")
    func none() async throws {
        try await withAPIServer { server in
            let mo = try await server.token("mo", .moderator)
            #expect(try await server.get(Self.path, as: mo).text == #"{"outputs":[]}"#)
        }
    }

    @Test("a plate's row names the alerts that went out, with the slot as long as slots are stored, then with the day")
    func rows() async throws {
        try await withAPIServer(Self.options) { server in
            let mo = try await server.token("mo", .moderator)
            try await confirm("MN ABC123", server)
            let confirmed = SentAlertBody(event: .confirmed, area: nil, slot: "2026-11-22T15:30:00Z", outputs: ["north"])
            #expect(try await alerts(on: "MN ABC123", server, as: mo) == [confirmed])
            try await report("MN ABC123", by: ["two"], server)
            try await report("MN ABC123", by: ["two", "three"], area: "seward", server)
            func seen(_ area: String, _ outputs: [String]) -> SentAlertBody {
                SentAlertBody(event: .seen, area: area, slot: "2026-11-22T15:30:00Z", outputs: outputs)
            }
            let all = try await alerts(on: "MN ABC123", server, as: mo)
            #expect(all == [seen("seward", ["north", "south"]), seen("powderhorn", ["north"]), confirmed])

            server.registry.clock.advance(hours: 6)
            try await server.registry.ageFully()
            let aged = try await alerts(on: "MN ABC123", server, as: mo)
            #expect(aged.count == 3 && aged.allSatisfy { $0.slot == nil && $0.day == "2026-11-22" })
            server.registry.clock.advance(days: 2)
            try await server.registry.ageFully()
            #expect(try await alerts(on: "MN ABC123", server, as: mo).isEmpty)
        }
    }

    @Test("a held output gets no alert, and another one does")
    func heldBack() async throws {
        try await withAPIServer(Self.options) { server in
            let mo = try await server.token("mo", .moderator)
            _ = try await hold("north", true, server, as: mo)
            try await confirm("MN ABC123", server)
            try await report("MN ABC123", by: ["two"], server)
            try await report("MN ABC123", by: ["one", "two"], area: "seward", server)
            #expect(try await alerts(on: "MN ABC123", server, as: mo).map(\.outputs) == [["south"]], "only where nobody holds it")
            _ = try await hold("north", false, server, as: mo)
            #expect(try await alerts(on: "MN ABC123", server, as: mo).map(\.outputs) == [["south"]], "what was not sent is not sent later")
            try await report("MN ABC123", by: ["one", "two"], area: "northside", server)
            #expect(try await alerts(on: "MN ABC123", server, as: mo).map(\.outputs) == [["north"], ["south"]], "the control")
        }
    }
}
