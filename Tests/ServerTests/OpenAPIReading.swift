import Foundation
import NIOCore
import Synchronization
import Testing

/// A JSON value as a test reads it.
indirect enum JSONTree: Decodable, Hashable, Sendable, CustomStringConvertible {
    case null
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? container.decode(Int.self) {
            self = .whole(whole)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
    }

    subscript(_ name: String) -> JSONTree? { object?[name] }
    var object: [String: JSONTree]? { if case .object(let members) = self { members } else { nil } }
    var list: [JSONTree]? { if case .list(let items) = self { items } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var whole: Int? { if case .whole(let whole) = self { whole } else { nil } }

    var description: String {
        switch self {
        case .null: "null"
        case .flag(let flag): "\(flag)"
        case .whole(let whole): "\(whole)"
        case .number(let number): "\(number)"
        case .text(let text): "“\(text)”"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

/// The served OpenAPI document, and a check of answers against it.
///
/// Knows as much of JSON Schema as the document uses; a keyword that it does not know fails the check.
struct OpenAPIReading: Sendable {
    struct Operation: Sendable {
        let method: String
        let path: String
        let members: JSONTree

        /// The status by which an answer is described, and the description.
        var responses: [String: JSONTree] { members["responses"]?.object ?? [:] }
    }

    let root: JSONTree
    let operations: [Operation]

    /// Read once: the document is long, and the same for every server.
    private static let known = Mutex<[String: JSONTree]>([:])

    init(at address: SocketAddress) async throws {
        let answer = try await withRawConnection(to: address) { connection in
            try await connection.send("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return try await connection.answer()
        }
        let text = try #require(answer).body
        let root = try Self.known.withLock { try $0[text] ?? JSONTree(text) }
        Self.known.withLock { $0[text] = root }
        self.root = root
        operations = try #require(root["paths"]?.object).flatMap { path, methods in
            (methods.object ?? [:]).map { Operation(method: $0.key.uppercased(), path: path, members: $0.value) }
        }
    }

    /// Fails if the document does not describe an answer's status, media type or body.
    func check(_ answer: APIAnswer, to method: String, _ path: String) throws {
        guard let operation = operation(method, path) else {
            #expect([400, 404, 405].contains(answer.status), "\(method) \(path) is not described")
            return
        }
        guard let described = operation.responses[String(answer.status)] else {
            Issue.record("\(method) \(path) answered \(answer.status), which is not described: \(answer.text)")
            return
        }
        guard let content = resolve(described)["content"]?.object else {
            #expect(answer.text.isEmpty, "\(method) \(path) \(answer.status) has a body")
            return
        }
        let mediaType = try #require(answer.headers["content-type"])
        let schema = try #require(content[mediaType]?["schema"], "\(method) \(path) answered \(mediaType)")
        let value: JSONTree = mediaType.hasSuffix("json") ? try JSONTree(answer.text) : .text(answer.text)
        for mismatch in mismatches(value, schema, at: "") {
            Issue.record("\(method) \(path) \(answer.status): \(mismatch) in \(answer.text.prefix(400))")
        }
    }

    /// The operation that a request meets; one without a variable in its path comes first.
    private func operation(_ method: String, _ path: String) -> Operation? {
        let segments = path.split(separator: "/")
        let found = operations.filter { operation in
            let template = operation.path.split(separator: "/")
            return operation.method == method && template.count == segments.count
                && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return found.first { !$0.path.contains("{") } ?? found.first
    }

    func resolve(_ value: JSONTree) -> JSONTree {
        guard let reference = value["$ref"]?.text else { return value }
        var found: JSONTree? = root
        for key in reference.split(separator: "/").dropFirst() { found = found?[String(key)] }
        if found == nil { Issue.record("\(reference) leads nowhere") }
        return found ?? .null
    }

    /// The differences of a value from a schema.
    func mismatches(_ value: JSONTree, _ unresolved: JSONTree, at path: String) -> [String] {
        let schema = resolve(unresolved)
        var found: [String] = []
        for (keyword, rule) in schema.object ?? [:] {
            switch keyword {
            case "description", "default", "examples", "format", "additionalProperties": break
            case "type": if !Self.isOfType(value, rule.text) { found.append("\(path) is no \(rule)") }
            case "enum": if rule.list?.contains(value) != true { found.append("\(path): \(value) is no word of it") }
            case "const": if value != rule { found.append("\(path) is not \(rule)") }
            case "minimum": if value.whole ?? .min < rule.whole ?? .max { found.append("\(path) is too small") }
            case "maximum": if value.whole ?? .max > rule.whole ?? .min { found.append("\(path) is too large") }
            case "minItems": if value.list?.count ?? 0 < rule.whole ?? .max { found.append("\(path) has too few") }
            case "minProperties":
                if case .object(let fields) = value, fields.count >= rule.whole ?? .max {} else { found.append("\(path) has too few") }
            case "maxItems": if value.list?.count ?? .max > rule.whole ?? .min { found.append("\(path) has too many") }
            case "pattern":
                let isMatch = value.text?.range(of: rule.text ?? "", options: .regularExpression) != nil
                if !isMatch { found.append("\(path): \(value) does not match \(rule)") }
            case "items":
                for (index, item) in (value.list ?? []).enumerated() { found += mismatches(item, rule, at: "\(path)[\(index)]") }
            case "required":
                for name in rule.list ?? [] where value[name.text ?? ""] == nil { found.append("\(path).\(name) is missing") }
            case "properties":
                for (name, member) in value.object ?? [:] {
                    if let property = rule[name] {
                        found += mismatches(member, property, at: "\(path).\(name)")
                    } else if unresolved["$ref"]?.text != "#/components/schemas/OpenAPI" {
                        // A reader would put up with it; an answer must not have it.
                        found.append("\(path).\(name) is not described")
                    }
                }
            default: found.append("\(path): the check does not know \(keyword)")
            }
        }
        return found
    }

    private static func isOfType(_ value: JSONTree, _ type: String?) -> Bool {
        switch (value, type) {
        case (.object, "object"), (.list, "array"), (.text, "string"), (.flag, "boolean"), (.whole, "integer"), (.whole, "number"),
            (.number, "number"):
            true
        default: false
        }
    }
}
