import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary
import Wire

/// A document that does not change while the daemon runs: encoded once, and not sent again to clients that have it.
struct FixedDocument: Sendable {
    private let body: ByteBuffer
    private let mediaType: String
    private let tag: String

    init(json value: some Encodable) {
        self.init(WireJSON.encode(value), mediaType: WireJSON.mediaType)
    }

    init(_ bytes: some Sequence<UInt8>, mediaType: String) {
        let bytes = Array(bytes)
        body = ByteBuffer(bytes: bytes)
        self.mediaType = mediaType
        tag = "\"" + SHA256.hash(data: bytes).prefix(16).hexadecimal + "\""
    }

    func response(to request: Request) -> Response {
        let headers: HTTPFields = [.contentType: mediaType, .eTag: tag, .cacheControl: "no-cache"]
        if request.knows(tag: tag) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension Request {
    /// Whether its `If-None-Match` names a document's tag; the comparison is weak (RFC 9110, section 13.1.2).
    func knows(tag: String) -> Bool {
        func opaque(_ tag: Substring) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag }
        let known = (headers[.ifNoneMatch] ?? "").split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
        return known.contains { $0 == "*" || opaque($0) == opaque(tag[...]) }
    }
}
