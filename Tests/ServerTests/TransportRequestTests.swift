import Foundation
import Server
import TestSupport
import Testing

@Suite(.serialized) struct `Lawful requests` {
    @Test func `A connection serves one request after the other`() async throws {
        try await withConnection { _, connection in
            for _ in 0..<3 {
                try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 200)
                #expect(answer.body == "hello")
                #expect(answer.headers["connection"] == nil)
            }
        }
    }

    @Test func `A request may come byte by byte`() async throws {
        try await withConnection { _, connection in
            for byte in "POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8 {
                try await connection.send([byte])
            }
            #expect(try await connection.answer()?.body == "3")
        }
    }

    @Test func `Pipelined requests are answered in their order`() async throws {
        try await withConnection { server, connection in
            try await connection.send(
                "GET /held/first HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
                    + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.gate.arrival()
            server.gate.open()
            var bodies: [String?] = []
            for _ in 0..<3 { bodies.append(try await connection.answer()?.body) }
            #expect(bodies == ["first", "2", "hello"])
        }
    }

    @Test func `Garbage behind a request is refused after its answer`() async throws {
        try await withTransportServer { server in
            let (answer, rest) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n\u{1}\u{2}garbage\r\n\r\n", with: server)
            #expect(answer?.body == "hello")
            #expect(rest.hasPrefix("HTTP/1.1 400 "))
            #expect(rest.contains("\"request.malformed\""))
        }
    }

    @Test func `The thousandth answer says that it is the last`() async throws {
        try await withConnection { _, connection in
            let sent = String(repeating: "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", count: 1_001)
            await connection.trySend(sent)
            for number in 1...1_000 {
                let answer = try await connection.answer()
                try #require(answer?.status == 200)
                #expect(answer?.headers["connection"] == (number == 1_000 ? "close" : nil))
            }
            #expect(try await connection.rest().isEmpty)
        }
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: x\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        "POST /unread HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nabc",
    ])
    func `A request that is the last one is answered and the connection closed`(request: String) async throws {
        try await withTransportServer { server in
            let (answer, rest) = try await exchange(request, with: server)
            #expect(answer?.status == 200)
            #expect(answer?.headers["connection"] == "close")
            #expect(rest.isEmpty)
        }
    }

    @Test func `A client that sends no more still gets its answer`() async throws {
        try await withConnection { server, connection in
            try await connection.send("GET /held/late HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.finishSending()
            await server.gate.arrival()
            server.gate.open()
            #expect(try await connection.answer()?.body == "late")
            #expect(try await connection.rest().isEmpty)
        }
    }

    @Test func `A client that sends no more still gets an answer that the kernel cannot take at once`() async throws {
        try await withConnection { _, connection in
            try await connection.send("GET /large/20000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.finishSending()
            #expect(try await connection.answer()?.body.utf8.count == 20_000_000)
        }
    }

    @Test func `A body that no route reads does not disturb the next request`() async throws {
        try await withConnection { _, connection in
            let request = "POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nGET / x\r\n"
            try await connection.send(request + request)
            for _ in 0..<2 {
                #expect(try await connection.answer()?.body == "unread")
            }
        }
    }

    @Test func `The answer to a HEAD is its head alone`() async throws {
        try await withConnection { _, connection in
            try await connection.send(
                "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let rest = try await connection.rest()
            let answers = rest.components(separatedBy: "HTTP/1.1 200 OK")
            #expect(answers.count == 3)
            #expect(answers.dropFirst().first?.hasSuffix("\r\n\r\n") == true)
            #expect(rest.hasSuffix("\r\n\r\nhello"))
        }
    }

    @Test func `An answer without a length is chunked, and to HTTP 1_0 ends with the connection`() async throws {
        try await withTransportServer { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                #expect(try await connection.rest().hasSuffix("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
            }
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("GET /stream HTTP/1.0\r\nHost: x\r\n\r\n")
                #expect(try await connection.rest().hasSuffix("\r\n\r\nabc"))
            }
            try await withRawConnection(to: server.address) { connection in
                try await connection.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await connection.rest().hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func `100 Continue is sent if the announced body is within its limit`() async throws {
        try await withConnection { _, connection in
            try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await connection.answer()?.status == 100)
            try await connection.send("abc")
            let answer = try await connection.answer()
            #expect(answer?.status == 200)
            #expect(answer?.body == "3")
        }
    }
}

@Suite(.serialized) struct `Bodies and their limits` {
    static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.request.bodyBytes = 1_000
        limits.request.batchBytes = 50_000
        return limits
    }()

    /// For tests that depend on which of two connections is read first: with this many attempts, one has the right order.
    private static let attemptsMax = 1_000

    enum Framing: String, CaseIterable, Sendable {
        case length, chunks

        func request(path: String, headers: String = "", bytes: Int) -> String {
            let head = "POST \(path) HTTP/1.1\r\nHost: x\r\n\(headers)"
            switch self {
            case .length:
                return head + "Content-Length: \(bytes)\r\n\r\n" + String(repeating: "x", count: bytes)
            case .chunks:
                let half = bytes / 2
                let chunks = [half, bytes - half].map { String($0, radix: 16) + "\r\n" + String(repeating: "x", count: $0) + "\r\n" }
                return head + "Transfer-Encoding: chunked\r\n\r\n" + chunks.joined() + "0\r\n\r\n"
            }
        }
    }

    static let credentials = "Authorization: \(TransportServer.goodToken)\r\n"

    @Test(arguments: Framing.allCases, [("/size", "", 1_000), ("/v1/reports", "", 1_000), ("/v1/reports", credentials, 50_000)])
    func `A body at its limit is taken`(framing: Framing, route: (path: String, headers: String, bytes: Int)) async throws {
        try await withConnection(Self.limits) { _, connection in
            try await connection.send(framing.request(path: route.path, headers: route.headers, bytes: route.bytes))
            let answer = try await connection.answer()
            #expect(answer?.status == 200)
            #expect(answer?.body == "\(route.bytes)")
        }
    }

    @Test(
        arguments: Framing.allCases,
        [
            ("/size", "", 1_001), ("/size", credentials, 1_001), ("/v1/reports", "", 1_001), ("/v1/reports", credentials, 50_001),
            ("/v1/reports", credentials, 5_000_000),
        ])
    func `A body past its limit is refused and the connection closed`(
        framing: Framing, route: (path: String, headers: String, bytes: Int)
    ) async throws {
        try await withTransportServer(Self.limits) { server in
            let (answer, rest) = try await exchange(
                framing.request(path: route.path, headers: route.headers, bytes: route.bytes), with: server)
            #expect(answer?.status == 413)
            #expect(answer?.code == "request.too_large")
            #expect(answer?.headers["connection"] == "close")
            #expect(rest.isEmpty)
            await server.counts.wait(for: "thaw_connections_ended refused")
            #expect(server.counts["thaw_http_requests unmatched 404"] == 0)
        }
    }

    @Test func `A body whose chunks are mostly framing is refused`() async throws {
        var limits = Self.limits
        limits.request.framingFactor = 2
        try await withTransportServer(limits) { [limits] server in
            let extended = "1;" + String(repeating: "e", count: limits.request.bodyBytes) + "\r\nx\r\n"
            let request = "POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(request)
                let flooding = connection.flood(extended)
                let answer = try await connection.answer()
                flooding.cancel()
                #expect(answer?.code == "request.too_large")
            }
        }
    }

    @Test func `An announced body past its limit is refused before it is sent`() async throws {
        try await withTransportServer(Self.limits) { server in
            let (answer, _) = try await exchange(
                "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n", with: server)
            #expect(answer?.status == 413)
        }
    }

    @Test func `Batches beyond the memory for them are asked to come back, and one's memory is free once it is answered`() async throws {
        var limits = Self.limits
        limits.request.batchMemoryBytes = 30_000
        try await withTransportServer(limits) { server in
            let batch = Framing.length.request(path: "/v1/reports", headers: Self.credentials, bytes: 20_000)
            let sendBatch: @Sendable () async throws -> RawAnswer? = {
                try await withRawConnection(to: server.address) { connection in
                    try await connection.send(batch)
                    return try await connection.answer()
                }
            }
            // The server may read either first. If it reads the second first, it refuses the first one instead.
            var refused: RawAnswer?
            for _ in 0..<Self.attemptsMax where refused?.status != 503 {
                refused = try await withRawConnection(to: server.address) { first in
                    try await first.send(String(batch.dropLast()))
                    let second = try await sendBatch()
                    await first.trySend("x")
                    guard let answer = try await first.answer(), answer.status == 200 else { return nil }
                    #expect(answer.body == "20000")
                    return second
                }
            }
            #expect(refused?.code == "server.busy")
            #expect(refused?.headers["retry-after"] != nil)
            var served: RawAnswer?
            for _ in 0..<Self.attemptsMax where served?.status != 200 { served = try await sendBatch() }
            #expect(served?.status == 200)
        }
    }
}
