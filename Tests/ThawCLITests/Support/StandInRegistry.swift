import Foundation
import Plates
import Synchronization
import Vocabulary
import Wire

/// What a registry would say, as far as the command line can tell.
final class StandInRegistry: Sendable {
    struct State: Sendable {
        var listings: [String: ListingBody] = [:]
        var similar: [String: [SimilarBody]] = [:]
        var cleared: [String: String] = [:]
        var reports: [ReportBody] = []
        /// By id, whether it came as an import or not.
        var known: Set<String> = []
        /// By plate, area and slot, the id of the first report.
        var firsts: [String: String] = [:]
        var imported: [ReportBody] = []
        var withdrawn: [String] = []
        var lookups: [LookupsRequest] = []
        var searches: [SearchRequest] = []
        var requests: [StandInServer.Request] = []
        /// By area: reports from there are refused.
        var refusedAreas: [String: ErrorBody] = [:]
        /// The answer to everything, where it is not `nil`.
        var problem: Problem?
        var help: String?
        var moderation = StandInModeration()
        /// Reports that are kept, and whose answers are lost.
        var lostReports = 0
        /// What becomes of an answer on its way.
        var rewrite: (@Sendable (StandInServer.Response) -> StandInServer.Response)?
        /// The server's clock, as HTTP writes it; `nil` for a server that does not tell.
        var date: String?
        /// Called before a look-up is answered.
        var beforeLookup: (@Sendable () -> Void)?
        /// Whether every connection breaks before anything is understood.
        var isUnreachable = false
        var utcOffset = UTCOffset.zero
        var tokenExpiresAt = "2027-05-21T00:00:00Z"
    }

    static let now: Int64 = 1_795_383_660  // 2026-11-22T21:41:00Z
    static let token = BearerToken(random: Array(repeating: 7, count: BearerToken.randomBytes))
    static let invite = InviteCode(random: Array(repeating: 9, count: InviteCode.randomBytes))

    private let state = Mutex(State())

    var seen: State { state.withLock { $0 } }
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

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

    func answer(_ request: StandInServer.Request) -> StandInServer.Response {
        if request.target == "/v1/lookups" { seen.beforeLookup?() }
        var answer = plainAnswer(request)
        answer.date = seen.date
        return seen.rewrite?(answer) ?? answer
    }

    private func plainAnswer(_ request: StandInServer.Request) -> StandInServer.Response {
        state.withLock { state in
            if state.isUnreachable { return StandInServer.Response(isLost: true) }
            state.requests.append(request)
            if let problem = state.problem {
                return StandInServer.Response(status: problem.status, mediaType: Problem.mediaType, body: WireJSON.encode(problem))
            }
            if let answer = state.moderation.answer(request) { return answer }
            switch (request.method, request.target.split(separator: "?").first.map(String.init)) {
            case ("POST", "/v1/lookups"): return lookUp(request, &state)
            case ("POST", "/v1/reports"): return report(request, &state)
            case ("POST", "/v1/withdrawals"): return withdraw(request, &state)
            case ("POST", "/v1/searches"):
                guard let search = try? WireJSON.decode(SearchRequest.self, from: request.body) else { break }
                state.searches.append(search)
                return page(state, limit: search.limit, cursor: search.cursor)
            case ("GET", "/v1/listings"):
                let query = URLComponents(string: request.target)?.queryItems ?? []
                let value = { (name: String) in query.first { $0.name == name }?.value }
                return page(state, limit: value("limit").flatMap { Int($0) }, cursor: value("cursor"))
            case ("GET", "/v1/vocabulary"):
                return ok(
                    VocabularyBody(
                        areas: Self.areas,
                        rules: RulesBody(slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: state.utcOffset, country: .us, issuer: nil),
                        help: state.help))
            case ("GET", "/v1/stats"):
                return ok(
                    StatsBody(
                        asOf: WireTime.text(Self.now), days: [], weeks: [], listings: .init(confirmed: 12, suspected: 3),
                        agedOut: .init(sightings: 0, plates: 0)))
            case ("GET", "/v1/tokens/self"): return ok(Self.ownToken)
            case ("GET", "/v1/tokens"): return ok(TokensBody(tokens: [Self.ownToken]))
            case ("GET", "/v1/invites"): return ok(InvitesBody(invites: []))
            case ("POST", "/v1/invites"):
                return ok(
                    InviteBody(invite: Self.invite.text, id: "4KQ2", role: .volunteer, trusted: false, expiresAt: "2026-11-29T00:00:00Z"))
            case ("POST", "/v1/invites/redeem"):
                return ok(
                    RedeemResponse(token: Self.token.text, id: "7GQK", role: .volunteer, trusted: false, expiresAt: state.tokenExpiresAt))
            case ("DELETE", _): return StandInServer.Response(status: 204)
            default: break
            }
            let problem = Problem(.requestNotFound)
            return StandInServer.Response(status: 404, mediaType: Problem.mediaType, body: WireJSON.encode(problem))
        }
    }

