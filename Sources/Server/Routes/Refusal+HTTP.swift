import HTTPTypes
import Wire

extension Refusal {
    /// The challenge of a `401`.
    static let challenge = #"Bearer realm="thaw""#
    /// The default `Retry-After`.
    private static let pauseSeconds = 5

    var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status ?? 500) }

    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: Problem.mediaType, .cacheControl: "no-store"]
        if let seconds = retryAfterSeconds ?? ([429, 503].contains(status.code) ? Self.pauseSeconds : nil) {
            headers[.retryAfter] = String(seconds)
        }
        if status == .unauthorized { headers[.wwwAuthenticate] = Self.challenge }
        return headers
    }
}
