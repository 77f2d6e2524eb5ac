import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Plates
import Server
import ServiceLifecycle
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// The lanes are held to the ordinary way: the same bytes go to a server that has them and to one that has not.
struct LookupLaneTests {
    /// Two servers that know the same, one with lanes.
    private func withBoth(
        _ options: APIOptions = APIOptions(), _ body: @Sendable @escaping (_ lanes: APIServer, _ routes: APIServer) async throws -> Void
    ) async throws {
        try await withAPIServer(options) { lanes in
            var without = options
            without.hasLanes = false
            try await withAPIServer(without) { routes in
                for server in [lanes, routes] {
                    for name in ["one", "two", "three"] {
                        for plate in ["MN ABC123", "WI XYZ987"] {
                            try await server.registry.report(
                                plate, by: APIServer.token(named: name).text, vehicle: Vehicle(color: .black, body: .suv), signs: [.convoy])
                        }
                    }
                    try await server.registry.decide(.confirm, signs: [.convoy], on: Plate("MN ABC123").key)
                    for (name, role) in [("reader", Role.reader), ("volunteer", .volunteer), ("moderator", .moderator)] {
                        _ = try await server.token(name, role)
                    }
                }
                try await body(lanes, routes)
            }
        }
    }

    /// Sends pieces, a moment apart, and gives everything that comes back, but for the time of day.
    private func answer(_ address: SocketAddress, _ pieces: [[UInt8]]) async throws -> String {
        let text = try await withRawConnection(to: address) { connection in
            for (index, piece) in pieces.enumerated() {
                if index > 0 { try await Task.sleep(for: .milliseconds(2)) }
                try? await connection.send(piece)
            }
            connection.finishSending()
            return try await connection.rest()
        }
        return text.replacing(/Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n/, with: "Date: …\r\n")
    }

    private func expectSame(_ request: [UInt8], _ lanes: APIServer, _ routes: APIServer) async throws {
        let (ours, theirs) = (try await answer(lanes.address, [request]), try await answer(routes.address, [request]))
        #expect(ours == theirs, "\(String(decoding: request, as: UTF8.self))")
    }

    private static func request(
        _ headers: [String] = [], body: String = #"{"plates":["mn abc-123","XYZ987","AB!"]}"#, line: String = "POST /v1/lookups HTTP/1.1",
        host: String? = "Host: localhost", type: String? = "Content-Type: application/json", length: String? = nil, end: String = "\r\n"
    ) -> [UInt8] {
        let length = length ?? "Content-Length: \(body.utf8.count)"
        return Array(([line] + [host, type, length].compactMap { $0 } + headers).joined(separator: end).utf8)
            + Array((end + end + body).utf8)
    }

    private static func token(_ name: String) -> String { "Authorization: Bearer \(APIServer.token(named: name).text)" }

