import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Plates
import Server
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire

/// The same bytes go to a server with the fast path and to one without, and both must answer the same.
struct FastPathTests {
    /// Two servers that know the same, one with the fast path.
    private func withBoth(
        _ options: APIOptions = APIOptions(), _ body: @Sendable @escaping (_ fast: APIServer, _ routes: APIServer) async throws -> Void
    ) async throws {
        try await withAPIServer(options) { fast in
            var without = options
            without.usesFastPath = false
            try await withAPIServer(without) { routes in
                for server in [fast, routes] {
                    let vehicle = Vehicle(color: .black, body: .suv)
                    try await server.registry.voices(3, on: "WI XYZ987", vehicle: vehicle)
                    try await server.registry.confirm("MN ABC123", voices: 3, vehicle: vehicle)
                    for (name, role) in [
                        ("caller", Role.caller), ("reader", .reader), ("volunteer", .volunteer), ("moderator", .moderator),
                    ] {
                        _ = try await server.token(name, role)
                    }
                }
                try await body(fast, routes)
            }
        }
    }

    /// Sends each piece after the server has received the one before; returns the whole answer, without the time of day.
    private func answer(_ address: SocketAddress, _ pieces: [[UInt8]]) async throws -> String {
        let text = try await withRawConnection(to: address) { connection in
            for (index, piece) in pieces.enumerated() {
                if index > 0 { try await roundTrip(to: address) }
                try? await connection.send(piece)
            }
            connection.finishSending()
            return try await connection.rest()
        }
        return text.replacing(/Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n/, with: "Date: …\r\n")
    }

    private func expectSame(_ request: [UInt8], _ fast: APIServer, _ routes: APIServer) async throws {
        let (ours, theirs) = (try await answer(fast.address, [request]), try await answer(routes.address, [request]))
        #expect(ours == theirs, "\(String(decoding: request, as: UTF8.self))")
    }

    private static func bodies(_ ask: Ask) -> [[UInt8]] {
        ask.bodies.flatMap {
            [
                ask.request(body: $0), ask.request([token("caller")], body: $0), ask.request([token("reader")], body: $0),
                ask.request([token("moderator")], body: $0),
            ]
        }
    }

    private static func headers(_ ask: Ask) -> [[UInt8]] {
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
        return headers.map { ask.request($0) } + headers.map { ask.request(ask.credentials + $0) }
            + types.map { ask.request(ask.credentials, type: $0) } + hosts.map { ask.request(ask.credentials, host: $0) }
            + lengths.map { ask.request(ask.credentials, length: $0) }
    }

    private static func framings(_ ask: Ask) -> [[UInt8]] {
        let (path, whole) = (ask.path, ask.request(ask.credentials))
        let lines = [
            "POST \(path) HTTP/1.0", "POST \(path) HTTP/1.2", "POST \(path) HTTP/2.0", "POST \(path)", "post \(path) HTTP/1.1",
            "GET \(path) HTTP/1.1", "POST \(path)?x=1 HTTP/1.1", "POST \(path)/ HTTP/1.1", "POST /\(path) HTTP/1.1",
            "POST \(path)#x HTTP/1.1",
            "POST http://a\(path) HTTP/1.1", "POST \(path.replacing("/v1", with: "/V1")) HTTP/1.1", "POST  \(path) HTTP/1.1",
            "\r\nPOST \(path) HTTP/1.1", "POST \(path.replacing("/v1", with: "/%76%31")) HTTP/1.1",
        ]
        let chunked =
            (["POST \(path) HTTP/1.1", "Host: a", "Content-Type: application/json", "Transfer-Encoding: chunked"] + ask.credentials)
            .joined(separator: "\r\n") + "\r\n\r\n"
        let rest = [
            chunked + "15\r\n{\"plates\":[\"ABC123\"]}\r\n0\r\n\r\n",
            chunked + "5\r\n{\"pla\r\n10\r\ntes\":[\"ABC123\"]}\r\n0\r\nX: y\r\n\r\n",
            chunked + "zz\r\n", "POST \(path) HTTP/1.1\r\n", "POST \(path) HTTP/1.1\r\nHost: a\r\n\r\n", "",
        ]
        let other = Array("GET /v1/vocabulary HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let withBody = Array("GET \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n".utf8)
        return lines.map { ask.request(ask.credentials, line: $0) } + rest.map { Array($0.utf8) } + [
            ask.request(ask.credentials, end: "\n"), whole + whole, whole + other, other + whole, whole + Array("\r\n".utf8),
            whole + Array("x".utf8), withBody + whole, whole.map { $0 == UInt8(ascii: "H") ? 0 : $0 },
        ]
    }

    @Test("For every look-up and report, well-formed or hostile, the answer equals the router's, byte for byte", arguments: Ask.allCases)
    func sameBytes(_ ask: Ask) async throws {
        try await withBoth { fast, routes in
            for request in Self.bodies(ask) + Self.headers(ask) + Self.framings(ask) { try await expectSame(request, fast, routes) }
        }
    }

    @Test("The same holds for a request in two pieces, split at any byte", arguments: Ask.allCases)
    func splits(_ ask: Ask) async throws {
        try await withBoth { fast, routes in
            let request = ask.request([token("volunteer")])
            // A report's answer must be the repeated one: recorded before.
            for server in [fast, routes] { _ = try await answer(server.address, [request]) }
            let whole = try await answer(routes.address, [request])
            #expect(whole.contains(ask == .lookups ? #""outcome":"listed""# : #""replayed":true"#))
            for index in 1..<request.count {
                #expect(
                    try await answer(fast.address, [Array(request[..<index]), Array(request[index...])]) == whole, "split at \(index)")
            }
        }
    }

