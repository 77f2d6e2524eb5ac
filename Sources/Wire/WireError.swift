/// Why a body does not match the interface.
package struct WireError: Error, Hashable, Sendable {
    package let code: ErrorCode
    package let detail: String
    /// The path of the offending field, such as `reports[3].vehicle.color`; at most 128 bytes.
    package let field: String?

    package init(_ code: ErrorCode, detail: String? = nil, field: String? = nil) {
        self.code = code
        self.detail = detail ?? code.advice
        self.field = field.map { $0.utf8.count <= Self.fieldBytesMax ? $0 : String($0.unicodeScalars.prefix(Self.fieldBytesMax / 4)) + "…" }
    }

    private static let fieldBytesMax = 128

    init(_ code: ErrorCode, detail: String? = nil, path: some Sequence<any CodingKey>) {
        self.init(code, detail: detail, field: Self.name(path))
    }

    /// Translates a decoder's error. Field paths start below the first `depth` keys.
    init(_ error: any Error, below depth: Int = 0) {
        switch error {
        case let error as WireError:
            self = error
        case FieldError.refused(let code, let detail, let path):
            self.init(code, detail: detail, path: path.dropFirst(depth))
        case DecodingError.keyNotFound(let key, let context):
            self.init(.requestFieldMissing, path: (context.codingPath + [key]).dropFirst(depth))
        case DecodingError.typeMismatch(let type, let context):
            self.init(.requestWrongType, detail: Self.expectation(type), path: context.codingPath.dropFirst(depth))
        case DecodingError.valueNotFound(let type, let context):
            self.init(.requestWrongType, detail: Self.expectation(type), path: context.codingPath.dropFirst(depth))
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(.requestValue, path: context.codingPath.dropFirst(depth))
        default:
            self.init(.requestMalformedJSON)
        }
    }

    private static func expectation(_ type: Any.Type) -> String {
        let expected =
            switch type {
            case is String.Type: "text"
            case is Bool.Type: "true or false"
            case is Int.Type: "a whole number"
            case is Double.Type: "a number"
            case is [Any].Type: "a list"
            default: "an object"
            }
        return "Send \(expected) in the named field."
    }

    private static func name(_ path: some Sequence<any CodingKey>) -> String? {
        var name = ""
        for key in path {
            if let index = key.intValue {
                name += "[\(index)]"
            } else {
                name += name.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return name.isEmpty ? nil : name
    }
}

/// A refusal raised while decoding, when the start of its path is not known yet.
enum FieldError: Error {
    case refused(ErrorCode, detail: String?, path: [any CodingKey])
}
