import Foundation
import Synchronization
import TestSupport
import Wire

/// The answers of a fake server's two writing routes: a test judges each new report; a known id gets its first answer again.
final class ScriptedRegistry: Sendable {
    /// How to answer a report that was not seen before.
    enum Verdict: Sendable {
        case record
        case merge
        case refuse(ErrorCode)
    }

    private struct State {
        var known: [String: ReportBody] = [:]
        var withdrawn: [String: ReportBody] = [:]
        var counts: [String: Int] = [:]
        var requests: [Int] = []
    }

    private let state = Mutex(State())
    private let judge: @Sendable (ReportBody) -> Verdict

    init(_ judge: @escaping @Sendable (ReportBody) -> Verdict = { _ in .record }) {
        self.judge = judge
    }

    /// Accepted reports by id.
    var known: [String: ReportBody] { state.withLock { $0.known } }
    /// How often each id was sent.
    var counts: [String: Int] { state.withLock { $0.counts } }
    /// How many reports each request carried.
    var requestSizes: [Int] { state.withLock { $0.requests } }

    func answer(_ request: Received) throws -> Reply {
        switch request.target {
        case "/v1/reports":
            let reports = try request.decoded(ReportsRequest.self).reports.map { item in
                guard case .report(let report) = item else { throw CocoaError(.coderInvalidValue) }
                return report
            }
            state.withLock { $0.requests.append(reports.count) }
            return .json(ReportsResponse(results: reports.map(take)))
        default:
            let withdrawals = try request.decoded(WithdrawalsRequest.self).withdrawals
            return .json(WithdrawalsResponse(results: withdrawals.map(giveBack)))
        }
    }

    private func take(_ report: ReportBody) -> ReportResult {
        state.withLock { state in
            state.counts[report.id, default: 0] += 1
            if let known = state.known[report.id] {
                return known == report
                    ? .accepted(id: report.id, .recorded, plate: nil, warnings: [], replayed: true)
                    : .refused(id: report.id, ErrorBody(.reportIDReused))
            }
            switch judge(report) {
            case .refuse(let code): return .refused(id: report.id, ErrorBody(code))
            case .merge, .record:
                state.known[report.id] = report
                if case .merge = judge(report) { return .accepted(id: report.id, .merged, plate: nil, warnings: [], replayed: false) }
                return .accepted(id: report.id, .recorded, plate: nil, warnings: [], replayed: false)
            }
        }
    }

    private func giveBack(_ item: ReportItem) -> WithdrawalResult {
        guard case .report(let report) = item else { return .refused(id: nil, ErrorBody(.requestMalformed)) }
        return state.withLock { state in
            if state.withdrawn[report.id] == report { return .withdrawn(id: report.id, replayed: true) }
            guard state.known[report.id] == report else { return .refused(id: report.id, ErrorBody(.reportNotFound)) }
            state.known[report.id] = nil
            state.withdrawn[report.id] = report
            return .withdrawn(id: report.id, replayed: false)
        }
    }
}