    @Test("On one connection look-ups, reports and other requests follow each other in any order")
    func mixed() async throws {
        try await withBoth { fast, routes in
            let lookup = Ask.lookups.request()
            let report = Ask.reports.request(Ask.reports.credentials)
            let stats = Array("GET /v1/stats HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            let orders = [
                [lookup, lookup, stats, lookup], [stats, lookup, stats], [lookup, stats + lookup, lookup + stats],
                [report, lookup, report, stats],
                [lookup, report, report + lookup, report], [report, stats + report, report], [report, report, Array("x".utf8)],
            ]
            for order in orders {
                let (ours, theirs) = (try await answer(fast.address, order), try await answer(routes.address, order))
                #expect(ours == theirs)
            }
        }
    }

    @Test("Rates and failures are counted as by the router, by address and by token", arguments: Ask.allCases)
    func rates(_ ask: Ask) async throws {
        var options = APIOptions()
        options.proxies = ["127.0.0.1"]
        options.rates.perMinute[.anonymous] = 3
        options.rates.perMinute[.token] = 4
        options.rates.perMinute[.failedAuthentication] = 2
        try await withBoth(options) { fast, routes in
            for forwarded in [
                "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: junk, 203.0.113.8", "X-Forwarded-For: 127.0.0.1",
                "x-forwarded-for: 1.2.3.4\r\nX-Forwarded-For: 203.0.113.9",
            ] {
                for headers in [[], [token("volunteer")], [token("nobody")]] {
                    for _ in 0..<6 { try await expectSame(ask.request([forwarded] + headers), fast, routes) }
                }
            }
            let last = ask.request(["X-Forwarded-For: 203.0.113.7", token("nobody")])
            #expect(try await answer(fast.address, [last]).contains("429 Too Many Requests"))
        }
    }

    @Test("If the registry is private, the fast path says so as the router does")
    func notPublic() async throws {
        try await withBoth(APIOptions { $0.rules.listings.isPublic = false }) { fast, routes in
            for request in [Ask.lookups.request(), Ask.lookups.request([token("reader")]), Ask.lookups.request(body: "{")] {
                try await expectSame(request, fast, routes)
            }
        }
    }

