import Foundation
import Plates
import Vocabulary
import Wire

/// The moderators' routes of a registry, as far as the command line can tell.
struct StandInModeration: Sendable {
    /// What is kept, by plate as it is sent.
    var rows: [String: ReviewBody] = [:]
    /// The queue's order; what was decided stays in it and is not shown.
    var order: [String] = []
    var decided: Set<String> = []
    var protected: Set<String> = []
    var rowsPerPage = 20
    /// Plates on which a colleague decides just before the next verdict.
    var colleagueDecides: Set<String> = []

    var queues: [QueueRequest] = []
    var skips: [String] = []
    var verdicts: [VerdictsRequest] = []
    var undos: [String] = []
    var previews: [PreviewRequest] = []
    var purges: [String] = []
    var approvals: [String] = []
    var cancels: [String] = []
    var audits: [AuditRequest] = []
    var ageings: [AgeingRequest] = []

    /// Routes that do what they are asked, and whose answers are lost, by how many times.
    var lost: [String: Int] = [:]
    var proposals: [ProposalBody] = []
    /// What the next preview says; and whether its deed waits.
    var preview = PreviewBody(
        preview: "p1", expiresAt: "2026-11-22T21:56:00Z", plates: 2, erased: 1, sightings: 5, voices: 3, byStatus: ["watched": 2],
        first: [],
        needsSecond: false)
    var chain = StandInChain()

    private var undoable: [String: (verdict: Verdict, rows: [String: ReviewBody])] = [:]

    mutating func add(_ row: ReviewBody) {
        rows[row.plate.key] = row
        if row.reason != nil { order.append(row.plate.key) }
    }

    /// `nil` for a route that is not the moderators'.
    mutating func answer(_ request: StandInServer.Request) -> StandInServer.Response? {
        guard request.target.hasPrefix("/v1/moderation/") else { return nil }
        let path = request.target.dropFirst("/v1/moderation/".count).split(separator: "/").map(String.init)
        var response = answer(request.method, path, request.body) ?? problem(.requestNotFound)
        if let count = lost[path[0]], count > 0 {
            lost[path[0]] = count - 1
            response.isLost = true
        }
        return response
    }

    private mutating func answer(_ method: String, _ path: [String], _ body: Data) -> StandInServer.Response? {
        switch (method, path[0]) {
        case ("POST", "queue"): read(body) { ok($0.queue($1)) }
        case ("POST", "plates"): read(body) { ok($0.plates($1)) }
        case ("POST", "skips"):
            read(body) { (registry, request: PlatesRequest) in
                registry.skips += request.plates
                return StandInServer.Response(status: 204)
            }
        case ("POST", "verdicts"): read(body) { ok($0.decide($1)) }
        case ("POST", "undo"): read(body) { $0.undo($1) }
        case ("POST", "previews"):
            read(body) { (registry, request: PreviewRequest) in
                registry.previews.append(request)
                return ok(registry.preview)
            }
        case ("POST", "purges"): read(body) { ok($0.purge($1)) }
        case ("GET", "proposals"): ok(ProposalsBody(proposals: proposals))
        case ("POST", "proposals"): approve(path[1])
        case ("DELETE", "proposals"): cancel(path[1])
        case ("POST", "audit"):
            read(body) { (registry, request: AuditRequest) in
                registry.audits.append(request)
                return ok(registry.chain.page(request))
            }
        case ("POST", "ageing"):
            read(body) { (registry, request: AgeingRequest) in
                registry.ageings.append(request)
                return ok(Self.ageing)
            }
        default: nil
        }
    }

    private mutating func read<Request: Decodable>(
        _ body: Data, _ answer: (inout StandInModeration, Request) -> StandInServer.Response
    ) -> StandInServer.Response {
        do {
            return answer(&self, try WireJSON.decode(Request.self, from: body))
        } catch {
            return problem(error.code)
        }
    }

