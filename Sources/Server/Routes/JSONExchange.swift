import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Wire

/// The headers of JSON requests and answers.
enum JSONExchange {
    /// The headers of an answer that no cache may keep.
    static let fields: HTTPFields = [.contentType: WireJSON.mediaType, .cacheControl: "no-store"]
    static let headers = HTTPHeaders(fields)

    /// - Parameter contentTypes: the values of all `Content-Type` headers.
    /// - Throws: `request.media_type` or `request.content_encoding`.
    static func check(contentTypes: [String], contentEncoding: String?) throws(Refusal) {
        guard contentTypes.count == 1, isJSON(contentTypes[0]) else { throw Refusal(.requestMediaType) }
        guard contentEncoding.map({ $0.lowercased() == "identity" }) ?? true else { throw Refusal(.requestContentEncoding) }
    }

    /// Whether a `Content-Type` of printable ASCII says JSON. The usual one needs no text.
    static func isJSON(_ contentType: UnsafeRawBufferPointer) -> Bool {
        if let base = contentType.baseAddress, contentType.count == usual.count, memcmp(base, usual, usual.count) == 0 { return true }
        return isJSON(String(decoding: contentType, as: UTF8.self))
    }

    private static let usual = Array(WireJSON.mediaType.utf8)

    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == WireJSON.mediaType { return true }
        guard let type = contentType.split(separator: ";").first else { return false }
        return type.trimmingPrefix(while: \.isWhitespace).lowercased().split(separator: " ").first == "application/json"
    }
}

extension Response {
    /// An answer that no cache may keep.
    static func json(_ value: some Encodable) -> Response {
        json(bytes: WireJSON.encode(value))
    }

    static func json(bytes: some Sequence<UInt8>) -> Response {
        Response(status: .ok, headers: JSONExchange.fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static let empty = Response(status: .noContent, headers: [.cacheControl: "no-store"])
}
