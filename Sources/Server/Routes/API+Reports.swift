import Hummingbird
import NIOCore
import Plates
import Sightings
import Vocabulary
import Wire

extension API {
    /// `POST /v1/reports`: each report is answered on its own, after all that were accepted are on disk.
    @Sendable
    func record(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        let body = try await request.jsonBytes(limitBytes: WireLimits.batchBytes)
        let batch = try body.withUnsafeReadableBytes { try ReportsRequest(json: $0) }
        if batch.isImport, bearer.token.role < .moderator {
            throw Refusal(.tokenRole, detail: "Only moderators and admins import. Leave import out.", field: "import")
        }
        let readings = batch.reports.map { read($0, by: bearer) }
        let submissions = readings.compactMap { try? $0.get().submission }
        var outcomes = submissions.isEmpty ? [] : try await ledger.record(submissions, importing: batch.isImport, by: bearer)[...]
        var waits: [Int] = []
        let results = zip(batch.reports, readings).map { item, reading in
            switch reading {
            case .failure(let error):
                return ReportResult.refused(id: item.id, ErrorBody(error))
            case .success(let reading):
                let outcome = outcomes.removeFirst()
                if case .refused(.quotaSpent(let seconds)) = outcome { waits.append(seconds) }
                return Self.result(of: reading, outcome)
            }
        }
        if waits.count == results.count {
            throw Refusal(.quotaSpent, retryAfterSeconds: waits.min())
        }
        let response = ReportsResponse(results: results, help: settings.chapter.help, contact: settings.chapter.contact)
        return .json(bytes: ByteBuffer(bytes: response.json))
    }

    /// `POST /v1/withdrawals`: takes back one's own reports.
    @Sendable
    func withdraw(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        let batch = try await request.json(WithdrawalsRequest.self, limitBytes: WireLimits.batchBytes)
        let readings = batch.withdrawals.map { read($0, by: bearer) }
        let submissions = readings.compactMap { try? $0.get().submission }
        var outcomes = submissions.isEmpty ? [] : try await ledger.withdraw(submissions, by: bearer)[...]
        let results = zip(batch.withdrawals, readings).map { item, reading in
            switch reading {
            case .failure(let error):
                return WithdrawalResult.refused(id: item.id, ErrorBody(error))
            case .success(let reading):
                switch outcomes.removeFirst() {
                case .withdrawn(let replayed): return .withdrawn(id: reading.id, replayed: replayed)
                case .refused(let refusal): return .refused(id: reading.id, ErrorBody(refusal))
                }
            }
        }
        return .json(WithdrawalsResponse(results: results, help: settings.chapter.help, contact: settings.chapter.contact))
    }

    private func read(_ item: ReportItem, by bearer: Bearer) -> Result<ReportReader.Reading, WireError> {
        let reader = ReportReader(country: settings.country, issuer: settings.issuer, token: bearer.raw)
        return Result { () throws(WireError) in try reader.read(item) }
    }

    private static func result(of reading: ReportReader.Reading, _ outcome: RecordOutcome<WireError>) -> ReportResult {
        func accepted(_ result: ReportResult.Outcome, replayed: Bool) -> ReportResult {
            let warnings = reading.plate.map(WarningBody.warnings) ?? []
            return .accepted(id: reading.id, result, plate: reading.plate, warnings: warnings, replayed: replayed)
        }
        return switch outcome {
        case .recorded(let replayed): accepted(.recorded, replayed: replayed)
        case .merged(let replayed): accepted(.merged, replayed: replayed)
        case .refused(let refusal): .refused(id: reading.id, ErrorBody(refusal))
        case .malformed(let error): .refused(id: reading.id, ErrorBody(error))
        }
    }
}

extension ReportItem {
    /// The id as sent, where one could be read.
    fileprivate var id: String? {
        switch self {
        case .report(let body): body.id
        case .malformed(let id, _): id
        }
    }
}
