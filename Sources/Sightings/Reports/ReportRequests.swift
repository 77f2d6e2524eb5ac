import Plates
import Seal
import Vocabulary

extension Ledger {
    /// Records reports, each answered on its own; returns once every accepted one is on disk.
    ///
    /// - Parameter importing: older reports, as sightings without a voice; for moderators and admins only.
    /// - Returns: an outcome for each submission, in their order.
    package nonisolated func record(
        _ submissions: [Submission], importing: Bool = false, by principal: Principal
    ) async throws(LedgerError) -> [RecordOutcome] {
        let answer = await withCheckedContinuation { continuation in
            record(submissions, importing: importing, by: principal) { continuation.resume(returning: $0) }
        }
        return try answer.get()
    }

    /// The same for callers that do not wait: calls `answer` once, on any thread.
    package nonisolated func record(
        _ submissions: [Submission], importing: Bool = false, by principal: Principal,
        answer: @escaping @Sendable (Result<[RecordOutcome], LedgerError>) -> Void
    ) {
        guard principal.token.role >= (importing ? .moderator : .volunteer) else { return answer(.failure(.notAllowed)) }
        guard !submissions.isEmpty else { return answer(.success([])) }
        // Checked first, so that a refused batch does not cost its codes.
        if let refusal = waiting.refusal(of: submissions.count) { return answer(.failure(refusal)) }
        let submissions = submissions.map { CodedSubmission($0, by: principal, keys, rules) }
        enter(items: submissions.count, answer: answer) { ledger, draft in
            let context = ledger.reportContext
            return .success(submissions.map { ledger.intake.decide($0, importing: importing, by: principal, context, into: &draft) })
        }
    }

    /// Withdraws reports, each by its ID and content; returns once it is on disk.
    ///
    /// Removes the token's voice on the plate and one report from the sighting. Later purges and clearings still apply.
    package func withdraw(_ submissions: [Submission], by principal: Principal) async throws(LedgerError) -> [WithdrawalOutcome] {
        guard principal.token.role >= .volunteer else { throw .notAllowed }
        return try await change(items: submissions.count) { ledger, draft in
            let context = ledger.reportContext
            return .success(submissions.map { ledger.intake.withdraw($0, by: principal, context, into: &draft) })
        }
    }

    private var reportContext: ReportIntake.Context {
        ReportIntake.Context(registry: registry, protections: decisions.protections, weekKeys: upkeep.weekKeys.keys)
    }
}
