/// One request to a route of the registry.
struct HTTPRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    var method = Method.get
    /// The percent-encoded path from `/v1` on, and the query. Never contains a plate.
    var target: String
    /// JSON; `nil` for no body.
    var body: [UInt8]?
    /// Whether sending it twice has the same effect as sending it once.
    var isRepeatable = true
}

/// A complete answer before its JSON is decoded.
struct HTTPAnswer: Sendable {
    var status: Int
    /// Lower case, without parameters.
    var mediaType: String?
    var body: [UInt8]
    /// The time of the Date header, in Unix seconds.
    var serverSeconds: Int64?
    var retryAfterSeconds: Int?
}
