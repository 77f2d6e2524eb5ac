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
    /// The tag of a document that the client has: if it is still the same, the answer is `304` without a body.
    var knownTag: String?
    /// Whether the body may come compressed; libcurl expands it.
    var allowsCompression = false
    /// The largest body of the answer, expanded; `nil` for the client's usual limit.
    var answerBytesMax: Int?
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
    /// The document's tag, if it is fit for a header.
    var tag: String?
    /// The value of `Thaw-Signature`.
    var signature: String?
}
