import FoundationEssentials
import NIOCore
import Wire

/// The transport's own answers, ready to send.
///
/// Each is a whole HTTP response with `Connection: close`. It needs no encoder, so it can follow any part of a broken request.
struct RefusalAnswers: Sendable {
    /// The codes that the transport answers with.
    static let codes: [ErrorCode] = [
        .requestMalformed, .requestHeadersTooLarge, .requestHost, .requestTarget, .requestTooLarge, .requestTimeout, .requestExpectation,
        .serverBusy, .tokenMissing, .tokenMalformed, .tokenUnknown, .tokenExpired, .tokenRevoked, .rateLimited, .internalError,
    ]
    static let retryAfterSeconds = 5

    private let answers: [ErrorCode: ByteBuffer]

    init(help: String?, contact: String?) {
        answers = Dictionary(uniqueKeysWithValues: Self.codes.map { ($0, Self.answer($0, help: help, contact: contact)) })
    }

    subscript(code: ErrorCode) -> ByteBuffer {
        guard let answer = answers[code] else { preconditionFailure("the transport has no answer for \(code.rawValue)") }
        return answer
    }

    private static func answer(_ code: ErrorCode, help: String?, contact: String?) -> ByteBuffer {
        let problem = Problem(code, help: help, contact: contact)
        let body = WireJSON.encode(problem)
        var head = "HTTP/1.1 \(problem.status) \(code.title)\r\n"
        head += "Content-Type: \(Problem.mediaType)\r\nContent-Length: \(body.count)\r\nCache-Control: no-store\r\n"
        if problem.status == 429 || problem.status == 503 { head += "Retry-After: \(retryAfterSeconds)\r\n" }
        if problem.status == 401 { head += "WWW-Authenticate: \(Refusal.challenge)\r\n" }
        head += "Connection: close\r\n\r\n"
        var buffer = ByteBuffer(string: head)
        buffer.writeBytes(body)
        return buffer
    }
}
