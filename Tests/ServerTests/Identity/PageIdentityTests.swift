import Seal
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct PageIdentityTests {
    private static let https = "https://registry.example.org"
    private static let onion = "http://example.onion"

    private func invite(_ server: APIServer) async throws -> String {
        let mod = try await server.token("mod", .moderator)
        return try await server.post("/v1/invites", InviteRequest(role: .volunteer), as: mod).decoded(InviteBody.self).invite
    }

    @Test("An invite logs in: the page shows the short ID, and the token once; logging out takes the cookies")
    func wholeWay() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            #expect(try await browser.get("/en/login").status == 200)
            #expect(browser.cookies.isEmpty)
            let answer = try await browser.post("/en/login", "code=+\(try await invite(server))%0D%0A&blank=x")
            #expect(answer.status == 200 && Set(browser.cookies.keys) == ["thaw-8780", "thaw-half-8780"])
            let shown = try #require(answer.body.firstMatch(of: /thaw_[a-z2-7]{36}/))
            let token = try #require(BearerToken(String(shown.output)))
            let id = try await server.shortID(of: token)
            #expect(answer.body.contains(id) && answer.body.contains("data-member"))

            let me = try await browser.get("/en/me")
            #expect(me.status == 200 && me.body.contains(id) && !me.body.contains(token.text))
            let left = try await browser.post("/en/leave", "")
            #expect(left.status == 200 && browser.cookies.isEmpty && !left.body.contains("data-member"))
            #expect(left.headers["clear-site-data"] == #""cookies", "storage", "cache""#)
            #expect(try await browser.get("/en/me").status == 401)
            #expect(try await server.get("/v1/tokens/self", as: token).status == 200)
        }
    }

    @Test("A form that is sent again gets the token whose answer was lost; another form does not")
    func loginSentAgain() async throws {
        try await withAPIServer(try .pages()) { server in
            let code = try await invite(server)
            let field = try await PageBrowser(server).get("/en/login")
            let id = try #require(field.body.firstMatch(of: /name="id" value="([0-9a-f]{32})"/)?.output.1)
            let lost = try await PageBrowser(server).post("/en/login", "code=\(code)&id=\(id)")
            let browser = PageBrowser(server)
            let again = try await browser.post("/en/login", "code=\(code.uppercased())&id=\(id)")
            let shown = [lost, again].map { $0.body.firstMatch(of: /thaw_[a-z2-7]{36}/).map { String($0.output) } }
            #expect(shown[0] != nil && shown[0] == shown[1] && browser.cookies.count == 2)
            #expect(try await browser.get("/me").status == 200)
            for other in ["", "&id=", "&id=\(String(id.reversed()))"] {
                let refused = try await PageBrowser(server).post("/en/login", "code=\(code)\(other)")
                #expect(refused.status == 404 && refused.setCookies.isEmpty)
            }
        }
    }

    @Test("Ten minutes after its redemption an invite is used for its own form, too")
    func loginSentAgainLate() async throws {
        try await withAPIServer(try .pages()) { server in
            // The first second of a window, from which on a form works longest.
            server.registry.clock.now = Instant(seconds: TestClock.start.seconds / 300 * 300)
            let form = "code=\(try await invite(server))&id=\(String(repeating: "0a", count: 16))"
            #expect(try await PageBrowser(server).post("/en/login", form).status == 200)
            server.registry.clock.advance(minutes: 9)
            let inTime = try await PageBrowser(server).post("/en/login", form)
            #expect(inTime.body.contains(/thaw_[a-z2-7]{36}/), "the control")
            server.registry.clock.advance(minutes: 1)
            let late = try await PageBrowser(server).post("/en/login", form)
            #expect(late.status == 404 && late.setCookies.isEmpty && !late.body.contains(/thaw_[a-z2-7]{36}/))
        }
    }

    @Test("A mistyped code is called so, whether it looks like an invite or a token", arguments: ["thaw_x", "thawinv_x", "hawinv_abc"])
    func mistyped(code: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await PageBrowser(server).post("/en/login", "code=\(code)")
            #expect(answer.body.contains("The code is mistyped") && !answer.body.contains("The token is mistyped"))
        }
    }

    @Test("A typed token logs in, in capitals too, and is not shown again")
    func byToken() async throws {
        try await withAPIServer(try .pages()) { server in
            let ann = try await server.token("ann")
            let browser = PageBrowser(server)
            let answer = try await browser.post("/en/login", "code=\(ann.text.uppercased())&blank=x")
            #expect(answer.status == 200 && browser.cookies.count == 2)
            #expect(!answer.body.contains(ann.text) && !answer.body.contains(ann.text.uppercased()))
            let id = try await server.shortID(of: ann)
            #expect(try await browser.get("/en/me").body.contains(id))
            #expect(!browser.cookies.values.contains { $0.contains(ann.text) })
        }
    }

    @Test(
        "The origin decides the cookies and HSTS",
        arguments: [
            (https, "__Host-thaw", true), (onion, "thaw", false),
        ])
    func origins(_ origin: String, _ name: String, _ isHTTPS: Bool) async throws {
        try await withAPIServer(try .pages(origins: [Self.https, Self.onion])) { server in
            let ann = try await server.token("ann")
            server.registry.clock.advance(days: 1)
            let browser = PageBrowser(server, at: origin)
            let session = try await browser.post("/login", "code=\(ann.text)", ["Origin: \(origin)"])
            #expect(session.setCookies.count == 2 && session.setCookies.allSatisfy { !$0.contains("Max-Age") })
            #expect(session.setCookies.allSatisfy { $0.contains("; Secure") == isHTTPS && $0.contains("; SameSite=Strict") })
            #expect(session.setCookies.count { $0.contains("; HttpOnly") } == 1 && Set(browser.cookies.keys) == [name, name + "-half"])
            #expect((session.headers["strict-transport-security"] != nil) == isHTTPS)
            let staying = try await browser.post("/login", "code=\(ann.text)&stay=1")
            #expect(staying.setCookies.allSatisfy { $0.contains("Max-Age=2592000") })
            server.registry.clock.advance(days: 174)
            let shorter = try await browser.post("/login", "code=\(ann.text)&stay=1")
            let seconds = try #require(shorter.setCookies.first?.firstMatch(of: /Max-Age=([0-9]+)/)?.output.1)
            #expect(try #require(Int(seconds)) <= 5 * 86_400)
        }
    }

    @Test("Under another Host every page is 421, and the JSON interface is not")
    func wrongHost() async throws {
        try await withAPIServer(try .pages(origins: [Self.https])) { server in
            let ann = try await server.token("ann")
            for origin in ["http://localhost:8780", "http://evil.example", "https://www.registry.example.org"] {
                let browser = PageBrowser(server, at: origin)
                for path in ["/", "/es/figures", "/me", "/nowhere"] {
                    #expect(try await browser.get(path, ["Accept: text/html"]).status == 421, "\(origin) \(path)")
                }
                #expect(try await browser.post("/login", "code=\(ann.text)").status == 421)
                #expect(try await browser.post("/lookup", "plate=ABC123").status == 421)
                #expect(browser.cookies.isEmpty)
                #expect(try await browser.get("/v1/stats").status == 200)
            }
        }
    }

    @Test(
        "A forged form is 403, and nothing happens",
        arguments: [
            ["Sec-Fetch-Site: cross-site", "Origin: https://evil.example"], ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: none"],
            ["Origin: https://evil.example"], ["Origin: null"], [],
        ])
    func forged(_ headers: [String]) async throws {
        try await withAPIServer(try .pages()) { server in
            let code = try await invite(server)
            let browser = PageBrowser(server)
            for (path, form) in [("/login", "code=\(code)"), ("/leave", ""), ("/end", "sure=1")] {
                let answer = try await browser.post(path, form, headers)
                #expect(answer.status == 403 && answer.setCookies.isEmpty && answer.headers["clear-site-data"] == nil, "\(path)")
            }
            #expect(try await browser.post("/login", "code=\(code)").status == 200)
            for (path, form) in [("/lookup", "plate=ABC123"), ("/leave", ""), ("/end", "sure=1")] {
                let answer = try await browser.post(path, form, headers)
                #expect(answer.status == 403 && answer.headers["clear-site-data"] == nil && browser.cookies.count == 2, "\(path)")
            }
            #expect(try await browser.get("/me").status == 200)
        }
    }

    @Test("A look-up without a cookie needs none of these headers")
    func lookUpWithoutCookie() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for headers in [[], ["Origin: null"], PageBrowser.ownPage] {
                let answer = try await browser.post("/en/lookup", "plate=ABC123", headers)
                #expect(answer.body.contains(#"data-outcome="not-listed""#))
            }
            #expect(try await browser.post("/en/lookup", "plate=ABC123", ["Sec-Fetch-Site: cross-site"]).status == 403)
        }
    }

    @Test("On another site's request the cookies are as if they were not there, and stay")
    func crossSite() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            _ = try await browser.post("/login", "code=\(try await server.token("ann").text)")
            for site in ["cross-site", "same-site"] {
                let page = try await browser.get("/en", ["Sec-Fetch-Site: \(site)"])
                #expect(page.status == 200 && !page.body.contains("data-member") && page.setCookies.isEmpty)
            }
            #expect(try await browser.get("/en").body.contains("data-member"))
        }
    }

    @Test("Half a login, and halves of two logins, are anybody's: they are deleted, and a member's form is not answered as anybody's")
    func halves() async throws {
        try await withAPIServer(try .pages()) { server in
            let first = PageBrowser(server)
            _ = try await first.post("/login", "code=\(try await server.token("ann").text)")
            let second = PageBrowser(server)
            _ = try await second.post("/login", "code=\(try await server.token("ann").text)")
            let mixed = first.cookies.merging(["thaw-half-8780": second.cookies["thaw-half-8780"] ?? ""]) { $1 }
            for cookies in [first.cookies.filter { $0.key == "thaw-8780" }, first.cookies.filter { $0.key != "thaw-8780" }, mixed] {
                let browser = PageBrowser(server)
                browser.cookies = cookies
                let page = try await browser.get("/en")
                #expect(page.status == 200 && !page.body.contains("data-member") && page.setCookies.count == 2 && browser.cookies.isEmpty)
                browser.cookies = cookies
                let member = try await browser.post("/en/lookup", "plate=ABC123&member=1")
                #expect(member.status == 401 && member.body.contains(#"data-outcome="unknown""#) && browser.cookies.isEmpty)
                #expect(!member.body.contains(#"data-outcome="not-listed""#))
                #expect(try await browser.post("/en/lookup", "plate=ABC123").body.contains(#"data-outcome="not-listed""#))
            }
        }
    }

    @Test("A token that ended is deleted and said; a look-up sent with it is never answered as anybody's")
    func ended() async throws {
        try await withAPIServer(try .pages()) { server in
            let (ann, bea) = (try await server.token("ann"), try await server.token("bea"))
            let (revoked, expired) = (PageBrowser(server), PageBrowser(server))
            _ = try await revoked.post("/login", "code=\(ann.text)")
            _ = try await expired.post("/login", "code=\(bea.text)")
            _ = try await server.delete("/v1/tokens/self", as: ann)
            let kept = [revoked.cookies, expired.cookies]
            let browser = PageBrowser(server)
            func check(_ cookies: [String: String]) async throws {
                browser.cookies = cookies
                let page = try await browser.get("/en")
                #expect(page.status == 200 && page.body.contains("Your token has ended") && browser.cookies.isEmpty)
                for path in ["/en/me", "/en/lookup"] {
                    browser.cookies = cookies
                    let answer = path == "/en/me" ? try await browser.get(path) : try await browser.post(path, "plate=ABC123&member=1")
                    #expect(answer.status == 401 && !answer.body.contains(#"data-outcome="not-listed""#) && browser.cookies.isEmpty)
                }
                browser.cookies = cookies
                #expect(try await browser.post("/en/leave", "").status == 200)
                #expect(browser.cookies.isEmpty)
            }
            try await check(kept[0])
            server.registry.clock.advance(days: 180)
            try await check(kept[1])
        }
    }

    @Test("Pages read only cookies, and the JSON interface only Authorization")
    func separate() async throws {
        try await withAPIServer(try .pages()) { server in
            let ann = try await server.token("ann")
            let browser = PageBrowser(server)
            #expect(try await browser.get("/me", ["Authorization: Bearer \(ann.text)"]).status == 401)
            _ = try await browser.post("/login", "code=\(ann.text)")
            #expect(try await browser.get("/me").status == 200)
            #expect(try await browser.get("/v1/tokens/self").code == "token.missing")
        }
    }

    @Test("Wrong codes and guessed cookies are charged like wrong tokens")
    func charged() async throws {
        var options = try APIOptions.pages()
        options.rates.perMinute[.failedAuthentication] = 3
        try await withAPIServer(options) { server in
            let wrong = ["nonsense", "thaw_x", "thawinv_x", APIServer.token(named: "x").text, InviteCode(random: Array(0..<20)).text]
            var statuses: [Int] = []
            let browser = PageBrowser(server)
            for code in wrong { statuses.append(try await browser.post("/login", "code=\(code)").status) }
            #expect(statuses == [401, 401, 422, 429, 429] && browser.cookies.isEmpty)
            let split = SplitCookie(APIServer.token(named: "y"), random: .system)
            browser.cookies = ["thaw-8780": split.masked, "thaw-half-8780": split.half]
            #expect(try await browser.get("/").status == 429)
        }
    }

    @Test("A token is ended for good only if its holder says so")
    func end() async throws {
        try await withAPIServer(try .pages()) { server in
            let ann = try await server.token("ann")
            let browser = PageBrowser(server)
            #expect(try await browser.post("/end", "sure=1").status == 401)
            _ = try await browser.post("/login", "code=\(ann.text)")
            #expect(try await browser.post("/end", "").status == 400)
            #expect(browser.cookies.count == 2)
            #expect(try await server.get("/v1/tokens/self", as: ann).status == 200)
            let answer = try await browser.post("/end", "sure=1")
            #expect(answer.status == 200 && browser.cookies.isEmpty && answer.headers["clear-site-data"] != nil)
            #expect(try await server.get("/v1/tokens/self", as: ann).code == .tokenRevoked)
        }
    }

    @Test("What Erase and leave answers does not say whose page it was")
    func erase() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            _ = try await browser.post("/login", "code=\(try await server.token("ann").text)")
            let answer = try await browser.post("/en/leave", "erase=1")
            #expect(answer.status == 200 && answer.body.contains("Done.") && !answer.body.contains("Thaw"))
            #expect(browser.cookies.isEmpty && answer.headers["clear-site-data"] != nil)
        }
    }

    @Test(
        "A bad form is refused by name, and logs nobody in",
        arguments: [
            ("application/x-www-form-urlencoded", "", 400, ErrorCode.requestFieldMissing),
            ("application/x-www-form-urlencoded", "code=CODE&code=CODE", 400, .formRepeated),
            ("application/x-www-form-urlencoded", "code=CODE%00", 400, .formEncoding),
            ("application/x-www-form-urlencoded", "code=CODE&x=%C3%28", 400, .formEncoding),
            ("application/x-www-form-urlencoded", "code=CODE" + String(repeating: "&x=1", count: 64), 400, .formTooManyFields),
            ("multipart/form-data; boundary=x", "--x\r\n\r\ncode=CODE\r\n--x--", 415, .formMediaType),
            ("application/json", #"{"code":"CODE"}"#, 415, .formMediaType),
        ])
    func badForms(_ type: String, _ form: String, _ status: Int, _ code: ErrorCode) async throws {
        try await withAPIServer(try .pages()) { server in
            let text = form.replacing("CODE", with: try await server.token("ann").text)
            let browser = PageBrowser(server)
            for path in ["/en/login", "/en/lookup"] {
                // A look-up takes its field more than once.
                guard path == "/en/login" || code != .formRepeated else { continue }
                let body = path == "/en/login" ? text : text.replacing("code=", with: "plate=")
                let answer = try await browser.send("POST", path, ["Content-Type: \(type)"] + PageBrowser.ownPage, body)
                #expect(answer.status == status && answer.headers["content-type"] == "text/html; charset=utf-8", "\(path)")
                #expect(browser.cookies.isEmpty && !answer.body.contains(#"data-outcome="not-listed""#))
            }
        }
    }
}
