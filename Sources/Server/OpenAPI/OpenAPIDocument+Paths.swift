import Vocabulary
import Wire

extension OpenAPIDocument {
    static let paths: [String: JSONValue] = [
        "/v1/reports": [
            "post": operation(
                "recordReports", "reports", "Report plates",
                "Each is answered on its own, once all that were accepted are on disk. A retry repeats a report exactly, id and all.",
                access: .role(.volunteer), body: "ReportsRequest", answer: "ReportsResponse", also: ["413", "429", "503", "507"])
        ],
        "/v1/withdrawals": [
            "post": operation(
                "withdrawReports", "reports", "Take back one's own reports",
                "By id and content, with the token that sent them, for about two days.",
                access: .role(.volunteer), body: "WithdrawalsRequest", answer: "WithdrawalsResponse", also: ["413", "503", "507"])
        ],
        "/v1/lookups": [
            "post": operation(
                "lookUpPlates", "look-ups", "Look plates up",
                "Up to 20 plates, or 1,000 with a token; 20 for similar ones. A plate without an issuer matches every issuer.",
                access: .anyone, body: "LookupsRequest", answer: "LookupsResponse", also: ["413"])
        ],
        "/v1/searches": [
            "post": operation(
                "searchListings", "look-ups", "Search by pattern and description", "Whatever is given must hold. Paged by a cursor.",
                access: .role(.reader), body: "SearchRequest", answer: "ListingsPage")
        ],
        "/v1/listings": [
            "get": operation(
                "listListings", "look-ups", "All listings that the bearer may see", "Newest last day first; paged by a cursor.",
                access: .role(.reader), parameters: [limit, cursor], answer: "ListingsPage")
        ],
        "/v1/vocabulary": [
            "get": operation(
                "getVocabulary", "look-ups", "Areas, words, issuers, and the rules that clients work by",
                "Carries an ETag; ask with If-None-Match.", access: .open, answer: "Vocabulary", isFixed: true)
        ],
        "/v1/stats": [
            "get": operation(
                "getStats", "look-ups", "Figures that point at no plate", "Worked out once a minute at the most.", access: .anyone,
                answer: "Stats")
        ],
        "/v1/invites": [
            "get": operation(
                "listInvites", "access", "Invites that are still open", "One's own, or all for an admin; without their codes.",
                access: .role(.moderator), answer: "Invites"),
            "post": operation(
                "makeInvite", "access", "Invite somebody", "The code is shown this once, works once, and is good for 7 days.",
                access: .role(.moderator), body: "InviteRequest", answer: "Invite", also: ["503", "507"]),
        ],
        "/v1/invites/{id}": [
            "delete": operation(
                "cancelInvite", "access", "Cancel an invite", "One's own, or any for an admin.", access: .role(.moderator),
                parameters: [identifier("The invite's id.")], also: ["404", "503", "507"])
        ],
        "/v1/invites/redeem": [
            "post": operation(
                "redeemInvite", "access", "Turn an invite into a token", "The token is shown this once.", access: .open,
                body: "RedeemRequest", answer: "RedeemResponse", also: ["404", "410", "503", "507"])
        ],
        "/v1/tokens": [
            "get": operation(
                "listTokens", "access", "Tokens", "Oldest first; the server has no token itself, only its hash.", access: .role(.moderator),
                answer: "Tokens")
        ],
        "/v1/tokens/self": [
            "get": operation(
                "getOwnToken", "access", "What is known of one's own token", "Every token may ask.", access: .role(.reader),
                answer: "Token"),
            "delete": operation(
                "revokeOwnToken", "access", "End one's own token", "At once, and for good.", access: .role(.reader), also: ["503", "507"]),
        ],
        "/v1/tokens/{id}": [
            "delete": operation(
                "revokeToken", "access", "End a token", "A moderator those of readers and volunteers, an admin anybody's.",
                access: .role(.moderator), parameters: [identifier("The token's short id.")], also: ["404", "503", "507"])
        ],
        "/openapi.json": [
            "get": operation(
                "getOpenAPI", "look-ups", "This document", "Carries an ETag.", access: .open, answer: "OpenAPI", isFixed: true)
        ],
    ]

    private static let limit: JSONValue = [
        "name": "limit", "in": "query", "description": "How many listings a page has.",
        "schema": [
            "type": "integer", "minimum": 1, "maximum": .number(WireLimits.pageItemsMax), "default": .number(WireLimits.pageItemsDefault),
        ],
    ]

    private static let cursor: JSONValue = [
        "name": "cursor", "in": "query", "description": "From the page before.", "schema": ["type": "string", "maxLength": 256],
    ]

    static func identifier(_ description: String) -> JSONValue {
        ["name": "id", "in": "path", "required": true, "description": .text(description), "schema": ["type": "string"]]
    }

    static func operation(
        _ id: String, _ tag: String, _ summary: String, _ description: String, access: Access, parameters: [JSONValue] = [],
        body: String? = nil, answer: String? = nil, also statuses: [String] = [], isFixed: Bool = false
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(id), "tags": [.text(tag)], "summary": .text(summary), "description": .text(description),
            "security": security(access), "x-thaw-access": .text(word(access)),
        ]
        if !parameters.isEmpty { members["parameters"] = .list(parameters) }
        if let body {
            members["requestBody"] = ["required": true, "content": ["application/json": ["schema": reference(body)]]]
        }
        var responses: [String: JSONValue] = [:]
        if let answer {
            responses["200"] = ["description": "Answered", "content": ["application/json": ["schema": reference(answer)]]]
        } else {
            responses["204"] = ["description": "Done"]
        }
        if isFixed { responses["304"] = ["description": "As known"] }
        var refusals = ["400", "429", "500"] + statuses
        if access != .open { refusals.append("401") }
        if case .role = access { refusals.append("403") }
        if body != nil { refusals += ["413", "415", "422"] }
        if !parameters.isEmpty { refusals.append("422") }
        for status in refusals { responses[status] = ["$ref": .text("#/components/responses/" + status)] }
        members["responses"] = .object(responses)
        return .object(members)
    }

    private static func security(_ access: Access) -> JSONValue {
        switch access {
        case .open: []
        case .anyone: [[:], ["token": []]]
        case .role: [["token": []]]
        }
    }

    /// How the document names who may use a route: `open`, `anyone` or the lowest role.
    package static func word(_ access: Access) -> String {
        switch access {
        case .open: "open"
        case .anyone: "anyone"
        case .role(let role): role.rawValue
        }
    }

    /// The answers that are problems, by status.
    static let problems: [String: JSONValue] = {
        let statuses = Set(ErrorCode.allCases.compactMap(\.status))
        return Dictionary(
            uniqueKeysWithValues: statuses.map { status in
                let codes = ErrorCode.allCases.filter { $0.status == status }.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                var response: [String: JSONValue] = [
                    "description": .text("One of: " + codes), "content": ["application/problem+json": ["schema": reference("Problem")]],
                ]
                if [429, 503].contains(status) {
                    response["headers"] = ["Retry-After": ["required": true, "schema": ["type": "integer", "minimum": 0]]]
                }
                return (String(status), .object(response))
            })
    }()
}
