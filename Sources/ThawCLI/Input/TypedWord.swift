import Plates
import Vocabulary

/// A word of a report line, as typed.
struct TypedWord {
    let text: String
    /// Without marks at its ends, in small letters.
    let plain: String
    /// Whether a comma or another mark after it ends the run of words.
    let endsRun: Bool
    /// Whether only a separate dash follows it, up to the end.
    private(set) var isBeforeDash = false

    static func words(of line: String) -> [TypedWord] {
        let typed = line.split(whereSeparator: \.isWhitespace).reduce(into: [String]()) { words, word in
            // The marks of `abc123 ???` belong to the plate.
            if word.allSatisfy({ $0 == "?" }), let last = words.popLast() { words.append(last + word) } else { words.append(String(word)) }
        }
        let words = typed.flatMap { word -> [TypedWord] in
            let pieces = word.split(omittingEmptySubsequences: true, whereSeparator: { $0 == "," || $0 == ";" })
            return pieces.enumerated().flatMap { index, piece in
                alternatives(piece, endsRun: index < pieces.count - 1 || word.last == "," || word.last == ";")
            }
        }
        // A bullet, a dash or a list's number at the beginning is not a word.
        let spoken = words.enumerated().compactMap { index, word -> TypedWord? in
            // "htr229 / htr228"
            let isSlash =
                word.text == "/" && index > 0 && index + 1 < words.count && words[index - 1].hasFigure && words[index + 1].hasFigure
            if index + 2 == words.count, words[index + 1].text.allSatisfy({ "-–—_.".contains($0) }) {
                var word = word
                word.isBeforeDash = true
                return word.plain.isEmpty ? nil : word
            }
            return isSlash ? TypedWord("or", endsRun: false) : word.plain.isEmpty ? nil : word
        }
        guard let first = spoken.first, spoken.count > 1, first.isFigures, let mark = first.text.last else { return spoken }
        let isNumber = (mark == "." || mark == ")") && first.plain.count <= 2 || first.text.hasPrefix("#")
        return isNumber ? Array(spoken.dropFirst()) : spoken
    }

    /// A word, or the two plates of `htr229/htr228` and `htr229or228` with an "or" between.
    private static func alternatives(_ piece: Substring, endsRun: Bool) -> [TypedWord] {
        let sides = piece.split(separator: "/", omittingEmptySubsequences: false)
        let arePlates = sides.allSatisfy { $0.contains(where: \.isNumber) && $0.count(where: { $0.isLetter || $0.isNumber }) >= plateMin }
        if sides.count == 2, sides.allSatisfy({ VehicleWords($0.lowercased()) != nil }) {
            return [TypedWord(String(sides[0]), endsRun: false), TypedWord(String(sides[1]), endsRun: endsRun)]
        }
        guard let (first, second) = sides.count == 2 && arePlates ? (sides[0], sides[1]) : aroundOr(piece) else {
            return [TypedWord(String(piece), endsRun: endsRun)]
        }
        return [TypedWord(String(first), endsRun: false), TypedWord("or", endsRun: false), TypedWord(String(second), endsRun: endsRun)]
    }

    /// The plate and the other digits of `htr229or228`.
    private static func aroundOr(_ piece: Substring) -> (Substring, Substring)? {
        let letters = Array(piece.lowercased())
        let joint = letters.indices.dropFirst().dropLast(2).first { place in
            letters[place...].starts(with: "or") && letters[place - 1].isNumber && letters[place + 2].isNumber
        }
        guard let joint else { return nil }
        let (first, second) = (piece.prefix(joint), piece.dropFirst(joint + 2))
        let figures = first.reversed().prefix { $0.isNumber }.count
        guard !second.isEmpty, second.allSatisfy(\.isNumber), second.count <= figures, first.count >= plateMin else { return nil }
        return (first, second)
    }

    /// Shorter sides of a slash are a date or a part of a name.
    private static let plateMin = 5

    private init(_ text: String, endsRun: Bool) {
        self.text = text
        self.endsRun = endsRun
        var plain = text[...]
        while let first = plain.first, Self.isMark(first) { plain.removeFirst() }
        while let last = plain.last, Self.isMark(last) { plain.removeLast() }
        self.plain = plain.lowercased()
    }

    private static func isMark(_ character: Character) -> Bool {
        if character.isPunctuation { return true }
        return character.unicodeScalars.allSatisfy {
            $0.properties.generalCategory == .format || "•·♥❤★\u{FE0F}".unicodeScalars.contains($0)
        }
    }

    var hasFigure: Bool { plain.contains(where: \.isNumber) }
    var isFigures: Bool { !plain.isEmpty && plain.allSatisfy { ("0"..."9").contains($0) } }
    var isLetters: Bool { !plain.isEmpty && plain.allSatisfy { $0.isLetter || $0 == "'" || $0 == "’" || $0 == "-" } }

