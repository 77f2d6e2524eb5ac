import Plates

/// Marks around the plates of a line that are neither a plate's nor an issuer's.
enum LineOrnaments {
    /// The line with commas for bars, and without boxes (`[x]`), counts (`(2)`), equals signs, joints and marks of a question.
    static func removed(from typed: String, country: Country) -> String {
        let line = withoutJoints(withoutSpacesInBrackets(PastedLine(typed, country: country).text))
        guard line.contains(where: { "|=&[(?'’".contains($0) }) else { return line }
        var text = line.replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
        text = String(text.map { $0 == "|" ? "," : $0 == "=" ? " " : $0 })
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let figures = words.indices.filter { words[$0].contains(where: \.isNumber) }
        words = words.indices.compactMap { index -> String? in
            let word = words[index]
            let isBeside = figures.contains { $0 != index }
            if isBeside, boxes.contains(word.lowercased()) || isCount(word) { return nil }
            if isBeside, word.allSatisfy({ $0 == "?" }) { return nil }
            return word.hasPrefix("#") || figures.isEmpty ? word : withoutQuestion(word, country)
        }
        for index in words.indices { words[index] = withoutPossessive(at: index, of: words, country) }
        return words.joined(separator: " ")
    }

    /// `KTV482 or KTV483` with a comma, and `KTV482 or 483` with a slash.
    private static func withoutJoints(_ line: String) -> String {
        guard line.contains(where: \.isNumber), line.contains(/\s(?:or|o|ou)\s/.ignoresCase()) else { return line }
        return line.replacing(/(\d)\s(?:or|o|ou)\s(\d{1,3})(?=\s|$)/.ignoresCase()) { "\($0.1)/\($0.2)" }
            .replacing(/(\d)\s(?:or|o|ou)\s(?=\w*[a-z]\w*\d|\w*\d\w*[a-z])/.ignoresCase()) { "\($0.1), " }
    }

    /// `16(3 or 8)` as one word: `16(3/8)`.
    static func withoutSpacesInBrackets(_ line: String) -> String {
        guard line.contains("("), line.contains(where: \.isNumber) else { return line }
        return line.replacing(/([a-zA-Z0-9])(\s?)\(\s*(\w{1,3})\s*(?:\sor\s|\/|\|)\s*(\w{1,3})\s*\)/) { match in
            "\(match.1)\(match.3.allSatisfy(\.isLetter) ? match.2 : "")(\(match.3)/\(match.4))"
        }
    }

    private static let boxes: Set<String> = ["[x]", "[", "]", "[]", "(x)", "&"]

    /// A count in brackets, `(2)` after a plate that was seen twice; `(12)`.
    private static func isCount(_ word: String) -> Bool {
        let inside = word.dropFirst().dropLast()
        return word.hasPrefix("(") && word.hasSuffix(")") && (1...2).contains(inside.count)
            && inside.allSatisfy { ("0"..."9").contains($0) }
    }

    /// `kxs401?` asks about a whole plate; `kxs40?` may be a part of one.
    private static func withoutQuestion(_ word: String, _ country: Country) -> String {
        var rest = word[...]
        while rest.last == "?" { rest.removeLast() }
        guard rest.endIndex < word.endIndex, !rest.contains("?"), !rest.contains("*") else { return word }
        if rest.contains(where: \.isNumber) {
            return PlateAnchor.only(in: [String(rest)], isKnown: [false], country: country) == nil ? word : String(rest)
        }
        return rest.count > 1 ? String(rest) : word
    }

    /// `Minnesota's KXS401`. In `MOM'S 66` the letter is the plate's.
    private static func withoutPossessive(at index: Int, of words: [String], _ country: Country) -> String {
        let word = words[index]
        guard word.count > 3, word.last == "s" || word.last == "S", let mark = word.dropLast().last, mark == "'" || mark == "’" else {
            return word
        }
        let stem = String(word.dropLast(2))
        let isIssuer = (max(0, index - 2)...index).contains { lower in
            Issuer((words[lower..<index] + [stem]).joined(separator: " "), country: country) != nil
        }
        return isIssuer ? stem : word
    }
}
