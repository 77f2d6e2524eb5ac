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

    private func lookUp(_ server: APIServer, from address: String, _ authorization: String? = nil) async throws -> APIAnswer {
        let headers = ["X-Forwarded-For: \(address)"] + (authorization.map { ["Authorization: Bearer \($0)"] } ?? [])
        return try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"#, headers: headers)
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