    private mutating func queue(_ request: QueueRequest) -> QueuePage {
        queues.append(request)
        let start = request.cursor.flatMap { Int($0) } ?? 0
        let end = min(order.count, start + min(request.limit ?? rowsPerPage, rowsPerPage))
        let shown = order[min(start, end)..<end].filter { !decided.contains($0) }.compactMap { rows[$0] }.filter {
            (request.reason.map($0.reasons.contains) ?? true) && (request.status == nil || request.status == $0.status)
        }
        let waiting = order.filter { !decided.contains($0) }
        let reasons = waiting.flatMap { rows[$0]?.reasons ?? [] }
        return QueuePage(
            asOf: WireTime.text(StandInRegistry.now), rows: shown, next: end < order.count ? String(end) : nil, waiting: waiting.count,
            byReason: reasons.reduce(into: [:]) { $0[$1.rawValue, default: 0] += 1 }, read: Self.readSoFar)
    }

    private func plates(_ request: PlatesRequest) -> PlatesResponse {
        let results = request.plates.map { query -> PlatesResponse.Result in
            guard let plate = try? Plate(query) else { return .init(query: query, error: ErrorBody(.plateEmpty)) }
            let found = rows.filter { entry in
                query.contains(" ") ? entry.key == plate.text : entry.value.plate.characters == plate.characters
            }
            return .init(
                query: query, rows: found.sorted { $0.key < $1.key }.map(\.value), protected: protected.contains(plate.text))
        }
        return PlatesResponse(asOf: WireTime.text(StandInRegistry.now), results: results, read: Self.readSoFar)
    }

    private mutating func decide(_ request: VerdictsRequest) -> VerdictsResponse {
        verdicts.append(request)
        guard let verdict = request.verdict else {
            if preview.needsSecond {
                return VerdictsResponse(decision: nil, undoUntil: nil, decided: 0, results: [], waiting: Self.proposal)
            }
            return VerdictsResponse(decision: "d\(verdicts.count)", undoUntil: Self.undoUntil, decided: preview.plates, results: [])
        }
        let decision = "d\(verdicts.count)"
        var before: [String: ReviewBody] = [:]
        let results = request.plates.map { item -> VerdictsResponse.Result in
            let plate = (try? Plate(item.plate)).map(PlateBody.init)
            if colleagueDecides.remove(item.plate) != nil { rows[item.plate]?.version += 1 }
            guard item.version == rows[item.plate]?.version ?? 0 else {
                return .init(
                    plate: plate, result: .refused, error: ErrorBody(.verdictConflict, detail: "4KQ2 confirmed it since you looked."))
            }
            before[item.plate] = rows[item.plate]
            decide(verdict, item.plate, decision)
            let isProtected = [.protect, .unprotect].contains(verdict) ? protected.contains(item.plate) : nil
            return .init(plate: plate, result: .decided, protected: isProtected)
        }
        undoable[decision] = (verdict, before)
        let count = results.count { $0.result == .decided }
        return VerdictsResponse(
            decision: count > 0 ? decision : nil, undoUntil: count > 0 ? Self.undoUntil : nil, decided: count, results: results)
    }

    private mutating func decide(_ verdict: Verdict, _ plate: String, _ decision: String) {
        decided.insert(plate)
        rows[plate]?.version += 1
        rows[plate]?.decided = DecidedBody(decision: decision, verdict: verdict, by: "7GQK", undoUntil: Self.undoUntil)
        switch verdict {
        case .confirm: rows[plate]?.status = .confirmed
        case .protect:
            rows[plate] = nil
            protected.insert(plate)
        case .unprotect: protected.remove(plate)
        case .clear, .dismiss: break
        }
    }

    private mutating func undo(_ request: UndoRequest) -> StandInServer.Response {
        undos.append(request.decision)
        guard let made = undoable.removeValue(forKey: request.decision) else { return problem(.undoExpired) }
        for (plate, row) in made.rows {
            rows[plate] = row
            rows[plate]?.version += 2
            decided.remove(plate)
            protected.remove(plate)
        }
        return ok(UndoResponse(verdict: made.verdict, undone: made.rows.count, superseded: 0))
    }

