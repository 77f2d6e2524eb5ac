/// How much one request may carry; both ends keep to it.
package enum WireLimits {
    package static let reportsPerRequest = 500
    package static let withdrawalsPerRequest = 500
    /// Plates in one look-up without a token.
    package static let platesPerPublicLookup = 20
    /// Plates in one look-up with a token.
    package static let platesPerLookup = 1_000
    /// Plates in one look-up that asks for similar ones, with or without a token.
    package static let platesPerSimilarLookup = 20
    package static let signsPerReport = 32
    package static let pageItemsDefault = 100
    package static let pageItemsMax = 500
    /// Rows of the queue on one page.
    package static let reviewsPerPage = 50
    /// Plates in one look at single plates by a moderator, and in one request to skip.
    package static let platesPerReview = 20
    /// Plates in one request of verdicts, or named in one purge.
    package static let verdictsPerRequest = 500
    /// Nothing but a listing's first and last day is older than this.
    package static let purgeAgeDaysMax = 3_650
    /// The largest number that every JSON reader takes exactly. Whatever the server numbers stays below it, and is taken back.
    package static let numberMax = 1 << 53 - 1
    package static let bodyBytes = 16 * 1024
    /// The body of a batch: reports, withdrawals, and look-ups with a token.
    package static let batchBytes = 1024 * 1024
}
