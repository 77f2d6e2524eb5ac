/// Brings the many ways to say a time to the few that ``ClockTime``, ``NamedDay`` and ``Elapsed`` read: `half past three`, `ayer a las 9`,
/// `hier 22h`.
enum TimeWords {
    /// The same time in plain words; the words themselves if nothing of them is known here.
    ///
    /// - Parameter isLine: Among the words of a report, "five to ten" may count agents, and "nine thirty" may be a plate's.
    static func plain(_ words: ArraySlice<String>, isLine: Bool) -> [String] {
        var words = words.map(folded)
        replacePhrases(&words)
        guard words.first != "hace", words.first != "il", !["ago", "back", "atras"].contains(words.last ?? "") else { return words }
        writeMinutesInWords(&words, isLine: isLine)
        writeHourInWords(&words, isLine: isLine)
        return words
    }

    /// `22h`, `22h30`, `22 heures 30` as a clock writes it, and its hour; `nil` for anything else.
    static func hours(_ words: ArraySlice<String>) -> (clock: String, hour: Int)? {
        let joined = words.joined()
        let digits = joined.prefix(while: isDigit)
        var unit = joined.dropFirst(digits.count)
        guard (1...2).contains(digits.count), let hour = Int(digits), hour < 24,
            let name = ["heures", "heure", "horas", "hora", "hrs", "hr", "h"].first(where: { unit.hasPrefix($0) })
        else { return nil }
        unit = unit.dropFirst(name.count)
        guard unit.isEmpty || unit.count == 2 && unit.allSatisfy(isDigit) && unit < "60" else { return nil }
        return ((digits.count == 1 ? "0" : "") + digits + ":" + (unit.isEmpty ? "00" : unit), hour)
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// Without accents and apostrophes; `20'` is 20 minutes.
    private static func folded(_ word: String) -> String {
        if let last = word.last, "'′’".contains(last), !word.dropLast().isEmpty, word.dropLast().allSatisfy(isDigit) {
            return word.dropLast() + "min"
        }
        guard word.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "'") }), word != "o'clock" else { return word }
        return String(word.compactMap { "'’".contains($0) ? nil : accents[$0] ?? $0 })
    }

    private static let accents: [Character: Character] = [
        "á": "a", "à": "a", "â": "a", "é": "e", "è": "e", "ê": "e", "í": "i", "î": "i", "ó": "o", "ô": "o", "ú": "u", "û": "u", "ñ": "n",
    ]

    /// Spanish and French words for days, their parts, and "at", the longest first.
    private static let phrases: [(from: [String], to: [String])] = [
        ("de la manana", "am"), ("de la madrugada", "am"), ("de la tarde", "pm"), ("de la noche", "pm"), ("du matin", "am"),
        ("de lapres-midi", "pm"), ("du soir", "pm"), ("por la manana", "morning"), ("por la tarde", "afternoon"), ("por la noche", "night"),
        ("en la manana", "morning"), ("en la tarde", "afternoon"), ("en la noche", "night"), ("ayer noche", "last night"),
        ("esta manana", "this morning"), ("esta tarde", "this afternoon"), ("esta noche", "tonight"), ("hier soir", "yesterday evening"),
        ("hier matin", "yesterday morning"), ("la nuit derniere", "last night"), ("ce matin", "this morning"),
        ("cet apres-midi", "this afternoon"), ("ce soir", "this evening"), ("como a las", "at"), ("sobre las", "at"), ("hacia las", "at"),
        ("a las", "at"), ("a la", "at"), ("anoche", "last night"), ("aujourdhui", "today"), ("hoy", "today"), ("ayer", "yesterday"),
        ("hier", "yesterday"), ("vers", "at"),
    ].map { (words($0.0), words($0.1)) }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private static func replacePhrases(_ words: inout [String]) {
        var index = 0
        while index < words.count {
            if index > 0, words[index...].starts(with: ["or", "so"]) {
                // "8:30 or so pm"
                words.removeSubrange(index..<index + 2)
            } else if let phrase = phrases.first(where: { words[index...].starts(with: $0.from) }) {
                words.replaceSubrange(index..<index + phrase.from.count, with: phrase.to)
                index += phrase.to.count
            } else if words[index] == "a", !words[..<index].elementsEqual(["il", "y"]), index + 1 < words.count,
                hours(words[(index + 1)...]) != nil
            {
                // “à 9h”
                words[index] = "at"
                index += 1
            } else {
                index += 1
            }
        }
    }

    static let before: Set<String> = ["past", "after"]
    static let to: Set<String> = ["to", "till", "til", "before"]

    /// `quarter past 4`, `ten to five`, `3 y media`, `4 menos cuarto`, `3 heures et demie`.
    private static func writeMinutesInWords(_ words: inout [String], isLine: Bool) {
        for index in words.indices {
            if let (clock, count) = english(words[index...], isLine: isLine) ?? romance(words[index...]) {
                words.replaceSubrange(index..<index + count, with: [clock])
                return
            }
        }
    }

    private static func english(_ words: ArraySlice<String>, isLine: Bool) -> (clock: String, count: Int)? {
        let lead = words.first == "a" ? 1 : 0
        var rest = words.dropFirst(lead)
        guard let amount = rest.first else { return nil }
        let minutes = amount == "quarter" ? 15 : amount == "half" ? 30 : number(amount)
        rest = rest.dropFirst()
        var count = lead + 1
        if rest.first == "minutes" || rest.first == "min" { (rest, count) = (rest.dropFirst(), count + 1) }
        guard let minutes, minutes < 60, let joint = rest.first, let hour = rest.dropFirst().first.flatMap(number), (1...12).contains(hour)
        else { return nil }
        if before.contains(joint) { return (clock(hour, minutes), count + 2) }
        let hasHalf = ["am", "pm"].contains(rest.dropFirst(2).first ?? "")
        // "5 to 8 pm" is rather two hours.
        let isHour = amount.allSatisfy(isDigit) && minutes <= 12 && joint != "before"
        guard to.contains(joint), amount != "half", !isHour, !isLine || amount == "quarter" || hasHalf else { return nil }
        return (clock(hour == 1 ? 12 : hour - 1, 60 - minutes), count + 2)
    }

    private static func romance(_ words: ArraySlice<String>) -> (clock: String, count: Int)? {
        guard let first = words.first, let hour = number(first) ?? hours([first])?.hour, (1...23).contains(hour) else { return nil }
        var rest = words.dropFirst()
        var count = 1
        if rest.first == "heures" || rest.first == "heure" { (rest, count) = (rest.dropFirst(), 2) }
        guard let joint = rest.first, ["y", "et", "menos", "moins"].contains(joint) else { return nil }
        rest = rest.dropFirst()
        count += 1
        if rest.first == "le" { (rest, count) = (rest.dropFirst(), count + 1) }
        guard let amount = rest.first else { return nil }
        let minutes = ["cuarto", "quart"].contains(amount) ? 15 : ["media", "demie", "demi"].contains(amount) ? 30 : number(amount)
        guard let minutes, (1..<60).contains(minutes) else { return nil }
        let isLess = joint == "menos" || joint == "moins"
        return (isLess ? clock(hour == 1 ? 12 : hour - 1, 60 - minutes) : clock(hour, minutes), count + 1)
    }

    /// `three pm`, `at nine`, `nine thirty pm`, `3ish`.
    private static func writeHourInWords(_ words: inout [String], isLine: Bool) {
        for index in words.indices {
            if words[index].hasSuffix("ish"), let exact = withoutIsh(words[index]) {
                words[index] = exact
                if index == 0 { words.insert("about", at: 0) }
                return
            }
            guard words[index].allSatisfy(\.isLetter), let hour = number(words[index]), (1...12).contains(hour) else { continue }
            let next = index + 1 < words.count ? words[index + 1] : ""
            let behind = index + 2 < words.count ? words[index + 2] : ""
            if let minutes = number(next), next.allSatisfy(\.isLetter), (10..<60).contains(minutes) {
                guard !isLine || words.last == "am" || words.last == "pm" else { continue }
                let ones = minutes % 10 == 0 && minutes >= 20 ? number(behind).flatMap { $0 < 10 ? $0 : nil } : nil
                words.replaceSubrange(index...index + (ones == nil ? 1 : 2), with: [clock(hour, minutes + (ones ?? 0))])
                return
            }
            if ["am", "pm", "a.m", "p.m", "o'clock", "oclock"].contains(next) || index > 0 && words[index - 1] == "at" {
                words[index] = String(hour)
                return
            }
        }
    }

    /// `3` of `3ish`, `3pm` of `3pm-ish`, `pm` of `pm-ish`.
    private static func withoutIsh(_ word: String) -> String? {
        var rest = word.dropLast(3)
        let isDashed = rest.last == "-"
        if isDashed { rest.removeLast() }
        // "Amish" is a word.
        if rest.first.map(isDigit) == true || isDashed && (rest == "am" || rest == "pm") { return String(rest) }
        return number(String(rest)).map(String.init)
    }

    private static func number(_ word: String) -> Int? {
        NumberWords.value(word).flatMap { $0 == $0.rounded() && $0 < 100 ? Int($0) : nil } ?? (word == "una" ? 1 : nil)
    }

    private static func clock(_ hour: Int, _ minute: Int) -> String { "\(hour):\(minute < 10 ? "0" : "")\(minute)" }
}
