import Server
import Testing
import Vocabulary
import Web
import Wire

/// What every page has, over real sockets.
struct PageRouteTests {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types thaw"

    @Test(
        "Every page has every header, in every language", arguments: ["", "/figures", "/help", "/login", "/report", "/search", "/waiting"])
    func headers(path: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for base in ["", "/en", "/es", "/fr"] {
                let answer = try await browser.get(base + path == "" ? "/" : base + path)
                #expect(answer.status == 200, "\(base)\(path)")
                let expected = [
                    "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "content-security-policy": Self.policy,
                    "referrer-policy": "same-origin", "x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin",
                    "cross-origin-resource-policy": "same-origin", "permissions-policy": "camera=(), geolocation=(), microphone=()",
                    "x-robots-tag": "noindex",
                ]
                for (name, value) in expected { #expect(answer.headers[name] == value, "\(name)") }
                #expect(answer.setCookies.isEmpty)
                #expect(answer.body.contains("<html lang=\"\(base.isEmpty ? "en" : String(base.dropFirst()))\""))
            }
        }
    }

    @Test("Without a language in the address, the browser's own counts")
    func language() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            let answer = try await browser.get("/help", ["Accept-Language: de, fr;q=0.8, en;q=0.5"])
            #expect(answer.body.contains("<html lang=\"fr\""))
            #expect(answer.headers["vary"]?.contains("Accept-Language") == true)
            #expect(answer.body.contains("href=\"/es/help\"") && answer.body.contains("action=\"/fr/") == false)
        }
    }

    @Test("A page that was only opened is compressed where the browser takes it; an answer to a form never is")
    func compression() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for (accepted, isCompressed) in [("gzip, br", true), ("br;q=1, gzip;q=0.2", true), ("gzip;q=0", false), ("br", false)] {
                let answer = try await browser.get("/en", ["Accept-Encoding: \(accepted)"])
                #expect((answer.headers["content-encoding"] == "gzip") == isCompressed, "\(accepted)")
            }
            let answer = try await browser.post("/en/lookup", "plate=MN+ABC123", PageBrowser.ownPage + ["Accept-Encoding: gzip"])
            #expect(answer.headers["content-encoding"] == nil)
            #expect(answer.headers["cache-control"] == "no-store, no-transform")
            #expect(answer.body.utf8.count == 8 * 1024)
        }
    }

    @Test(
        "A page that is asked for without encryption leads to the same page under https, and shows no form",
        arguments: ["", "/report"])
    func insecure(path: String) async throws {
        let origin = "https://registry.example.org"
        try await withAPIServer(try .pages(origins: [origin])) { server in
            let browser = PageBrowser(server, at: origin)
            let refused = try await browser.get("/es\(path)", ["X-Forwarded-Proto: http"])
            #expect(refused.status == 403 && refused.body.contains("Abra esta página con https://"))
            #expect(refused.body.contains("href=\"\(origin)/es\(path)\""))
            #expect(!refused.body.contains("id=\"lookup\""))
            let secure = try await browser.get("/es\(path)", ["X-Forwarded-Proto: https"])
            #expect(secure.status != 403 && !secure.body.contains("Abra esta página con"))
            // A form that was sent all the same is answered as what it was.
            let sent = try await browser.post("/es/lookup", "plate=MN+ABC123", PageBrowser.ownPage + ["X-Forwarded-Proto: http"])
            #expect(sent.status == 403 && sent.body.contains("data-outcome=\"unknown\""))
        }
    }

    @Test("An unknown address is a page for a browser, and a problem for a program")
    func notFound() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            let page = try await browser.get("/es/nothing", ["Accept: text/html,*/*;q=0.8"])
            #expect(page.status == 404 && page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.body.contains("<html lang=\"es\"") && page.body.contains("data-code=\"request.not_found\""))
            #expect(!page.body.contains(">request.not_found<"), "codes are for programs")
            let program = try await browser.get("/es/nothing", ["Accept: application/json"])
            #expect(program.headers["content-type"] == "application/problem+json")
            let api = try await browser.get("/v1/nothing", ["Accept: text/html"])
            #expect(api.headers["content-type"] == "application/problem+json")
            let method = try await browser.send("PUT", "/en/lookup", ["Accept: text/html"])
            #expect(method.status == 405 && method.headers["allow"] == "POST")
            #expect(method.headers["content-type"] == "text/html; charset=utf-8")
        }
    }

    @Test("A form that is too large is a page for a browser, in its language, and a problem for a program")
    func tooLarge() async throws {
        try await withAPIServer(try .pages()) { server in
            let form = "plate=" + String(repeating: "A", count: 17 * 1024)
            let page = try await PageBrowser(server).post("/fr/lookup", form, PageBrowser.ownPage + ["Accept: text/html"])
            #expect(page.status == 413 && page.headers["content-security-policy"] == Self.policy)
            #expect(page.body.contains("<html lang=\"fr\"") && page.body.contains("data-code=\"request.too_large\""))
            #expect(page.headers["cache-control"] == "no-store, no-transform" && page.body.utf8.count == 8 * 1024)
            #expect(page.body.contains("data-outcome=\"unknown\""))
            let problem = try await PageBrowser(server).post("/fr/lookup", form)
            #expect(problem.status == 413 && problem.headers["content-type"] == "application/problem+json")
        }
    }

    @Test("Files keep for ever at an address that changes with their bytes")
    func files() async throws {
        let assets = try Site(SiteSettings(areas: APIOptions.areas)).assets
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for (address, file) in assets {
                let plain = try await browser.get(address)
                #expect(plain.status == 200 && plain.headers["content-type"] == file.mediaType, "\(address)")
                #expect(plain.headers["cache-control"] == "public, max-age=31536000, immutable")
                #expect(plain.headers["content-length"] == "\(file.bytes.count)")
                let zipped = try await browser.get(address, ["Accept-Encoding: gzip"])
                #expect((zipped.headers["content-encoding"] == "gzip") == !file.mediaType.hasPrefix("image/"))
            }
            #expect(try await browser.get("/assets/thaw.0000000000000000.css").status == 404)
        }
    }

    @Test("A manifest a language, and robots stay away")
    func manifest() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            let manifest = try await browser.get("/es/manifest.webmanifest")
            #expect(manifest.headers["content-type"] == "application/manifest+json")
            #expect(manifest.headers["cache-control"] == "no-cache" && manifest.headers["etag"] != nil)
            #expect(manifest.body.contains(#""start_url":"/es""#) && manifest.body.contains(#""display":"standalone""#))
            #expect(try await browser.get("/robots.txt").body == "User-agent: *\nDisallow: /\n")
        }
    }

    @Test("Opened pages have a rate of their own; a look-up counts as a look-up, and its refusal is an answer")
    func rates() async throws {
        var options = try APIOptions.pages()
        options.rates.perMinute[.pages] = 2
        // One of them is the test server's own, for the OpenAPI document.
        options.rates.perMinute[.anonymous] = 2
        try await withAPIServer(options) { server in
            let browser = PageBrowser(server)
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await browser.get("/en").status) }
            #expect(statuses == [200, 200, 429])
            #expect(try await browser.post("/en/lookup", "plate=MN+ABC123").status == 200)
            let limited = try await browser.post("/en/lookup", "plate=MN+ABC123")
            #expect(limited.status == 429 && limited.headers["retry-after"] != nil)
            #expect(limited.body.contains("data-outcome=\"unknown\"") && limited.body.contains("Too many questions at once"))
            #expect(limited.body.contains("value=\"MN ABC123\"") && limited.body.utf8.count == 8 * 1024)
            #expect(try await browser.post("/en/login", "code=nonsense").status == 429, "the rate of pages, which is used up, too")
            // Files are not charged.
            #expect(try await browser.get("/robots.txt").status == 200)
        }
    }

    @Test("Whoever looked up too often can still log in and out")
    func loginRate() async throws {
        var options = try APIOptions.pages()
        // One of them is the test server's own, for the OpenAPI document.
        options.rates.perMinute[.anonymous] = 2
        try await withAPIServer(options) { server in
            let token = try await server.token("late", .volunteer)
            let browser = PageBrowser(server)
            var statuses: [Int] = []
            for _ in 0..<2 { statuses.append(try await browser.post("/en/lookup", "plate=MN+ABC123").status) }
            #expect(statuses == [200, 429])
            #expect(try await browser.post("/en/login", "code=\(token.text)").status == 200)
            #expect(try await browser.post("/en/leave", "").status == 200)
        }
    }

    @Test("Without pages the addresses are unknown, and the interface for programs is as ever")
    func disabled() async throws {
        try await withAPIServer { server in
            let answer = try await PageBrowser(server).get("/en", ["Accept: text/html"])
            #expect(answer.status == 404 && answer.headers["content-type"] == "application/problem+json")
        }
    }

    @Test("The onion address is offered where one is set")
    func onion() async throws {
        var options = try APIOptions.pages()
        options.pages = PageSettings(
            try Site(SiteSettings(onion: "http://example.onion", areas: APIOptions.areas)), origins: .loopback(usesTLS: false))
        try await withAPIServer(options) { server async throws in
            let browser = PageBrowser(server)
            #expect(try await browser.get("/es/help").headers["onion-location"] == "http://example.onion/es/help")
            #expect(try await browser.get("/es/lookup").headers["onion-location"] == nil)
            #expect(try await browser.post("/es/lookup", "plate=ABC123").headers["onion-location"] == nil)
        }
    }

    @Test("The onion address is not offered there, nor under a Host that is not served")
    func onionHosts() async throws {
        let (https, onion) = ("https://registry.example.org", "http://example.onion")
        var options = try APIOptions.pages(origins: [https, onion])
        options.pages?.site = try Site(SiteSettings(onion: onion, areas: APIOptions.areas))
        try await withAPIServer(options) { server async throws in
            let offers: [(String, String?)] = [(https, "\(onion)/en"), (onion, nil), ("https://other.example.org", nil)]
            for (origin, offered) in offers {
                #expect(try await PageBrowser(server, at: origin).get("/en").headers["onion-location"] == offered, "\(origin)")
            }
        }
    }

    @Test(
        "Opening the address of a form's answer leads to the page with the form, without the plate",
        arguments: [
            ("/lookup?plate=MN+ABC123", ""), ("/withdraw", "/report"), ("/leave", ""), ("/end", "/me"), ("/moderate/next", "/moderate"),
            ("/moderate/verdict", "/moderate"), ("/moderate/preview", "/moderate/bulk"), ("/moderate/carry-out", "/moderate/bulk"),
        ])
    func openedAnswers(path: String, home: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for base in ["", "/es"] {
                let answer = try await browser.get(base + path, ["Accept: text/html", "Accept-Language: fr"])
                #expect(answer.status == 303 && answer.headers["location"] == "\(base.isEmpty ? "/fr" : base)\(home)", "\(base)")
                #expect(answer.headers["cache-control"] == "no-store" && !answer.body.contains("ABC123"))
            }
            #expect(try await browser.get("/outbox", ["Accept: text/html"]).status == 405, "the control: no page has its form")
        }
    }
}
