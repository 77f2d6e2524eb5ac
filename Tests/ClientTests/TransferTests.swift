import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct TransferTests {
    private func client(_ server: FakeServer, token: BearerToken? = .test, _ change: (inout ClientSettings) -> Void = { _ in }) throws
        -> ThawClient
    {
        var settings = ClientSettings.test()
        change(&settings)
        return ThawClient(server: try server.address, token: token, settings: settings, environment: .test())
    }

    private static let listed = LookupsResponse(
        asOf: "2026-11-22T15:41:00Z", results: [LookupResult(query: "XYZ987", outcome: .notListed)])

    @Test func `a look-up is a POST with plates only in the body`() throws {
        let server = FakeServer { _, _ in .json(Self.listed) }
        #expect(try client(server).lookUp(LookupsRequest(plates: ["XYZ987"])) == Self.listed)
        let request = try #require(server.received.first)
        #expect(request.method == "POST" && request.target == "/v1/lookups")
        #expect(request.headers["authorization"] == "Bearer " + BearerToken.test.text)
        #expect(request.headers["user-agent"] == "thaw/1")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["expect"] == nil && request.headers["accept-encoding"] == nil)
        #expect(try request.decoded(LookupsRequest.self).plates == ["XYZ987"])
        #expect(!request.headers.values.contains { $0.contains("XYZ987") })
    }

    @Test func `without a token, no Authorization header is sent`() throws {
        let server = FakeServer { _, _ in .json(Self.listed) }
        _ = try client(server, token: nil).lookUp(LookupsRequest(plates: ["XYZ987"]))
        #expect(server.received[0].headers["authorization"] == nil)
    }

    @Test func `calls of one client share a connection`() throws {
        let server = FakeServer { _, _ in .json(Self.listed) }
        let client = try client(server)
        for _ in 0..<5 { _ = try client.lookUp(LookupsRequest(plates: ["XYZ987"])) }
        #expect(server.connectionCount == 1 && server.received.count == 5)
    }

    @Test func `an invite is redeemed over a new connection and only once`() throws {
        let server = FakeServer { request, _ in
            request.target == "/v1/vocabulary" ? .json(InvitesBody(invites: [])) : Reply(steps: [.reset])
        }
        let client = ThawClient(
            server: try server.address, token: nil, settings: .test(retry: RetryPolicy(attemptsMax: 5)), environment: .test())
        _ = try? client.vocabulary()
        let before = server.connectionCount
        #expect(reason { try client.redeem(InviteCode(random: Array(0..<20))) } == .connectionLost)
        #expect(server.received.filter { $0.target == "/v1/invites/redeem" }.count == 1)
        #expect(server.connectionCount == before + 1)
    }

    @Test(
        "an answer that did not come from a registry is malformed",
        arguments: [
            (Reply.text("<html>sign in</html>", type: "text/html"), ClientError.Reason.notJSON),
            (.text("{\"as_of\":", type: "application/json"), .notUnderstood),
            (.text("", type: "application/json"), .notUnderstood),
            (.text("{}", type: "application/json"), .notUnderstood),
            (.text("not found", status: 404, type: "text/plain"), .notJSON),
            (.text("{\"code\":1}", status: 400, type: "application/problem+json"), .notJSON),
            (.text("oops", status: 500, type: "text/plain"), .notJSON),
            (.text("", status: 302, type: "text/html", headers: ["Location: http://127.0.0.1:1/"]), .redirected),
            (.text("", status: 308, type: "text/html", headers: ["Location: /v1/elsewhere"]), .redirected),
            (.raw("HTTP/1.1 200 OK\r\nContent-Ty"), .notJSON),
            (.raw("SSH-2.0-OpenSSH_9.2\r\n"), .notJSON),
            (.raw("\u{15}\u{03}\u{01}"), .notJSON),
        ])
    func malformed(reply: Reply, expected: ClientError.Reason) throws {
        let server = FakeServer { _, _ in reply }
        let client = try client(server)
        let error = #expect(throws: ClientError.self) { try client.lookUp(LookupsRequest(plates: ["XYZ987"])) }
        #expect(error?.reason == expected)
        #expect(error?.kind == .malformed)
        #expect(server.received.count == 1)
    }

    @Test(
        "an answer that does not fit the request is malformed",
        arguments: [
            LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: []),
            LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: [LookupResult(query: "ABC123", outcome: .notListed)]),
            LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: [LookupResult(query: "XYZ987", outcome: .listed)]),
            LookupsResponse(asOf: "2026-11-22T15:41:00Z", results: [LookupResult(query: "XYZ987", outcome: .invalid)]),
            LookupsResponse(
                asOf: "2026-11-22T15:41:00Z",
                results: [LookupResult(query: "XYZ987", outcome: .notListed), LookupResult(query: "XYZ987", outcome: .notListed)]),
        ])
    func unfitting(response: LookupsResponse) throws {
        let server = FakeServer { _, _ in .json(response) }
        #expect(reason { try client(server).lookUp(LookupsRequest(plates: ["XYZ987"])) } == .notUnderstood)
    }

    @Test(
        "an incomplete answer is unreachable",
        arguments: [
            (Reply(steps: [], closes: true), ClientError.Reason.connectionLost),
            (Reply(steps: [.reset]), .connectionLost),
            (.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"as_of\":"), .connectionLost),
            (.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a"), .connectionLost),
            (.text("bad gateway", status: 502, type: "text/html"), .gateway),
            (.text("", status: 504, type: "text/html"), .gateway),
        ])
    func unreachable(reply: Reply, expected: ClientError.Reason) throws {
        let server = FakeServer { _, _ in reply }
        let client = try client(server)
        let error = #expect(throws: ClientError.self) { try client.lookUp(LookupsRequest(plates: ["XYZ987"])) }
        #expect(error?.reason == expected)
        #expect(error?.kind == .unreachable)
    }

    @Test func `a port without a server is unreachable`() throws {
        let dead = DeadPort()
        let client = ThawClient(server: try ServerAddress("http://127.0.0.1:\(dead.port)"), token: nil, environment: .test())
        #expect(reason { try client.stats() } == .noConnection)
    }

    @Test func `an unknown name is unreachable`() throws {
        let client = ThawClient(server: try ServerAddress("https://registry.invalid"), token: nil, environment: .test())
        #expect(reason { try client.stats() } == .nameNotFound)
    }

    @Test func `a silent server times out`() throws {
        let server = FakeServer { _, _ in Reply(steps: [.hold]) }
        #expect(reason { try client(server) { $0.attemptSeconds = 0.2 }.stats() } == .timedOut)
    }

    @Test func `an answer that arrives too slowly is given up`() throws {
        let drops = [Reply.Step](repeating: .send([UInt8(ascii: " ")]), count: 100).flatMap { [$0, .sleep(0.1)] }
        let head = Reply.Step.send(Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n".utf8))
        let server = FakeServer { _, _ in Reply(steps: [head] + drops + [.hold]) }
        #expect(reason { try client(server) { $0.stallSeconds = 1 }.stats() } == .timedOut)
    }

    @Test(
        "an answer above the limit is cut off, with and without Content-Length",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Endless: ",
        ])
    func huge(head: String) throws {
        let server = FakeServer { _, _ in
            Reply(steps: [.send(Array(head.utf8)), .flood(Array(repeating: UInt8(ascii: "1"), count: 10_000) + Array("\r\nX-More: ".utf8))])
        }
        let error = #expect(throws: ClientError.self) { try client(server) { $0.answerBytesMax = 100_000 }.stats() }
        #expect(error?.reason == .tooLarge)
    }

    @Test func `a problem is a refusal of the registry, with code, sentence and field`() throws {
        let server = FakeServer { _, _ in .problem(.tokenExpired) }
        let error = #expect(throws: ClientError.self) { try client(server).stats() }
        #expect(error?.kind == .refused && error?.name == "token.expired" && error?.status == ErrorCode.tokenExpired.status)
        #expect(error?.sentence == ErrorCode.tokenExpired.title && error?.advice == ErrorCode.tokenExpired.advice)
    }

    @Test func `an unknown code of a newer server is kept`() throws {
        let body = #"{"type":"urn:thaw:error:x.y","title":"T","status":418,"code":"x.y","detail":"D","more":1}"#
        let server = FakeServer { _, _ in .text(body, status: 418, type: "application/problem+json") }
        let error = #expect(throws: ClientError.self) { try client(server).stats() }
        #expect(error?.name == "x.y" && error?.kind == .refused && error?.advice == "D")
    }

    @Test func `the clock difference comes from the Date header`() throws {
        let server = FakeServer { _, _ in .json(Self.listed, headers: ["Date: Sun, 22 Nov 2026 15:50:10 GMT"]) }
        let client = try client(server)
        #expect(client.clockDifferenceSeconds == nil)
        _ = try client.lookUp(LookupsRequest(plates: ["XYZ987"]))
        #expect(client.clockDifferenceSeconds == 180)
    }

    @Test func `an invalid Date header gives no clock`() throws {
        let server = FakeServer { _, _ in .json(Self.listed, headers: ["Date: yesterday-ish"]) }
        let client = try client(server)
        _ = try client.lookUp(LookupsRequest(plates: ["XYZ987"]))
        #expect(client.clockDifferenceSeconds == nil)
    }

    @Test func `IDs and cursors stay one part of the URL`() throws {
        let server = FakeServer { request, _ in
            request.method == "DELETE"
                ? Reply(steps: [.send(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))]) : .json(ListingsPage(asOf: "x", listings: []))
        }
        let client = try client(server)
        try client.cancelInvite("../tokens/7GQK?x=1#y")
        _ = try client.listings(limit: 5, cursor: "a+b/c=&d")
        try client.revokeOwnToken()
        #expect(
            server.received.map(\.target) == [
                "/v1/invites/%2E%2E%2Ftokens%2F7GQK%3Fx%3D1%23y", "/v1/listings?limit=5&cursor=a%2Bb%2Fc%3D%26d", "/v1/tokens/self",
            ])
        #expect(server.received.map(\.method) == ["DELETE", "GET", "DELETE"])
    }

    @Test func `a path in front of the routes is kept`() throws {
        let server = FakeServer { _, _ in .json(ListingsPage(asOf: "x", listings: [])) }
        let address = try ServerAddress("http://127.0.0.1:\(server.port)/thaw/")
        _ = try ThawClient(server: address, token: nil, environment: .test()).listings()
        #expect(server.received[0].target == "/thaw/v1/listings")
    }

    @Test func `a client may be used from several threads`() async throws {
        let server = FakeServer { request, _ in
            let plates = try! request.decoded(LookupsRequest.self).plates
            return .json(LookupsResponse(asOf: "x", results: plates.map { LookupResult(query: $0, outcome: .notListed) }))
        }
        let client = try client(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { _ = try client.lookUp(LookupsRequest(plates: ["ABC\(number)"])) }
            }
            try await group.waitForAll()
        }
        #expect(server.received.count == 8)
    }
}
