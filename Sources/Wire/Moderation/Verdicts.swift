package import Vocabulary

/// The body of `POST /v1/moderation/verdicts`: a verdict on named plates or on a preview's plates.
package struct VerdictsRequest: Codable, Hashable, Sendable {
    /// A plate, and the version of the row that the moderator saw.
    package struct Item: Codable, Hashable, Sendable {
        package var plate: String
        /// 0 if no row of the plate was shown.
        package var version: Int

        package init(plate: String, version: Int) {
            self.plate = plate
            self.version = version
        }

        private enum CodingKeys: String, CodingKey {
            case plate, version
        }

        package init(from decoder: any Decoder) throws {
            let fields = try StrictFields(decoder, of: CodingKeys.self)
            plate = try fields.required(.plate)
            version = try fields.wholeNumber(.version, in: 0...WireLimits.numberMax) ?? 0
        }
    }

    /// Absent with a preview, which has its own verdict.
    package var verdict: Verdict?
    /// For `confirm`. One plate needs at least one sign. Of several plates each gets its own reports' signs, limited to these if any are
    /// sent.
    package var signs: [String]
    package var plates: [Item]
    /// A preview's one-time ID, instead of all other fields.
    package var preview: String?

    package init(_ verdict: Verdict, signs: [String] = [], plates: [Item]) {
        self.verdict = verdict
        self.signs = signs
        self.plates = plates
    }

    package init(preview: String) {
        self.preview = preview
        signs = []
        plates = []
    }

    private enum CodingKeys: String, CodingKey {
        case verdict, signs, plates, preview
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        preview = try fields.optional(.preview)
        if preview != nil {
            (verdict, signs, plates) = (nil, [], [])
            return
        }
        guard let verdict: Verdict = try fields.word(.verdict, unknown: .verdictUnknown) else {
            throw fields.refusal(.requestFieldMissing, at: .verdict)
        }
        self.verdict = verdict
        signs = try fields.optional(.signs) ?? []
        if signs.count > WireLimits.signsPerReport { throw fields.refusal(.requestTooManyItems, at: .signs) }
        plates = try fields.list(.plates, limit: WireLimits.verdictsPerRequest)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let preview { return try container.encode(preview, forKey: .preview) }
        try container.encodeIfPresent(verdict, forKey: .verdict)
        if !signs.isEmpty { try container.encode(signs, forKey: .signs) }
        try container.encode(plates, forKey: .plates)
    }
}

/// The answer to a verdict, and to the approval of one.
package struct VerdictsResponse: Codable, Hashable, Sendable {
    /// Names the decision to undo it; absent if nothing was decided.
    package var decision: String?
    package var undoUntil: String?
    /// How many plates were decided.
    package var decided: Int
    /// One for each plate of the request, in its order; for a preview only the refused plates.
    package var results: [Result]
    /// Set if a second moderator must approve first; nothing was decided yet.
    package var waiting: ProposalBody?

    package init(decision: String?, undoUntil: String?, decided: Int, results: [Result], waiting: ProposalBody? = nil) {
        self.decision = decision
        self.undoUntil = undoUntil
        self.decided = decided
        self.results = results
        self.waiting = waiting
    }

    package struct Result: Codable, Hashable, Sendable {
        package enum Outcome: String, Codable, Sendable {
            case decided = "decided"
            case refused = "refused"
        }

        package var plate: PlateBody?
        package var result: Outcome
        /// After `unprotect` and `protect`: whether the plate is protected now.
        package var protected: Bool?
        package var error: ErrorBody?

        package init(plate: PlateBody?, result: Outcome, protected: Bool? = nil, error: ErrorBody? = nil) {
            self.plate = plate
            self.result = result
            self.protected = protected
            self.error = error
        }
    }

    private enum CodingKeys: String, CodingKey {
        case decision, decided, results, waiting
        case undoUntil = "undo_until"
    }
}

/// The body of `POST /v1/moderation/undo`.
package struct UndoRequest: Codable, Hashable, Sendable {
    package var decision: String

    package init(decision: String) {
        self.decision = decision
    }

    package init(from decoder: any Decoder) throws {
        decision = try StrictFields(decoder, of: CodingKeys.self).required(.decision)
    }
}

/// The answer to `POST /v1/moderation/undo`.
package struct UndoResponse: Codable, Hashable, Sendable {
    package var verdict: Verdict
    /// Plates that were restored.
    package var undone: Int
    /// Plates with a later decision; they stay as they are.
    package var superseded: Int

    package init(verdict: Verdict, undone: Int, superseded: Int) {
        self.verdict = verdict
        self.undone = undone
        self.superseded = superseded
    }
}
