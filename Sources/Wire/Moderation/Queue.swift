package import Vocabulary

/// The body of `POST /v1/moderation/queue`.
package struct QueueRequest: Codable, Hashable, Sendable {
    package var limit: Int?
    package var cursor: String?
    package var reason: QueueReason?
    package var status: Status?
    package var area: String?
    /// Whether to include plates that the requester skipped in the last 24 hours.
    package var skipped: Bool?

    package init(
        limit: Int? = nil, cursor: String? = nil, reason: QueueReason? = nil, status: Status? = nil, area: String? = nil,
        skipped: Bool? = nil
    ) {
        self.limit = limit
        self.cursor = cursor
        self.reason = reason
        self.status = status
        self.area = area
        self.skipped = skipped
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        limit = try fields.wholeNumber(.limit, in: 1...WireLimits.reviewsPerPage)
        cursor = try fields.optional(.cursor)
        reason = try fields.word(.reason, unknown: .queueReasonUnknown)
        status = try fields.word(.status, unknown: .queueStatusUnknown)
        area = try fields.optional(.area)
        skipped = try fields.optional(.skipped)
    }
}

/// One page of the queue, the riskiest first.
package struct QueuePage: Codable, Hashable, Sendable {
    package var asOf: String
    package var rows: [ReviewBody]
    /// The cursor of the next page; absent on the last.
    package var next: String?
    /// How many plates fit the filter.
    package var waiting: Int
    /// Plates by reason. A plate counts under each of its reasons.
    package var byReason: [String: Int]
    /// Plates that the requester read today, and the limit.
    package var read: ReadBody

    package init(asOf: String, rows: [ReviewBody], next: String?, waiting: Int, byReason: [String: Int] = [:], read: ReadBody) {
        self.asOf = asOf
        self.rows = rows
        self.next = next
        self.waiting = waiting
        self.byReason = byReason
        self.read = read
    }

    private enum CodingKeys: String, CodingKey {
        case rows, next, waiting, read
        case asOf = "as_of"
        case byReason = "by_reason"
    }
}

/// The plates that a moderator was shown today, and the limit.
package struct ReadBody: Codable, Hashable, Sendable {
    package var today: Int
    package var limit: Int

    package init(today: Int, limit: Int) {
        self.today = today
        self.limit = limit
    }
}

/// The body of `POST /v1/moderation/plates`: plates as people write them.
package struct PlatesRequest: Codable, Hashable, Sendable {
    package var plates: [String]

    package init(plates: [String]) {
        self.plates = plates
    }

    package init(from decoder: any Decoder) throws {
        plates = try StrictFields(decoder, of: CodingKeys.self).list(.plates, limit: WireLimits.platesPerReview)
    }
}

/// The body of `POST /v1/moderation/skips`.
package struct SkipsRequest: Codable, Hashable, Sendable {
    package var plates: [String]
    /// Colleagues see it; ``SkipReason/other`` if absent.
    package var reason: SkipReason

    package init(plates: [String], reason: SkipReason) {
        self.plates = plates
        self.reason = reason
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        plates = try fields.list(.plates, limit: WireLimits.platesPerReview)
        reason = try fields.word(.reason, unknown: .skipReasonUnknown) ?? .other
    }
}

/// The answer to `POST /v1/moderation/plates`.
package struct PlatesResponse: Codable, Hashable, Sendable {
    package var asOf: String
    package var results: [Result]
    package var read: ReadBody

    package init(asOf: String, results: [Result], read: ReadBody) {
        self.asOf = asOf
        self.results = results
        self.read = read
    }

    /// The record of one plate; without an issuer, of every plate with these characters.
    package struct Result: Codable, Hashable, Sendable {
        /// As sent.
        package var query: String
        package var rows: [ReviewBody]
        /// True if the plate is protected or shares a protection's bits.
        package var protected: Bool
        package var error: ErrorBody?

        package init(query: String, rows: [ReviewBody] = [], protected: Bool = false, error: ErrorBody? = nil) {
            self.query = query
            self.rows = rows
            self.protected = protected
            self.error = error
        }
    }

    private enum CodingKeys: String, CodingKey {
        case results, read
        case asOf = "as_of"
    }
}
