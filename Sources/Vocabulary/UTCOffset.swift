/// The offset of a time zone from UTC, with its usual sign: `-06:00` in Minneapolis, `+05:45` in Kathmandu.
package struct UTCOffset: Hashable, Sendable, CustomStringConvertible {
    /// Positive east of Greenwich.
    package let minutes: Int

    /// UTC itself.
    package static let zero = UTCOffset(unchecked: 0)

    /// From the westernmost to the easternmost time zone in use.
    private static let range = -12 * 60...14 * 60
    /// Every time zone in use has an offset of whole quarter hours, so any other offset is a typo.
    private static let stepMinutes = 15

    private init(unchecked minutes: Int) {
        self.minutes = minutes
    }

    /// Reads a sign, two digits, a colon and two digits, from `-12:00` to `+14:00` in steps of 15 minutes; `nil` for any other text.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, let sign = [UInt8(ascii: "-"): -1, UInt8(ascii: "+"): 1][bytes[0]], bytes[3] == UInt8(ascii: ":") else {
            return nil
        }
        let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].compactMap { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte ? Int(byte - UInt8(ascii: "0")) : nil
        }
        guard digits.count == 4 else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        let total = sign * (hours * 60 + minutes)
        guard minutes < 60, minutes.isMultiple(of: Self.stepMinutes), Self.range.contains(total) else { return nil }
        self.minutes = total
    }

    /// `nil` for an offset that cannot be written as a text.
    package init?(minutes: Int) {
        guard minutes.isMultiple(of: Self.stepMinutes), Self.range.contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// The seconds to add to UTC for local time.
    package var seconds: Int64 { Int64(minutes) * 60 }

    /// `-06:00`.
    package var description: String {
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let size = abs(minutes)
        return (minutes < 0 ? "-" : "+") + twoDigits(size / 60) + ":" + twoDigits(size % 60)
    }
}
