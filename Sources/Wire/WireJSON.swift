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
        // JSONDecoder also takes UTF-16 and UTF-32, which always hold a zero byte where they write JSON, and byte order marks.
        guard !data.contains(0), !data.starts(with: [0xEF, 0xBB, 0xBF]), String(validating: data, as: UTF8.self) != nil else {
            throw WireError(.requestEncoding)
        }
        do {
            return try read(type, from: data)
        } catch {
            throw WireError(error)
        }
    }

    /// What the library reads; it alone may be handed bytes of a stranger's.
    ///
    /// `JSONDecoder` of Swift 6.3 ends the process where a text ends in the bracket that opens a list 513 deep, so it is not shown such texts.
    static func read<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws -> Value {
        guard nesting(of: data) <= nestingMax else { throw WireError(.requestMalformedJSON) }
        return try JSONDecoder().decode(type, from: data)
    }

    /// Nothing that is read here lies more than ten lists and objects deep.
    private static let nestingMax = 128

    /// How deep lists and objects lie in one another at the most, as far as the bytes are JSON.
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