    private static let bodies: [[UInt8]] = {
        let plates = Array(repeating: #""ABC 123""#, count: 900).joined(separator: ",")
        let bodies = [
            #"{"plates":["XYZ9B7","abc124"],"similar":true}"#, "", "{}", "{", #"{"plates":["a"],"x":1}"#, #"{"plates":["\u0041BC"]}"#,
            "\u{FEFF}{}",
            String(repeating: " ", count: 20_000), "{\"plates\":[\(plates)]}",
        ]
        return bodies.flatMap { [request(body: $0), request([token("reader")], body: $0), request([token("moderator")], body: $0)] }
    }()

    private static let headers: [[UInt8]] = {
        let reader = APIServer.token(named: "reader").text
        let headers: [[String]] = [
            [token("volunteer")], [token("nobody")], ["Authorization: Bearer thaw_x"], ["Authorization: Basic abc"], ["Authorization:"],
            [token("reader"), token("reader")], ["authorization: bearer \(reader)"], ["AUTHORIZATION:  Bearer  \(reader) "],
            ["Authorization: Bearer é"], ["Content-Type: application/json"], ["Content-Encoding: identity"], ["Content-Encoding: gzip"],
            ["Expect: 100-continue"], ["Expect: x"], ["Upgrade: h2c", "Connection: Upgrade"], ["Connection: close"],
            ["Connection: keep-alive"],
            ["Proxy-Connection: close"], ["Trailer: x"], ["X: y"], ["X:y"], ["X:"], ["X : y"], [" folded"], ["X: y\r\n folded"],
            ["X\u{1}: y"],
            ["X: \u{1}"], ["X: é"], [": y"], ["X"], ["X: y\ny"], ["X: y\ry"], ["X: " + String(repeating: "y", count: 5_000)],
            ["X: " + String(repeating: "y", count: 9_000)], (0..<40).map { "X-\($0): y" }, (0..<70).map { "X-\($0): y" },
        ]
        let types = [
            nil, "Content-Type: text/plain", "Content-Type: application/json; charset=utf-8", "content-type: Application/JSON",
            "Content-Type: application/jsonx", "Content-Type:application/json",
        ]
        let hosts = [nil, "Host:", "Host: a b", "Host: a\r\nHost: a", "hOsT: [::1]:80", "Host: " + String(repeating: "a", count: 256)]
        let lengths = [
            "Content-Length: +1", "Content-Length: 0x5", "Content-Length: 5, 5", "", "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 99999999999999999999", "Content-Length: 1", "Content-Length: 0", "Content-Length: 500", "Content-Length:",
            "Content-Length: 000000000000042", "Content-Length: 42\r\nTransfer-Encoding: chunked",
        ]
        return headers.map { request($0) } + types.map { request(type: $0) } + hosts.map { request(host: $0) }
            + lengths.map { request(length: $0) }
    }()

    private static let framings: [[UInt8]] = {
        let lines = [
            "POST /v1/lookups HTTP/1.0", "POST /v1/lookups HTTP/1.2", "POST /v1/lookups HTTP/2.0", "POST /v1/lookups",
            "post /v1/lookups HTTP/1.1",
            "GET /v1/lookups HTTP/1.1", "POST /v1/lookups?x=1 HTTP/1.1", "POST /v1/lookups/ HTTP/1.1", "POST //v1/lookups HTTP/1.1",
            "POST /v1/lookups#x HTTP/1.1", "POST http://a/v1/lookups HTTP/1.1", "POST /v1/Lookups HTTP/1.1", "POST  /v1/lookups HTTP/1.1",
            "\r\nPOST /v1/lookups HTTP/1.1", "POST /v1/%6cookups HTTP/1.1",
        ]
        let chunked = "POST /v1/lookups HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let rest = [
            chunked + "15\r\n{\"plates\":[\"ABC123\"]}\r\n0\r\n\r\n",
            chunked + "5\r\n{\"pla\r\n10\r\ntes\":[\"ABC123\"]}\r\n0\r\nX: y\r\n\r\n",
            chunked + "zz\r\n", "POST /v1/lookups HTTP/1.1\r\n", "POST /v1/lookups HTTP/1.1\r\nHost: a\r\n\r\n", "",
        ]
        let other = Array("GET /v1/vocabulary HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let withBody = Array("GET /v1/lookups HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n".utf8)
        return lines.map { request(line: $0) } + rest.map { Array($0.utf8) } + [
            request(end: "\n"), request() + request(), request() + other, other + request(), request() + Array("\r\n".utf8),
            request() + Array("x".utf8), withBody + request(), request().map { $0 == UInt8(ascii: "H") ? 0 : $0 },
        ]
    }()

    @Test("Whatever is asked, well-formed or hostile, the answer is the ordinary way's, byte for byte")
    func sameBytes() async throws {
        try await withBoth { lanes, routes in
            for request in [Self.request()] + Self.bodies + Self.headers + Self.framings { try await expectSame(request, lanes, routes) }
        }
    }

    @Test("So it is for every byte at which a request comes in two pieces")
    func splits() async throws {
        try await withBoth { lanes, routes in
            let request = Self.request([Self.token("reader")])
            let whole = try await answer(routes.address, [request])
            #expect(whole.contains(#""outcome":"listed""#))
            for place in 1..<request.count {
                #expect(
                    try await answer(lanes.address, [Array(request[..<place]), Array(request[place...])]) == whole, "split at \(place)")
            }
        }
    }

