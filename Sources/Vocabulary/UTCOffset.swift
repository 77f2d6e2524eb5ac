/// The offset of a time zone from UTC, with its usual sign: `-06:00` in Minneapolis, `+05:45` in Kathmandu.
package struct UTCOffset: Hashable, Sendable, CustomStringConvertible {
    /// Positive east of Greenwich.
    package let minutes: Int

    /// Greenwich's own.
    package static let zero = UTCOffset(unchecked: 0)

    /// From the westernmost to the easternmost zone in use.
    private static let range = -12 * 60...14 * 60
    /// Every zone in use stands at a whole number of quarters of an hour, so any other minute is a slip.
    private static let stepMinutes = 15

    private init(unchecked minutes: Int) {
        self.minutes = minutes
    }

    /// Exactly a sign, two digits, a colon and two digits, from `-12:00` to `+14:00`, in steps of 15 minutes; `nil` for any other text.
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

    /// `nil` for an offset that no text gives.
    package init?(minutes: Int) {
        guard minutes.isMultiple(of: Self.stepMinutes), Self.range.contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Seconds to add to UTC for the time on the wall.
    package var seconds: Int64 { Int64(minutes) * 60 }

    /// `-06:00`.
    package var description: String {
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let size = abs(minutes)
        return (minutes < 0 ? "-" : "+") + twoDigits(size / 60) + ":" + twoDigits(size % 60)
    }
}
