import FoundationEssentials

/// Times and days as they stand in JSON: RFC 3339, whole seconds, UTC.
package enum WireTime {
    /// Unix seconds of an RFC 3339 time with `Z` or a numeric offset, a fraction of a second dropped; `nil` for anything else.
    ///
    /// Takes the years 1970 to 9999. Refuses what no calendar or clock has: 30 February, 24:00, a leap second.
    package static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= textBytesMax, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") else {
            return nil
        }
        guard let offset = offsetSeconds(bytes[19...]) else { return nil }
        let local = String(decoding: bytes[..<10], as: UTF8.self) + "T" + String(decoding: bytes[11..<19], as: UTF8.self) + "Z"
        // The style rolls impossible dates over into possible ones; only what it writes back unchanged was one.
        guard let date = try? Date.ISO8601FormatStyle().parse(local), Date.ISO8601FormatStyle().format(date) == local else { return nil }
        let seconds = Int64(date.timeIntervalSince1970) - offset
        return seconds >= 0 ? seconds : nil
    }

    /// The time at `seconds` since 1970, as in `2026-11-22T15:30:00Z`.
    package static func text(_ seconds: Int64) -> String {
        Date.ISO8601FormatStyle().format(Date(timeIntervalSince1970: Double(seconds)))
    }

    /// The day that begins `number` days after 1970-01-01, as in `2026-11-22`.
    package static func dayText(_ number: Int32) -> String {
        String(text(Int64(number) * secondsPerDay).prefix(10))
    }

    /// Days since 1970-01-01 of a day such as `2026-11-22`; `nil` for anything else.
    package static func day(_ text: String) -> Int32? {
        guard text.utf8.count == 10, let seconds = seconds(text + "T00:00:00Z") else { return nil }
        return Int32(seconds / secondsPerDay)
    }

    private static let secondsPerDay: Int64 = 86_400
    private static let textBytesMax = 48

    /// Reads what follows the seconds: an optional fraction, then `Z` or `±hh:mm`.
    private static func offsetSeconds(_ tail: ArraySlice<UInt8>) -> Int64? {
        var rest = tail
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        guard let sign = rest.first else { return nil }
        rest = rest.dropFirst()
        switch sign {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            return rest.isEmpty ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let digits = Array(rest)
            guard digits.count == 5, digits[2] == UInt8(ascii: ":") else { return nil }
            guard let hours = number(digits[0], digits[1]), hours < 24, let minutes = number(digits[3], digits[4]), minutes < 60 else {
                return nil
            }
            return (sign == UInt8(ascii: "+") ? 1 : -1) * (hours * 3_600 + minutes * 60)
        default:
            return nil
        }
    }

    private static func number(_ tens: UInt8, _ ones: UInt8) -> Int64? {
        guard isDigit(tens), isDigit(ones) else { return nil }
        return Int64(tens - UInt8(ascii: "0")) * 10 + Int64(ones - UInt8(ascii: "0"))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
