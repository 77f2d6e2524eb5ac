import FoundationEssentials
package import Wire

extension ThawClient {
    /// Looks plates up, and makes sure that each got an answer of its own.
    package func lookUp(_ request: LookupsRequest) throws(ClientError) -> LookupsResponse {
        let response: LookupsResponse = try ask(post("/v1/lookups", request))
        guard response.results.map(\.query) == request.plates, response.results.allSatisfy(Self.isConsistent) else {
            throw ClientError(.notUnderstood, subject: "results")
        }
        return response
    }

    /// An outcome that its own listings contradict must not be read either way.
    private static func isConsistent(_ result: LookupResult) -> Bool {
        (result.outcome == .listed) == !result.listings.isEmpty && (result.outcome == .invalid) == (result.error != nil)
    }

    /// Sends up to 500 reports in one request, and makes sure that each got an answer of its own.
    ///
    /// - Parameter importing: that these are older records; for moderators and admins.
    package func report(_ reports: [ReportBody], importing: Bool = false) throws(ClientError) -> ReportsResponse {
        let response: ReportsResponse = try ask(post("/v1/reports", ReportsRequest(reports, isImport: importing)))
        guard response.results.map(\.id) == reports.map(\.id), response.results.allSatisfy({ ($0.result == .refused) == ($0.error != nil) })
        else { throw ClientError(.notUnderstood, subject: "results") }
        return response
    }

    /// Takes up to 500 reports of one's own back.
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

    package func vocabulary() throws(ClientError) -> VocabularyBody {
        try ask(HTTPRequest(target: "/v1/vocabulary"))
    }

    package func stats() throws(ClientError) -> StatsBody {
        try ask(HTTPRequest(target: "/v1/stats"))
    }

    /// Turns an invite into a token. Sent once and never again: where the answer is lost, the invite may be spent.
    package func redeem(_ invite: InviteCode) throws(ClientError) -> RedeemResponse {
        var request = try post("/v1/invites/redeem", RedeemRequest(invite: invite.text))
        request.isRepeatable = false
        return try ask(request)
    }

    /// Makes an invite. Sent once: a lost answer leaves an invite that nobody knows, which expires by itself.
    package func makeInvite(_ invite: InviteRequest) throws(ClientError) -> InviteBody {
        var request = try post("/v1/invites", invite)
        request.isRepeatable = false
        return try ask(request)
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

    /// What the server knows of the token in use.
    package func ownToken() throws(ClientError) -> TokenBody {
        try ask(HTTPRequest(target: "/v1/tokens/self"))
    }

    /// Revokes a token by its short id.
    package func revokeToken(_ id: String) throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/tokens/" + Self.percentEncoded(id)))
    }

    /// Revokes the token in use.
    package func revokeOwnToken() throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/tokens/self"))
    }

    func post(_ target: String, _ value: some Encodable) throws(ClientError) -> HTTPRequest {
        let body = Array(WireJSON.encode(value))
        guard body.count <= WireLimits.batchBytes else { throw ClientError(.requestTooLarge) }
        return HTTPRequest(method: .post, target: target, body: body)
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`, so that an id typed by a person stays one segment of the path.
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
