/// A time of day as it was written: `15:30`, `3:30pm`, `3 pm`, `03:30:20`.
struct ClockTime {
    let hour: Int
    let minute: Int
    let second: Int
    /// Whether `am` or `pm` may still be meant.
    let isOpen: Bool
    /// Without `am` or `pm`.
    let text: String
    /// As it was written.
    let written: String

    /// `nil` where the words are no time of day.
    init?(_ words: ArraySlice<String>) {
        guard let first = words.first, words.count <= 2 else { return nil }
        var text = words.joined().filter { $0 != "." }
        var half: Int?
        for (suffix, hours) in [("am", 0), ("pm", 12)] where text.hasSuffix(suffix) {
            text.removeLast(2)
            half = hours
        }
        guard half != nil || (words.count == 1 && text == first) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, (half == nil ? 2...3 : 1...3).contains(parts.count) else { return nil }
        guard parts[0].count <= 2, parts.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
        let minute = numbers.count > 1 ? numbers[1] : 0
        let second = numbers.count > 2 ? numbers[2] : 0
        guard minute < 60, second < 60 else { return nil }
        if let half {
            guard (1...12).contains(numbers[0]) else { return nil }
            hour = numbers[0] % 12 + half
            isOpen = false
        } else {
            guard numbers[0] < 24 else { return nil }
            hour = numbers[0]
            isOpen = (1...11).contains(hour) && !parts[0].hasPrefix("0")
        }
        self.minute = minute
        self.second = second
        self.text = text
        written = words.joined(separator: " ")
    }

    /// What it may mean on a day: one time, or the morning's and the evening's.
    func readings(on day: WallTime) -> [WallTime] {
        (isOpen ? [hour, hour + 12] : [hour]).map { hour in
            var wall = day
            (wall.hour, wall.minute, wall.second) = (hour, minute, second)
            return wall
        }
    }

    static func number(_ digits: Substring) -> Int? {
        !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) } ? Int(digits) : nil
    }
}
