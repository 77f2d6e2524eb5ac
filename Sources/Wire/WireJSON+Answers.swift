package import FoundationEssentials

extension WireJSON {
    /// The largest number of an answer: enough for every count and time, and sums of a few never overflow.
    package static let answerNumberMax = 1_000_000_000_000.0

    /// Reads an answer, or a file of answers, as ``decode(_:from:)`` does. Bounds its numbers so that a client's arithmetic cannot
    /// overflow.
    ///
    /// - Throws: `request.value` if a number passes ``answerNumberMax``; else a `request.*` error that names the offending field.
    package static func decodeAnswer<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws(WireError) -> Value {
        guard data.withUnsafeBytes(hasBoundedNumbers) else {
            throw WireError(.requestValue, field: "a number of more than \(Int(answerNumberMax))")
        }
        return try decode(type, from: data)
    }

    /// Whether every number outside of texts is within the bound; the bytes need not be valid JSON.
    private static func hasBoundedNumbers(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        var isText = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "\\") where isText: index += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !isText else { break }
                let number = bytes[index...].prefix { isOfNumber($0) }
                guard isBounded(number) else { return false }
                index += number.count - 1
            default: break
            }
            index += 1
        }
        return true
    }

    private static func isBounded(_ number: Slice<UnsafeRawBufferPointer>) -> Bool {
        // Nearly all numbers are short, and a library call for each would cost more than reading the rest.
        let whole = number.prefix { $0 != UInt8(ascii: ".") }
        if whole.count <= shortDigits, !number.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) { return true }
        // The decoder refuses malformed numbers.
        guard let value = Double(String(decoding: number, as: UTF8.self)) else { return true }
        return abs(value) <= answerNumberMax
    }

    private static let shortDigits = 12

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
