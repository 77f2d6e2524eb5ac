/// The limits of one request; both ends keep to them.
package enum WireLimits {
    package static let reportsPerRequest = 500
    package static let withdrawalsPerRequest = 500
    /// Plates in one look-up without a token.
    package static let platesPerPublicLookup = 20
    /// Plates in one look-up with a token.
    package static let platesPerLookup = 1_000
    /// Plates in one look-up with near misses, with or without a token.
    package static let platesPerSimilarLookup = 20
    package static let signsPerReport = 32
    package static let pageItemsDefault = 100
    package static let pageItemsMax = 500
    /// Listings in the answer to a search by keys.
    package static let listingsPerKeys = 3
    /// Rows of the queue on one page.
    package static let reviewsPerPage = 50
    /// Plates that a moderator may read or skip in one request.
    package static let platesPerReview = 20
    /// Plates in one request of verdicts, or named in one purge.
    package static let verdictsPerRequest = 500
    /// Listings of a list for devices.
    package static let listingsPerList = 200_000
    /// Vehicles of a listing.
    package static let vehiclesPerListing = 3
    /// Only a listing's first and last day can be older than this.
    package static let purgeAgeDaysMax = 3_650
    /// The largest number that every JSON reader reads exactly. The server's IDs stay below it.
    package static let numberMax = 1 << 53 - 1
    package static let bodyBytes = 16 * 1024
    /// The body of a batch: reports, withdrawals, and look-ups with a token.
    package static let batchBytes = 1024 * 1024
    /// The body of a list for devices, before compression: as many listings as it may have, each with every sign and three vehicles.
    package static let listBytes = 128 * 1024 * 1024
    /// The longest that a list for devices is valid.
    package static let listHours = 24
}
