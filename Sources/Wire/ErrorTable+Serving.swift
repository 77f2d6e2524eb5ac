extension ErrorEntry {
    static let requests: [ErrorCode: ErrorEntry] = [
        .requestMalformedJSON: ErrorEntry(
            400, "The body is not JSON", "Send one JSON object, complete, with Content-Type: application/json."),
        .requestEncoding: ErrorEntry(400, "The body is not UTF-8", "Send JSON in UTF-8, without a byte order mark."),
        .requestUnknownField: ErrorEntry(400, "A field is unknown", "Remove the named field, or check its spelling. Nothing was done."),
        .requestWrongType: ErrorEntry(400, "A field has the wrong type", "Send the named field as the reference describes it."),
        .requestFieldMissing: ErrorEntry(400, "A field is missing", "Add the named field."),
        .requestValue: ErrorEntry(422, "A value is out of its range", "Send the named field as the reference describes it."),
        .requestEmpty: ErrorEntry(422, "The request is empty", "Send at least one item."),
        .requestTooManyItems: ErrorEntry(422, "The request has too many items", "Send fewer at once, in several requests."),
        .requestTooLarge: ErrorEntry(413, "The body is too large", "Send fewer items at once. The connection was closed."),
        .requestMediaType: ErrorEntry(415, "The body's type is not JSON", "Send Content-Type: application/json."),
        .requestContentEncoding: ErrorEntry(415, "The body is compressed", "Send it without Content-Encoding."),
        .requestNotFound: ErrorEntry(404, "There is nothing at that address", "Check the path; /openapi.json lists every route."),
        .requestMethod: ErrorEntry(405, "That route has no such method", "Use one of the methods in the answer's Allow header."),
        .requestTarget: ErrorEntry(400, "The request's target is not a path", "Send a path such as /v1/lookups, not a whole address."),
        .requestHost: ErrorEntry(400, "The request needs one Host header", "Send exactly one Host header."),
        .requestHeadersTooLarge: ErrorEntry(
            431, "The headers are too large", "Send at most 64 headers, each under 8 KiB and all of them under 16 KiB."),
        .requestExpectation: ErrorEntry(417, "The expectation cannot be met", "Send Expect: 100-continue or no Expect header."),
        .requestMalformed: ErrorEntry(400, "The request is not HTTP", "Send HTTP/1.1, correctly framed. The connection was closed."),
        .requestTimeout: ErrorEntry(
            408, "The request came too slowly", "Send the whole request without pausing. The connection was closed."),
    ]

    static let serving: [ErrorCode: ErrorEntry] = [
        .rateLimited: ErrorEntry(429, "Too many requests", "Wait as long as Retry-After says, then go on more slowly."),
        .serverBusy: ErrorEntry(503, "The server is busy", "Wait as long as Retry-After says, then try again. Nothing was done."),
        .serverStarting: ErrorEntry(503, "The server is starting", "Wait as long as Retry-After says, then try again."),
        .serverStopping: ErrorEntry(503, "The server is stopping", "Try again in a moment. Nothing was done."),
        .storeBusy: ErrorEntry(
            503, "The server has more to write than it can",
            "Wait as long as Retry-After says, then send the same again. Nothing was recorded."),
        .storeFull: ErrorEntry(
            507, "The server's disk is full",
            "Keep the report and send it again later. Nothing was recorded; look-ups still work. Operators: free space, it then goes on by itself."
        ),
        .clockJumped: ErrorEntry(
            503, "The server's clock was set by days",
            "Keep the report and send it again later. Nothing was recorded; look-ups still work. Operators: set the clock right, or accept it once "
                + "with thawd serve --accept-clock."),
        .storeReadOnly: ErrorEntry(
            503, "The server cannot write",
            "Keep the report and send it again later. Nothing was recorded; look-ups still work. Operators: see the log, check the disk, restart."
        ),
        .internalError: ErrorEntry(
            500, "Something went wrong inside the server", "Try again later; a report is not kept unless its answer says so."),
    ]
}
