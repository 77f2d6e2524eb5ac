import Foundation
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

struct PageLookupTests {
    @Test("A plate is listed, not listed or no plate, and each answer has one length on the wire")
    func answers() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.confirmFord("MN ABC-123")
            try await server.reportFord("WI XYZ987")
            let browser = PageBrowser(server)
            for (plate, outcome) in [
                ("mn+abc+123", "listed"), ("MN+ABC124", "not-listed"), ("WI+XYZ987", "not-listed"), ("AB%2112", "unknown"),
            ] {
                let answer = try await browser.post("/en/lookup", "plate=\(plate)&blank=x")
                #expect(answer.status == 200 && answer.body.contains("data-outcome=\"\(outcome)\""), "\(plate)")
                #expect(answer.body.utf8.count == 8 * 1024)
                #expect(!answer.body.prefix { $0 != ">" }.contains("ABC"))
            }
            let spoken = try await browser.post("/en/lookup", "plate=alpha+bravo+charlie+one+two+three")
            #expect(spoken.body.contains("data-outcome=\"listed\"") && spoken.body.contains("MN ABC123"))
        }
    }

    @Test("Each reading of a text has its own answer: the listed one, and that the other is not listed")
    func readings() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            let neither = try await browser.post("/en/lookup", "plate=AL+99999").body
            #expect(neither.contains("data-outcome=\"not-listed\""))
            for reading in ["Alabama 99999", "AL99999 (any state)"] { #expect(neither.contains("<p>\(reading): not listed.</p>")) }
            try await server.confirmFord("US-AL:99999")
            let one = try await browser.post("/en/lookup", "plate=AL+99999").body
            #expect(one.contains("data-outcome=\"listed\"") && one.contains(">Alabama 99999</span> Listed: confirmed."))
            #expect(one.contains("<p>AL99999 (any state): not listed.</p>") && !one.contains("Alabama 99999: not listed."))
            // A plate without an issuer matches the same characters of every issuer.
            try await server.confirmFord("US-MN:AL99999")
            let both = try await browser.post("/en/lookup", "plate=AL+99999").body
            #expect(both.contains(">Alabama 99999</span>") && both.contains(">Minnesota AL99999</span>"))
            #expect(!both.contains(": not listed.") && both.utf8.count == 8 * 1024)
        }
    }

    /// What an answer may not show is the same bytes as for a plate that nobody reported.
    @Test("A suspected plate is the same page to anybody as an absent one; a member sees it")
    func oracle() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.reportFord("WI XYZ987")
            let anybody = PageBrowser(server)
            let suspected = try await anybody.post("/en/lookup", "plate=WI+XYZ987").body
            let absent = try await anybody.post("/en/lookup", "plate=WI+XYZ986").body
            #expect(suspected.replacing("XYZ987", with: "XYZ986") == absent)
            let answer = try await PageBrowser.loggedIn(server, "ann", .reader).post("/en/lookup", "plate=WI+XYZ987&member=1")
            #expect(answer.body.contains("data-outcome=\"listed\"") && answer.body.contains("data-member"))
        }
    }

    @Test("Up to twenty plates, one a line; more are refused, and nothing was looked up")
    func several() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.confirmFord("MN ABC-123")
            let browser = PageBrowser(server)
            let answer = try await browser.post("/es/lookup", "plates=MN+ABC123%0D%0A%0D%0AMN+ABC124%0AAB%2112")
            let outcomes = answer.body.matches(of: /data-outcome="([a-z-]+)"/).map { String($0.output.1) }
            #expect(outcomes == ["listed", "not-listed", "unknown"])
            #expect(answer.body.components(separatedBy: "autofocus").count - 1 == 1)
            let lines = (0..<21).map { "ABC\($0)" }.joined(separator: "%0A")
            let refused = try await browser.post("/es/lookup", "plates=\(lines)")
            #expect(refused.status == 422 && refused.body.contains("data-outcome=\"unknown\""))
            #expect(refused.body.contains("Envió 21 placas, y una consulta admite 20."))
            #expect(refused.body.contains("<details open>") && refused.body.contains(">ABC0\nABC1\n"), "what was typed stays")
            #expect(!answer.body.contains("<details open>"), "the control")
        }
    }

    @Test(
        "An issuer alone and a telephone number are not answered with \"not listed\"",
        arguments: [
            ("mn", "That names a state or issuer only."), ("+Minnesota+", "That names a state or issuer only."),
            ("555-0100+612", "That is a telephone number"), ("%28612%29+555-0100", "That is a telephone number"), ("ZZ:MN", nil),
            ("MN+1", nil), ("5550100612", nil),
        ])
    func mistakes(plate: String, reason: String?) async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await PageBrowser(server).post("/en/lookup", "plate=\(plate)")
            #expect(answer.body.contains("data-outcome=\"\(reason == nil ? "not-listed" : "unknown")\""))
            if let reason { #expect(answer.body.contains(reason) && !answer.body.contains("Not listed")) }
        }
    }

    @Test(
        "A bad form is a page that says that nothing was looked up",
        arguments: [
            ("", 400), ("plate=", 200), ("other=1", 400), ("plate=%FF", 400), ("plate=A%00B", 400), ("plate=%", 400),
        ])
    func badForms(form: String, status: Int) async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await PageBrowser(server).post("/en/lookup", form)
            #expect(answer.status == status, "\(form)")
            #expect(answer.body.contains("data-outcome=\"unknown\""))
        }
    }

    @Test("A form of another type is refused with a page")
    func mediaType() async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await PageBrowser(server).send(
                "POST", "/en/lookup", ["Content-Type: multipart/form-data; boundary=x", "Sec-Fetch-Site: same-origin"], "--x")
            #expect(answer.status == 415 && answer.body.contains("data-outcome=\"unknown\""))
        }
    }

    @Test("A registry for members shows the log-in, and answers nobody else")
    func membersOnly() async throws {
        var options = try APIOptions.pages()
        options.rules.listings.isPublic = false
        options.pages = PageSettings(try Site(SiteSettings(areas: APIOptions.areas, isPublic: false)), origins: .loopback(usesTLS: false))
        try await withAPIServer(options) { server in
            try await server.confirmFord("MN ABC-123")
            let browser = PageBrowser(server)
            #expect(try await browser.get("/en").body.contains("This registry answers members only"))
            let refused = try await browser.post("/en/lookup", "plate=MN+ABC123")
            #expect(refused.status == 401 && refused.body.contains("This registry answers members only"))
            #expect(!refused.body.contains("data-outcome"))
            let answer = try await PageBrowser.loggedIn(server, "ann", .reader).post("/en/lookup", "plate=MN+ABC123&member=1")
            #expect(answer.body.contains("data-outcome=\"listed\""))
        }
    }

    @Test("Figures are the same for the page as for programs")
    func figures() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.confirmFord("MN ABC-123")
            let stats: StatsBody = try await server.get("/v1/stats").decoded()
            let page = try await PageBrowser(server).get("/en/figures").body
            let confirmed = try #require(stats.listings.confirmed)
            #expect(page.contains("\(confirmed) confirmed"))
            #expect(!page.contains("suspected"))
        }
    }
}
