/// How long ago something was: `20m`, `1h30m`, `half an hour ago`, `an hour and a half ago`, `hace 20 minutos`.
enum Elapsed {
    /// Far above any age that a registry takes, so that no arithmetic overflows.
    private static let secondsMax = 400 * 86_400.0

    /// Seconds beyond are written in minutes.
    private static let countMax = 1_000.0

    static let ago: Set<String> = ["ago", "back", "atras", "atrás"]
    private static let beginnings: [[String]] = [["hace"], ["il", "y", "a"]]
    private static let articles: Set<String> = ["a", "an", "un", "una", "une"]
    private static let halves: Set<String> = ["half", "media", "medio", "demi", "demie"]
    private static let joints: Set<String> = ["and", "y", "et", "of", "de"]

    /// `nil` if the words are not a length of time.
    static func seconds(_ words: ArraySlice<String>) -> Int64? {
        var words = words
        for beginning in beginnings where words.starts(with: beginning) { words = words.dropFirst(beginning.count) }
        if let last = words.last, ago.contains(last) {
            words = words.dropLast()
            // "hour and a half ago"
            if let first = words.first, first.hasPrefix("hour") { words = ["a"] + words }
        }
        guard !words.contains(where: isOfPlate) else { return nil }
        var sum = Sum()
        let wordy = words.indices.flatMap { place -> [String] in
            guard words[place] == "1/2" || words[place] == "½" else { return parts(of: words[place]) }
            return place > words.startIndex && NumberWords.value(words[place - 1]) != nil ? ["and", "half"] : ["half"]
        }
        for word in wordy {
            guard sum.add(word) else { return nil }
        }
        return sum.total.flatMap { $0 <= secondsMax ? Int64($0) : nil }
    }

    /// Numbers and units as they come.
    private struct Sum {
        private var seconds = 0.0
        private var number: Double?
        /// The last number is an article or a fraction, which another word may still change.
        private var isArticle = false
        private var isFraction = false
        private var isTens = false
        private var follows = false
        private var smallest = Double.infinity

        /// `nil` without any unit, or with a number that has none.
        var total: Double? {
            guard smallest < .infinity else { return nil }
            guard let number else { return seconds }
            // "an hour and a half"
            return isFraction && follows ? seconds + number * smallest : nil
        }

        mutating func add(_ word: String) -> Bool {
            if joints.contains(word) {
                guard number != nil || seconds > 0 else { return false }
                follows = true
                return true
            }
            if articles.contains(word) {
                guard number == nil || isFraction || follows else { return false }
                if number == nil { set(1, isArticle: true) }
                return true
            }
            if halves.contains(word) || word == "quarter" || word == "quarters" { return addFraction(halves.contains(word) ? 0.5 : 0.25) }
            if word == "couple" {
                guard number == nil || isArticle else { return false }
                set(2)
                return true
            }
            if let value = NumberWords.value(word) { return addNumber(value, isWord: word.first?.isNumber == false) }
            // “A m” is a slip for “am”, or a plate's end.
            guard let count = number, let unit = Elapsed.unit(word), unit < smallest, !isArticle || word.count > 1 else { return false }
            // "2020s" are years.
            guard unit > 1 || count < Elapsed.countMax else { return false }
            seconds += count * unit
            smallest = unit
            (number, isArticle, isFraction, follows) = (nil, false, false, false)
            return true
        }

        private mutating func set(_ value: Double, isArticle: Bool = false, isFraction: Bool = false, isTens: Bool = false) {
            number = value
            (self.isArticle, self.isFraction, self.isTens) = (isArticle, isFraction, isTens)
        }

        private mutating func addFraction(_ fraction: Double) -> Bool {
            guard let before = number, !isArticle else {
                set(fraction, isFraction: true)
                return true
            }
            guard !isFraction, follows || fraction == 0.25 else { return false }
            // "one and a half hours", "three quarters of an hour"
            set(follows ? before + fraction : before * fraction, isFraction: true)
            follows = false
            return true
        }

        private mutating func addNumber(_ value: Double, isWord: Bool) -> Bool {
            if let before = number {
                guard isTens, isWord, value < 10 else { return false }
                set(before + value)
            } else {
                set(value, isTens: isWord && value >= 20)
            }
            return true
        }

    }

    /// Whether a word is a unit of time.
    static func isUnit(_ word: String) -> Bool { unit(word) != nil }

    /// Whether the words are a number other than one with one second, minute or hour, as in `417 second`. Before "ago" they are a length.
    static func countsOne(_ words: ArraySlice<String>) -> Bool {
        guard words.count == 2, let unit = words.last, ["second", "minute", "hour"].contains(unit) else { return false }
        return words.first.flatMap(NumberWords.value).map { $0 != 1 } ?? false
    }

    /// Whether digits with one letter are a plate's, as in `0045M` and `1234M`: people write lengths of time shorter.
    private static func isOfPlate(_ word: String) -> Bool {
        let figures = word.prefix { ("0"..."9").contains($0) }
        return word.count == figures.count + 1 && word.last?.isLetter == true
            && (figures.count > 3 || figures.count > 1 && word.first == "0")
    }

    /// In seconds.
    private static func unit(_ word: String) -> Double? {
        switch word {
        case "s", "sec", "secs", "second", "seconds", "segundo", "segundos", "seconde", "secondes": 1
        case "m", "min", "mins", "minute", "minutes", "minuto", "minutos": 60
        case "h", "hr", "hrs", "hour", "hours", "hora", "horas", "heure", "heures": 3_600
        case "d", "day", "days", "dia", "dias", "día", "días", "jour", "jours": 86_400
        default: nil
        }
    }

    /// `1h30m` in its numbers and letters, `demi-heure` in its words.
    private static func parts(of word: String) -> [String] {
        var parts: [String] = []
        var wasDigit = false
        for character in word {
            if character == "-", let last = parts.last, last.allSatisfy(\.isLetter) {
                parts.append("")
                wasDigit = false
                continue
            }
            let isDigit = ("0"..."9").contains(character) || character == "."
            if parts.isEmpty || (isDigit != wasDigit && !(parts.last?.isEmpty ?? true)) { parts.append("") }
            parts[parts.count - 1].append(character)
            wasDigit = isDigit
        }
        return parts
    }
}

/// Numbers in digits, or in words as people say lengths of time.
enum NumberWords {
    static func value(_ text: String) -> Double? {
        if let value = values[text] { return value }
        guard text.count <= 6, let first = text.first, ("0"..."9").contains(first) else { return nil }
        return Double(text)
    }

    private static let values: [String: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
        "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "zero": 0,
        "cero": 0, "zéro": 0, "uno": 1, "une": 1,
        "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "quince": 15,
        "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
        "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "quinze": 15, "vingt": 20,
        "trente": 30, "quarante": 40,
    ]
}
