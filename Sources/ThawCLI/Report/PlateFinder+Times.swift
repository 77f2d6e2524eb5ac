import Vocabulary

/// Words that were left out and look like a time, so that it is not now.
extension PlateFinder {
    private static let joints: Set<String> = ["or", "to", "and", "o", "ou", "until", "till"]

    /// Asks for the time if words that were left out may be one: `seen 8-8:30pm`, `8 or 9pm`, `tan f150 1930`.
    mutating func takeUnreadTime(into draft: inout ReportDraft) {
        guard !draft.ambiguities.contains(where: { $0.field == .time }), draft.namesPlate else { return }
        if draft.seenAt != nil, let doubt = timeDoubt() {
            draft.seenAt = nil
            draft.ambiguities.append(Ambiguity(.time, "“\(doubt)” does not say for sure when it was seen. When was it?"))
            return
        }
        if let place = marks.indices.first(where: { isUnreadDay($0, besideTime: draft.seenAt != nil) }) {
            if marks[place] == .noise { marks[place] = .aboutPlate }
            draft.seenAt = nil
            draft.ambiguities.append(
                Ambiguity(.time, "“\(words[place].text)” may be a day that thaw cannot read. When was it? Example: yesterday 15:30."))
        } else if draft.seenAt == nil, let place = marks.indices.first(where: isUnreadTime) {
            if marks[place] == .noise { marks[place] = .aboutPlate }
            draft.ambiguities.append(Ambiguity(.time, "“\(words[place].text)” may be a time that thaw cannot read. When was it?"))
        } else if let place = marks.indices.first(where: isSecondOfTwo) {
            for before in place - 2..<place { marks[before] = .aboutPlate }
            draft.seenAt = nil
            let phrase = text(Array(place - 2...place))
            draft.ambiguities.append(Ambiguity(.time, "“\(phrase)” is more than one time. When was it?"))
        }
    }

    /// Whether a word that was left out may be a time, or a letter and a clock among the parts of a plate: `T07:20`.
    private func isUnreadTime(_ place: Int) -> Bool {
        guard marks[place] == .noise || marks[place] == .part && words[place].plain.contains(":") else { return false }
        return isLikeTime(place)
    }

    /// The number of days back for which digits with a dash or a period are a day, and not a count, a code or a shop: `11-28`, `28.11.`,
    /// `11-28-26`.
    private static let daysBack = 7

