import Plates
import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Decides on named plates, each as the moderator saw it, or on a preview's plates.
    func verdicts(_ asked: VerdictsRequest, as requester: Requester) async throws(Refusal) -> VerdictsResponse {
        let actor = try requester.actor()
        if let preview = asked.preview { return try await decide(preview: preview, by: actor) }
        guard let verdict = asked.verdict else { throw Refusal(.requestFieldMissing, field: "verdict") }
        return try await decide(verdict, signs: moderationReader.signs(asked.signs), on: asked.plates, by: actor)
    }

    private func decide(
        _ verdict: Verdict, signs: Signs, on items: [VerdictsRequest.Item], by actor: AuditedPrincipal
    ) async throws(Refusal) -> VerdictsResponse {
        let plates = items.map { item in Result { () throws(PlateError) in try Plate(certain: item.plate, country: settings.country) } }
        let known = zip(items, plates).compactMap { item, plate in
            plate.value.map { VerdictItem($0.key, seen: .version(DecisionID(rawValue: Int64(item.version)))) }
        }
        let outcome = try await asking { () async throws(LedgerError) in
            try await ledger.decide(verdict, signs: signs, on: known, by: actor)
        }
        if let proposal = outcome.waiting { return waiting(proposal, for: actor) }
        var rest = outcome.results[...]
        let results = plates.map { plate -> VerdictsResponse.Result in
            switch plate {
            case .failure(let error):
                VerdictsResponse.Result(plate: nil, result: .refused, error: ErrorBody(WireError(error, field: "plate")))
            case .success(let plate): Self.result(of: plate, verdict, rest.removeFirst())
            }
        }
        return response(to: outcome, results)
    }

    private func decide(preview id: String, by actor: AuditedPrincipal) async throws(Refusal) -> VerdictsResponse {
        switch try await asking({ () async throws(LedgerError) in try await ledger.decide(preview: id, by: actor) }) {
        case .waiting(let proposal): waiting(proposal, for: actor)
        case .decided(let outcome, let plates): response(to: outcome, plates)
        }
    }

    private func waiting(_ proposal: Proposal, for actor: AuditedPrincipal) -> VerdictsResponse {
        VerdictsResponse(decision: nil, undoUntil: nil, decided: 0, results: [], waiting: body(of: proposal, for: actor))
    }

    /// The answer to a verdict on many plates: it names only the refused ones.
    func response(to outcome: VerdictOutcome, _ plates: [Plate]) -> VerdictsResponse {
        let refused = zip(plates, outcome.results).compactMap { plate, result in
            if case .failure = result { Self.result(of: plate, .dismiss, result) } else { nil }
        }
        return response(to: outcome, refused)
    }

    private func response(to outcome: VerdictOutcome, _ results: [VerdictsResponse.Result]) -> VerdictsResponse {
        VerdictsResponse(
            decision: outcome.decision.map { String($0) },
            undoUntil: outcome.decision.map { _ in WireTime.text(outcome.undoUntil.seconds) },
            decided: outcome.decided, results: results)
    }

    private static func result(of plate: Plate, _ verdict: Verdict, _ result: Result<Bool, VerdictRefusal>) -> VerdictsResponse.Result {
        switch result {
        case .success(let isProtected):
            VerdictsResponse.Result(
                plate: PlateBody(plate), result: .decided,
                protected: verdict == .protect || verdict == .unprotect ? isProtected : nil)
        case .failure(let refusal):
            VerdictsResponse.Result(plate: PlateBody(plate), result: .refused, error: ErrorBody(refusal))
        }
    }

    /// Undoes a decision on every plate without a later decision.
    func undo(_ asked: UndoRequest, as requester: Requester) async throws(Refusal) -> UndoResponse {
        guard let decision = DecisionID(asked.decision) else { throw Refusal(.undoExpired, field: "decision") }
        let actor = try requester.actor()
        let outcome: Ledger.UndoOutcome
        do {
            outcome = try await ledger.undo(decision, by: actor)
        } catch {
            throw Refusal(ledger: error, notFound: .undoExpired)
        }
        guard outcome.undone > 0 || outcome.superseded == 0 else { throw Refusal(.undoSuperseded, field: "decision") }
        return UndoResponse(verdict: outcome.verdict, undone: outcome.undone, superseded: outcome.superseded)
    }
}