    /// "4th", "38th", "i-35w", "hwy55".
    var isPlace: Bool {
        guard let last = plain.last, hasFigure else { return false }
        let figures = plain.prefix { ("0"..."9").contains($0) }
        if !figures.isEmpty, ["st", "nd", "rd", "th"].contains(plain.dropFirst(figures.count)) { return true }
        let road = plain.prefix { $0.isLetter }
        let rest = plain.dropFirst(road.count).drop { $0 == "-" }
        let number = rest.prefix { ("0"..."9").contains($0) }
        let end = rest.dropFirst(number.count)
        let isRoad = Self.roads.contains(String(road)) && (road.count > 2 || plain.contains("-"))
        return isRoad && (1...3).contains(number.count) && (end.isEmpty || (end.count == 1 && "nsew".contains(last)))
    }

    /// Words before a road's number.
    static let roads: Set<String> = [
        "i", "us", "hwy", "highway", "rt", "rte", "route", "sr", "cr", "interstate", "exit", "county", "road", "mile", "lot", "unit", "apt",
        "suite", "bay", "floor", "level", "ramp", "space",
    ]

    /// Words that negate the words after them.
    static let negations: Set<String> = ["not", "isn't", "isn’t", "isnt", "wasn't", "wasn’t", "wasnt"]

    /// Words after a number that make it a house's or a street's.
    static let streets: Set<String> = ["block", "street", "st", "ave", "avenue", "blvd", "boulevard", "lane", "drive"]

    /// The same after a street's name.
    static let streetNouns = streets.union([
        "av", "rd", "road", "dr", "ln", "pkwy", "parkway", "way", "ct", "court", "pl", "place", "sq", "square", "bridge", "park", "hwy",
        "highway", "calle", "avenida", "rue",
    ])

    /// Words that say that a plate is next to them.
    static let aboutPlates: Set<String> = [
        "plate", "plates", "license", "licence", "lic", "tag", "tags", "temp", "temporary", "dealer", "reg", "registration", "placa",
        "placas",
        "plaque", "numberplate", "vanity",
    ]

    /// Short words that are rarely part of a plate. They count as part of one if the line has no plate without them.
    static let small: Set<String> = [
        "a", "an", "and", "are", "at", "ave", "by", "car", "cop", "cops", "for", "from", "guy", "had", "has", "her", "his", "ice", "is",
        "it",
        "its", "man", "men", "my", "no", "not", "of", "off", "on", "or", "our", "out", "rd", "saw", "she", "st", "the", "to", "two", "up",
        "w",
        "was", "we", "with", "y", "if", "you", "see", "ask", "so", "can", "did", "do", "he", "who", "too", "but", "say", "idk", "lol",
        "por", "las", "los", "el", "en", "con", "sin", "una", "un", "del", "es", "ese", "esa", "hay", "muy", "est", "une", "au", "be",
        "les",
        "le", "du", "des", "sur", "fyi", "btw", "omg", "tbh", "pls", "plz",
        "thx", "ty", "sb", "eb", "wb",
    ]

    /// Codes of issuers that are directions, too: they name one only directly beside the plate.
    static let directionCodes: Set<String> = ["nb", "ne", "on"]

    /// Words that people write next to a plate. They are not misspelled colors.
    static let usual: Set<String> = [
        "like", "lake", "near", "guys", "with", "from", "this", "that", "then", "there", "they", "were", "just", "seen", "park", "parked",
        "front", "back", "side", "street", "school", "church", "store", "home", "house", "tinted", "windows", "window", "agents", "agent",
        "officers", "people", "driver", "maybe", "driving", "going", "heading", "headed", "north", "south", "east", "west", "toward",
        "towards",
        "corner", "thanks", "please", "again", "still", "also", "into", "over", "under", "between", "behind", "door", "gate", "block",
        "avenue",
        "light", "lights", "plain", "clothes", "uniform", "uniforms", "badge", "badges", "same", "very", "some", "three", "four",
        "high", "rode", "sent", "pass", "mount", "corn", "think", "thing", "time", "wait", "waiting", "left", "right", "turn", "turned",
        "have", "been", "here", "where", "than", "esta", "está", "este", "para", "pero", "como", "cerca", "frente",
    ]

    /// Words of a question about a plate.
    static let ofQuestions: Set<String> = [
        "check", "run", "lookup", "look", "listed", "hello", "hey", "anyone", "anybody", "know", "known", "confirmed", "ice", "any", "info",
        "spotted", "reported", "state", "us", "be",
    ]

    /// Whether a word is rather said beside a plate than one: `is KTV482 listed`. Never an issuer's.
    static func isBesidePlates(_ word: String, country: Country) -> Bool {
        guard small.contains(word) || usual.contains(word) || ofQuestions.contains(word) else { return false }
        return Issuer(word, country: country) == nil
    }
}
