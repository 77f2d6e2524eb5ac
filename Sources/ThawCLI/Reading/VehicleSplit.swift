import Plates
import Vocabulary

/// Words of which some stand beside a plate and are none: `black ford KTV482`, `KTV482 parked`, `KTV482 USA`.
struct VehicleSplit {
    let words: [String]
    /// All but those words.
    private(set) var kept: [String] = []
    /// The same with short ones beside a figure, which may be a plate's: `RAM 4567`.
    private(set) var mixed: [String] = []
    private(set) var leftOut: [String] = []

    /// The longest word of a vehicle that makes a plate with figures.
    private static let partMax = 4

    init(_ words: [String], country: Country) {
        self.words = words
        let plain = words.map(Self.plain)
        var isBeside = Array(repeating: false, count: words.count)
        var make: Make?
        var index = 0
        while index < words.count {
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
        for (place, word) in words.enumerated() {
            guard isBeside[place] else {
                kept.append(word)
                mixed.append(word)
                continue
            }
            if plain[place].contains(where: \.isLetter) { leftOut.append(word) }
            let neighbors = [place - 1, place + 1].filter { words.indices.contains($0) && !isBeside[$0] }
            if plain[place].count <= Self.partMax, neighbors.contains(where: { words[$0].contains(where: \.isNumber) }) {
                mixed.append(word)
            }
        }
    }

    /// In small letters, without brackets and other marks around it.
    private static func plain(_ word: String) -> String {
        var word = word[...]
        while let first = word.first, !first.isLetter, !first.isNumber { word.removeFirst() }
        while let last = word.last, !last.isLetter, !last.isNumber { word.removeLast() }
        return word.lowercased()
    }

    private static func isOfVehicle(_ phrase: String, behind make: Make?, _ country: Country) -> Bool {
        // “Dodge Durango” is no plate of Durango.
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
