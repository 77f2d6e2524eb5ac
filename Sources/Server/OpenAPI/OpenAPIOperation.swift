import HTTPTypes
import Vocabulary
import Wire

/// A route's part of the OpenAPI document, besides its path, access, query and body limit.
struct OpenAPIOperation: Sendable {
    enum Tag: String, CaseIterable {
        case reports = "reports"
        case lookups = "look-ups"
        case access = "access"
        case moderation = "moderation"

        var description: String {
            switch self {
            case .reports: "Reports and withdrawals"
            case .lookups: "Look-ups, searches and listings"
            case .access: "Invites and tokens"
            case .moderation: "The queue, verdicts, purges and the audit chain"
            }
        }
    }

    enum Answer {
        /// `204`.
        case empty
        /// `200` with the schema of this name.
        case json(String)
        /// A document with an `ETag`: `200` with the schema of this name, or `304`.
        case fixed(String)
        /// The same with a signature in a header.
        case signed(String)
        /// The same in another media type.
        case fixedText(mediaType: String)
    }

    let id: String
    let tag: Tag
    let summary: String
    let description: String
    /// The schema of the body; nil for a route without one.
    var body: String?
    /// A description of the path's `{id}`; nil for a path without one.
    var pathID: String?
    let answer: Answer
    /// Statuses of refusals, besides those of every similar route.
    let refusals: [Int]

    init(
        _ id: String, _ tag: Tag, _ summary: String, _ description: String, body: String? = nil, pathID: String? = nil,
        answer: Answer = .empty, refusals: [Int] = []
    ) {
        self.id = id
        self.tag = tag
        self.summary = summary
        self.description = description
        self.body = body
        self.pathID = pathID
        self.answer = answer
        self.refusals = refusals
    }

    /// Statuses of refused writes if the store takes none.
    static let storeRefusals = [503, 507]
}

extension OpenAPIDocument {
    /// Every path with its operations.
    static let paths: [String: JSONValue] = Dictionary(grouping: Route.all, by: \.path).mapValues { routes in
        .object(Dictionary(uniqueKeysWithValues: routes.map { ($0.method.rawValue.lowercased(), operation(of: $0)) }))
    }

    private static func operation(of route: Route) -> JSONValue {
        let operation = route.operation
        var members: [String: JSONValue] = [
            "operationId": .text(operation.id), "tags": [.text(operation.tag.rawValue)], "summary": .text(operation.summary),
            "description": .text(operation.description), "security": security(route.access), "x-thaw-access": .text(word(route.access)),
        ]
        let parameters = route.query.map(parameter) + (operation.pathID.map { [identifier($0)] } ?? [])
        if !parameters.isEmpty { members["parameters"] = .list(parameters) }
        if let body = operation.body {
            members["requestBody"] = ["required": true, "content": ["application/json": ["schema": reference(body)]]]
        }
        var responses = answers(operation.answer)
        var refusals = [400, 429, 500] + operation.refusals
        if route.access != .public { refusals.append(401) }
        if case .role = route.access { refusals.append(403) }
        if operation.body != nil { refusals += [413, 415, 422] }
        if !parameters.isEmpty { refusals.append(422) }
        for status in refusals { responses[String(status)] = ["$ref": .text("#/components/responses/\(status)")] }
        members["responses"] = .object(responses)
        return .object(members)
    }

    private static func answers(_ answer: OpenAPIOperation.Answer) -> [String: JSONValue] {
        func answered(_ mediaType: String, _ schema: JSONValue) -> JSONValue {
            ["description": "Answered", "content": .object([mediaType: ["schema": schema]])]
        }
        let known: JSONValue = ["description": "As known"]
        return switch answer {
        case .empty: ["204": ["description": "Done"]]
        case .json(let schema): ["200": answered(WireJSON.mediaType, reference(schema))]
        case .fixed(let schema): ["200": answered(WireJSON.mediaType, reference(schema)), "304": known]
        case .signed(let schema): ["200": answered(WireJSON.mediaType, reference(schema)).adding(signatureHeader), "304": known]
        case .fixedText(let mediaType): ["200": answered(mediaType, ["type": "string"]), "304": known]
        }
    }

    private static let signatureHeader: JSONValue = [
        "headers": .object([
            ListSignature.headerName: [
                "required": true,
                "description": "Ed25519 over the text thaw list 1, a line feed, and the body's bytes before compression, in base64.",
                "schema": ["type": "string", "pattern": "^ed25519=[A-Za-z0-9+/]{86}==$"],
            ]
        ])
    ]

    private static func parameter(_ parameter: QueryParameter) -> JSONValue {
        ["name": .text(parameter.name), "in": "query", "description": .text(parameter.description), "schema": parameter.schema]
    }

    private static func identifier(_ description: String) -> JSONValue {
        ["name": "id", "in": "path", "required": true, "description": .text(description), "schema": ["type": "string"]]
    }

    private static func security(_ access: RouteAccess) -> JSONValue {
        switch access {
        case .public: []
        case .optionalToken: [[:], ["token": []]]
        case .role: [["token": []]]
        }
    }

    /// The document's word for a route's access: `open`, `anyone` or the lowest role.
    private static func word(_ access: RouteAccess) -> String {
        switch access {
        case .public: "open"
        case .optionalToken: "anyone"
        case .role(let role): role.rawValue
        }
    }

    /// The problem answers, by status.
    static let problems: [String: JSONValue] = {
        let statuses = Set(ErrorCode.allCases.compactMap(\.status))
        return Dictionary(
            uniqueKeysWithValues: statuses.map { status in
                let codes = ErrorCode.allCases.filter { $0.status == status }.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                var response: [String: JSONValue] = [
                    "description": .text("One of: " + codes), "content": .object([Problem.mediaType: ["schema": reference("Problem")]]),
                ]
                if [429, 503].contains(status) {
                    response["headers"] = ["Retry-After": ["required": true, "schema": ["type": "integer", "minimum": 0]]]
                }
                return (String(status), .object(response))
            })
    }()
}
