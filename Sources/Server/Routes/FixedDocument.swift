import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// A JSON document that stays the same while the daemon runs: encoded once, and not sent again to whoever has it.
struct FixedDocument: Sendable {
    private let body: ByteBuffer
    private let tag: String

    init(_ value: some Encodable) {
        let bytes = WireJSON.encode(value)
        body = ByteBuffer(bytes: bytes)
        let digest = SHA256.hash(data: bytes).prefix(16)
        tag = "\"" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }

    func response(to request: Request) -> Response {
        let headers: HTTPFields = [.contentType: WireJSON.mediaType, .eTag: tag, .cacheControl: "no-cache"]
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
