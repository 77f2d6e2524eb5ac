import Client
import Plates
import Wire

/// The result for one plate, and its JSON.
struct CheckedPlate: Encodable, Sendable {
    enum Outcome: String, Encodable, Sendable {
        case listed
        case notListed = "not_listed"
        /// No answer arrived, or the text is not a plate. The plate's status is unknown.
        case notChecked = "not_checked"
    }

    /// The plate as it was read, with its issuer's code if it has one.
    let query: String
    let outcome: Outcome
    let listings: [CheckedListing]
    let similar: [SimilarBody]
    let cleared: [ClearedBody]
    let error: FailureBody.Detail?
    /// The time of the list on this machine that answered instead of the server.
    let list: String?
    /// Whether every confirmed plate is on that list.
    let isListWhole: Bool?

    /// The plate; `nil` if the text is not a plate.
    let plate: Plate?

    private enum CodingKeys: String, CodingKey {
        case query, outcome, listings, similar, cleared, error, list
        case isListWhole = "list_whole"
    }

    init(_ reading: Reading, _ result: LookupResult) {
        self.init(
            reading.plate, query: reading.named,
            outcome: result.outcome == .listed ? .listed : result.outcome == .notListed ? .notListed : .notChecked,
            listings: result.listings.map(CheckedListing.sent), similar: result.similar, cleared: result.cleared ?? [],
            error: result.error.map { FailureBody.Detail(code: $0.code, detail: $0.detail) })
    }

    /// A plate that the list on this machine answered.
    ///
    /// - Parameter missing: why it is not checked if it is not on the list.
    init(_ reading: Reading, listings: [ListedPlate], similar: [SimilarBody], of list: ListSummary, missing: Failure) {
        self.init(
            reading.plate, query: reading.named, outcome: listings.isEmpty ? .notChecked : .listed,
            listings: listings.map(CheckedListing.kept), similar: similar, error: listings.isEmpty ? FailureBody(missing).error : nil,
            list: list)
    }

    /// A plate whose request failed.
    init(_ reading: Reading, unanswered failure: Failure) {
        self.init(reading.plate, query: reading.named, outcome: .notChecked, error: FailureBody(failure).error)
    }

    /// A text that is not a plate.
    init(_ text: String, unread error: PlateListError) {
        self.init(nil, query: text, outcome: .notChecked, error: FailureBody(error.failure).error)
    }

    private init(
        _ plate: Plate?, query: String, outcome: Outcome, listings: [CheckedListing] = [], similar: [SimilarBody] = [],
        cleared: [ClearedBody] = [], error: FailureBody.Detail? = nil, list: ListSummary? = nil
    ) {
        self.plate = plate
        self.query = query
        self.outcome = outcome
        self.listings = listings
        self.similar = similar
        self.cleared = cleared
        self.error = error
        self.list = list?.asOf
        isListWhole = list?.isWhole
    }
}

/// A listing in an answer: as the server sent it, or as the list on this machine has it.
enum CheckedListing: Encodable, Sendable {
    case sent(ListingBody)
    case kept(ListedPlate)

    var plate: PlateBody {
        switch self {
        case .sent(let listing): listing.plate
        case .kept(let listing): listing.plate
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .sent(let listing): try listing.encode(to: encoder)
        case .kept(let listing): try listing.encode(to: encoder)
        }
    }
}

extension Reading {
    /// The characters, with their issuer's code if there is one.
    fileprivate var named: String { plate.issuer == .unknown ? plate.characters : plate.text }

    /// The text to send. Every server reads it the same way as this machine. An unknown issuer matches every issuer.
    func query(among readings: [Reading]) -> String {
        plate.issuer == .unknown && readings.certain == nil ? text : named
    }
}