    @Test("A connection's requests are counted, on the fast path and after it, and the last answer says so")
    func lastRequest() async throws {
        try await withAPIServer(APIOptions { $0.limits.connection.requestsPerConnection = 4 }) { server in
            let whole = Ask.lookups.request()
            let text = try await answer(server.address, [whole, whole, Array(whole[..<30]), Array(whole[30...]), whole, whole])
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 5)
            #expect(text.components(separatedBy: "Connection: close").count == 2)
        }
    }

    @Test("The fast path answers look-ups and reports in one piece; the router gets what is in pieces, uncommon or large")
    func whichWay() async throws {
        // The router of this server has no route at all.
        let whole = Ask.lookups.request()
        #expect(try await answerOfFastPathAlone([whole]).hasPrefix("HTTP/1.1 200 OK"))
        #expect(try await answerOfFastPathAlone([Array(whole[..<60]), Array(whole[60...])]).hasPrefix("HTTP/1.1 404"))
        #expect(try await answerOfFastPathAlone([whole + whole]).components(separatedBy: "HTTP/1.1 404").count == 3)
        #expect(try await answerOfFastPathAlone([Ask.lookups.request(["Content-Encoding: identity"])]).hasPrefix("HTTP/1.1 404"))
        #expect(try await answerOfFastPathAlone([Ask.lookups.request(line: "POST /v1/lookups/ HTTP/1.1")]).hasPrefix("HTTP/1.1 404"))
        let report = Ask.reports.request(Ask.reports.credentials)
        #expect(try await answerOfFastPathAlone([report]).hasPrefix("HTTP/1.1 401"))
        // Twenty reports and more would hold up others on the connection's thread.
        let many = Ask.reports.request(body: #"{"reports":["# + Array(repeating: Ask.report, count: 40).joined(separator: ",") + "]}")
        #expect(try await answerOfFastPathAlone([many]).hasPrefix("HTTP/1.1 404"))
    }

    /// The answer of a server whose router has no route.
    private func answerOfFastPathAlone(_ pieces: [[UInt8]]) async throws -> String {
        let kept = Mutex("")
        try await withAPIServer { server in
            let metrics = ServerMetrics(factory: CountedEvents())
            try await withListening(logger: .quiet) { onListening in
                HTTPServer(
                    responder: Router(context: APIContext.self).buildResponder(),
                    settings: ServerSettings(address: .tcp(host: "127.0.0.1", port: 0)), metrics: metrics, logger: .quiet,
                    fastPath: server.api.fastPath(log: RequestLog(logger: .quiet, metrics: metrics, uptime: { .uptimeNanoseconds(0) })),
                    onListening: onListening)
            } _: { address, _ in
                let text = try await answer(address, pieces)
                kept.withLock { $0 = text }
            }
        }
        return kept.withLock { $0 }
    }
}

/// The requests that the fast path answers, and their test data.
enum Ask: CaseIterable, Sendable {
    case lookups, reports

    var path: String { self == .lookups ? "/v1/lookups" : "/v1/reports" }

    /// A request without them is refused before it is read.
    var credentials: [String] { self == .lookups ? [] : [token("volunteer")] }

    static let report = {
        let seenAt = WireTime.text(TestClock.start.seconds - 600)
        return #"{"id":"0123456789abcdef0123456789abcdef","plate":"mn rep-123","seen_at":"\#(seenAt)","area":"seward"}"#
    }()

    /// The first is plain; each other one has something unusual.
    var bodies: [String] {
        let common = ["", "{}", "{", "\u{FEFF}{}", String(repeating: " ", count: 20_000)]
        switch self {
        case .lookups:
            let plates = Array(repeating: #""ABC 123""#, count: 900).joined(separator: ",")
            return [
                #"{"plates":["mn abc-123","XYZ987","AB!"]}"#, #"{"plates":["MN-ABC123","mnabc124"],"similar":true}"#,
                #"{"plates":["XYZ9B7","abc124"],"similar":true}"#,
                #"{"plates":["a"],"x":1}"#, #"{"plates":["\u0041BC"]}"#, "{\"plates\":[\(plates)]}",
            ] + common
        case .reports:
            let other = Self.report.replacing("0123456789", with: "9876543210")
            let items = [
                Self.report, Self.report, Self.report.replacing("seward", with: "northside"),
                other + "," + other.replacing("seward", with: "atlantis") + #",{"id":"x"},7"#, "", "7",
                other.replacing("plate\":", with: "plate\":\"AB!\",\"x\":"), other.replacing("mn", with: "\\u004d\\u004e"),
            ]
            let imports = [other.replacing("98765", with: "56789"), Self.report]
            return items.map { #"{"reports":[\#($0)]}"# } + imports.map { #"{"import":true,"reports":[\#($0)]}"# } + common
        }
    }

    func request(
        _ headers: [String] = [], body: String? = nil, line: String? = nil, host: String? = "Host: localhost",
        type: String? = "Content-Type: application/json", length: String? = nil, end: String = "\r\n"
    ) -> [UInt8] {
        let body = body ?? bodies[0]
        let first = [line ?? "POST \(path) HTTP/1.1"] + [host, type, length ?? "Content-Length: \(body.utf8.count)"].compactMap { $0 }
        return Array((first + headers).joined(separator: end).utf8) + Array((end + end + body).utf8)
    }
}

/// The header of a person of that name.
func token(_ name: String) -> String { "Authorization: Bearer \(APIServer.token(named: name).text)" }
