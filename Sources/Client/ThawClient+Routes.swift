import FoundationEssentials
package import Wire

extension ThawClient {
    /// Looks up plates, and checks that each got its own answer.
    package func lookUp(_ request: LookupsRequest) throws(ClientError) -> LookupsResponse {
        let response: LookupsResponse = try ask(post("/v1/lookups", request))
        guard response.results.map(\.query) == request.plates, response.results.allSatisfy(Self.isConsistent) else {
            throw ClientError(.notUnderstood, subject: "results")
        }
        return response
    }

    /// Whether the outcome fits the listings. An answer that contradicts itself must not count as either.
    private static func isConsistent(_ result: LookupResult) -> Bool {
        (result.outcome == .listed) == !result.listings.isEmpty && (result.outcome == .invalid) == (result.error != nil)
    }

    /// Sends up to 500 reports in one request, and checks that each got its own answer.
    ///
    /// - Parameter importing: whether these are older records; only moderators and admins may send them.
    package func report(_ reports: [ReportBody], importing: Bool = false) throws(ClientError) -> ReportsResponse {
        let response: ReportsResponse = try ask(post("/v1/reports", ReportsRequest(reports, isImport: importing)))
        guard response.results.map(\.id) == reports.map(\.id), response.results.allSatisfy({ ($0.result == .refused) == ($0.error != nil) })
        else { throw ClientError(.notUnderstood, subject: "results") }
        return response
    }

    /// Withdraws up to 500 of the user's own reports.
    package func withdraw(_ reports: [ReportBody]) throws(ClientError) -> WithdrawalsResponse {
        let response: WithdrawalsResponse = try ask(post("/v1/withdrawals", WithdrawalsRequest(reports)))
        guard response.results.map(\.id) == reports.map(\.id), response.results.allSatisfy({ ($0.result == .refused) == ($0.error != nil) })
        else { throw ClientError(.notUnderstood, subject: "results") }
        return response
    }

    package func search(_ request: SearchRequest) throws(ClientError) -> ListingsPage {
        try ask(post("/v1/searches", request))
    }

    package func listings(limit: Int? = nil, cursor: String? = nil) throws(ClientError) -> ListingsPage {
        let query = [limit.map { "limit=\($0)" }, cursor.map { "cursor=" + Self.percentEncoded($0) }].compactMap { $0 }
        return try ask(HTTPRequest(target: "/v1/listings" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))))
    }

    /// The list for devices as the server sent it; not yet verified. `nil` if it is still the one with that tag.
    func list(knownTag: String?) throws(ClientError) -> HTTPAnswer? {
        let answer = try send(
            HTTPRequest(target: "/v1/list", knownTag: knownTag, allowsCompression: true, answerBytesMax: WireLimits.listBytes))
        guard answer.status != 304 else { return nil }
        guard answer.mediaType == WireJSON.mediaType else { throw ClientError(.notJSON, status: answer.status) }
        return answer
    }

    package func vocabulary() throws(ClientError) -> VocabularyBody {
        try ask(HTTPRequest(target: "/v1/vocabulary"))
    }

    package func stats() throws(ClientError) -> StatsBody {
        try ask(HTTPRequest(target: "/v1/stats"))
    }

    /// Turns an invite into a token. Sent once: if the answer is lost, the invite may be used up.
    package func redeem(_ invite: InviteCode) throws(ClientError) -> RedeemResponse {
        try ask(post("/v1/invites/redeem", RedeemRequest(invite: invite.text), isRepeatable: false))
    }

    /// Makes an invite. Sent once: if the answer is lost, nobody knows the invite, and it expires.
    package func makeInvite(_ invite: InviteRequest) throws(ClientError) -> InviteBody {
        try ask(post("/v1/invites", invite, isRepeatable: false))
    }

    package func invites() throws(ClientError) -> InvitesBody {
        try ask(HTTPRequest(target: "/v1/invites"))
    }

    package func cancelInvite(_ id: String) throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/invites/" + Self.percentEncoded(id)))
    }

    package func tokens() throws(ClientError) -> TokensBody {
        try ask(HTTPRequest(target: "/v1/tokens"))
    }

    /// The server's data about the token in use.
    package func ownToken() throws(ClientError) -> TokenBody {
        try ask(HTTPRequest(target: "/v1/tokens/self"))
    }

    /// Revokes a token by its short ID.
    package func revokeToken(_ id: String) throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/tokens/" + Self.percentEncoded(id)))
    }

    /// Revokes the token in use.
    package func revokeOwnToken() throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/tokens/self"))
    }

    func post(_ target: String, _ value: some Encodable, isRepeatable: Bool = true) throws(ClientError) -> HTTPRequest {
        let body = Array(WireJSON.encode(value))
        guard body.count <= WireLimits.batchBytes else { throw ClientError(.requestTooLarge) }
        return HTTPRequest(method: .post, target: target, body: body, isRepeatable: isRepeatable)
    }

    /// Encodes all but the unreserved characters of RFC 3986 as `%XX`, so that an ID that a person typed stays one path segment.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(Character(Unicode.Scalar(byte)))
            default:
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
    }
}
