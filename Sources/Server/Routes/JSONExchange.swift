import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

extension Request {
    /// The body as one JSON value.
    ///
    /// - Throws: a `request.*` error that names what is wrong.
    func json<Value: Decodable>(_ type: Value.Type = Value.self, limitBytes: Int = WireLimits.bodyBytes) async throws -> Value {
        guard isJSON else { throw Refusal(.requestMediaType) }
        let encoding = headers[.contentEncoding] ?? "identity"
        guard encoding.lowercased() == "identity" else { throw Refusal(.requestContentEncoding) }
        let buffer = try await body.collect(upTo: limitBytes)
        do {
            return try WireJSON.decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw Refusal(error)
        }
    }

    private var isJSON: Bool {
        let types = headers[values: .contentType]
        guard types.count == 1, let type = types.first?.split(separator: ";").first else { return false }
        return type.trimmingPrefix(while: \.isWhitespace).lowercased().split(separator: " ").first == "application/json"
    }
}

extension Response {
    /// An answer that no cache may keep.
    static func json(_ value: some Encodable) -> Response {
        Response(
            status: .ok, headers: [.contentType: WireJSON.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: WireJSON.encode(value))))
    }

    static let empty = Response(status: .noContent, headers: [.cacheControl: "no-store"])
}