    /// Whether a word is a day in digits that was not read, and not today.
    ///
    /// - Parameter besideTime: Whether a time was read, to which it belongs.
    private func isUnreadDay(_ place: Int, besideTime: Bool) -> Bool {
        guard words.kind(place) == .left, marks[place] == .noise || besideTime && marks[place] == .part else { return false }
        let parts = words[place].plain.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }
        let numbers = parts.compactMap(ClockTime.number)
        guard (2...3).contains(parts.count), numbers.count == parts.count, parts.prefix(2).allSatisfy({ $0.count <= 2 }),
            parts.count == 2 || parts[2].count == 2 || parts[2].count == 4
        else { return false }
        let today = line.times.zone.wall(at: line.times.now).dayStart(movedBy: 0)
        func isDay(_ moved: Int) -> Bool {
            let day = today.dayStart(movedBy: moved)
            return (day.month, day.day) == (numbers[0], numbers[1]) || (day.month, day.day) == (numbers[1], numbers[0])
        }
        return !isDay(0) && (-Self.daysBack...1).contains(where: isDay)
    }

    /// The words of a time that something beside it makes doubtful.
    private func timeDoubt() -> String? {
        var start = 0
        while start < marks.count {
            guard words.kind(start) == .time else {
                start += 1
                continue
            }
            let end = (start..<marks.count).first { words.kind($0) != .time || $0 > start && words[$0 - 1].endsRun } ?? marks.count
            if let doubt = timeInLine(start..<end).doubt { return doubt }
            start = end
        }
        return nil
    }

    private func timeInLine(_ time: Range<Int>) -> TimeInLine {
        let before = (0..<time.lowerBound).reversed().prefix { !words[$0].endsRun && marks[$0] != .part }.map { words[$0].plain }
        let behind = words[time.upperBound - 1].endsRun ? [] : words[time.upperBound..<marks.count].map(\.plain)
        return TimeInLine(
            words: words[time].map(\.plain), typed: text(Array(time)), before: before, behind: behind,
            followsCount: before.first.map(Self.counted.contains) ?? false)
    }

    /// Whether a number in words or digits, and the words after it that are not known, are a clock's.
    private func isSpokenClock(_ place: Int) -> Bool {
        var run: [String] = []
        for next in place..<marks.count {
            guard marks[next] != .known else { break }
            run.append(words[next].plain)
            if words[next].endsRun { break }
        }
        return ClockWords.makeClock(run, behind: lead(to: place))
    }

    /// The word before it; empty if there is none.
    private func lead(to place: Int) -> String { place > 0 ? words[place - 1].plain : "" }

    private func isLikeTime(_ place: Int) -> Bool {
        guard words.kind(place) != .ignored else { return false }
        var word = words[place].plain
        // `T-7:20pm`
        if let start = word.firstIndex(where: \.isNumber), word[start...].contains(":"),
            word[..<start].allSatisfy({ $0.isLetter || $0 == "-" })
        {
            word = String(word[start...])
        }
        let lead = lead(to: place)
        if isSpokenClock(place) || ClockWords.contains(word, behind: lead) { return true }
        if Elapsed.ago.contains(word) && word != "back" || word == "hace" || isDate(place) { return true }
        guard let first = word.first, first.isNumber, word.count <= Self.timeLengthMax else { return false }
        let letters = word.filter(\.isLetter)
        if word.contains(":") { return letters.isEmpty || ["am", "pm", "a", "p", "h"].contains(letters) }
        if letters == "am" || letters == "pm" || letters == "ampm" { return true }
        // "at 1410 bloomington" may be a house or a time; "at 1523 e lake" is a house.
        if lead == "at", word.count == 4, words[place].isFigures, word < "2400", !words[place].endsRun, place + 1 < marks.count,
            marks[place + 1] == .noise
        {
            return words[place + 1].plain.count > 2 && !TypedWord.streetNouns.contains(words[place + 1].plain)
        }
        if ClockWords.lead(lead, to: word), words[place].isFigures, let number = Int(word) {
            let isAlone = words[place].endsRun || place + 1 == marks.count || marks[place + 1] != .noise
            return isAlone && (word.count < 3 ? (1...59).contains(number) : number < 2400 && number % 100 < 60)
        }
        guard words[place].isFigures, word.count == 4, let number = Int(word), number < 2400, number % 100 < 60 else { return false }
        // A house's number has its street after it, and a telephone's its other numbers; a badge's has its word before it.
        let isOthers =
            place > 0 && marks[place - 1] == .noise
            && (words[place - 1].hasFigure || Self.numbered.contains(lead) || TypedWord.roads.contains(lead))
        if isOthers { return false }
        guard !words[place].endsRun, place + 1 < marks.count else { return true }
        // "2019 ford explorer"
        if (1980...2059).contains(number), words.kind(place + 1) == .vehicle { return false }
        return marks[place + 1] != .noise
    }

    /// Whether a word is a day in digits, such as `11/29`, and no plate's last two characters: `KXZ 14 7/8`.
    func isDate(_ place: Int) -> Bool {
        let parts = words[place].plain.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), parts.allSatisfy({ ClockTime.number($0[...]) != nil }),
            parts[1].count == 2 || parts.count == 3,
            let first = Int(parts[0]), let second = Int(parts[1]), (1...31).contains(first), (1...31).contains(second)
        else { return false }
        return place == 0 || marks[place - 1] != .part || words[place - 1].plain.count >= Self.lengthBeside
    }

    /// Whether four digits are those of a clock beside a whole plate, `kdr902 0815`, or of a year, `2020s`.
    func isClockOrYear(_ place: Int) -> Bool {
        let word = words[place].plain
        // "830ish"
        if word.hasSuffix("ish"), word.first?.isNumber == true { return true }
        if word.count == 5, word.last == "s", word.hasPrefix("19") || word.hasPrefix("20") { return word.dropLast().allSatisfy(\.isNumber) }
        guard words[place].isFigures, word.count == 4, let number = Int(word), number < 2400, number % 100 < 60 else { return false }
        return marks.indices.contains { other in
            marks[other] == .part && words[other].plain.count >= Self.lengthBeside && words[other].plain.contains(where: \.isLetter)
                && words[other].hasFigure
        }
    }

    /// `11:30am-12:30pm`.
    private static let timeLengthMax = 15

    /// `8 or` before a time.
    private func isSecondOfTwo(_ place: Int) -> Bool {
        guard words.kind(place) == .time, place > 1, marks[place - 1] != .known, marks[place - 2] != .known else { return false }
        return Self.joints.contains(words[place - 1].plain) && words[place - 2].isFigures && words[place - 2].plain.count <= 2
    }
}
