import HTTPTypes
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct AuthenticationTests {
    private func request(_ server: APIServer, _ route: Route, headers: [String] = [], as token: BearerToken? = nil) async throws
        -> APIAnswer
    {
        let path = route.path.replacing("{id}", with: "1")
        return try await server.send(
            route.method.rawValue, path, as: token, headers: ["Content-Type: application/json"] + headers,
            body: route.method == .post ? Array("{}".utf8) : nil)
    }

    @Test("Each bad credential gets its own error, on every route that looks at one")
    func badCredentials() async throws {
        try await withAPIServer { server in
            let expired = try await server.token("expired", .admin)
            server.registry.clock.advance(days: 1)
            let good = try await server.token("good", .admin).text
            let revoked = try await server.token("revoked", .admin)
            #expect(try await server.delete("/v1/tokens/self", as: revoked).status == 204)
            server.registry.clock.advance(days: 179)
            let unknown = APIServer.token(named: "unknown").text
            let credentials: [([String], ErrorCode)] = [
                (["Authorization: Bearer \(unknown)"], .tokenUnknown),
                (["Authorization: Bearer \(expired.text)"], .tokenExpired),
                (["Authorization: Bearer \(revoked.text)"], .tokenRevoked),
                (["Authorization: Bearer \(good.dropLast())"], .tokenMalformed),
                (["Authorization: Bearer"], .tokenMalformed),
                (["Authorization: Bearer \(good) \(good)"], .tokenMalformed),
                (["Authorization: Basic dGhhdzp0aGF3"], .tokenMalformed),
                (["Authorization: \(good)"], .tokenMalformed),
                (["Authorization:"], .tokenMalformed),
                (["Authorization: Bearer \(good)", "Authorization: Bearer \(good)"], .tokenMalformed),
            ]
            for route in Route.all {
                for (headers, code) in credentials {
                    let answer = try await request(server, route, headers: headers)
                    if route.access == .public {
                        #expect(answer.status != 401, "\(route.path) does not look at tokens")
                    } else {
                        #expect(answer.code == code, "\(route.method) \(route.path) \(code)")
                        #expect(answer.status == 401)
                        #expect(answer.headers["www-authenticate"] == #"Bearer realm="thaw""#)
                        #expect(!answer.text.contains(good) && !answer.text.contains(unknown))
                    }
                }
            }
        }
    }

    @Test("A route is for its role and every later one, and for no earlier one")
    func roles() async throws {
        try await withAPIServer { server in
            for route in Route.all {
                guard case .role(let lowest) = route.access else { continue }
                #expect(try await request(server, route).code == .tokenMissing, "\(route.method) \(route.path)")
                for role in Role.allCases {
                    // A name of its own for each: one of the routes ends the token that it is sent.
                    let token = try await server.token("\(role) \(route.method) \(route.path)", role)
                    let answer = try await request(server, route, as: token)
                    #expect((answer.code == .tokenRole) == (role < lowest), "\(role) \(route.method) \(route.path) \(answer.text)")
                    #expect((answer.status == 403) == (role < lowest))
                }
            }
        }
    }

    @Test("The scheme's case and a token typed in capitals do not matter")
    func spelling() async throws {
        try await withAPIServer { server in
            let token = try await server.token("ann").text
            for header in ["bearer \(token)", "BEARER \(token.uppercased())", "Bearer  \(token)"] {
                #expect(try await server.get("/v1/tokens/self", headers: ["Authorization: \(header)"]).status == 200)
            }
        }
    }

    @Test("A token that expires or is revoked stops working at once")
    func endsAtOnce() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann")
            #expect(try await server.get("/v1/tokens/self", as: ann).status == 200)
            #expect(try await server.delete("/v1/tokens/self", as: ann).status == 204)
            #expect(try await server.get("/v1/tokens/self", as: ann).code == .tokenRevoked)
            let bea = try await server.token("bea")
            server.registry.clock.advance(days: 179)
            #expect(try await server.get("/v1/tokens/self", as: bea).status == 200)
            server.registry.clock.advance(days: 1)
            #expect(try await server.get("/v1/tokens/self", as: bea).code == .tokenExpired)
        }
    }
}
