import Plates
import Vocabulary

/// Words next to a plate that do not belong to it: `black ford KTV482`, `KTV482 parked`, `KTV482 USA`.
struct VehicleSplit {
    let words: [String]
    /// All but those words.
    private(set) var kept: [String] = []
    /// The same with short ones beside a digit, which may be a plate's: `RAM 4567`.
    private(set) var mixed: [String] = []
    private(set) var leftOut: [String] = []
    /// The plate alone, if it is one of a known series: no issuer's word, and no other.
    private(set) var plate: [String] = []
    /// Whether another plate may be meant than the one with the issuer's words: a word was left out, or the issuer's is a word, too.
    private(set) var isIssuerUnsure = false

    /// Whether something beside the plate may be a part of it or another plate: `ABC123 XY`.
    private(set) var hasOtherParts = false

    /// The longest word of a vehicle that makes a plate with digits.
    private static let partMax = 4

    init(_ words: [String], country: Country) {
        self.words = words
        let plain = words.map(Self.plain)
        var isBeside = Array(repeating: false, count: words.count)
        var make: Make?
        var index = 0
        var names: [Range<Int>] = []
        while index < words.count {
            // A direction or a color may begin an issuer's name: “West Virginia”, “Red Lake”.
            if let count = Self.wordsOfName(plain[index...], country) {
                names.append(index..<index + count)
                make = nil
                index += count
                continue
            }
            let longest = min(VehicleWords.wordsMax, words.count - index)
            let count = stride(from: longest, to: 0, by: -1).first { count in
                let range = index..<index + count
                return Self.isOfVehicle(plain[range].joined(separator: " "), behind: make, country)
                    || Self.isCountry(range, of: plain, country)
            }
            if let count {
                make = VehicleWords(plain[index..<index + count].joined(separator: " "))?.named.make
                for place in index..<index + count { isBeside[place] = true }
            } else {
                isBeside[index] = TypedWord.isBesidePlates(plain[index], country: country)
                make = nil
            }
            index += count ?? 1
        }
        let anchor = PlateAnchor.only(in: plain, isKnown: isBeside, country: country)
        var isSilent = Array(repeating: false, count: words.count)
        if let anchor {
            for place in words.indices where !anchor.range.contains(place) && !names.contains(where: { $0.contains(place) }) {
                let word = plain[place]
                isSilent[place] = Self.isAboutPlates(place, plain) || CountryNames.contains(word)
                if isSilent[place] || isBeside[place] || Self.standsBeside(words[place], word, anchor, country) {
                    isBeside[place] = true
                } else if IssuerWords.contains(words[place].filter(\.isLetter)) || Self.wordsOfRomance.contains(words[place]) {
                    isIssuerUnsure = true
                    isBeside[place] = place + 1 != anchor.range.lowerBound && place + 1 != words.count
                } else if Issuer(word, country: country) == nil {
                    hasOtherParts = true
                }
            }
            plate = anchor.isMarked ? [] : Array(words[anchor.range])
        }
        for (place, word) in words.enumerated() {
            guard isBeside[place] else {
                kept.append(word)
                mixed.append(word)
                continue
            }
            if plain[place].contains(where: \.isLetter), !isSilent[place] || !Self.isAboutPlates(place, plain) {
                leftOut.append(word)
            }
            if !isSilent[place], plain[place].contains(where: \.isLetter) { isIssuerUnsure = true }
            let neighbors = [place - 1, place + 1].filter { words.indices.contains($0) && !isBeside[$0] }
            let isBesidePlate = neighbors.contains { words[$0].contains(where: \.isNumber) || anchor?.range.contains($0) == true }
            if plain[place].count <= Self.partMax, !isSilent[place], isBesidePlate {
                mixed.append(word)
            }
        }
    }

    /// How many words, of several, name an issuer: “District of Columbia”.
    private static func wordsOfName(_ words: ArraySlice<String>, _ country: Country) -> Int? {
        guard words.count > 1 else { return nil }
        return stride(from: min(nameMax, words.count), to: 1, by: -1).first { count in
            let name = words.prefix(count)
            return name.allSatisfy { word in word.allSatisfy { $0.isLetter || $0 == "." } }
                && Issuer(name.joined(separator: " "), country: country) != nil
        }
    }

    /// “Veracruz de Ignacio de la Llave”.
    private static let nameMax = 6

    /// Words that say that a plate is next to them. They are ignored without a notice.
    private static let aboutPlates = Set(
        (PlateWords.ofPlates + PlateWords.ofPlacas + ["NUMBER", "NUMERO", "STATE"]).map { $0.lowercased() })

    static func isAboutPlates(_ word: String) -> Bool { aboutPlates.contains(plain(word).withoutAccents) }

    private static func isAboutPlates(_ place: Int, _ words: [String]) -> Bool {
        if aboutPlates.contains(words[place].withoutAccents) { return true }
        let neighbors = [place - 1, place + 1].filter(words.indices.contains)
        return ["de", "del", "du"].contains(words[place]) && neighbors.contains { aboutPlates.contains(words[$0].withoutAccents) }
    }

    /// Short words of Spanish and French that are codes of issuers, too.
    private static let wordsOfRomance: Set<String> = ["mi", "va", "co", "es", "ms", "ca", "des"]

    /// Whether a word next to a whole plate is not part of it: `got KXS401 here`, `KXS401 at 8pm`, `KXS401 x5`. Capitals of up to three
    /// letters may be: `ABC123 XY`.
    private static func standsBeside(_ word: String, _ plain: String, _ anchor: PlateAnchor, _ country: Country) -> Bool {
        guard !plain.isEmpty else { return true }
        if plain.allSatisfy({ $0.isLetter || $0 == "'" || $0 == "’" }) {
            return (plain.count > partMax - 1 || word.contains(where: \.isLowercase)) && Issuer(plain, country: country) == nil
        }
        guard anchor.range.count == 1 else { return false }
        let figures = plain.drop { $0 == "x" }.prefix { ("0"..."9").contains($0) || $0 == ":" }
        let unit = plain.drop { $0 == "x" }.dropFirst(figures.count)
        if plain.hasPrefix("x") { return unit.isEmpty && figures.count <= 2 }
        return !figures.isEmpty && (["am", "pm"].contains(unit) || unit.isEmpty && figures.count == 1)
    }

    /// In small letters, without brackets and other marks around it.
    private static func plain(_ word: String) -> String {
        var word = word[...]
        while let first = word.first, !first.isLetter, !first.isNumber { word.removeFirst() }
        while let last = word.last, !last.isLetter, !last.isNumber { word.removeLast() }
        return word.lowercased()
    }

    private static func isOfVehicle(_ phrase: String, behind make: Make?, _ country: Country) -> Bool {
        // “Dodge Durango” is not a plate of Durango.
        if let make, phrase.contains(where: \.isLetter), VehicleWords(phrase, besideMake: make) != nil { return true }
        guard !phrase.isEmpty, Issuer(phrase, country: country) == nil else { return false }
        return VehicleWords(phrase) != nil || VehicleWords.saysNothing(phrase)
    }

    /// Whether words are a country's name and no part of an issuer's, as in “New Mexico”.
    private static func isCountry(_ range: Range<Int>, of words: [String], _ country: Country) -> Bool {
        guard CountryNames.contains(words[range].joined(separator: " ")) else { return false }
        for lower in max(0, range.lowerBound - 2)...range.lowerBound {
            for upper in range.upperBound...min(words.count, range.upperBound + 1) where upper - lower > range.count {
                if Issuer(words[lower..<upper].joined(separator: " "), country: country) != nil { return false }
            }
        }
        return true
    }
}
