import FoundationEssentials
import Hummingbird
import NIOCore
import Wire

/// An authorized request and its sender.
struct Exchange: Sendable {
    let request: Request
    let requester: Requester
    /// The query's parameters; the route has each of them.
    let query: [String: String]
    /// The `{id}` of the path; empty for a route without one.
    let id: String
    private let bodyLimit: BodyLimit

    /// - Throws: `request.unknown_field` or `request.value` if the route does not allow the query.
    init(_ request: Request, _ context: APIContext, to route: Route, _ requester: Requester) throws {
        self.request = request
        self.requester = requester
        query = try request.query(Set(route.query.map(\.name)))
        id = context.parameters.get("id") ?? ""
        bodyLimit = route.bodyLimit
    }

    /// The body as one JSON value.
    ///
    /// - Throws: a `request.*` error.
    func body<Value: Decodable>(_ type: Value.Type = Value.self) async throws -> Value {
        try await WireJSON.decode(type, from: Data(bytes().readableBytesView))
    }

    /// The body, whose headers must say JSON.
    func bytes() async throws -> ByteBuffer {
        try JSONExchange.check(contentTypes: request.headers[values: .contentType], contentEncoding: request.headers[.contentEncoding])
        return try await request.body.collect(upTo: bodyLimit.bytes(for: requester))
    }

    /// The number of items on a page, from `limit`.
    func pageLimit() throws(Refusal) -> Int {
        guard let text = query[QueryParameter.limit.name] else { return WireLimits.pageItemsDefault }
        guard let limit = Int(text), 1...WireLimits.pageItemsMax ~= limit else {
            throw Refusal(
                .requestValue, detail: "Send a whole number from 1 to \(WireLimits.pageItemsMax).", field: QueryParameter.limit.name)
        }
        return limit
    }
}
