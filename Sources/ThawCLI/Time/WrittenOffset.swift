/// The offset from UTC of a written time: `Z`, `-06:00`, `-0600`, `-06`, `CST`.
enum WrittenOffset {
    /// The words without their offset, and its seconds; `nil` if they name none.
    static func take(from words: [String]) -> (words: [String], seconds: Int64)? {
        guard words.count > 1 || words.first?.contains(":") == true, let last = words.last else { return nil }
        if words.count > 1, let seconds = zones[last] ?? (isRange(words) ? nil : offset(last[...])) { return (words.dropLast(), seconds) }
        guard last.contains(":") else { return nil }
        if last.hasSuffix("z") { return (words.dropLast() + [String(last.dropLast())], 0) }
        guard !isRange(words), let sign = last.lastIndex(where: { $0 == "+" || $0 == "-" }), sign > last.startIndex,
            let seconds = offset(last[sign...])
        else {
            return nil
        }
        return (words.dropLast() + [String(last[..<sign])], seconds)
    }

    /// Whether a minus is between two times: `8:00-12:00`. Before an offset, there is a date or seconds.
    private static func isRange(_ words: [String]) -> Bool {
        let text = words.joined(separator: " ")
        guard let sign = text.lastIndex(of: "-") else { return false }
        let clock = text[..<sign]
        return !clock.contains("-") && !clock.contains("/") && clock.count(where: { $0 == ":" }) < 2
            && !clock.contains { $0.isLetter && $0 != "a" && $0 != "p" && $0 != "m" }
    }

    /// Kiribati's and Baker Island's; nobody lives farther from Greenwich.
    private static let (eastMax, westMax) = (14 * 3_600, 12 * 3_600)

    private static func offset(_ text: Substring) -> Int64? {
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.count == 2 || digits.count == 4, let number = ClockTime.number(digits[...]) else { return nil }
        let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
        // `13:20-13:40` is a range.
        let seconds = hours * 3_600 + minutes * 60
        guard [0, 30, 45].contains(minutes), seconds <= (sign == "+" ? eastMax : westMax) else { return nil }
        return Int64(seconds) * (sign == "+" ? 1 : -1)
    }

    /// North America's zones as people write them.
    private static let zones: [String: Int64] = {
        let hours: [String: Int64] = [
            "z": 0, "utc": 0, "gmt": 0, "adt": -3, "ast": -4, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7,
            "pdt": -7, "pst": -8, "akdt": -8, "akst": -9, "hst": -10,
        ]
        return hours.mapValues { $0 * 3_600 }
    }()
}
