import Client
import Foundation
import Server
import Sightings
import Synchronization
import TestSupport
import Vocabulary
import Wire

/// The real API on a real registry, behind a fake server that records the traffic and breaks it as a test wants.
final class RelayedRegistry: Sendable {
    /// Faults of requests and answers on their way, unknown to the registry.
    struct Faults: Sendable {
        /// Whether every connection breaks before the request is understood.
        var isUnreachable = false
        /// The answer to everything, instead of the registry's.
        var problem: Problem?
        /// By the last word of a path, how many requests are carried out whose answers get lost.
        var lost: [String: Int] = [:]
        /// By path, the answers of a server that means harm.
        var forged: [String: @Sendable (Received) -> Reply] = [:]
        /// Changes the body of an answer on its way.
        var rewrite: (@Sendable (Data) -> Data)?
        /// Called before a request is passed on.
        var beforeRequest: (@Sendable (Received) -> Void)?
    }

    let areas: AreaMap
    private let chapter: Chapter
    private let state: Mutex<State>
    private let running: Mutex<RunningAPI>

    private struct State {
        var faults = Faults()
        var seen = SeenTraffic()
    }

    init(rules: Rules, start: Int64, chapter: Chapter, areas: AreaMap = RelayedRegistry.areas) async throws {
        self.areas = areas
        self.chapter = chapter
        state = Mutex(State())
        let registry = try await TestRegistry(
            folder: TemporaryFolder(), clock: TestClock(Instant(seconds: start)), rules: rules, areas: areas.areas.map(\.id))
        running = Mutex(try await RunningAPI(on: registry, settings: API.Settings(areas: areas, chapter: chapter)))
    }

    var seen: SeenTraffic { state.withLock { $0.seen } }
    func change(_ body: (inout Faults) -> Void) { state.withLock { body(&$0.faults) } }

    private var api: RunningAPI { running.withLock { $0 } }
    /// The registry that answers now.
    var real: TestRegistry { api.registry }
    var clock: TestClock { real.clock }

    func stop() async throws { try await api.stop() }

    /// Restarts the server without an area, as an operator does who has taken it off the map.
    func remove(area: String) throws {
        let left = try AreaMap(areas.areas.filter { $0.id.description != area })
        let (api, chapter) = (api, chapter)
        let next = try wait { try await api.restarted(settings: API.Settings(areas: left, chapter: chapter)) }
        running.withLock { $0 = next }
    }

    func reply(to request: Received) -> Reply {
        let (faults, isLost) = state.withLock { state in
            let word = request.path.split(separator: "/").last.map(String.init) ?? ""
            let left = state.faults.lost[word] ?? 0
            if left > 0 { state.faults.lost[word] = left - 1 }
            return (state.faults, left > 0)
        }
        faults.beforeRequest?(request)
        if faults.isUnreachable { return .lost }
        state.withLock { $0.seen.add(request) }
        if let problem = faults.problem {
            return .bytes(Array(WireJSON.encode(problem)), status: problem.status, type: Problem.mediaType)
        }
        if let forged = faults.forged[request.path] { return forged(request) }
        guard let answer = try? api.answer(request) else { return .lost }
        state.withLock { $0.seen.add(answer, to: request) }
        guard !isLost else { return .lost }
        let body = faults.rewrite.map { $0(answer.body) } ?? answer.body
        // The HTTP library dates the answers of routes by the machine's clock; the client is to see the registry's.
        let kept = answer.headers.filter { !["content-length", "content-type", "date", "connection"].contains($0.key) }
        return .bytes(
            Array(body), status: answer.status, type: answer.headers["content-type"] ?? "",
            headers: [Reply.dateHeader(clock.now.seconds)] + kept.map { "\($0.key): \($0.value)" })
    }

    static let areas: AreaMap = {
        func square(_ west: Double, _ south: Double) -> Polygon? {
            let corners = [(west, south), (west + 0.1, south), (west + 0.1, south + 0.1), (west, south + 0.1), (west, south)]
            return Polygon(rings: [corners.map { Polygon.Position(longitude: $0.0, latitude: $0.1) }])
        }
        let areas = [
            ("powderhorn", "Powderhorn Park", square(-93.3, 44.9)), ("longfellow", "Longfellow", square(-93.2, 44.9)),
            ("lake-street-east", "Lake Street East", nil), ("old-mill", "Old Mill", nil),
        ]
        let all = areas.compactMap { id, name, polygon in
            AreaID(id).map { AreaMap.Area(id: $0, name: name, polygons: [polygon].compactMap(\.self)) }
        }
        guard let map = try? AreaMap(all) else { preconditionFailure("the test's areas are well-formed") }
        return map
    }()
}
