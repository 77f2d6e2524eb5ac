/// Plates typed half in digits, half in words: `KTV four eight two`, `K T V 4 ocho 2`.
enum WordsForDigits {
    /// The text with its words for digits as digits; `nil` unless it has such words next to letters or digits, and nothing else except an
    /// issuer.
    static func written(_ text: String, country: Country) -> String? {
        guard mayHold(text), var tokens = SpokenToken.tokens(of: separated(text), language: .english, max: tokensMax) else { return nil }
        tokens.removeAll { PlateWords.naming.contains($0.text.uppercased()) }
        var figures = tokens.map { digits[$0.text] ?? numbers[$0.text] }
        // “eighty 2” is 82.
        for index in tokens.indices.dropLast() where figures[index]?.hasSuffix("0") == true && figures[index]?.utf8.count == 2 {
            let next = figures[index + 1] ?? (tokens[index + 1].kind == .figures ? tokens[index + 1].text : "")
            if next.utf8.count == 1, next != "0", tokens[index].text != "ten" { figures[index]?.removeLast() }
        }
        // “four oh one”; before the others it is Ohio.
        for index in tokens.indices.dropFirst().dropLast()
        where tokens[index].text == "oh"
            && (figures[index - 1] != nil || tokens[index - 1].kind == .figures && tokens[index + 1].kind == .figures)
        {
            figures[index] = "0"
        }
        guard figures.contains(where: { $0 != nil }), tokens.count > 2 else { return nil }
        let issuer = issuer(among: tokens, country: country)
        let others = tokens.indices.filter { figures[$0] == nil && !issuer.contains($0) }
        guard !others.isEmpty, others.allSatisfy({ tokens[$0].text.utf8.count <= clusterMax || tokens[$0].kind == .figures }) else {
            return nil
        }
        // `KTV` is the letters of a plate; two words of letters are rather a sentence.
        guard others.count(where: { tokens[$0].kind == .word && !tokens[$0].isSingleLetter }) <= 1 else { return nil }
        return tokens.indices.map { figures[$0] ?? tokens[$0].text }.joined(separator: " ")
    }

    /// Whether there is a word for a digit, of three letters or more, between spaces, and another word; scans once, and allocates nothing.
    ///
    /// `H-P-F-UN-H-P-J-5` is typed with marks, and its `UN` is two letters.
    static func mayHold(_ text: String) -> Bool {
        guard text.utf8.count >= textMin else { return false }
        var (word, length, words, isFound, isGlued) = (UInt64(0), 0, 1, false, false)
        for byte in text.utf8 {
            let isSpace = byte == UInt8(ascii: " ")
            guard isSpace || TypedByte.isFigure(byte) else {
                word = word << 8 | UInt64(byte | 0x20)
                length += 1
                continue
            }
            if lengths.contains(length), packedDigits.contains(word) {
                isFound = true
                // `one23` and `12three` are two words, and `1two3` is three.
                words += (isGlued ? 1 : 0) + (isSpace ? 0 : 1)
            }
            if isSpace, !isGlued, length == 2, word == ohWord, words > 1 { isFound = true }
            (word, length, isGlued) = (0, 0, !isSpace)
            if isSpace { words += 1 }
        }
        if lengths.contains(length), packedDigits.contains(word) {
            isFound = true
            if isGlued { words += 1 }
        }
        return isFound && words > 2
    }

    /// `one23` with a space between the word and the digits.
    private static func separated(_ text: String) -> String {
        text.split(separator: " ").map { word in
            var runs: [String] = []
            var wasFigure = false
            for character in word {
                let isFigure = ("0"..."9").contains(character)
                if runs.isEmpty || isFigure != wasFigure { runs.append("") }
                runs[runs.count - 1].append(character)
                wasFigure = isFigure
            }
            let holdsDigit = runs.contains { $0.utf8.count >= 3 && digits[$0.lowercased()] != nil }
            return holdsDigit ? runs.joined(separator: " ") : String(word)
        }.joined(separator: " ")
    }

    private static let ohWord = UInt64(UInt8(ascii: "o")) << 8 | UInt64(UInt8(ascii: "h"))
    /// “A B one”.
    private static let textMin = 7
    private static let lengths = 3...9
    private static let packedDigits = Set(
        (Array(digits.keys) + Array(numbers.keys)).filter { $0.utf8.count >= 3 }.map { $0.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } })

    /// Whether all but the words for digits was spelled: `K T V 4 two 2`.
    static func isSpelled(_ written: String) -> Bool {
        let parts = written.split(separator: " ")
        return parts.count >= spelledMin && parts.allSatisfy { $0.utf8.count == 1 }
    }

    private static let tokensMax = 16
    private static let clusterMax = 4
    private static let spelledMin = 4

    /// The place of an issuer's words at the beginning or the end.
    private static func issuer(among tokens: [SpokenToken], country: Country) -> Range<Int> {
        for count in stride(from: min(issuerWordsMax, tokens.count - 1), to: 0, by: -1) {
            for range in [0..<count, tokens.count - count..<tokens.count]
            where Issuer(tokens[range].map(\.text).joined(separator: " "), country: country) != nil { return range }
        }
        return 0..<0
    }

    private static let issuerWordsMax = 4

    /// English numbers of two digits: `fkw one twenty`, `kvr 7 nineteen`.
    private static let numbers: [String: String] = {
        let teens = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        var numbers: [String: String] = [:]
        for (place, word) in teens.enumerated() { numbers[word] = String(10 + place) }
        for (place, word) in tens.enumerated() { numbers[word] = String(20 + 10 * place) }
        return numbers
    }()

    /// In English, Spanish and French; "oh" is Ohio, too.
    private static let digits: [String: String] = {
        let words = [
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
            ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
        ]
        var digits = ["niner": "9"]
        for language in words { for (digit, word) in language.enumerated() { digits[word] = String(digit) } }
        return digits
    }()
}
