import HTTPTypes
import Server
import Testing
import Wire

struct ForgeryCheckTests {
    private static let https = PageOrigin("https://registry.example.org")!
    private static let own = "Origin: https://registry.example.org"
    private static let other = "Origin: https://evil.example"

    private static func fields(_ lines: [String]) -> HTTPFields {
        var fields = HTTPFields()
        for line in lines {
            let parts = line.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
            fields.append(HTTPField(name: HTTPField.Name(String(parts[0]))!, value: String(parts[1])))
        }
        return fields
    }

    /// The refusal's code; nil if the request may go on.
    private static func code(
        _ method: HTTPRequest.Method, _ lines: [String], _ rule: ForgeryCheck.Rule, cookie: Bool, to origin: PageOrigin = https
    ) -> ErrorCode? {
        do throws(Refusal) {
            try ForgeryCheck(fields(lines)).check(method, rule, carriesCookie: cookie, to: origin)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "A POST with a cookie, or that changes cookies, must come from the registry's own page",
        arguments: [
            (["Sec-Fetch-Site: same-origin"], true), (["Sec-Fetch-Site: same-origin", own], true),
            (["Sec-Fetch-Site: same-origin", "Origin: null"], true), ([own], true),
            ([], false), ([other], false), (["Origin: null"], false), (["Origin: https://registry.example.org:8443"], false),
            (["Origin: https://www.registry.example.org"], false), ([own, other], false), ([own, own], false),
            (["Sec-Fetch-Site: none"], false), (["Sec-Fetch-Site: none", own], false), (["Sec-Fetch-Site: same-site", own], false),
            (["Sec-Fetch-Site: cross-site", own], false), (["Sec-Fetch-Site: Same-Origin", own], false),
            (["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site", own], false), (["Sec-Fetch-Site: ", own], false),
        ])
    func post(_ lines: [String], _ isAllowed: Bool) {
        for (rule, cookie) in [(ForgeryCheck.Rule.whenCookie, true), (.always, true), (.always, false)] {
            #expect(Self.code(.post, lines, rule, cookie: cookie) == (isAllowed ? nil : .requestForged), "\(rule) \(cookie)")
        }
    }

    @Test(
        "A look-up without a cookie needs no proof, but must not say that it comes from elsewhere",
        arguments: [
            ([], true), ([own], true), ([other], true), (["Origin: null"], true), (["Sec-Fetch-Site: none"], true),
            (["Sec-Fetch-Site: same-origin"], true), (["Sec-Fetch-Site: same-site"], false), (["Sec-Fetch-Site: cross-site"], false),
            (["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"], false), (["Sec-Fetch-Site: something-new"], false),
        ])
    func withoutCookie(_ lines: [String], _ isAllowed: Bool) {
        #expect(Self.code(.post, lines, .whenCookie, cookie: false) == (isAllowed ? nil : .requestForged))
    }

    @Test(
        "Another site's request counts as one without cookies, on any method, and a GET is never refused for it",
        arguments: [
            ([], true), (["Sec-Fetch-Site: same-origin"], true), (["Sec-Fetch-Site: none"], true), (["Sec-Fetch-Site: same-site"], false),
            (["Sec-Fetch-Site: cross-site"], false), (["Sec-Fetch-Site: none", "Sec-Fetch-Site: none"], false),
        ])
    func cookies(_ lines: [String], _ count: Bool) {
        #expect(ForgeryCheck(Self.fields(lines)).cookiesCount == count)
        for method in [HTTPRequest.Method.get, .head] { #expect(Self.code(method, lines, .always, cookie: true) == nil) }
    }

    @Test("What only scripts ask needs the browser's word, on any method")
    func scripts() {
        for method in [HTTPRequest.Method.get, .post] {
            #expect(Self.code(method, ["Sec-Fetch-Site: same-origin"], .scripts, cookie: true) == nil)
            for lines in [[], [Self.own], ["Sec-Fetch-Site: none"], ["Sec-Fetch-Site: cross-site"]] {
                #expect(Self.code(method, lines, .scripts, cookie: true) == .requestForged)
            }
        }
    }

    @Test("Plain HTTP to an https origin is refused by its own name")
    func plainHTTP() {
        let signs = [
            ["X-Forwarded-Proto: http"], ["X-Forwarded-Proto: HTTP", Self.own], ["X-Forwarded-Proto: https, http"],
            ["X-Forwarded-Proto: https", "X-Forwarded-Proto: http"], ["Origin: http://registry.example.org"],
        ]
        for lines in signs {
            #expect(Self.code(.post, lines, .whenCookie, cookie: false) == .requestInsecure, "\(lines)")
            #expect(Self.code(.post, lines, .always, cookie: true) == .requestInsecure, "\(lines)")
            #expect(Self.code(.get, lines, .whenCookie, cookie: false) == .requestInsecure, "\(lines)")
        }
        for list in ["https", "http, https", "http,https"] {
            #expect(Self.code(.post, ["X-Forwarded-Proto: \(list)", Self.own], .always, cookie: true) == nil, "\(list)")
            #expect(Self.code(.get, ["X-Forwarded-Proto: \(list)"], .whenCookie, cookie: false) == nil, "\(list)")
        }
    }

    @Test("Onion services and this machine need no TLS", arguments: ["http://example.onion", "http://localhost:8780"])
    func withoutTLS(_ text: String) throws {
        let origin = try #require(PageOrigin(text))
        #expect(Self.code(.post, ["Origin: \(text)", "X-Forwarded-Proto: http"], .always, cookie: true, to: origin) == nil)
        #expect(Self.code(.post, [Self.own], .always, cookie: true, to: origin) == .requestForged)
    }
}
