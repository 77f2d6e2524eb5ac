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
    package static let bodyBytes = 16 * 1024
    /// The body of a batch: reports, withdrawals, and look-ups with a token.
    package static let batchBytes = 1024 * 1024
}
