package import FoundationEssentials

/// JSON as both ends write it: UTF-8, keys in alphabetical order, slashes not escaped.
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

    /// Reads one value; nothing may follow it.
    ///
    /// - Throws: a `request.*` error that names the offending field.
    package static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws(WireError) -> Value {
        guard !data.isEmpty else { throw WireError(.requestMalformedJSON) }
        // JSONDecoder also accepts byte order marks, UTF-16 and UTF-32; JSON in these always has a zero byte.
        guard !data.contains(0), !data.starts(with: [0xEF, 0xBB, 0xBF]), String(validating: data, as: UTF8.self) != nil else {
            throw WireError(.requestEncoding)
        }
        do {
            return try read(type, from: data)
        } catch {
            throw WireError(error)
        }
    }

    /// Decodes with the library. Untrusted bytes go through here only.
    ///
    /// Swift 6.3's `JSONDecoder` crashes if a text ends in the bracket that opens level 513, so deep texts are refused first.
    static func read<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws -> Value {
        guard nesting(of: data) <= nestingMax else { throw WireError(.requestMalformedJSON) }
        return try JSONDecoder().decode(type, from: data)
    }

    /// No body here nests deeper than ten levels.
    private static let nestingMax = 128

    /// The deepest nesting of lists and objects; the bytes need not be valid JSON.
    private static func nesting(of data: Data) -> Int {
        data.withUnsafeBytes { bytes in
            var (depth, deepest) = (0, 0)
            var (isText, isEscaped) = (false, false)
            for byte in bytes {
                switch byte {
                case _ where isEscaped: isEscaped = false
                case UInt8(ascii: "\\"): isEscaped = isText
                case UInt8(ascii: "\""): isText.toggle()
                case UInt8(ascii: "["), UInt8(ascii: "{"): if !isText { depth += 1 }
                case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isText { depth -= 1 }
                default: break
                }
                deepest = max(deepest, depth)
            }
            return deepest
        }
    }
}
