/// One request to a route of the registry.
struct HTTPRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    var method = Method.get
    /// Below the server's address, percent-encoded, from `/v1` on. Never holds a plate.
    var target: String
    /// JSON; `nil` for none.
    var body: [UInt8]?
    /// Whether sending it twice is the same as sending it once.
    var isRepeatable = true
}

/// A whole answer, not yet understood.
struct HTTPAnswer: Sendable {
    var status: Int
    /// Lower case, without parameters.
    var mediaType: String?
    var body: [UInt8]
    /// Unix seconds of the Date header.
    var serverSeconds: Int64?
    var retryAfterSeconds: Int?
}
