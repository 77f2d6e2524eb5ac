extension ErrorEntry {
    static let requests: [ErrorCode: ErrorEntry] = [
        .requestMalformedJSON: ErrorEntry(
            400, "The body is not JSON", "Send one complete JSON object with Content-Type: application/json."),
        .requestEncoding: ErrorEntry(400, "The body is not UTF-8", "Send JSON in UTF-8, without a byte order mark."),
        .requestUnknownField: ErrorEntry(400, "A field is unknown", "Remove the named field, or check its spelling. Nothing was done."),
        .requestWrongType: ErrorEntry(400, "A field has the wrong type", "See the field in the reference, and correct it."),
        .requestFieldMissing: ErrorEntry(400, "A field is missing", "Add the named field."),
        .requestValue: ErrorEntry(422, "A value is out of range", "See the field in the reference, and correct it."),
        .requestEmpty: ErrorEntry(422, "The request is empty", "Send at least one item."),
        .requestTooManyItems: ErrorEntry(422, "The request has too many items", "Split it into several requests."),
        .requestTooLarge: ErrorEntry(413, "The body is too large", "Split it into several requests. The connection was closed."),
        .requestMediaType: ErrorEntry(415, "The body's type is not JSON", "Send Content-Type: application/json."),
        .requestContentEncoding: ErrorEntry(415, "The body is compressed", "Send it without Content-Encoding."),
        .requestNotFound: ErrorEntry(404, "The path does not exist", "Check the path. /openapi.json lists every route."),
        .requestMethod: ErrorEntry(405, "The route does not support this method", "Use a method from the answer's Allow header."),
        .requestTarget: ErrorEntry(400, "The request's target is not a path", "Send a path such as /v1/lookups, not a full URL."),
        .requestHost: ErrorEntry(400, "The request needs one Host header", "Send exactly one Host header."),
        .requestHeadersTooLarge: ErrorEntry(
            431, "The headers are too large", "Send at most 64 headers, each under 8 KiB, together under 16 KiB."),
        .requestExpectation: ErrorEntry(417, "The Expect header is not supported", "Send Expect: 100-continue, or leave the header out."),
        .requestMalformed: ErrorEntry(400, "The request is not valid HTTP", "Send valid HTTP/1.1. The connection was closed."),
        .requestTimeout: ErrorEntry(
            408, "The request took too long", "Send the whole request without a pause. The connection was closed."),
        .requestWrongHost: ErrorEntry(
            421, "The pages are not served under this name",
            "Use the address that the chapter published. Operators: add this one to web.origins."),
        .requestForged: ErrorEntry(
            403, "The form did not come from this registry's own page",
            "Nothing was done. Open the form on this registry's page, and send it from there."),
        .requestInsecure: ErrorEntry(
            403, "The form was sent without encryption",
            "Nothing was done, but others may have read it on the way. Open the page with https:// and send it again."),
        .formMediaType: ErrorEntry(
            415, "The form has the wrong format", "Send it from the registry's own page, as application/x-www-form-urlencoded."),
        .formEncoding: ErrorEntry(400, "The form is not text in UTF-8", "Nothing was done. Open the page again, and retype it."),
        .formRepeated: ErrorEntry(400, "A field was sent twice", "Nothing was done. Open the page again, and send it from there."),
        .formTooManyFields: ErrorEntry(
            400, "The form has too many fields", "Nothing was done. Open the page again, and send it from there."),
    ]

    static let serving: [ErrorCode: ErrorEntry] = [
        .rateLimited: ErrorEntry(429, "Too many requests", "Wait as long as Retry-After says, then send fewer requests."),
        .serverBusy: ErrorEntry(503, "The server is busy", "Wait as long as Retry-After says, then try again. Nothing was done."),
        .serverStarting: ErrorEntry(503, "The server is starting", "Wait as long as Retry-After says, then try again."),
        .serverStopping: ErrorEntry(503, "The server is stopping", "Try again in a moment. Nothing was done."),
        .storeBusy: ErrorEntry(
            503, "The server has too much to write",
            "Wait as long as Retry-After says, then send it again. Nothing was recorded."),
        .storeFull: ErrorEntry(
            507, "The server's disk is full",
            "Nothing was recorded; send it again later. Look-ups still work. Operators: make room on the disk; then the server resumes "
                + "by itself."
        ),
        .clockJumped: ErrorEntry(
            503, "The server's clock jumped by days",
            "Nothing was recorded; send it again later. Look-ups still work. Operators: correct the clock, or accept it once "
                + "with thawd serve --accept-clock."),
        .storeReadOnly: ErrorEntry(
            503, "The server cannot write",
            "Nothing was recorded; send it again later. Look-ups still work. Operators: see the log, check the disk, restart."
        ),
        .internalError: ErrorEntry(
            500, "The server failed", "Try again later. A report is kept only if its answer says so."),
    ]
}
