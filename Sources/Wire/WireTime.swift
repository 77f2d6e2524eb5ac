/// Times and days in JSON: RFC 3339, whole seconds, UTC.
package enum WireTime {
    /// Unix seconds of an RFC 3339 time with `Z` or a numeric offset, a fraction of a second dropped; `nil` for anything else.
    ///
    /// Accepts the years 1970 to 9999. Refuses February 30, 24:00 and leap seconds.
    package static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= textBytesMax, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") else {
            return nil
        }
        guard let offset = offsetSeconds(bytes[19...]) else { return nil }
        guard let day = day(bytes[..<10]), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":") else { return nil }
        guard let hour = number(bytes[11], bytes[12]), hour < 24, let minute = number(bytes[14], bytes[15]), minute < 60,
            let second = number(bytes[17], bytes[18]), second < 60
        else { return nil }
        let seconds = day * secondsPerDay + hour * 3_600 + minute * 60 + second - offset
        return seconds >= 0 ? seconds : nil
    }

    /// The time at `seconds` since 1970, such as `2026-11-22T15:30:00Z`, clamped to the years 1970 to 9999.
    package static func text(_ seconds: Int64) -> String {
        let (day, rest) = min(max(seconds, 0), (daysEnd * secondsPerDay) - 1).quotientAndRemainder(dividingBy: secondsPerDay)
        return String(unsafeUninitializedCapacity: 20) { bytes in
            write(day: day, to: bytes)
            bytes[10] = UInt8(ascii: "T")
            write(rest / 3_600, to: bytes, at: 11)
            bytes[13] = UInt8(ascii: ":")
            write(rest / 60 % 60, to: bytes, at: 14)
            bytes[16] = UInt8(ascii: ":")
            write(rest % 60, to: bytes, at: 17)
            bytes[19] = UInt8(ascii: "Z")
            return 20
        }
    }

    /// The day `number` days after 1970-01-01, such as `2026-11-22`, clamped to the same years.
    package static func dayText(_ number: Int32) -> String {
        String(unsafeUninitializedCapacity: 10) { bytes in
            write(day: min(max(Int64(number), 0), daysEnd - 1), to: bytes)
            return 10
        }
    }

    /// The Gregorian calendar in whole numbers: an answer has many days, and the library takes 1.5 µs for each.
    ///
    /// Counts from March 1 of year 0, so that the leap day ends a year; 146,097 days are 400 years.
    private static func write(day: Int64, to bytes: UnsafeMutableBufferPointer<UInt8>) {
        let sinceMarch = day + 719_468
        let era = sinceMarch / 146_097
        let dayOfEra = sinceMarch % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + 400 * era + (month <= 2 ? 1 : 0)
        write(year / 100, to: bytes, at: 0)
        write(year % 100, to: bytes, at: 2)
        bytes[4] = UInt8(ascii: "-")
        write(month, to: bytes, at: 5)
        bytes[7] = UInt8(ascii: "-")
        write(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, to: bytes, at: 8)
    }

    /// Two digits.
    private static func write(_ number: Int64, to bytes: UnsafeMutableBufferPointer<UInt8>, at index: Int) {
        bytes[index] = UInt8(ascii: "0") + UInt8(number / 10)
        bytes[index + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }

    /// Days since 1970-01-01 of a day such as `2026-11-22`; `nil` for anything else.
    package static func day(_ text: String) -> Int32? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, let day = day(bytes[...]) else { return nil }
        return Int32(day)
    }

    /// The day that ten bytes name; nil if it does not exist.
    private static func day(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let century = number(bytes[0], bytes[1]), let ofCentury = number(bytes[2], bytes[3]), let month = number(bytes[5], bytes[6]),
            let ofMonth = number(bytes[8], bytes[9]), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), 1...12 ~= month
        else { return nil }
        // Counted from March, as in writing a day.
        let year = century * 100 + ofCentury - (month <= 2 ? 1 : 0)
        let monthFromMarch = (month + 9) % 12
        let yearOfEra = year % 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + ofMonth - 1
        let day = year / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        guard 0..<daysEnd ~= day else { return nil }
        // A real day is written back unchanged; February 30 comes back in March.
        return dayText(Int32(day)).utf8.elementsEqual(bytes) ? day : nil
    }

    private static let secondsPerDay: Int64 = 86_400
    /// The day of 10000-01-01.
    private static let daysEnd: Int64 = 2_932_897
    private static let textBytesMax = 48

    /// Reads the end of a time: an optional fraction, then `Z` or `±hh:mm`.
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
