import Server
import Testing
import Vocabulary
import Web
import Wire

/// A browser as the registry meets it: it keeps cookies, and says which page a form came from.
final class PageBrowser {
    let server: APIServer
    let origin: String
    var cookies: [String: String] = [:]

    init(_ server: APIServer, at origin: String = "http://localhost:8780") {
        self.server = server
        self.origin = origin
    }

    /// A browser in which a person of that name has logged in.
    static func loggedIn(_ server: APIServer, _ name: String, _ role: Role = .volunteer) async throws -> PageBrowser {
        let browser = PageBrowser(server)
        let token = try await server.token(name, role)
        #expect(try await browser.post("/en/login", "code=\(token.text)").status == 200)
        return browser
    }

    /// The headers of a form of the registry's own page.
    static let ownPage = ["Sec-Fetch-Site: same-origin"]

    func get(_ path: String, _ headers: [String] = ["Sec-Fetch-Site: none"]) async throws -> RawAnswer {
        try await send("GET", path, headers)
    }

    func post(_ path: String, _ form: String, _ headers: [String] = ownPage) async throws -> RawAnswer {
        try await send("POST", path, ["Content-Type: application/x-www-form-urlencoded"] + headers, form)
    }

    /// Sends the cookies, and keeps those of the answer.
    func send(_ method: String, _ path: String, _ headers: [String], _ body: String = "") async throws -> RawAnswer {
        let host = origin.split(separator: "//")[1]
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close", "Content-Length: \(body.utf8.count)"] + headers
        if !cookies.isEmpty { lines.append("Cookie: " + cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")) }
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        let answer = try await withRawConnection(to: server.address) { connection in
            try await connection.send(request)
            return try await connection.answer()
        }
        let read = try #require(answer)
        for line in read.setCookies {
            let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            cookies[pair[0]] = parts.contains("Max-Age=0") ? nil : pair[1]
        }
        return read
    }
}

extension APIOptions {
    /// With pages in English, Spanish and French.
    static func pages(origins: [String] = []) throws -> APIOptions {
        var options = APIOptions()
        let known = origins.compactMap { PageOrigin($0) }
        options.pages = PageSettings(
            try Site(SiteSettings(areas: APIOptions.areas)), origins: known.isEmpty ? .loopback(usesTLS: false) : PageOrigins(known))
        return options
    }
}