    static let ownToken = TokenBody(
        id: "7GQK", role: .volunteer, trusted: true, issuedOn: "2026-11-01", expiresOn: "2027-04-30", revoked: false)

    private func ok(_ value: some Encodable) -> StandInServer.Response {
        StandInServer.Response(body: WireJSON.encode(value))
    }

    private func lookUp(_ request: StandInServer.Request, _ state: inout State) -> StandInServer.Response {
        guard let lookup = try? WireJSON.decode(LookupsRequest.self, from: request.body) else { return StandInServer.Response(status: 500) }
        state.lookups.append(lookup)
        let results = lookup.plates.map { query -> LookupResult in
            if let listing = state.listings[query] { return LookupResult(query: query, outcome: .listed, listings: [listing]) }
            let cleared = state.cleared[query].flatMap { day in
                (try? Plate(query)).map { ClearedBody(plate: PlateBody($0), clearedOn: day) }
            }
            return LookupResult(
                query: query, outcome: .notListed, similar: lookup.similar ? state.similar[query] ?? [] : [],
                cleared: [cleared].compactMap(\.self))
        }
        return ok(LookupsResponse(asOf: WireTime.text(Self.now), results: results, help: state.help))
    }

    private func report(_ request: StandInServer.Request, _ state: inout State) -> StandInServer.Response {
        guard let body = try? WireJSON.decode(ReportsRequest.self, from: request.body) else { return StandInServer.Response(status: 500) }
        let results = body.reports.map { item -> ReportResult in
            guard case .report(let report) = item, let plate = try? Plate(report.plate) else {
                return .refused(id: nil, ErrorBody(.plateEmpty))
            }
            if let error = state.refusedAreas[report.area] { return .refused(id: report.id, error) }
            let isReplay = !state.known.insert(report.id).inserted
            let sighting = "\(report.plate) \(report.area) \(report.seenAt)"
            let isMerge = state.firsts[sighting, default: report.id] != report.id
            if !isMerge { state.firsts[sighting] = report.id }
            if !isReplay { if body.isImport { state.imported.append(report) } else { state.reports.append(report) } }
            return .accepted(
                id: report.id, isMerge ? .merged : .recorded, plate: plate, warnings: WarningBody.warnings(on: plate), replayed: isReplay)
        }
        var response = ok(ReportsResponse(results: results))
        response.isLost = state.lostReports > 0
        state.lostReports = max(0, state.lostReports - 1)
        return response
    }

    private func withdraw(_ request: StandInServer.Request, _ state: inout State) -> StandInServer.Response {
        guard let body = try? WireJSON.decode(WithdrawalsRequest.self, from: request.body) else {
            return StandInServer.Response(status: 500)
        }
        let results = body.withdrawals.compactMap { item -> WithdrawalResult? in
            guard case .report(let report) = item else { return nil }
            guard state.reports.contains(report) || state.imported.contains(report) else {
                return .refused(id: report.id, ErrorBody(.reportNotFound))
            }
            state.withdrawn.append(report.id)
            return .withdrawn(id: report.id, replayed: false)
        }
        return ok(WithdrawalsResponse(results: results))
    }

    private func page(_ state: State, limit: Int?, cursor: String?) -> StandInServer.Response {
        let all = state.listings.values.sorted { $0.plate.characters < $1.plate.characters }
        let start = cursor.flatMap { Int($0) } ?? 0
        let end = min(all.count, start + (limit ?? WireLimits.pageItemsDefault))
        return ok(
            ListingsPage(
                asOf: WireTime.text(Self.now), listings: Array(all[min(start, end)..<end]), next: end < all.count ? String(end) : nil,
                help: state.help))
    }
}
