import Foundation
import Server
import TestSupport
import Testing
import Vocabulary
import Wire

/// What scripts ask of the registry: the outbox, and what the worker keeps.
struct PageOutboxTests {
    /// A browser in which somebody has logged in, and the short ID of the token.
    private func member(_ server: APIServer, _ name: String, _ role: Role = .volunteer) async throws -> (browser: PageBrowser, id: String) {
        let browser = try await PageBrowser.loggedIn(server, name, role)
        return (browser, try await server.shortID(of: APIServer.token(named: name)))
    }

    private func send(
        _ reports: [ReportBody], importing: Bool = false, from browser: PageBrowser, _ headers: [String]
    ) async throws -> RawAnswer {
        let body = String(decoding: WireJSON.encode(ReportsRequest(reports, isImport: importing)), as: UTF8.self)
        return try await browser.send("POST", "/outbox", headers, body)
    }

    private func ownPage(_ id: String) -> [String] {
        ["Content-Type: application/json", "Sec-Fetch-Site: same-origin", "Thaw-Token: \(id)"]
    }

    @Test("A report that waited is recorded by cookie; sent again, it is not counted twice")
    func retry() async throws {
        try await withAPIServer(try .pages()) { server in
            let (browser, id) = try await member(server, "ann")
            let report = reportBody("MN ABC-123")
            let first = try await send([report], from: browser, ownPage(id))
            #expect(first.status == 200 && first.headers["content-type"] == "application/json" && first.body.utf8.count == 8192)
            #expect(first.headers["cache-control"] == "no-store, no-transform" && first.headers["content-encoding"] == nil)
            func results(_ answer: RawAnswer) throws -> [ReportResult] {
                try JSONDecoder().decode(ReportsResponse.self, from: Data(answer.body.utf8)).results
            }
            #expect(try results(first).map(\.result) == [.recorded])
            let again = try results(try await send([report], from: browser, ownPage(id)))
            #expect(again.map(\.result) == [.recorded] && again[0].replayed == true)
        }
    }

    @Test("Only the registry's own page sends, with the token that it knows, and at most 50 reports that are no import")
    func refusals() async throws {
        try await withAPIServer(try .pages()) { server in
            let (browser, id) = try await member(server, "mod", .moderator)
            let (reader, readerID) = try await member(server, "reader", .reader)
            let (_, otherID) = try await member(server, "ann")
            let one = [reportBody("MN ABC-123")]
            func refused(_ answer: RawAnswer, _ code: ErrorCode) throws {
                let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
                #expect(answer.status == code.status && problem.errorCode == code)
            }
            try refused(try await send(one, from: PageBrowser(server), ownPage(id)), .tokenMissing)
            try refused(try await send(one, from: reader, ownPage(readerID)), .tokenRole)
            // A tab that was opened before somebody else logged in.
            try refused(try await send(one, from: browser, ownPage(otherID)), .tokenLoggedOut)
            try refused(try await send(one, from: browser, Array(ownPage(id).dropLast())), .tokenLoggedOut)
            for site in [[], ["Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: none"]] {
                let headers = ["Content-Type: application/json", "Thaw-Token: \(id)", "Origin: http://localhost:8780"] + site
                try refused(try await send(one, from: browser, headers), .requestForged)
            }
            let form = ["Content-Type: application/x-www-form-urlencoded"] + ownPage(id).dropFirst()
            try refused(try await send(one, from: browser, form), .requestMediaType)
            try refused(try await send(one, importing: true, from: browser, ownPage(id)), .requestUnknownField)
            let many = (0..<51).map { reportBody("MN:ABC\(100 + $0)") }
            try refused(try await send(many, from: browser, ownPage(id)), .requestTooManyItems)
            let most = try await send(Array(many.dropLast()), from: browser, ownPage(id))
            #expect(most.status == 200 && most.body.contains("recorded"))
        }
    }

    @Test("The shell is the same bytes for everybody", arguments: ["en", "es", "fr"])
    func shell(language: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let (browser, id) = try await member(server, "ann")
            let known = try await browser.get("/\(language)/offline")
            let anybody = try await PageBrowser(server).get("/\(language)/offline")
            #expect(known.status == 200 && known.body == anybody.body && known.setCookies.isEmpty)
            #expect(known.body.contains(#"data-member="""#) && known.body.contains(#"<form id="report""#))
            // The control: another page says who opened it.
            #expect(try await browser.get("/\(language)/waiting").body.contains(#"data-member="\#(id)""#))
        }
    }

    @Test("The worker keeps the shells and assets that there are; browsers ask for it each time")
    func worker() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            let worker = try await browser.get("/sw.js")
            #expect(worker.status == 200 && worker.headers["cache-control"] == "no-cache")
            #expect(worker.headers["content-type"] == "text/javascript; charset=utf-8")
            let tag = try #require(worker.headers["etag"])
            #expect(try await browser.get("/sw.js", ["If-None-Match: \(tag)"]).status == 304)
            let kept = try #require(worker.body.firstMatch(of: /const kept = (\{.*\});\n/)?.output.1)
            let files = try JSONDecoder().decode(Kept.self, from: Data(kept.utf8))
            #expect(files.name.wholeMatch(of: /thaw-[0-9a-f]{16}/) != nil)
            #expect(files.languages == ["en", "es", "fr"])
            // The style, the two scripts, an icon, and the texts of each language.
            #expect(files.assets.count == 7)
            for address in files.assets { #expect(try await browser.get(address).status == 200, "\(address)") }
        }
    }

    private struct Kept: Decodable {
        let name: String
        let languages: [String]
        let assets: [String]
    }

    @Test("Where no pages are served, the worker of earlier ones is told to remove itself")
    func removal() async throws {
        try await withAPIServer { server in
            let worker = try await PageBrowser(server).get("/sw.js")
            #expect(worker.status == 200 && worker.headers["content-type"] == "text/javascript; charset=utf-8")
            #expect(worker.body.contains("registration.unregister()") && !worker.body.contains("kept"))
            #expect(worker.body.contains(#"indexedDB.deleteDatabase("thaw")"#))
        }
    }
}
