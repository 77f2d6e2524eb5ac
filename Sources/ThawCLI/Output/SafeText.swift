import Vocabulary

extension String {
    /// The same JSON with escapes for all characters that could control a terminal.
    var safeJSON: String {
        escaped { scalar in
            let units = (UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter).map { String($0, radix: 16) }
            return units.map { "\\u" + String(repeating: "0", count: 4 - $0.count) + $0 }.joined()
        }
    }

    /// The width of the text on a screen, in columns.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text, padded with spaces to at least `width` columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columns))
    }

    /// The text in lines of at most `width` columns. It breaks at spaces, or inside a word that is wider than a line.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: true) {
            var word = String(word)
            if !line.isEmpty, line.columns + 1 + word.columns <= width {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.columns > width, let end = word.index(word.startIndex, offsetBy: max(1, width / 2), limitedBy: word.endIndex),
                end < word.endIndex
            {
                lines.append(String(word[..<end]))
                word = String(word[end...])
            }
            line = word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}

extension Character {
    /// 2 for East Asian wide characters and emoji, otherwise 1.
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }
}
