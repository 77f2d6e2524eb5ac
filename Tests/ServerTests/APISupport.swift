import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Plates
import Seal
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// The whole interface on loopback: real sockets, the real transport, a real registry on real SQLite.
struct APIServer: Sendable {
    let registry: TestRegistry
    let api: API
    let address: SocketAddress
    let logs: KeptLogs
    let document: OpenAPIReading

    /// The token of a person of that name; made at first use.
    func token(_ name: String, _ role: Role = .volunteer, trusted: Bool = true) async throws -> BearerToken {
        let token = Self.token(named: name)
        _ = try await registry.principal(token.text, role: role, trusted: trusted)
        return token
    }

    /// A well-formed token that the registry may not know.
    static func token(named name: String) -> BearerToken {
        BearerToken(random: Array(SHA256.hash(data: Array(name.utf8)).prefix(BearerToken.randomBytes)))
    }

    func get(_ path: String, as token: BearerToken? = nil, headers: [String] = []) async throws -> APIAnswer {
        try await send("GET", path, as: token, headers: headers)
    }

    func delete(_ path: String, as token: BearerToken? = nil) async throws -> APIAnswer {
        try await send("DELETE", path, as: token)
    }

    func post(_ path: String, _ body: String, as token: BearerToken? = nil, headers: [String] = []) async throws -> APIAnswer {
        try await send("POST", path, as: token, headers: ["Content-Type: application/json"] + headers, body: Array(body.utf8))
    }

    func post(_ path: String, _ body: some Encodable, as token: BearerToken? = nil) async throws -> APIAnswer {
        try await post(path, String(decoding: WireJSON.encode(body), as: UTF8.self), as: token)
    }

    func shortID(of token: BearerToken) async throws -> String {
        try await get("/v1/tokens/self", as: token).decoded(TokenBody.self).id
    }

    /// Three trusted voices on a black Ford.
    func reportFord(_ plate: String) async throws {
        try await registry.voices(3, on: plate, vehicle: Vehicle(color: .black, body: .suv, make: .ford))
    }

    func confirmFord(_ plate: String) async throws {
        try await reportFord(plate)
        try await registry.decide(.confirm, signs: [.convoy], on: Plate(plate).key)
    }

    /// Sends a request on a connection of its own, and holds its answer to the OpenAPI document.
    func send(
        _ method: String, _ path: String, as token: BearerToken? = nil, headers: [String] = [], body: [UInt8]? = nil
    ) async throws -> APIAnswer {
        var head = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + headers
        if let token { head.append("Authorization: Bearer \(token.text)") }
        if let body { head.append("Content-Length: \(body.count)") }
        let text = head.joined(separator: "\r\n") + "\r\n\r\n"
        let (answer, rest) = try await withRawConnection(to: address) { connection in
            try await connection.send(text)
            if let body { try? await connection.send(body) }
            // An answer to HEAD has the length of a body that does not come.
            if method == "HEAD" { return (nil as RawAnswer?, try await connection.rest()) }
            return (try await connection.answer(), "")
        }
        if method == "HEAD" { return try #require(APIAnswer(headOnly: rest)) }
        let read = APIAnswer(try #require(answer))
        try document.check(read, to: method, String(path.prefix { $0 != "?" }))
        return read
    }
}

/// An answer whose body is JSON, or empty.
struct APIAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    let text: String

    init(_ raw: RawAnswer) {
        status = raw.status
        headers = raw.headers
        text = raw.body
    }

    /// Of an answer to HEAD.
    init?(headOnly text: String) {
        let lines = text.split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        headers = Dictionary(
            uniqueKeysWithValues: lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            })
        self.text = ""
    }

    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// The problem's code; `nil` for an answer that is none.
    var code: ErrorCode? {
        guard headers["content-type"] == Problem.mediaType else { return nil }
        return (try? decoded(Problem.self))?.errorCode
    }

    var field: String? { (try? decoded(Problem.self))?.field }
}

/// How a test wants its server.
struct APIOptions {
    var rules = Rules()
    var settings = API.Settings(areas: APIOptions.areas, chapter: Chapter(help: "https://help.example/now", contact: "list@example.org"))
    /// High: all requests of a test come from one address.
    var rates = Rates.unlimited
    /// nil for none.
    var pages: PageSettings?
    var limits = ServerLimits()
    /// The trusted proxies.
    var proxies: [String] = []
    /// Whether the fast path is on, as it is in the daemon.
    var usesFastPath = true

    static let areas: AreaMap = {
        let areas = TestRegistry.areas.enumerated().map { index, id in
            let west = Double(index) * 0.1
            let ring = [(west, 0.0), (west + 0.1, 0), (west + 0.1, 0.1), (west, 0.1), (west, 0)]
                .map { Polygon.Position(longitude: $0.0, latitude: $0.1) }
            return AreaMap.Area(id: id, name: id.description.capitalized, polygons: [Polygon(rings: [ring])!])
        }
        return try! AreaMap(areas)
    }()

    init(_ change: (inout APIOptions) -> Void = { _ in }) { change(&self) }
}

extension ServerLimits {
    init(_ change: (inout ServerLimits) -> Void) {
        self.init()
        change(&self)
    }
}

/// Runs the whole interface for as long as `body` takes, on a registry of its own if none is given.
func withAPIServer(
    _ options: APIOptions = APIOptions(), on given: TestRegistry? = nil, _ body: @Sendable @escaping (APIServer) async throws -> Void
) async throws {
    let registry = if let given { given } else { try await TestRegistry(rules: options.rules) }
    let logs = KeptLogs()
    let logger = Logger(label: "test") { _ in logs }
    let metrics = ServerMetrics(factory: CountedEvents())
    let origins = OriginResolver(proxies: try TrustedProxies(options.proxies), logger: logger)
    let api = API(
        ledger: registry.ledger, clock: registry.clock.wallClock, cursors: CursorSeal(key: SymmetricKey(size: .bits256)), random: .system,
        settings: options.settings, origins: origins,
        rates: RateLimiter(rates: options.rates, uptime: { .uptimeNanoseconds(1_000_000_000_000) }), metrics: metrics, pages: options.pages)
    let log = RequestLog(logger: logger, level: .info, metrics: metrics, uptime: { .uptimeNanoseconds(0) })
    let router = api.router(observers: [RequestLogMiddleware(log)])
    try await withListening(logger: logger) { onListening in
        HTTPServer(
            responder: router.buildResponder(),
            settings: ServerSettings(address: .tcp(host: "127.0.0.1", port: 0), limits: options.limits, site: options.pages?.site),
            metrics: metrics, logger: logger, origins: origins, tokens: api.tokenCheck,
            fastPath: options.usesFastPath ? api.fastPath(log: log) : nil,
            onListening: onListening)
    } _: { address, _ in
        let document = try await OpenAPIReading(at: address)
        try await body(APIServer(registry: registry, api: api, address: address, logs: logs, document: document))
    }
}

/// A report as a client makes it.
func reportBody(
    _ plate: String, minutesAgo: Int = 10, area: String = "powderhorn", vehicle: VehicleBody = VehicleBody(), signs: [String] = [],
    id: String? = nil, now: Instant = TestClock.start
) -> ReportBody {
    ReportBody(
        id: id ?? UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""), plate: plate,
        seenAt: WireTime.text(now.seconds - Int64(minutesAgo) * 60), area: area, vehicle: vehicle, signs: signs)
}
