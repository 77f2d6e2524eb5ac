import Foundation
import TestSupport
import Testing

/// The page of the real daemon, as a browser without scripts asks for it. `make web-test` does the same with real browsers.
@Suite("The page, without a browser")
struct PageTests {
    private static let plate = "QJX4721"
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ]

    /// A request as a browser sends it, to the daemon's own host.
    private func ask(
        _ daemon: RunningDaemon, _ method: String, _ path: String, form: String? = nil, site: String = "same-origin"
    ) throws -> LoopbackConnection.Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(daemon.port)\r\nAccept: text/html\r\nSec-Fetch-Site: \(site)\r\n"
        if let form { head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n" }
        let connection = try daemon.connect()
        try connection.send(Data((head + "\r\n" + (form ?? "")).utf8))
        return try connection.answer()
    }

    private func expectPage(_ answer: LoopbackConnection.Answer, status: Int = 200) {
        #expect(answer.status == status)
        #expect(answer.headers["content-type"]?.hasPrefix("text/html") == true)
        #expect(answer.headers["cache-control"]?.contains("no-store") == true)
        #expect(answer.headers["referrer-policy"] == "same-origin")
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["set-cookie"] == nil)
        for part in Self.policy { #expect(answer.headers["content-security-policy"]?.contains(part) == true, "\(part)") }
    }

    @Test("pages and their assets are served, in each language, with every header and no cookie", arguments: ["", "/en", "/es", "/fr"])
    func pages(language: String) async throws {
        let daemon = try await RunningDaemon()
        for path in [language.isEmpty ? "/" : language, language + "/help", language + "/figures"] {
            let page = try ask(daemon, "GET", path, site: "none")
            expectPage(page)
            #expect(page.text.contains(#"lang="\#(language.isEmpty ? "en" : String(language.dropFirst()))""#))
            for asset in page.text.matches(of: #/(?:href|src)="(/assets/[^"]+)"/#).map({ String($0.output.1) }) {
                #expect(try ask(daemon, "GET", asset).status == 200, "\(asset)")
            }
        }
        expectPage(try ask(daemon, "GET", language + "/nothing-is-here", site: "none"), status: 404)
    }

    @Test("a look-up by form is answered with one of three answers, in one length, and leaves the plate nowhere")
    func lookUp() async throws {
        let daemon = try await RunningDaemon()
        let answer = try ask(daemon, "POST", "/en/lookup", form: "plate=MN+\(Self.plate)&blank=x")
        expectPage(answer)
        #expect(answer.text.contains(#"data-outcome="not-listed""#))
        #expect(answer.text.contains(Self.plate))
        #expect(answer.headers["content-encoding"] == nil)
        #expect(answer.body.count == 8 * 1024)
        let bad = try ask(daemon, "POST", "/en/lookup", form: "plate=%E2%82%AC%E2%82%AC")
        #expect(bad.text.contains(#"data-outcome="unknown""#))
        #expect(!bad.text.contains(#"data-outcome="not-listed""#))
        #expect(bad.body.count == answer.body.count)
        #expect(daemon.stop() == 0)
        #expect(!daemon.log.contains(Self.plate))
        #expect(!daemon.log.isEmpty, "the log is written")
    }

    @Test("a form of another site is refused, and one of this page is taken")
    func forged() async throws {
        let daemon = try await RunningDaemon()
        let form = "plate=MN+\(Self.plate)"
        #expect(try ask(daemon, "POST", "/en/lookup", form: form, site: "cross-site").status == 403)
        #expect(try ask(daemon, "POST", "/en/lookup", form: form).status == 200)
    }
}
