/// How long ago something was: `20m`, `1h30m`, `half an hour ago`, `2 days ago`.
enum Elapsed {
    /// Far above any age that a registry takes, so that no arithmetic overflows.
    private static let secondsMax = 400 * 86_400.0

    /// `nil` where the words are no length of time.
    static func seconds(_ words: ArraySlice<String>) -> Int64? {
        var words = words
        if words.last == "ago" { words = words.dropLast() }
        guard !words.isEmpty else { return nil }
        var total = 0.0
        var number: Double?
        var isHalf = false
        var smallest = Double.infinity
        for part in words.flatMap(parts(of:)) {
            switch part {
            case "and" where number == nil && total > 0: continue
            case "half" where number == nil:
                number = 0.5
                isHalf = true
            case "a", "an":
                guard number == nil || isHalf else { return nil }
                number = number ?? 1
            default:
                if let value = value(part) {
                    guard number == nil else { return nil }
                    number = value
                } else if let count = number, let unit = unit(part), unit < smallest {
                    total += count * unit
                    smallest = unit
                    (number, isHalf) = (nil, false)
                } else {
                    return nil
                }
            }
        }
        return number == nil && total <= secondsMax ? Int64(total) : nil
    }

    /// `1h30m` in its numbers and letters.
    private static func parts(of word: String) -> [String] {
        var parts: [String] = []
        var wasDigit = false
        for character in word {
            let isDigit = ("0"..."9").contains(character) || character == "."
            if parts.isEmpty || isDigit != wasDigit { parts.append("") }
            parts[parts.count - 1].append(character)
            wasDigit = isDigit
        }
        return parts
    }

    private static func value(_ text: String) -> Double? {
        guard text.count <= 6, text.first?.isNumber == true else { return nil }
        return Double(text)
    }

    private static func unit(_ word: String) -> Double? {
        switch word {
        case "s", "sec", "secs", "second", "seconds": 1
        case "m", "min", "mins", "minute", "minutes": 60
        case "h", "hr", "hrs", "hour", "hours": 3_600
        case "d", "day", "days": 86_400
        default: nil
        }
    }
}
