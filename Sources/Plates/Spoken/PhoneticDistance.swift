/// How far apart two words sound: 0 for the same, 1 for nothing in common.
///
/// A recognizer writes a word it does not know as one or two that it does: "home tell" for hotel.
enum PhoneticDistance {
    /// The most sounds that are compared; no code word has more than 9.
    static let soundsMax = 16

    /// The distance of two lists of at most `soundsMax` sounds, or `nil` if it is more than `limit`.
    static func between(_ first: [UInt8], _ second: [UInt8], within limit: Double) -> Double? {
        let longest = Double(max(first.count, second.count))
        guard longest > 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (soundsMax + 1)) { rows in
            let width = second.count + 1
            rows[0] = 0
            for column in 1..<width { rows[column] = rows[column - 1] + omission(of: second[column - 1]) }
            var (above, row) = (0, width)
            for sound in first {
                let omitted = omission(of: sound)
                rows[row] = rows[above] + omitted
                var least = rows[row]
                for column in 1..<width {
                    let other = second[column - 1]
                    let replaced = rows[above + column - 1] + replacement(sound, other)
                    let cost = min(replaced, rows[above + column] + omitted, rows[row + column - 1] + omission(of: other))
                    rows[row + column] = cost
                    least = min(least, cost)
                }
                if least > limit * longest { return nil }
                (above, row) = (row, above)
            }
            let distance = rows[above + second.count] / longest
            return distance <= limit ? distance : nil
        }
    }

    /// The sounds of an English word of the letters a–z, at most `soundsMax` of them.
    static func sounds(of word: String) -> [UInt8] {
        let letters = Array(word.utf8)
        var sounds: [UInt8] = []
        var index = 0
        while index < letters.count, sounds.count < soundsMax {
            let next = index + 1 < letters.count ? letters[index + 1] : 0
            let (heard, taken) = sound(letters[index], before: next, isFirst: index == 0)
            for sound in heard
            where sounds.count < soundsMax && sounds.last != sound && !(isVowel(sound) && sounds.last.map(isVowel) ?? false) {
                sounds.append(sound)
            }
            index += taken
        }
        // A last "e" is silent.
        if letters.count > 3, letters.last == UInt8(ascii: "e"), sounds.count > 1, sounds.last == UInt8(ascii: "e") { sounds.removeLast() }
        return sounds
    }

    private static func sound(_ letter: UInt8, before next: UInt8, isFirst: Bool) -> (heard: [UInt8], taken: Int) {
        func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(ascii: scalar) }
        switch (Unicode.Scalar(letter), Unicode.Scalar(next)) {
        case ("p", "h"): return ([ascii("f")], 2)
        case ("c", "k"), ("q", "u"): return ([ascii("k")], 2)
        case ("g", "h"): return (isFirst ? [ascii("g")] : [], 2)
        case ("k", "n"): return isFirst ? ([ascii("n")], 2) : ([ascii("k")], 1)
        case ("w", "r"): return ([ascii("r")], 2)
        case ("w", "h"): return ([ascii("w")], 2)
        case ("t", "h"): return ([ascii("t")], 2)
        case ("s", "h"), ("c", "h"): return ([ascii("j")], 2)
        case ("c", "e"), ("c", "i"), ("c", "y"), ("z", _): return ([ascii("s")], 1)
        case ("c", _), ("q", _): return ([ascii("k")], 1)
        case ("x", _): return ([ascii("k"), ascii("s")], 1)
        case ("y", _): return ([isFirst ? ascii("y") : ascii("i")], 1)
        case ("u", "n") where isFirst: return ([ascii("y"), ascii("u")], 1)
        default: return ([letter], 1)
        }
    }

    /// Whether two words may begin with these sounds and still be alike.
    static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
        replacement(first, second) < 1 || omission(of: first) < 0.5 || omission(of: second) < 0.5
    }

    private static func isVowel(_ sound: UInt8) -> Bool {
        switch Unicode.Scalar(sound) {
        case "a", "e", "i", "o", "u": true
        default: false
        }
    }

    private static func omission(of sound: UInt8) -> Double {
        switch Unicode.Scalar(sound) {
        case "h": 0.3
        case "a", "e", "i", "o", "u", "w", "y": 0.4
        case "r": 0.5
        default: 0.8
        }
    }

    private static func replacement(_ first: UInt8, _ second: UInt8) -> Double {
        if first == second { return 0 }
        if isVowel(first), isVowel(second) { return 0.35 }
        return pairs.contains { $0 == (first, second) || $0 == (second, first) } ? 0.4 : 1
    }

    /// Sounds that a telephone makes alike.
    private static let pairs: [(UInt8, UInt8)] = ["bp", "dt", "gk", "vf", "mn", "lr", "wv", "bv", "sj", "sf", "kt", "yi", "tj"].map {
        pair in
        let bytes = Array(pair.utf8)
        return (bytes[0], bytes[1])
    }
}

/// The code words by their sounds.
struct SpokenSounds: Sendable {
    private struct Word: Sendable {
        var sounds: [UInt8]
        var character: UInt8
    }

    private let words: [Word]

    static let international = SpokenSounds()

    private init() {
        var words: [Word] = []
        for (index, phrases) in InternationalWords.letters.enumerated() {
            for phrase in phrases.split(separator: ",") {
                let joined = String(phrase.filter { $0 != " " })
                words.append(Word(sounds: PhoneticDistance.sounds(of: joined), character: UInt8(ascii: "A") + UInt8(index)))
            }
        }
        words.append(Word(sounds: PhoneticDistance.sounds(of: "niner"), character: UInt8(ascii: "9")))
        self.words = words
    }

    /// The characters whose code words sound like this text within `limit`, nearest first, at most two.
    func matches(_ text: String, within limit: Double) -> [(character: UInt8, distance: Double)] {
        let sounds = PhoneticDistance.sounds(of: text)
        guard sounds.count >= 3, sounds.count <= 12 else { return [] }
        var best: [UInt8: Double] = [:]
        for word in words where abs(word.sounds.count - sounds.count) <= 3 && PhoneticDistance.mayBegin(word.sounds[0], sounds[0]) {
            guard let distance = PhoneticDistance.between(sounds, word.sounds, within: limit) else { continue }
            best[word.character] = min(distance, best[word.character] ?? 1)
        }
        return best.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(2).map { ($0.key, $0.value) }
    }
}
