import Vocabulary
import Wire

/// The OpenAPI 3.1 description of version 1. Its paths come from ``Route/all``; the routes' tests check every answer against its schemas.
enum OpenAPIDocument {
    static let value: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "Thaw",
            "version": "1",
            "summary": "A community registry of vehicles seen in immigration-enforcement operations.",
            "description": """
            JSON in UTF-8 both ways; times in RFC 3339, UTC; unknown fields are refused. A plate never stands in an address. \
            "not_listed" says that a plate is not listed as of the answer's time, never that a vehicle is safe; an error says neither.
            """,
        ],
        "servers": [["url": "/"]],
        "tags": .list(OpenAPIOperation.Tag.allCases.map { ["name": .text($0.rawValue), "description": .text($0.description)] }),
        "paths": .object(paths),
        "components": [
            "securitySchemes": [
                "token": [
                    "type": "http", "scheme": "bearer",
                    "description": "thaw_ and base-32 characters; the last four are a check.",
                ]
            ],
            "schemas": .object(schemas),
            "responses": .object(problems),
        ],
    ]

    static let schemas: [String: JSONValue] = {
        let parts = [
            requestSchemas, reportAnswers, listingAnswers, documents, listSchemas, inviteAndTokenSchemas, moderationRequests, reviews,
            decisions, purges, audits, alerts,
        ]
        return Dictionary(uniqueKeysWithValues: parts.joined().map { ($0.key, $0.value) })
    }()

    static func reference(_ schema: String) -> JSONValue {
        ["$ref": .text("#/components/schemas/" + schema)]
    }

    /// An object of these fields: `name`, or `name?` for one that may be absent. A request's object allows no others.
    static func object(
        _ fields: [String: JSONValue], isRequest: Bool = false, hasChapterLines: Bool = false, _ description: String? = nil
    ) -> JSONValue {
        let all = hasChapterLines ? fields.merging(chapterLines) { first, _ in first } : fields
        let properties = all.map { name, schema in (name.hasSuffix("?") ? String(name.dropLast()) : name, schema) }
        var members: [String: JSONValue] = [
            "type": "object", "properties": .object(Dictionary(uniqueKeysWithValues: properties)),
            "required": .list(all.keys.filter { !$0.hasSuffix("?") }.sorted().map(JSONValue.text)),
        ]
        if isRequest { members["additionalProperties"] = false }
        if let description { members["description"] = .text(description) }
        return .object(members)
    }

    static func list(_ items: JSONValue, _ bounds: ClosedRange<Int>? = nil) -> JSONValue {
        var members: [String: JSONValue] = ["type": "array", "items": items]
        if let bounds {
            members["minItems"] = .number(bounds.lowerBound)
            members["maxItems"] = .number(bounds.upperBound)
        }
        return .object(members)
    }

    static func text(_ description: String? = nil, example: String? = nil, pattern: String? = nil) -> JSONValue {
        var members: [String: JSONValue] = ["type": "string"]
        if let description { members["description"] = .text(description) }
        if let example { members["examples"] = .list([.text(example)]) }
        if let pattern { members["pattern"] = .text(pattern) }
        return .object(members)
    }

    static func words(_ words: [String]) -> JSONValue {
        ["type": "string", "enum": .list(words.map(JSONValue.text))]
    }

    static func words<Word: VocabularyWord>(_ type: Word.Type) -> JSONValue {
        words(Word.allCases.map(\.rawValue))
    }

    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let day: JSONValue = ["type": "string", "format": "date"]
    static let flag: JSONValue = ["type": "boolean"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]

    /// The chapter's lines in every answer to a person, if the operator set them.
    static let chapterLines: [String: JSONValue] = [
        "help?": text("Where to find legal help, and what to do now."),
        "contact?": text("Whom to write to about a wrong listing."),
    ]
}
