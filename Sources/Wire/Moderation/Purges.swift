package import Vocabulary

/// The selection of a purge. Data must match all parts that are set. Area and age select sightings, age alone also voices by day; plate and
/// status select plates.
package struct PurgeBody: Codable, Hashable, Sendable {
    package var area: String?
    /// 0 for everything up to now.
    package var olderThanDays: Int?
    /// `watched`, `suspected`, `confirmed` or `cleared`.
    package var status: String?
    package var plates: [String]?

    package init(area: String? = nil, olderThanDays: Int? = nil, status: String? = nil, plates: [String]? = nil) {
        self.area = area
        self.olderThanDays = olderThanDays
        self.status = status
        self.plates = plates
    }

    private enum CodingKeys: String, CodingKey {
        case area, status, plates
        case olderThanDays = "older_than_days"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        area = try fields.optional(.area)
        olderThanDays = try fields.wholeNumber(.olderThanDays, in: 0...WireLimits.purgeAgeDaysMax)
        status = try fields.optional(.status)
        plates = try fields.optional(.plates)
        guard plates?.count ?? 1 <= WireLimits.verdictsPerRequest else { throw fields.refusal(.requestTooManyItems, at: .plates) }
        guard plates?.isEmpty != true else { throw fields.refusal(.requestEmpty, at: .plates) }
    }
}

/// Selects the plates of a bulk verdict from the queue. All parts that are set must hold.
package struct QueueFilterBody: Codable, Hashable, Sendable {
    package var reason: QueueReason?
    package var status: Status?
    package var area: String?

    package init(reason: QueueReason? = nil, status: Status? = nil, area: String? = nil) {
        self.reason = reason
        self.status = status
        self.area = area
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        reason = try fields.word(.reason, unknown: .queueReasonUnknown)
        status = try fields.word(.status, unknown: .queueStatusUnknown)
        area = try fields.optional(.area)
    }
}

/// The body of `POST /v1/moderation/previews`: a purge, or a verdict on all of the queue that a filter selects.
package struct PreviewRequest: Codable, Hashable, Sendable {
    package var purge: PurgeBody?
    package var verdict: Verdict?
    package var signs: [String]?
    package var filter: QueueFilterBody?

    package init(purge: PurgeBody) {
        self.purge = purge
    }

    package init(_ verdict: Verdict, signs: [String]? = nil, filter: QueueFilterBody) {
        self.verdict = verdict
        self.signs = signs
        self.filter = filter
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        purge = try fields.optional(.purge)
        verdict = try fields.word(.verdict, unknown: .verdictUnknown)
        signs = try fields.optional(.signs)
        filter = try fields.optional(.filter)
        guard purge != nil || verdict != nil || filter != nil else { throw fields.refusal(.requestFieldMissing, at: .purge) }
        guard purge == nil || verdict == nil else {
            throw fields.refusal(.requestValue, detail: "Send either purge, or verdict and filter.", at: .purge)
        }
        guard (verdict == nil) == (filter == nil) else {
            throw fields.refusal(.requestFieldMissing, at: verdict == nil ? .verdict : .filter)
        }
        if signs?.count ?? 0 > WireLimits.signsPerReport { throw fields.refusal(.requestTooManyItems, at: .signs) }
    }
}

/// The effect of a purge or bulk verdict, and a one-time ID to carry it out.
package struct PreviewBody: Codable, Hashable, Sendable {
    /// Works once, within 15 minutes, for the same token.
    package var preview: String
    package var expiresAt: String
    /// Plates that change.
    package var plates: Int
    /// Of those, plates that would be erased whole.
    package var erased: Int
    package var sightings: Int
    package var voices: Int
    package var byStatus: [String: Int]
    /// For a bulk verdict: plates by reason. A plate counts under each of its reasons.
    package var byReason: [String: Int]?
    /// Plates that stay in whole or in part, by reason; see ``PreviewRow/stays``.
    package var stays: [String: Int]?
    /// Plates left out of a bulk confirmation because none of their reports gave a sign.
    package var unsigned: Int?
    /// The first of them.
    package var first: [PreviewRow]
    /// Whether a second moderator must approve.
    package var needsSecond: Bool

    package init(
        preview: String, expiresAt: String, plates: Int, erased: Int, sightings: Int, voices: Int, byStatus: [String: Int],
        byReason: [String: Int] = [:], stays: [String: Int] = [:], unsigned: Int = 0, first: [PreviewRow], needsSecond: Bool
    ) {
        self.preview = preview
        self.expiresAt = expiresAt
        self.plates = plates
        self.erased = erased
        self.sightings = sightings
        self.voices = voices
        self.byStatus = byStatus
        self.byReason = byReason.isEmpty ? nil : byReason
        self.stays = stays.isEmpty ? nil : stays
        self.unsigned = unsigned > 0 ? unsigned : nil
        self.first = first
        self.needsSecond = needsSecond
    }

    private enum CodingKeys: String, CodingKey {
        case preview, plates, erased, sightings, voices, stays, unsigned, first
        case expiresAt = "expires_at"
        case byStatus = "by_status"
        case byReason = "by_reason"
        case needsSecond = "needs_second"
    }
}

