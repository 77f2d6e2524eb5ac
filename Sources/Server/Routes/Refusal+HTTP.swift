import HTTPTypes
import Wire

extension Refusal {
    /// The challenge of a `401`.
    static let challenge = #"Bearer realm="thaw""#
    /// The default `Retry-After`.
    private static let pauseSeconds = 5

    var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status ?? 500) }

    /// `Retry-After`, if waiting helps.
    var waitHeaders: HTTPFields {
        guard let seconds = retryAfterSeconds ?? ([429, 503].contains(status.code) ? Self.pauseSeconds : nil) else { return [:] }
        return [.retryAfter: String(seconds)]
    }

    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: Problem.mediaType, .cacheControl: "no-store"]
        headers.append(contentsOf: waitHeaders)
        if status == .unauthorized { headers[.wwwAuthenticate] = Self.challenge }
        return headers
    }
}
