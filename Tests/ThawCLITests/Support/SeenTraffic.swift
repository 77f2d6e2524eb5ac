import Foundation
import TestSupport
import Vocabulary
import Wire

/// The requests that reached the registry, and what it did with them, oldest first.
struct SeenTraffic: Sendable {
    private(set) var requests: [Received] = []
    private(set) var lookups: [LookupsRequest] = []
    private(set) var searches: [SearchRequest] = []
    /// Reports that the registry accepted, each once.
    private(set) var reports: [ReportBody] = []
    /// The same that came as older records.
    private(set) var imported: [ReportBody] = []
    /// The ids of reports that were withdrawn, each once.
    private(set) var withdrawn: [String] = []
    private(set) var moderation = Moderation()

    struct Moderation: Sendable {
        fileprivate(set) var queues: [QueueRequest] = []
        fileprivate(set) var skips: [String] = []
        fileprivate(set) var verdicts: [VerdictsRequest] = []
        /// Of the verdicts that were carried out, the decisions' ids.
        fileprivate(set) var decisions: [String] = []
        /// The ids of decisions that were to be undone.
        fileprivate(set) var undos: [String] = []
        fileprivate(set) var previews: [PreviewRequest] = []
        /// The ids of previews that were to be carried out.
        fileprivate(set) var purges: [String] = []
        fileprivate(set) var approvals: [String] = []
        fileprivate(set) var cancels: [String] = []
        fileprivate(set) var audits: [AuditRequest] = []
        fileprivate(set) var ageings: [AgeingRequest] = []
    }

    mutating func add(_ request: Received) {
        requests.append(request)
        func body<Body: Decodable>(_ type: Body.Type = Body.self) -> [Body] { (try? request.decoded(Body.self)).map { [$0] } ?? [] }
        let path = request.path.split(separator: "/").map(String.init)
        switch (request.method, path.dropFirst().first, path.dropFirst(2).first) {
        case ("POST", "lookups", nil): lookups += body()
        case ("POST", "searches", nil): searches += body()
        case ("POST", "moderation", "queue"): moderation.queues += body()
        case ("POST", "moderation", "skips"):
            moderation.skips += body(SkipsRequest.self).flatMap { skip in skip.plates.map { "\($0) \(skip.reason.rawValue)" } }
        case ("POST", "moderation", "verdicts"): moderation.verdicts += body()
        case ("POST", "moderation", "undo"): moderation.undos += body(UndoRequest.self).map(\.decision)
        case ("POST", "moderation", "previews"): moderation.previews += body()
        case ("POST", "moderation", "purges"): moderation.purges += body(PurgeRequest.self).map(\.preview)
        case ("POST", "moderation", "proposals"): moderation.approvals.append(path[3])
        case ("DELETE", "moderation", "proposals"): moderation.cancels.append(path[3])
        case ("POST", "moderation", "audit"): moderation.audits += body()
        case ("POST", "moderation", "ageing"): moderation.ageings += body()
        default: break
        }
    }

    mutating func add(_ answer: LoopbackConnection.Answer, to request: Received) {
        switch (request.method, request.path) {
        case ("POST", "/v1/reports"):
            guard let asked = try? request.decoded(ReportsRequest.self),
                let answered = try? WireJSON.decodeAnswer(ReportsResponse.self, from: answer.body)
            else { return }
            for (item, result) in zip(asked.reports, answered.results) {
                guard case .report(let report) = item, result.result != .refused, result.replayed != true else { continue }
                if asked.isImport { imported.append(report) } else { reports.append(report) }
            }
        case ("POST", "/v1/withdrawals"):
            guard let answered = try? WireJSON.decodeAnswer(WithdrawalsResponse.self, from: answer.body) else { return }
            withdrawn += answered.results.filter { $0.result == .withdrawn && $0.replayed != true }.compactMap(\.id)
        case ("POST", "/v1/moderation/verdicts"):
            guard let answered = try? WireJSON.decodeAnswer(VerdictsResponse.self, from: answer.body) else { return }
            moderation.decisions += [answered.decision].compactMap(\.self)
        default: break
        }
    }
}
