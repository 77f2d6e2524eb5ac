import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOHTTP1
import Web
import Wire

/// The transport's own answers, ready to send: a problem for a program, a page for a browser.
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
    private let pages: [Language: [ErrorCode: ByteBuffer]]
    private let languages: [Language]

    /// - Parameter site: nil if no pages are served.
    init(help: String?, contact: String?, site: Site?) {
        answers = Self.answers { code in
            let body = Array(WireJSON.encode(Problem(code, help: help, contact: contact)))
            return Self.answer(code, [.contentType: Problem.mediaType], body)
        }
        languages = site?.languages ?? []
        pages = Dictionary(
            uniqueKeysWithValues: languages.map { language in
                (
                    language,
                    Self.answers { code in
                        let wait = Self.waits(code) ? Self.retryAfterSeconds : nil
                        let page = site?.error(code, waitSeconds: wait, for: PageReader(language: language)) ?? []
                        guard code == .requestTooLarge else { return Self.answer(code, PageHeaders.common, page) }
                        // It answers a form, whose length must not show.
                        return Self.answer(
                            code, PageHeaders.common, PagePadding.padded(page), cacheControl: "no-store, no-transform")
                    }
                )
            })
    }

    /// - Parameter language: of the page that a browser wants; nil for a program.
    subscript(code: ErrorCode, language: Language?) -> ByteBuffer {
        guard let answer = language.flatMap({ pages[$0] })?[code] ?? answers[code] else {
            preconditionFailure("the transport has no answer for \(code.rawValue)")
        }
        return answer
    }

    /// The language of the page that a request wants; nil if it wants none.
    func pageLanguage(target: String, accept: [String], acceptLanguage: String?) -> Language? {
        guard !languages.isEmpty, !target.hasPrefix("/v1/"), accept.contains(where: { $0.contains("text/html") }) else { return nil }
        let segment = target.split(separator: "/", maxSplits: 1).first ?? ""
        return languages.first { $0.code == segment } ?? Language.preferred(by: acceptLanguage, among: languages)
    }

    private static func answers(_ answer: (ErrorCode) -> ByteBuffer) -> [ErrorCode: ByteBuffer] {
        Dictionary(uniqueKeysWithValues: codes.map { ($0, answer($0)) })
    }

    private static func waits(_ code: ErrorCode) -> Bool { code.status == 429 || code.status == 503 }

    private static func answer(_ code: ErrorCode, _ headers: HTTPFields, _ body: [UInt8], cacheControl: String = "no-store") -> ByteBuffer {
        let status = code.status ?? 500
        var head = "HTTP/1.1 \(status) \(code.title)\r\n"
        for field in headers { head += "\(field.name): \(field.value)\r\n" }
        head += "Content-Length: \(body.count)\r\nCache-Control: \(cacheControl)\r\n"
        if waits(code) { head += "Retry-After: \(retryAfterSeconds)\r\n" }
        if status == 401 { head += "WWW-Authenticate: \(Refusal.challenge)\r\n" }
        head += "Connection: close\r\n\r\n"
        var buffer = ByteBuffer(string: head)
        buffer.writeBytes(body)
        return buffer
    }
}
