import Hummingbird
import Wire

extension Request {
    /// The parameters of the query, each at most once.
    ///
    /// - Throws: `request.unknown_field` for a parameter beside `names`, `request.value` for one that is given twice.
    func query(_ names: Set<String> = []) throws -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in uri.queryParameters {
            guard names.contains(String(name)) else { throw Refusal(WireError(.requestUnknownField, field: String(name))) }
            guard parameters.updateValue(String(value), forKey: String(name)) == nil else {
                throw Refusal(.requestValue, detail: "Give the parameter once.", field: String(name))
            }
        }
        return parameters
    }

    /// - Throws: `request.unknown_field` if there is any parameter.
    func refuseQuery() throws {
        _ = try query()
    }

    /// How many items a page has, from `limit`.
    func pageLimit(_ parameters: [String: String]) throws -> Int {
        guard let text = parameters["limit"] else { return WireLimits.pageItemsDefault }
        guard let limit = Int(text), 1...WireLimits.pageItemsMax ~= limit else {
            throw Refusal(.requestValue, detail: "Send a whole number from 1 to \(WireLimits.pageItemsMax).", field: "limit")
        }
        return limit
    }
}
