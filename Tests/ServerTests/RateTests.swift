import HTTPTypes
import Server
import TestSupport
import Testing
import Wire

struct RateTests {
    private var limited: APIOptions {
        var options = APIOptions()
        options.rates.anonymousPerMinute = 3
        options.rates.tokenPerMinute = 5
        options.rates.failedAuthenticationsPerMinute = 2
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
    func readings(hasLanes: Bool) async throws {
        var options = limited
        options.hasLanes = hasLanes
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

    @Test("Whoever sends a token is limited by it, wherever from")
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

    @Test("Who comes from this machine is not limited")
    func local() async throws {
        var options = limited
        options.proxies = []
        try await withAPIServer(options) { server in
            for _ in 0..<10 {
                let answer = try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#)
                #expect(answer.status == 200)
            }
        }
    }
}
