import Server
import TestSupport
import Testing

@Suite(.serialized) struct `Requests that break a rule` {
    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let status: Int
        let code: String
        var testDescription: String { name }

        init(_ name: String, _ request: String, _ status: Int, _ code: String) {
            self.name = name
            self.request = request
            self.status = status
            self.code = code
        }
    }

    static let cases: [Broken] = {
        let post = "POST /size HTTP/1.1\r\nHost: x\r\n"
        let get = "GET /hello HTTP/1.1\r\nHost: x\r\n"
        let manyHeaders = (0..<64).map { "X-\($0): y\r\n" }.joined()
        let wide = String(repeating: "y", count: 8 * 1024 - 3)
        return [
            Broken("no Host", "GET /hello HTTP/1.1\r\n\r\n", 400, "request.host"),
            Broken("no Host, HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n", 400, "request.host"),
            Broken("two Hosts", get + "Host: x\r\n\r\n", 400, "request.host"),
            Broken("two different Hosts", get + "hOST: y\r\n\r\n", 400, "request.host"),
            Broken("an empty Host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400, "request.host"),
            Broken("a Host with a path", "GET /hello HTTP/1.1\r\nHost: x/y\r\n\r\n", 400, "request.host"),
            Broken("a Host with a user", "GET /hello HTTP/1.1\r\nHost: a@x\r\n\r\n", 400, "request.host"),
            Broken("absolute form", "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.target"),
            Broken("authority form", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.target"),
            Broken("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.target"),
            Broken("a target with a fragment", "GET /hello#x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.target"),
            Broken("a target beyond ASCII", "GET /h\u{e9} HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.malformed"),
            Broken(
                "a length and chunks", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "request.malformed"),
            Broken(
                "chunks and a length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400, "request.malformed"),
            Broken("two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400, "request.malformed"),
            Broken("two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400, "request.malformed"),
            Broken("a signed length", post + "Content-Length: +3\r\n\r\nabc", 400, "request.malformed"),
            Broken("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400, "request.malformed"),
            Broken("another transfer coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, "request.malformed"),
            Broken("an unknown transfer coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, "request.malformed"),
            Broken(
                "chunks twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "request.malformed"
            ),
            Broken(
                "chunks in HTTP/1.0", "POST /size HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                "request.malformed"),
            Broken("a chunk without a size", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400, "request.malformed"),
            Broken(
                "a chunk longer than its size", post + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 400, "request.malformed"),
            Broken("a header without a colon", get + "nonsense\r\n\r\n", 400, "request.malformed"),
            Broken("a space before the colon", get + "X : y\r\n\r\n", 400, "request.malformed"),
            Broken("a zero byte in a header", get + "X: a\0b\r\n\r\n", 400, "request.malformed"),
            Broken("a folded header", get + "X: a\r\n b\r\n\r\n", 400, "request.malformed"),
            Broken("an unknown method", "SPILL /hello HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.malformed"),
            Broken("another version", "GET /hello HTTP/3.0\r\nHost: x\r\n\r\n", 400, "request.malformed"),
            Broken("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "request.malformed"),
            Broken("garbage", "\u{1}\u{2}\u{3}\u{4}\r\n\r\n", 400, "request.malformed"),
            Broken("a TLS handshake", "\u{16}\u{3}\u{1}\0\u{a5}\u{1}\0\0", 400, "request.malformed"),
            Broken("65 headers", get + manyHeaders + "\r\n", 431, "request.headers_too_large"),
            Broken("a header over 8 KiB", get + "X: z\(wide)yyy\r\n\r\n", 431, "request.headers_too_large"),
            Broken("a header name over 8 KiB", get + "\(wide)yyyy: z\r\n\r\n", 431, "request.headers_too_large"),
            Broken("headers over 16 KiB", get + "A: \(wide)\r\nB: \(wide)\r\nC: \(wide)\r\n\r\n", 431, "request.headers_too_large"),
            Broken("a target over 8 KiB", "GET /\(wide)yyy HTTP/1.1\r\nHost: x\r\n\r\n", 431, "request.headers_too_large"),
            Broken("nothing but line ends", String(repeating: "\r\n", count: 10_000), 431, "request.headers_too_large"),
            Broken("spaces without end", get + "X:" + String(repeating: " ", count: 20_000), 431, "request.headers_too_large"),
            Broken("another expectation", post + "Content-Length: 3\r\nExpect: 200-ok\r\n\r\nabc", 417, "request.expectation"),
        ]
    }()

    @Test(arguments: cases) func `Each is answered with its problem, and the connection closed`(broken: Broken) async throws {
        try await withTransportServer { server in
            let (answer, rest) = try await exchange(broken.request, with: server)
            #expect(answer?.status == broken.status)
            #expect(answer?.code == broken.code)
            #expect(answer?.headers["connection"] == "close")
            #expect(rest.isEmpty)
            await server.counts.wait(for: "thaw_http_refused \(broken.code)")
            await server.counts.wait(for: "thaw_connections_ended refused")
        }
    }

    @Test func `64 headers of 8 KiB and less, 16 KiB in all, are taken`() async throws {
        try await withConnection { _, connection in
            let many = (0..<63).map { "X-\($0): y\r\n" }.joined()
            try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\(many)\r\n")
            #expect(try await connection.answer()?.status == 200)
            let wide = String(repeating: "y", count: 8 * 1024 - 20)
            try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\nA: \(wide)\r\nB: \(wide)\r\n\r\n")
            #expect(try await connection.answer()?.status == 200)
        }
    }

    @Test func `A client that stops in the middle of a request gets an error`() async throws {
        try await withTransportServer { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
                connection.finishSending()
                #expect(try await connection.answer()?.code == "request.malformed")
                #expect(try await connection.rest().isEmpty)
            }
            await server.counts.wait(for: "thaw_connections_ended refused")
        }
    }

    @Test func `A refusal names no part of what was sent`() async throws {
        try await withTransportServer { server in
            let (answer, _) = try await exchange("GET http://canary-plate/ABC123 HTTP/1.1\r\nHost: canary\r\n\r\n", with: server)
            let body = try #require(answer?.body)
            #expect(!body.contains("canary") && !body.contains("ABC123"))
            #expect(!server.logs.lines.contains { $0.contains("canary") || $0.contains("ABC123") })
        }
    }
}