/// A plate that a purge or a bulk verdict would touch.
package struct PreviewRow: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    package var firstDay: String
    package var lastDay: String
    /// Why a part stays: `newer`, `week` (only the sighting's week is known, and not all of it is older), `other-area`, `voices` (an area
    /// selects no voices), `status` (a named plate has another status).
    package var stays: [String]?

    package init(plate: PlateBody, status: Status, firstDay: String, lastDay: String, stays: [String] = []) {
        self.plate = plate
        self.status = status
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.stays = stays.isEmpty ? nil : stays
    }

    private enum CodingKeys: String, CodingKey {
        case plate, status, stays
        case firstDay = "first_day"
        case lastDay = "last_day"
    }
}

/// The body of `POST /v1/moderation/purges`.
package struct PurgeRequest: Codable, Hashable, Sendable {
    /// A preview's one-time ID.
    package var preview: String

    package init(preview: String) {
        self.preview = preview
    }

    package init(from decoder: any Decoder) throws {
        preview = try StrictFields(decoder, of: CodingKeys.self).required(.preview)
    }
}

/// The answer to a purge: the result once every file is erased, or the proposal that waits.
package struct PurgeResponse: Codable, Hashable, Sendable {
    /// The result; absent while the purge waits.
    package var purged: PurgedBody?
    /// Set if a second moderator must approve first; nothing was erased yet.
    package var waiting: ProposalBody?

    package init(purged: PurgedBody) { self.purged = purged }
    package init(waiting: ProposalBody) { self.waiting = waiting }
}

package struct PurgedBody: Codable, Hashable, Sendable {
    /// Plates from which something was erased.
    package var plates: Int
    /// Of those, plates that were erased whole.
    package var erased: Int
    package var sightings: Int
    package var voices: Int

    package init(plates: Int, erased: Int, sightings: Int, voices: Int) {
        self.plates = plates
        self.erased = erased
        self.sightings = sightings
        self.voices = voices
    }
}

/// A purge or a bulk verdict that waits for a second moderator.
package struct ProposalBody: Codable, Hashable, Sendable {
    package var id: String
    /// Either this or `verdict` is set.
    package var purge: PurgeBody?
    package var verdict: Verdict?
    package var signs: [String]?
    /// The filter that selected a bulk verdict's plates.
    package var filter: QueueFilterBody?
    /// True if the plates were named.
    package var named: Bool?
    /// The short ID of the first moderator's token.
    package var by: String
    package var expiresAt: String
    package var plates: Int
    /// Whether the requester may approve it.
    package var approvable: Bool
    /// In lists: its plates as they are now, without those that are gone.
    package var byStatus: [String: Int]?
    /// In lists: the first of its plates.
    package var first: [PreviewRow]?

    package init(
        id: String, purge: PurgeBody?, verdict: Verdict?, signs: [String]?, filter: QueueFilterBody? = nil, named: Bool = false,
        by: String, expiresAt: String, plates: Int, approvable: Bool, byStatus: [String: Int] = [:], first: [PreviewRow] = []
    ) {
        self.id = id
        self.purge = purge
        self.verdict = verdict
        self.signs = signs
        self.filter = filter
        self.named = named ? true : nil
        self.by = by
        self.expiresAt = expiresAt
        self.plates = plates
        self.approvable = approvable
        self.byStatus = byStatus.isEmpty ? nil : byStatus
        self.first = first.isEmpty ? nil : first
    }

    private enum CodingKeys: String, CodingKey {
        case id, purge, verdict, signs, filter, named, by, plates, approvable, first
        case expiresAt = "expires_at"
        case byStatus = "by_status"
    }
}

/// The answer to `GET /v1/moderation/proposals`.
package struct ProposalsBody: Codable, Hashable, Sendable {
    package var proposals: [ProposalBody]

    package init(proposals: [ProposalBody]) {
        self.proposals = proposals
    }
}

/// The answer to `POST /v1/moderation/proposals/{id}/approval`: one of the two is set.
package struct ApprovalResponse: Codable, Hashable, Sendable {
    package var purged: PurgedBody?
    package var verdicts: VerdictsResponse?

    package init(purged: PurgedBody? = nil, verdicts: VerdictsResponse? = nil) {
        self.purged = purged
        self.verdicts = verdicts
    }
}
