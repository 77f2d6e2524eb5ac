import Hummingbird
import NIOCore
import Plates
import Sightings
import Vocabulary
import Wire

extension API {
    static let reportsPath = "/v1/reports"
    static let reportsAccess = Access.role(.volunteer)

    /// `POST /v1/reports`, by the routes.
    @Sendable
    func record(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let bearer = try bearer(context)
        let batch = try ReportBatch(try await request.jsonBytes(limitBytes: WireLimits.batchBytes), by: bearer, self)
        let outcomes = try await ledger.record(batch.submissions, importing: batch.isImport, by: bearer)
        return .json(bytes: ByteBuffer(bytes: try batch.answer(outcomes)))
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

    func read(_ item: ReportItem, by bearer: Bearer) -> Result<ReportReader.Reading, WireError> {
        let reader = ReportReader(country: settings.country, issuer: settings.issuer, token: bearer.raw)
        return Result { () throws(WireError) in try reader.read(item) }
    }
}
