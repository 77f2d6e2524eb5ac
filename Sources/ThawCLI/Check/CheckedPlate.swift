import Client
import Plates
import Wire

/// What became of one plate that was asked about; also its shape in JSON.
struct CheckedPlate: Encodable, Sendable {
    enum Outcome: String, Encodable, Sendable {
        case listed
        case notListed = "not_listed"
        /// No answer, or none to this text: nothing is known of the plate.
        case notChecked = "not_checked"
    }

    /// As it was read: with its issuer's code where it has one.
    let query: String
    let outcome: Outcome
    let listings: [ListingBody]
    let similar: [SimilarBody]
    let cleared: [ClearedBody]
    let error: FailureBody.Detail?

    /// How it was read; `nil` where it is no plate.
    let plate: Plate?

    private enum CodingKeys: String, CodingKey {
        case query, outcome, listings, similar, cleared, error
    }

    init(_ reading: Reading, _ result: LookupResult) {
        self.init(
            reading.plate, query: reading.named,
            outcome: result.outcome == .listed ? .listed : result.outcome == .notListed ? .notListed : .notChecked,
            listings: result.listings, similar: result.similar, cleared: result.cleared ?? [],
            error: result.error.map { FailureBody.Detail(code: $0.code, detail: $0.detail) })
    }

    /// A plate that nothing could be learnt about.
    init(_ reading: Reading, unanswered failure: Failure) {
        self.init(reading.plate, query: reading.named, outcome: .notChecked, error: FailureBody(failure).error)
    }

    /// Words that are no plate.
    init(_ text: String, unread error: PlateListError) {
        self.init(nil, query: text, outcome: .notChecked, error: FailureBody(error.failure).error)
    }

    private init(
        _ plate: Plate?, query: String, outcome: Outcome, listings: [ListingBody] = [], similar: [SimilarBody] = [],
        cleared: [ClearedBody] = [], error: FailureBody.Detail? = nil
    ) {
        self.plate = plate
        self.query = query
        self.outcome = outcome
        self.listings = listings
        self.similar = similar
        self.cleared = cleared
        self.error = error
    }
}

extension Reading {
    /// The characters, with their issuer's code if there is one.
    fileprivate var named: String { plate.issuer == .unknown ? plate.characters : plate.text }

    /// What is sent: written so that every server reads it as it was read here. An unknown issuer matches every issuer.
    func query(among readings: [Reading]) -> String {
        plate.issuer == .unknown && readings.certain == nil ? text : named
    }
}
