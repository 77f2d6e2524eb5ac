/// A word of a number.
enum SpokenNumber: Hashable, Sendable {
    /// 0 to 9.
    case unit(Int)
    /// 10 to 19, and other numbers that take no unit after them: "veintitrés".
    case teen(Int)
    /// 20, 30 … 90; `takesTeens` if 11 to 19 may follow: "soixante-quinze".
    case tens(Int, takesTeens: Bool)
    /// 100, 200 … 900 in one word: "quinientos".
    case hundreds(Int)
    /// "hundred"; alone it is 100 in French.
    case hundred(standsAlone: Bool)
    /// "thousand"; alone it is 1000 in Spanish and French.
    case thousand(standsAlone: Bool)
}

/// Reads numbers in words as a plate's digits.
///
/// "nineteen eighty four" is two numbers in a row; "three hundred twelve" is one.
struct SpokenNumbers {
    struct Found {
        var end: Int
        var value: Int
    }

    let text: SpokenText

    private var tokens: [SpokenToken] { text.tokens }

    /// Every number that begins at `start`, with the end of its words.
    func numbers(at start: Int) -> [(end: Int, figures: String)] {
        var found: [Int: String] = [:]
        for number in thousands(start) { found[number.end] = String(number.value) }
        return found.map { (end: $0.key, figures: $0.value) }.sorted { $0.end < $1.end }
    }

    private func words(at index: Int) -> [(end: Int, word: SpokenNumber)] {
        guard index < tokens.count else { return [] }
        return text.phrases[index].compactMap { phrase in
            guard case .number(let word) = phrase.meaning else { return nil }
            return (index + phrase.words.count, word)
        }
    }

    /// The place itself, and the place after a joiner: "six hundred (and) five".
    private func afterJoiner(_ index: Int) -> [Int] {
        text.has(\.isJoiner, at: index) ? [index, index + 1] : [index]
    }

    /// The figure of `eighty 2`.
    private func typedUnit(at index: Int) -> Int? {
        guard index < tokens.count, tokens[index].kind == .figures, tokens[index].text.utf8.count == 1 else { return nil }
        return Int(tokens[index].text).flatMap { $0 > 0 ? $0 : nil }
    }

    private func belowHundred(_ start: Int) -> [Found] {
        var found: [Found] = []
        for (end, word) in words(at: start) {
            switch word {
            case .unit(let value), .teen(let value):
                found.append(Found(end: end, value: value))
            case .tens(let tens, let takesTeens):
                found.append(Found(end: end, value: tens))
                if let unit = typedUnit(at: end) { found.append(Found(end: end + 1, value: tens + unit)) }
                for next in afterJoiner(end) {
                    for (unitEnd, unit) in words(at: next) {
                        switch unit {
                        case .unit(let value) where value > 0: found.append(Found(end: unitEnd, value: tens + value))
                        case .teen(let value) where takesTeens && value < 20:
                            found.append(Found(end: unitEnd, value: tens + value))
                        default: break
                        }
                    }
                }
            case .hundreds, .hundred, .thousand: break
            }
        }
        return found
    }

    private func belowThousand(_ start: Int) -> [Found] {
        var found = belowHundred(start)
        var hundreds = multiples(of: 100, start, behind: found) { if case .hundred(let standsAlone) = $0 { standsAlone } else { nil } }
        for case (let end, .hundreds(let value)) in words(at: start) { hundreds.append(Found(end: end, value: value)) }
        for number in hundreds { found += extended(number, by: belowHundred) }
        return found
    }

    private func thousands(_ start: Int) -> [Found] {
        var found = belowThousand(start)
        let thousands = multiples(of: 1000, start, behind: found) { if case .thousand(let standsAlone) = $0 { standsAlone } else { nil } }
        for number in thousands { found += extended(number, by: belowThousand).filter { $0.value - number.value < 1000 } }
        return found
    }

    /// "hundred" or "thousand" after a smaller number, alone, or after an article.
    ///
    /// - Parameter standsAlone: whether a word of this number stands alone; `nil` for other words.
    private func multiples(
        of round: Int, _ start: Int, behind smaller: [Found], _ standsAlone: (SpokenNumber) -> Bool?
    ) -> [Found] {
        var found: [Found] = []
        for number in smaller where number.value > 0 && number.value < 1000 {
            for (end, word) in words(at: number.end) where standsAlone(word) != nil {
                found.append(Found(end: end, value: number.value * round))
            }
        }
        for (end, word) in words(at: start) where standsAlone(word) == true { found.append(Found(end: end, value: round)) }
        if text.has(\.isArticle, at: start) {
            for (end, word) in words(at: start + 1) where standsAlone(word) == false { found.append(Found(end: end, value: round)) }
        }
        return found
    }

    /// A round number, alone and joined with the smaller number after it.
    private func extended(_ number: Found, by smaller: (Int) -> [Found]) -> [Found] {
        var found = [number]
        for next in afterJoiner(number.end) {
            for rest in smaller(next) where rest.value > 0 {
                found.append(Found(end: rest.end, value: number.value + rest.value))
            }
        }
        return found
    }
}
