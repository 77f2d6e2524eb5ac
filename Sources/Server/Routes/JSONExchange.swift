import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Wire

/// What every exchange of JSON keeps to.
enum JSONExchange {
    /// Of an answer that no cache may keep.
    static let fields: HTTPFields = [.contentType: WireJSON.mediaType, .cacheControl: "no-store"]
    static let headers = HTTPHeaders(fields)

    /// - Parameter contentTypes: the values of every `Content-Type` header.
    /// - Throws: `request.media_type` or `request.content_encoding`.
    static func check(contentTypes: [String], contentEncoding: String?) throws {
        guard contentTypes.count == 1, isJSON(contentTypes[0]) else { throw Refusal(.requestMediaType) }
        guard contentEncoding.map({ $0.lowercased() == "identity" }) ?? true else { throw Refusal(.requestContentEncoding) }
    }

    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == WireJSON.mediaType { return true }
        guard let type = contentType.split(separator: ";").first else { return false }
        return type.trimmingPrefix(while: \.isWhitespace).lowercased().split(separator: " ").first == "application/json"
    }
}

extension Request {
    /// The body as one JSON value.
    ///
    /// - Throws: a `request.*` error that names what is wrong.
    func json<Value: Decodable>(_ type: Value.Type = Value.self, limitBytes: Int = WireLimits.bodyBytes) async throws -> Value {
        let buffer = try await jsonBytes(limitBytes: limitBytes)
        do {
            return try WireJSON.decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw Refusal(error)
        }
    }

    /// The body, which says that it is JSON.
    func jsonBytes(limitBytes: Int) async throws -> ByteBuffer {
        try JSONExchange.check(contentTypes: headers[values: .contentType], contentEncoding: headers[.contentEncoding])
        return try await body.collect(upTo: limitBytes)
    }
}

extension Response {
    /// An answer that no cache may keep.
    static func json(_ value: some Encodable) -> Response {
        json(bytes: ByteBuffer(bytes: WireJSON.encode(value)))
    }

    static func json(bytes: ByteBuffer) -> Response {
        Response(status: .ok, headers: JSONExchange.fields, body: ResponseBody(byteBuffer: bytes))
    }

    static let empty = Response(status: .noContent, headers: [.cacheControl: "no-store"])
}
