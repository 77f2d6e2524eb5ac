import Hummingbird
import Wire

/// A parameter of a route's query.
struct QueryParameter: Sendable {
    let name: String
    /// For the OpenAPI document.
    let description: String
    let schema: JSONValue

    static let limit = QueryParameter(
        name: "limit", description: "Items on a page.",
        schema: [
            "type": "integer", "minimum": 1, "maximum": .number(WireLimits.pageItemsMax), "default": .number(WireLimits.pageItemsDefault),
        ])
    static let cursor = QueryParameter(
        name: "cursor", description: "From the previous page.", schema: ["type": "string", "maxLength": 256])
}

extension Request {
    /// The parameters of the query, each at most once.
    ///
    /// - Throws: `request.unknown_field` for a parameter that is not in `names`, `request.value` for a repeated one.
    func query(_ names: Set<String>) throws(Refusal) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in uri.queryParameters {
            guard names.contains(String(name)) else { throw Refusal(WireError(.requestUnknownField, field: String(name))) }
            guard parameters.updateValue(String(value), forKey: String(name)) == nil else {
                throw Refusal(.requestValue, detail: "Give the parameter once.", field: String(name))
            }
        }
        return parameters
    }
}
