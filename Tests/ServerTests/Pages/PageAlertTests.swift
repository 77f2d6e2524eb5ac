import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

struct PageAlertTests {
    private static func options() throws -> APIOptions {
        var options = try APIOptions.pages()
        options.rules = .alerting(south: "seward")
        return options
    }

    private func held(_ server: APIServer) async -> [String] {
        await server.registry.ledger.alertOutputs().filter { $0.held != nil }.map(\.output.name)
    }

    @Test("Moderate leads to the outputs, each with its button; a press holds it, and another lets it go on")
    func holding() async throws {
        try await withAPIServer(try Self.options()) { server in
            let browser = try await PageBrowser.loggedIn(server, "mo", .moderator)
            #expect(try await browser.get("/en/moderate").body.contains("<a href=\"/en/moderate/alerts\">Alerts</a>"))
            let list = try await browser.get("/en/moderate/alerts")
            #expect(list.body.contains("name=\"hold\" value=\"north\"") && list.body.contains("name=\"hold\" value=\"south\""))
            #expect(list.body.contains("Gets: sightings of confirmed plates. Areas: Seward."))
            #expect(!list.body.contains("name=\"resume\""))

            let id = try await server.get("/v1/tokens/self", as: APIServer.token(named: "mo")).decoded(TokenBody.self).id
            let done = try await browser.post("/en/moderate/alerts", "hold=north&blank=x")
            #expect(done.status == 200 && done.body.contains("Held: north.") && done.body.contains("Held by \(id) since November 22"))
            #expect(done.body.contains("name=\"resume\" value=\"north\"") && done.body.contains("name=\"hold\" value=\"south\""))
            #expect(await held(server) == ["north"])
            #expect(try await browser.post("/en/moderate/alerts", "hold=north").status == 200, "pressed twice")

            let resumed = try await browser.post("/en/moderate/alerts", "resume=north")
            #expect(resumed.body.contains("Resumed: north.") && !resumed.body.contains("name=\"resume\""))
            #expect(await held(server) == [])
            let audit = try await browser.post("/en/moderate/audit", "action=hold-alerts&by=\(id)")
            #expect(audit.body.contains("<td translate=\"no\">\(id)</td><td>held alerts ("))
        }
    }

    @Test("A registry that sends no alerts says so")
    func none() async throws {
        try await withAPIServer(try .pages()) { server in
            let page = try await PageBrowser.loggedIn(server, "mo", .moderator).get("/en/moderate/alerts")
            #expect(page.body.contains("This registry sends no alerts.") && !page.body.contains("<form class=\"card\""))
        }
    }

    @Test(
        "A form that names no output, or an unknown one, is a page that names the error",
        arguments: [
            ("hold=nowhere", 404, "alerts.unknown_output"), ("resume=nowhere", 404, "alerts.unknown_output"),
            ("", 400, "request.field_missing"), ("hold=north&hold=south", 400, "form.repeated"),
        ])
    func badForms(form: String, status: Int, code: String) async throws {
        try await withAPIServer(try Self.options()) { server in
            let answer = try await PageBrowser.loggedIn(server, "mo", .moderator).post("/en/moderate/alerts", form)
            #expect(answer.body.contains("data-code=\"\(code)\""), "\(answer.body)")
            #expect(answer.status == status)
            #expect(await held(server) == [])
        }
    }

    @Test("A card names the alerts that went out about its plate")
    func card() async throws {
        try await withAPIServer(try Self.options()) { server in
            let browser = try await PageBrowser.loggedIn(server, "mo", .moderator)
            try await server.registry.report("MN ABC123", by: APIServer.token(named: "one").text)
            let before = try await browser.post("/en/moderate/plate", "plate=mn+abc123")
            #expect(before.body.contains("id=\"card\"") && !before.body.contains("Alerted"))
            try await server.registry.decide(.confirm, signs: [.convoy], on: try Plate("MN ABC123").key)
            try await server.registry.report("MN ABC123", by: APIServer.token(named: "two").text)
            let card = try await browser.post("/en/moderate/plate", "plate=mn+abc123")
            #expect(
                card.body.contains(
                    "<dt>Alerted</dt><dd>Powderhorn, 3:30–4:00 pm → north\nconfirmed, 3:30–4:00 pm → north</dd>"), "\(card.body)")
            let french = try await browser.post("/fr/moderate/plate", "plate=mn+abc123")
            #expect(french.body.contains("<dt>Alertes envoyées</dt><dd>Powderhorn, 15\u{A0}h\u{A0}30–16\u{A0}h\u{A0}00 → north"))
        }
    }
}
