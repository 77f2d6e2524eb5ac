import Plates

/// Marks around the plates of a line that are neither a plate's nor an issuer's.
enum LineOrnaments {
    /// The line with commas for bars, and without boxes (`[x]`), counts (`(2)`), equals signs, joints and marks of a question.
    static func removed(from line: String, country: Country) -> String {
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

    private static let boxes: Set<String> = ["[x]", "[", "]", "[]", "(x)", "&"]

    /// `(2)` behind what was seen twice; `(12)`.
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
