import HTTPTypes
import Server
import TestSupport
import Testing
import Wire

struct RateTests {
    private var limited: APIOptions {
        var options = APIOptions()
        options.rates.perMinute[.anonymous] = 3
        options.rates.perMinute[.token] = 5
        options.rates.perMinute[.failedAuthentication] = 2
        options.rates.perMinute[.guess] = 100
        options.proxies = ["127.0.0.1"]
        return options
    }

    private func lookUp(
        _ server: APIServer, from address: String, _ authorization: String? = nil, plates: [String] = ["ABC123"]
    ) async throws -> APIAnswer {
        let headers = ["X-Forwarded-For: \(address)"] + (authorization.map { ["Authorization: Bearer \($0)"] } ?? [])
        let body = String(decoding: WireJSON.encode(LookupsRequest(plates: plates)), as: UTF8.self)
        return try await server.post("/v1/lookups", body, headers: headers)
    }

    @Test("Each further reading of a text is charged, and the text is answered all the same", arguments: [false, true])
    func readings(usesFastPath: Bool) async throws {
        var options = limited
        options.usesFastPath = usesFastPath
        try await withAPIServer(options) { server in
            #expect(try await lookUp(server, from: "203.0.113.7", plates: ["MNABC123"]).status == 200)
            #expect(try await lookUp(server, from: "203.0.113.7").status == 200)
            #expect(try await lookUp(server, from: "203.0.113.7").code == .rateLimited)
            let many = Array(repeating: "MNABC123", count: 20)
            #expect(try await lookUp(server, from: "203.0.113.8", plates: many).status == 200)
            #expect(try await lookUp(server, from: "203.0.113.8").code == .rateLimited)
            let ann = try await server.token("ann").text
            for _ in 0..<2 { #expect(try await lookUp(server, from: "203.0.113.9", ann, plates: ["OH MY 71"]).status == 200) }
            #expect(try await lookUp(server, from: "203.0.113.9", ann).status == 200)
            #expect(try await lookUp(server, from: "203.0.113.9", ann).code == .rateLimited)
        }
    }

    @Test("Look-ups without a token are limited by address, and say when to come back")
    func anonymous() async throws {
        try await withAPIServer(limited) { server in
            for _ in 0..<3 { #expect(try await lookUp(server, from: "203.0.113.7").status == 200) }
            let refused = try await lookUp(server, from: "203.0.113.7")
            #expect(refused.code == .rateLimited)
            #expect(Int(refused.headers["retry-after"] ?? "").map { 1...20 ~= $0 } == true)
            #expect(try await lookUp(server, from: "203.0.113.8").status == 200)
        }
    }

    @Test("Requests with a token are limited by the token, from every address")
    func token() async throws {
        try await withAPIServer(limited) { server in
            let ann = try await server.token("ann").text
            for number in 0..<5 { #expect(try await lookUp(server, from: "203.0.113.\(number)", ann).status == 200) }
            #expect(try await lookUp(server, from: "203.0.113.9", ann).code == .rateLimited)
            let bea = try await server.token("bea").text
            #expect(try await lookUp(server, from: "203.0.113.9", bea).status == 200)
        }
    }

    @Test("Guesses at tokens and invites are limited by address")
    func guesses() async throws {
        try await withAPIServer(limited) { server in
            for number in 0..<2 {
                let guess = APIServer.token(named: "guess \(number)").text
                #expect(try await lookUp(server, from: "203.0.113.7", guess).code == .tokenUnknown)
            }
            #expect(try await lookUp(server, from: "203.0.113.7", APIServer.token(named: "guess").text).code == .rateLimited)
            let code = InviteCode(random: Array(0..<20)).text
            let redeemed = try await server.post(
                "/v1/invites/redeem", #"{"invite":"\#(code)"}"#, headers: ["X-Forwarded-For: 203.0.113.7"])
            #expect(redeemed.code == .rateLimited)
            let elsewhere = try await server.post(
                "/v1/invites/redeem", #"{"invite":"\#(code)"}"#, headers: ["X-Forwarded-For: 203.0.113.8"])
            #expect(elsewhere.code == .inviteUnknown)
        }
    }

    @Test("Guesses from ever new addresses are limited, too")
    func guessesFromEverywhere() async throws {
        var options = limited
        options.rates.perMinute[.guess] = 5
        try await withAPIServer(options) { server in
            for number in 0..<5 {
                let guess = APIServer.token(named: "guess \(number)").text
                #expect(try await lookUp(server, from: "203.0.113.\(number)", guess).code == .tokenUnknown)
            }
            #expect(try await lookUp(server, from: "203.0.113.99", APIServer.token(named: "guess").text).code == .rateLimited)
            let ann = try await server.token("ann").text
            #expect(try await lookUp(server, from: "203.0.113.99", ann).status == 200, "a good token is no guess")
        }
    }

    @Test("All who come from this machine are one visitor, as the clients of an onion service are")
    func loopback() async throws {
        var options = limited
        options.proxies = []
        // One is for the OpenAPI document, which every test server is held to.
        options.rates.perMinute[.anonymous] = 4
        try await withAPIServer(options) { server in
            for _ in 0..<3 {
                let answer = try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#)
                #expect(answer.status == 200)
            }
            #expect(try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#).code == .rateLimited)
            #expect(try await lookUp(server, from: "203.0.113.7").code == .rateLimited, "nobody said that a proxy is there")
        }
    }

    /// Asks on a connection that begins with a PROXY line, on the fast path and by the router.
    private func lookUp(_ server: APIServer, circuit: String, headers: String = "") async throws -> [Int] {
        try await withRawConnection(to: server.address) { connection in
            let body = #"{"plates":["ABC123"]}"#
            let head = "POST /v1/lookups HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(headers)"
            let rest = "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            await connection.trySend("PROXY TCP6 \(circuit) ::1 1 80\r\n" + head + rest)
            let first = try await connection.answer()?.status
            // With this header the fast path takes no request.
            await connection.trySend(head + "Content-Encoding: identity\r\n" + rest)
            return [first, try await connection.answer()?.status].compactMap { $0 }
        }
    }

    @Test("Behind tor each circuit is a visitor of its own, and no header changes whose request it is")
    func circuits() async throws {
        var options = limited
        options.proxies = ["tor"]
        try await withAPIServer(options) { server in
            let first = "fc00:dead:beef:4dad::3:1f"
            #expect(try await lookUp(server, circuit: first) == [200, 200])
            #expect(try await lookUp(server, circuit: first, headers: "X-Forwarded-For: 203.0.113.7\r\n") == [200, 429])
            #expect(try await lookUp(server, circuit: "fc00:dead:beef:4dad::0:27") == [200, 200])
            let answer = try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#)
            #expect(answer.status == 200, "without a line it is loopback")
        }
    }

    @Test("A PROXY line is refused if its peer may not send one, or if it names an address instead of tor's circuit")
    func linesNotBelieved() async throws {
        for (proxies, client) in [([], "fc00:dead:beef:4dad::3:1f"), (["tor"], "2001:db8::1"), (["198.51.100.1"], "2001:db8::1")] {
            var options = limited
            options.proxies = proxies
            try await withAPIServer(options) { server in
                let statuses = try await lookUp(server, circuit: client)
                #expect(statuses == [400])
            }
        }
    }

    private static func asking(_ circuit: String) -> String {
        "PROXY TCP6 fc00:dead:beef:4dad::\(circuit) ::1 1 80\r\nGET /v1/vocabulary HTTP/1.1\r\nHost: x\r\n\r\n"
    }

    @Test("A circuit has an address's share of the connections")
    func connectionsOfACircuit() async throws {
        var options = limited
        options.proxies = ["tor"]
        options.limits.connection.connectionsPerAddress = 1
        try await withAPIServer(options) { server in
            try await withRawConnection(to: server.address) { first in
                try await first.send(Self.asking("1:1"))
                #expect(try await first.answer()?.status == 200)
                try await withRawConnection(to: server.address) { second in
                    try await second.send(Self.asking("1:1"))
                    #expect(try await second.answer()?.code == "server.busy")
                }
                try await withRawConnection(to: server.address) { third in
                    try await third.send(Self.asking("1:2"))
                    #expect(try await third.answer()?.status == 200)
                }
            }
        }
    }

    @Test("A PROXY line may come in pieces, and what only begins like one is a request")
    func linesInPieces() async throws {
        var options = limited
        options.proxies = ["tor"]
        options.rates.perMinute[.anonymous] = 100
        try await withAPIServer(options) { server in
            for index in [1, 5, 6, 20, 45, 46, 47, 60] {
                let status = try await withRawConnection(to: server.address) { connection in
                    let text = Self.asking("1:1")
                    try await connection.send(String(text.prefix(index)))
                    try await roundTrip(to: server.address)
                    try await connection.send(String(text.dropFirst(index)))
                    return try await connection.answer()?.status
                }
                #expect(status == 200, "split at \(index)")
            }
            for (text, code) in [
                ("PROXIED / HTTP/1.1\r\n\r\n", "request.malformed"), ("PUT /v1/stats HTTP/1.1\r\nHost: x\r\n\r\n", "request.method"),
            ] {
                let found = try await withRawConnection(to: server.address) { connection in
                    try await connection.send(text)
                    return try await connection.answer()?.code
                }
                #expect(found == code)
            }
        }
    }
}
