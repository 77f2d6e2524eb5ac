package import FoundationEssentials

/// JSON as both ends write and read it: UTF-8, keys in alphabetical order, slashes as they are.
package enum WireJSON {
    package static let mediaType = "application/json"

    /// The same bytes for the same value, on every machine.
    ///
    /// - Precondition: every number in `value` is finite.
    package static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value)
        } catch {
            preconditionFailure("a value of \(type(of: value)) cannot be written as JSON")
        }
    }

    /// Reads one value, whole.
    ///
    /// - Throws: a `request.*` error that names the offending field.
    package static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws(WireError) -> Value {
        guard !data.isEmpty else { throw WireError(.requestMalformedJSON) }
        // JSONDecoder also takes UTF-16 and UTF-32, which always hold a zero byte where they write JSON.
        guard !data.contains(0), String(validating: data, as: UTF8.self) != nil else { throw WireError(.requestEncoding) }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw WireError(error)
        }
    }
}
