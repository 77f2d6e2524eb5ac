import Plates
import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Records reports, each with its own result; returns once every accepted one is on disk.
    func reports(_ asked: ReportsRequest, as requester: Requester) async throws(Refusal) -> ReportsResponse {
        let principal = try requester.known()
        let batch = try reportBatch(asked, by: principal)
        return try batch.response(
            to: await asking { () async throws(LedgerError) in
                try await ledger.record(batch.submissions, importing: batch.isImport, by: principal)
            })
    }

    /// The same for callers that do not wait: unless this throws, it calls `done` once, on any thread. `done` may make the answer
    /// elsewhere.
    func reports(_ asked: ReportsRequest, as requester: Requester, done: @escaping @Sendable (ReportBatch.Decided) -> Void) throws(Refusal)
    {
        let principal = try requester.known()
        let batch = try reportBatch(asked, by: principal)
        ledger.record(batch.submissions, importing: batch.isImport, by: principal) { done(ReportBatch.Decided(batch: batch, outcomes: $0)) }
    }

    private func reportBatch(_ asked: ReportsRequest, by principal: Principal) throws(Refusal) -> ReportBatch {
        if asked.isImport, principal.token.role < .moderator {
            throw Refusal(.tokenRole, detail: "Only moderators and admins import. Leave import out.", field: "import")
        }
        return ReportBatch(asked, reader: reportReader(for: principal), chapter: chapter)
    }

    /// Withdraws the requester's own reports.
    func withdrawals(_ asked: WithdrawalsRequest, as requester: Requester) async throws(Refusal) -> WithdrawalsResponse {
        let principal = try requester.known()
        let reader = reportReader(for: principal)
        let readings = asked.withdrawals.map(reader.result(of:))
        let submissions = readings.compactMap { $0.value?.submission }
        var outcomes: ArraySlice<WithdrawalOutcome> = []
        if !submissions.isEmpty {
            outcomes = try await asking { () async throws(LedgerError) in try await ledger.withdraw(submissions, by: principal) }[...]
        }
        let results = zip(asked.withdrawals, readings).map { item, reading in
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
        return WithdrawalsResponse(results: results, help: chapter.help, contact: chapter.contact)
    }

    private func reportReader(for principal: Principal) -> ReportReader {
        ReportReader(country: settings.country, issuer: settings.issuer, token: principal.raw)
    }
}
