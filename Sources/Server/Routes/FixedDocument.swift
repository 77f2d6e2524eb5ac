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
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