    @Test("On one connection look-ups and other requests follow each other in any order")
    func mixed() async throws {
        try await withBoth { lanes, routes in
            let lookup = Self.request()
            let stats = Array("GET /v1/stats HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            let orders = [[lookup, lookup, stats, lookup], [stats, lookup, stats], [lookup, stats + lookup, lookup + stats]]
            for order in orders {
                let (ours, theirs) = (try await answer(lanes.address, order), try await answer(routes.address, order))
                #expect(ours == theirs)
            }
        }
    }

    @Test("Rates and failures are counted as on the ordinary way, by address and by token")
    func rates() async throws {
        var options = APIOptions()
        options.proxies = ["127.0.0.1"]
        options.rates.anonymousPerMinute = 3
        options.rates.tokenPerMinute = 4
        options.rates.failedAuthenticationsPerMinute = 2
        try await withBoth(options) { lanes, routes in
            for forwarded in [
                "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: junk, 203.0.113.8", "X-Forwarded-For: 127.0.0.1",
                "x-forwarded-for: 1.2.3.4\r\nX-Forwarded-For: 203.0.113.9",
            ] {
                for headers in [[], [Self.token("reader")], [Self.token("nobody")]] {
                    for _ in 0..<6 { try await expectSame(Self.request([forwarded] + headers), lanes, routes) }
                }
            }
            #expect(try await answer(lanes.address, [Self.request(["X-Forwarded-For: 203.0.113.7"])]).contains("429 Too Many Requests"))
        }
    }

    @Test("Where the registry is private, the lanes say so as the routes do")
    func notPublic() async throws {
        var options = APIOptions()
        options.rules.isPublic = false
        try await withBoth(options) { lanes, routes in
            for request in [Self.request(), Self.request([Self.token("reader")]), Self.request(body: "{")] {
                try await expectSame(request, lanes, routes)
            }
        }
    }

    @Test("A connection's requests are counted, whichever lane answers them, and the last one says so")
    func lastRequest() async throws {
        var limits = ServerLimits()
        limits.requestsPerConnection = 4
        let whole = Self.request()
        let halves = [Array(whole[..<30]), Array(whole[30...])]
        let text = try await answerOfLanesAlone([whole, whole] + halves + [whole, whole], limits)
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 5)
        #expect(text.components(separatedBy: "Connection: close").count == 2)
    }

    @Test("Look-ups are answered by the lanes, in one piece or in several; what is uncommon goes past them")
    func whichWay() async throws {
        // The responder behind these lanes has no route at all.
        let whole = Self.request()
        #expect(try await answerOfLanesAlone([whole]).hasPrefix("HTTP/1.1 200 OK"))
        #expect(try await answerOfLanesAlone([Array(whole[..<60]), Array(whole[60...])]).hasPrefix("HTTP/1.1 200 OK"))
        #expect(try await answerOfLanesAlone([whole + whole]).components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        #expect(try await answerOfLanesAlone([Self.request(["Content-Encoding: identity"])]).hasPrefix("HTTP/1.1 404"))
        #expect(try await answerOfLanesAlone([Self.request(line: "POST /v1/lookups/ HTTP/1.1")]).hasPrefix("HTTP/1.1 404"))
    }

    /// Of a server with nothing behind its lanes.
    private func answerOfLanesAlone(_ pieces: [[UInt8]], _ limits: ServerLimits = ServerLimits()) async throws -> String {
        let kept = KeptText()
        try await withAPIServer { server in
            let logger = Logger(label: "test") { _ in server.logs }
            let metrics = ServerMetrics(factory: CountedEvents())
            let (addresses, continuation) = AsyncStream<SocketAddress?>.makeStream()
            let bare = HTTPServer(
                responder: Router(context: APIContext.self).buildResponder(),
                settings: ServerSettings(address: .tcp(host: "127.0.0.1", port: 0), limits: limits), metrics: metrics, logger: logger,
                lookups: server.api.lookups(log: RequestLog(logger: logger, metrics: metrics, uptime: { .zero })),
                onListening: { continuation.yield($0) })
            let services = ServiceGroup(configuration: .init(services: [.init(service: bare)], logger: logger))
            async let served: Void = services.run()
            let address = try #require(await addresses.first { _ in true } ?? nil)
            await kept.set(try await answer(address, pieces))
            await services.triggerGracefulShutdown()
            try await served
        }
        return await kept.text
    }
}

private actor KeptText {
    private(set) var text = ""
    func set(_ text: String) { self.text = text }
}
