import Hummingbird
import Sightings
import Vocabulary
import Wire

extension Route {
    static let reading: [Route] = [lookups, searches, listings, list, stats]

    static let lookups = Route(
        .post, "/v1/lookups", .optionalToken, body: .batch,
        OpenAPIOperation(
            "lookUpPlates", .lookups, "Look up plates",
            "Up to 20 plates, or 1,000 with a token; 20 for similar ones. A plate without an issuer matches every issuer.",
            body: "LookupsRequest", answer: .json("LookupsResponse"), refusals: [413])
    ) { api, exchange in
        // Before the body is read: a refused requester need not send it.
        try api.answers.checkLookups(as: exchange.requester)
        let asked = try await exchange.bytes().withUnsafeReadableBytes { try LookupsRequest(json: $0) }
        return .json(bytes: try api.answers.lookups(asked, as: exchange.requester).paddedJSON(similar: asked.similar).whole)
    }

    private static let searches = Route(
        .post, "/v1/searches", .role(.caller), body: .single,
        OpenAPIOperation(
            "searchListings", .lookups, "Search by pattern, telephone keys and description",
            "Finds listings that match every given part. Paged by a cursor. A caller may send only keys.",
            body: "SearchRequest", answer: .json("ListingsPage"))
    ) { .json(try await $0.answers.searches(try $1.body(), as: $1.requester)) }

    private static let listings = Route(
        .get, "/v1/listings", .role(.reader), query: [.limit, .cursor],
        OpenAPIOperation(
            "listListings", .lookups, "List all listings that the token may see", "Newest last day first; paged by a cursor.",
            answer: .json("ListingsPage"))
    ) { .json(try $0.answers.listings(after: $1.query[QueryParameter.cursor.name], limit: $1.pageLimit(), as: $1.requester)) }

    private static let list = Route(
        .get, "/v1/list", .role(.reader),
        OpenAPIOperation(
            "getList", .lookups, "The signed list of confirmed plates, for a device to keep",
            "For look-ups without a connection, or without telling the server which plate. The same bytes for every token, made at most once a "
                + "minute. Carries an ETag; an unchanged list is sent again halfway through its validity.",
            answer: .signed("List"))
    ) { api, exchange in
        try api.authenticator.chargeList(to: exchange.requester)
        return await api.list.response(to: exchange.request, at: api.clock.now())
    }

    private static let stats = Route(
        .get, "/v1/stats", .optionalToken,
        OpenAPIOperation(
            "getStats", .lookups, "Figures that identify no plate", "Computed at most once a minute.", answer: .json("Stats"))
    ) { .json(await $0.answers.stats(as: $1.requester)) }
}
