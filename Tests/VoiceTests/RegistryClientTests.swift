import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Plates
import ServiceLifecycle
import TestSupport
import Testing
import Vocabulary
import Voice
import Wire

@Suite("The registry's client")
struct RegistryClientTests {
    private static let plate = Plate.listed
    private static let token = BearerToken(random: [UInt8](repeating: 7, count: BearerToken.randomBytes))

    /// Runs a client against a server that answers each path with a status and a text.
    private func ask<Answer: Sendable>(
        _ answers: [String: (HTTPResponse.Status, String)], _ work: @escaping @Sendable (RegistryClient) async throws -> Answer
    ) async throws -> Answer {
        let router = Router()
        for (path, answer) in answers {
            @Sendable func respond() -> Response {
                let (status, text) = answer
                let type = status == .ok ? WireJSON.mediaType : Problem.mediaType
                return Response(
                    status: status, headers: [.contentType: type, .location: "/v1/other"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            }
            router.post(RouterPath(path)) { _, _ in respond() }
            router.get(RouterPath(path)) { _, _ in respond() }
        }
        return try await Application(router: router).test(.live) { server in
            let port = try #require(server.port)
            let client = RegistryClient(address: "http://127.0.0.1:\(port)", token: Self.token)
            do {
                let answer = try await work(client)
                await client.shutdown()
                return answer
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }

    private static func text(_ value: some Encodable) -> String { String(decoding: WireJSON.encode(value), as: UTF8.self) }

    private static func lookup(_ query: String, _ outcome: LookupResult.Outcome, isListed: Bool) -> String {
        let listings = isListed ? [DialogPlayer.listing(plate)] : []
        return text(LookupsResponse(asOf: DialogPlayer.asOf, results: [LookupResult(query: query, outcome: outcome, listings: listings)]))
    }

    @Test func `an answer that fits its question is taken`() async throws {
        let answer = try await ask(["/v1/lookups": (.ok, Self.lookup("US-MN KLN456", .listed, isListed: true))]) {
            await $0.lookUp([Self.plate])
        }
        #expect(answer?.results.first?.listings.count == 1)
    }

    @Test(
        arguments: [
            (.ok, lookup("US-MN KLN457", .notListed, isListed: false)), (.ok, lookup("US-MN KLN456", .listed, isListed: false)),
            (.ok, lookup("US-MN KLN456", .notListed, isListed: true)), (.ok, "{"), (.ok, "{}"),
            (.found, lookup("US-MN KLN456", .notListed, isListed: false)), (.tooManyRequests, text(Problem(.rateLimited))),
            (.internalServerError, lookup("US-MN KLN456", .notListed, isListed: false)),
        ] as [(HTTPResponse.Status, String)])
    func `any other answer is none`(_ status: HTTPResponse.Status, _ body: String) async throws {
        #expect(try await ask(["/v1/lookups": (status, body)]) { await $0.lookUp([Self.plate]) } == nil)
    }

    @Test func `a registry that cannot be reached gives no answer`() async {
        let client = RegistryClient(address: "http://127.0.0.1:1", token: Self.token)
        #expect(await client.lookUp([Self.plate]) == nil)
        #expect(await client.search(keys: "556456") == nil)
        await client.shutdown()
    }

    /// The library would end the process at the end of an answer whose head it ignored.
    @Test(arguments: ["000", "099"])
    func `an answer without a status of HTTP is none`(_ status: String) async {
        let server = FakeServer { _, _ in .raw("HTTP/1.1 \(status) Odd\r\nContent-Length: 0\r\n\r\n") }
        let client = RegistryClient(address: server.url, token: Self.token)
        #expect(await client.lookUp([Self.plate]) == nil)
        await client.shutdown()
        #expect(server.connectionCount == 1)
    }

    @Test func `a few early heads before each answer of a connection are ignored`() async {
        let early = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 16)
        let body = Self.lookup("US-MN KLN456", .notListed, isListed: false)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(WireJSON.mediaType)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let server = FakeServer { _, _ in .raw(early + head + body, closes: false) }
        let client = RegistryClient(address: server.url, token: Self.token)
        for _ in 0..<3 { #expect(await client.lookUp([Self.plate]) != nil) }
        await client.shutdown()
        #expect(server.connectionCount == 1)
    }

    @Test func `plates that do not fit the keys are no answer`() async throws {
        let page = Self.text(ListingsPage(asOf: DialogPlayer.asOf, listings: [DialogPlayer.listing(Self.plate)]))
        let found = try await ask(["/v1/searches": (.ok, page)]) { client in
            [await client.search(keys: "556456"), await client.search(keys: "222222")]
        }
        #expect(found[0]?.listings.count == 1 && found[1] == nil)
    }

    private static func own(_ role: Role) -> String {
        text(TokenBody(id: "7GQK", role: role, trusted: false, issuedOn: "2026-11-01", expiresOn: "2027-04-30", revoked: false))
    }

    @Test(arguments: [
        (own(.reader), RegistryWatch.Problem.token), (own(.admin), .token), (own(.caller), .isPrivate),
    ])
    func `a token that may do more, and a registry that does not answer anyone, end the program`(
        _ own: String, _ problem: RegistryWatch.Problem
    ) async throws {
        let answers: [String: (HTTPResponse.Status, String)] = [
            "/v1/tokens/self": (.ok, own), "/v1/lookups": (.unauthorized, Self.text(Problem(.lookupPrivate))),
        ]
        await #expect(throws: problem) { try await ask(answers) { try await RegistryWatch($0).run() } }
    }

    @Test func `a registry that answers anyone, and a caller's token, are well`() async throws {
        let answers: [String: (HTTPResponse.Status, String)] = [
            "/v1/tokens/self": (.ok, Self.own(.caller)), "/v1/lookups": (.ok, Self.lookup("AAA 0001", .notListed, isListed: false)),
        ]
        let isReady = try await ask(answers) { client in
            let watch = RegistryWatch(client)
            let group = ServiceGroup(services: [watch], logger: Logger(label: "test"))
            async let running: Void = group.run()
            while !watch.isReady { await Task.yield() }
            await group.triggerGracefulShutdown()
            try await running
            return watch.isReady
        }
        #expect(isReady)
    }
}

extension Plate {
    /// The plate that fake registries list.
    static var listed: Plate {
        guard let plate = try? Plate("US-MN KLN456") else { preconditionFailure("this is a plate") }
        return plate
    }
}