    private mutating func purge(_ request: PurgeRequest) -> PurgeResponse {
        purges.append(request.preview)
        if preview.needsSecond { return PurgeResponse(waiting: Self.proposal) }
        return PurgeResponse(purged: Self.purged)
    }

    private mutating func approve(_ id: String) -> StandInServer.Response {
        approvals.append(id)
        guard let proposal = proposals.first(where: { $0.id == id }) else { return problem(.proposalUnknown) }
        guard proposal.approvable else { return problem(.proposalOwn) }
        guard proposal.verdict != nil else { return ok(ApprovalResponse(purged: Self.purged)) }
        return ok(
            ApprovalResponse(
                verdicts: VerdictsResponse(decision: "d9", undoUntil: Self.undoUntil, decided: proposal.plates, results: [])))
    }

    private mutating func cancel(_ id: String) -> StandInServer.Response {
        cancels.append(id)
        return StandInServer.Response(status: 204)
    }

    static let undoUntil = "2026-11-23T21:41:00Z"
    static let readSoFar = ReadBody(today: 12, limit: 5_000)
    static let purged = PurgedBody(plates: 2, erased: 1, sightings: 5, voices: 3)
    static let proposal = ProposalBody(
        id: "w1", purge: PurgeBody(area: "powderhorn", olderThanDays: 14, status: "watched"), verdict: nil, signs: nil, by: "4KQ2",
        expiresAt: undoUntil, plates: 152, approvable: true)

    static let ageing: AgeingBody = {
        guard let plate = try? Plate("MN ABC123") else { preconditionFailure("the test's plates are plates") }
        return AgeingBody(
            asOf: WireTime.text(StandInRegistry.now), plates: 3, nextAt: "2026-11-22T22:00:00Z", lapsing: 1,
            first: [LapsingBody(plate: PlateBody(plate), lapsesOn: "2026-11-25")], read: readSoFar)
    }()
}

private func ok(_ value: some Encodable) -> StandInServer.Response {
    StandInServer.Response(body: WireJSON.encode(value))
}

private func problem(_ code: ErrorCode) -> StandInServer.Response {
    let problem = Problem(code)
    return StandInServer.Response(status: problem.status, mediaType: Problem.mediaType, body: WireJSON.encode(problem))
}

extension PlateBody {
    fileprivate var key: String { "\(issuer) \(characters)" }
}

extension ReviewBody {
    /// A row of the queue in which every field says something.
    static func sample(
        _ text: String, status: Status = .suspected, reason: QueueReason? = .suspected, sightings: [SeenBody]? = nil,
        misreads: [String] = []
    ) -> ReviewBody {
        guard let plate = try? Plate(text) else { preconditionFailure("the test's plates are plates") }
        let beside = misreads.compactMap { try? Plate($0) }.map {
            MisreadBody(plate: PlateBody($0), status: .confirmed, area: "powderhorn", day: "2026-11-21")
        }
        return ReviewBody(
            plate: PlateBody(plate), status: status, reasons: reason.map { [$0] } ?? [], version: 3, evidence: 2.346,
            voices: VoicesBody(trusted: 3, probation: 1, muted: 2), firstDay: "2026-11-02", lastDay: "2026-11-21",
            sightings: sightings ?? [
                SeenBody(area: "powderhorn", slot: "2026-11-22T21:30:00Z", reports: 3),
                SeenBody(area: "longfellow", day: "2026-11-20", reports: 1),
                SeenBody(area: "powderhorn", week: "2026-11-09", reports: 4),
            ],
            vehicles: [
                VehicleCountBody(vehicle: VehicleBody(color: "black", body: "suv", make: "ford"), voices: 3),
                VehicleCountBody(vehicle: VehicleBody(color: "white", body: "van"), voices: 1),
            ],
            signs: [SignCountBody(sign: "convoy", voices: 3), SignCountBody(sign: "tactical-gear", voices: 1)], conflicting: true,
            misreads: beside, confirmedOn: nil, lapsesOn: nil, clearedOn: nil, skippedBy: ["4KQ2"], decided: nil)
    }
}
