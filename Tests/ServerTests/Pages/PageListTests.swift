import Foundation
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// `GET /list`, by which the page's script gets the list of confirmed plates.
struct PageListTests {
    private static let ownPage = PageBrowser.ownPage

    private func expect(_ answer: RawAnswer, _ code: ErrorCode) throws {
        let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
        #expect(answer.status == code.status && problem.errorCode == code)
        #expect(!answer.body.contains("ABC123"))
    }

    @Test("The list is that of the interface for programs: its bytes, its tag and its signature")
    func same() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let browser = try await PageBrowser.loggedIn(server, "ann", .reader)
            let answer = try await browser.get("/list", Self.ownPage)
            let program = try await server.get("/v1/list", as: try await server.token("ann", .reader))
            #expect(answer.status == 200 && answer.body == program.text && answer.body.contains("ABC123"))
            for name in ["content-type", "content-length", "etag", "thaw-signature", "cache-control", "vary"] {
                #expect(answer.headers[name] != nil && answer.headers[name] == program.headers[name], "\(name)")
            }
            #expect(answer.headers["x-content-type-options"] == "nosniff" && answer.setCookies.isEmpty)
            #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
        }
    }

    @Test("A list that the phone has is not sent again; another one is compressed where the browser takes it")
    func reduced() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let browser = try await PageBrowser.loggedIn(server, "ann", .reader)
            let first = try await browser.get("/list", Self.ownPage)
            let tag = try #require(first.headers["etag"])
            let known = try await browser.get("/list", Self.ownPage + ["If-None-Match: \(tag)"])
            #expect(known.status == 304 && known.body.isEmpty && known.headers["etag"] == tag)
            let zipped = try await browser.get("/list", Self.ownPage + ["Accept-Encoding: gzip"])
            #expect(zipped.status == 200 && zipped.headers["content-encoding"] == "gzip" && zipped.headers["etag"] == tag)
            #expect(zipped.headers["content-length"] != first.headers["content-length"])
        }
    }

    @Test("Readers and higher roles get it, on the registry's own page alone")
    func access() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            for role in [Role.reader, .volunteer, .moderator, .admin] {
                let browser = try await PageBrowser.loggedIn(server, "a \(role)", role)
                #expect(try await browser.get("/list", Self.ownPage).body.contains("ABC123"), "\(role)")
            }
            try expect(try await PageBrowser(server).get("/list", Self.ownPage), .tokenMissing)
            try expect(try await PageBrowser.loggedIn(server, "line", .caller).get("/list", Self.ownPage), .tokenRole)
            let browser = try await PageBrowser.loggedIn(server, "ann", .reader)
            for site in [[], ["Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: none"]] {
                try expect(try await browser.get("/list", site + ["Origin: http://localhost:8780"]), .requestForged)
            }
        }
    }

    @Test("A token that ended gets a refusal, and its cookies are deleted")
    func ended() async throws {
        try await withAPIServer(try .pages()) { server in
            try await server.registry.confirm("MN ABC123", voices: 2)
            let browser = try await PageBrowser.loggedIn(server, "ann", .reader)
            #expect(try await server.delete("/v1/tokens/self", as: try await server.token("ann", .reader)).status < 300)
            try expect(try await browser.get("/list", Self.ownPage), .tokenRevoked)
            #expect(browser.cookies.isEmpty)
        }
    }

    @Test("It is charged as a list, and counted as one")
    func rate() async throws {
        var options = try APIOptions.pages()
        options.rates.perMinute[.list] = 2
        try await withAPIServer(options) { server in
            let browser = try await PageBrowser.loggedIn(server, "ann", .reader)
            for _ in 0..<2 { #expect(try await browser.get("/list", Self.ownPage).status == 200) }
            let limited = try await browser.get("/list", Self.ownPage)
            try expect(limited, .rateLimited)
            #expect(limited.headers["retry-after"] != nil)
            server.registry.clock.advance(days: 1)
            #expect(server.api.listFetchesOfLastDay == 2)
        }
    }
}
