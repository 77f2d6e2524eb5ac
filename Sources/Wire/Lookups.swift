package import Plates
package import Vocabulary

/// The body of `POST /v1/lookups`: plates as people write them.
package struct LookupsRequest: Codable, Hashable, Sendable {
    package var plates: [String]
    /// Whether to add near misses, separate from the matches.
    package var similar: Bool

    package init(plates: [String], similar: Bool = false) {
        self.plates = plates
        self.similar = similar
    }

    private enum CodingKeys: String, CodingKey {
        case plates, similar
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        similar = try fields.optional(.similar) ?? false
        plates = try fields.list(.plates, limit: similar ? WireLimits.platesPerSimilarLookup : WireLimits.platesPerLookup)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(plates, forKey: .plates)
        if similar { try container.encode(true, forKey: .similar) }
    }
}

/// The result for one plate of a look-up.
package struct LookupResult: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case listed = "listed"
        /// Not listed at the answer's time. This never means that a vehicle is safe.
        case notListed = "not_listed"
        /// Not a plate; `error` says why.
        case invalid = "invalid"
    }

    /// As sent.
    package var query: String
    package var outcome: Outcome
    /// The readings of an ambiguous query, the likeliest first; otherwise absent.
    package var readings: [PlateBody]?
    /// Exact matches of any reading; there may be several if the query named no issuer.
    package var listings: [ListingBody]
    /// Near misses: similar plates, not matches.
    package var similar: [SimilarBody]
    /// For token holders: plates of the query that a moderator found wrongly listed.
    package var cleared: [ClearedBody]?
    package var error: ErrorBody?

    package init(
        query: String, outcome: Outcome, readings: [Plate] = [], listings: [ListingBody] = [], similar: [SimilarBody] = [],
        cleared: [ClearedBody] = [], error: ErrorBody? = nil
    ) {
        self.query = query
        self.outcome = outcome
        self.readings = readings.isEmpty ? nil : readings.map(PlateBody.init)
        self.listings = listings
        self.similar = similar
        self.cleared = cleared.isEmpty ? nil : cleared
        self.error = error
    }
}

/// A listing that is one step away from the query.
package struct SimilarBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    /// `issuer`, `confusable`, `swap`, `substitution`, `insertion` or `deletion`.
    package var difference: String
    /// The vehicle as its reports describe it; absent if they do not.
    package var vehicles: [VehicleBody]?

    package init(plate: PlateBody, status: Status, difference: String, vehicles: [VehicleBody] = []) {
        self.plate = plate
        self.status = status
        self.difference = difference
        self.vehicles = vehicles.isEmpty ? nil : vehicles
    }
}

/// A plate that was wrongly listed, and the day on which it was cleared.
package struct ClearedBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var clearedOn: String

    package init(plate: PlateBody, clearedOn: String) {
        self.plate = plate
        self.clearedOn = clearedOn
    }

    private enum CodingKeys: String, CodingKey {
        case plate
        case clearedOn = "cleared_on"
    }
}

/// The answer to `POST /v1/lookups`: one result for each plate, in the same order.
package struct LookupsResponse: Codable, Hashable, Sendable {
    /// The time for which all results hold.
    package var asOf: String
    package var results: [LookupResult]
    package var help: String?
    package var contact: String?

    package init(asOf: String, results: [LookupResult], help: String? = nil, contact: String? = nil) {
        self.asOf = asOf
        self.results = results
        self.help = help
        self.contact = contact
    }

    private enum CodingKeys: String, CodingKey {
        case asOf = "as_of"
        case results, help, contact
    }
}
