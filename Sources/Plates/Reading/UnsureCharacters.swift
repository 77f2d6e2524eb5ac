/// Marks in a written plate that say that a character is missing, or that one of two is meant.
///
/// A colon after an issuer marks the plate; then such marks mean nothing.
enum UnsureCharacters {
    /// A mark in place of characters that nobody could read: `KX_151`, `KXV16…`.
    case missing(Character)
    /// Alternative texts, as in `KXV163/8`, `KXV 16(3 or 8)`, `NY/TX KXU1234`.
    case either([String])

    /// Characters that a part of a plate may end or begin with.
    static let marks: Set<Character> = ["_", ".", "…", "-", "–", "—", "/"]

    /// - Parameter fits: Whether a text is a plate as issuers make them: then a mark is only a separator.
    init?(_ text: String, country: Country, fits: (String) -> Bool) {
        guard Self.mayHold(text) else { return nil }
        var body = text[...]
        if let colon = text.lastIndex(of: ":") {
            guard Issuer(String(text[..<colon]), country: country) == nil else { return nil }
            body = text[text.index(after: colon)...]
        }
        if let texts = Self.texts(of: String(body), country, fits) {
            self = .either(texts)
        } else if let mark = Self.gap(in: body, country, fits) {
            self = .missing(mark)
        } else {
            return nil
        }
    }

    /// Whether a text has any such mark; scans once.
    private static func mayHold(_ text: String) -> Bool {
        var (before, twoBefore, last) = (UInt8(ascii: " "), UInt8(ascii: " "), UInt8(ascii: " "))
        var isFirst = true
        for byte in text.utf8 {
            if byte == TypedByte.space, endsCorrection(twoBefore | 0x20, before | 0x20) || joins(twoBefore, before) { return true }
            switch (before, byte) {
            case (_, UInt8(ascii: "_")), (UInt8(ascii: "."), UInt8(ascii: ".")), (UInt8(ascii: "-"), UInt8(ascii: "-")), (0x80, 0xA6):
                return true
            case (UInt8(ascii: "/"), _), (UInt8(ascii: "-"), _):
                if isAlphanumeric(twoBefore), TypedByte.isFigure(twoBefore) == TypedByte.isFigure(byte), !isFirst { return true }
            case (_, UInt8(ascii: "(")), (_, UInt8(ascii: "[")), (_, UInt8(ascii: "{")), (_, UInt8(ascii: "<")):
                if isAlphanumeric(before) { return true }
            case (UInt8(ascii: "r"), _), (UInt8(ascii: "R"), _):
                if twoBefore | 0x20 == UInt8(ascii: "o"), byte == UInt8(ascii: " ") || TypedByte.isFigure(byte) { return true }
            default: break
            }
            (twoBefore, before, isFirst) = (before, byte, false)
            if byte != UInt8(ascii: " ") { last = byte }
        }
        return last == UInt8(ascii: "-") || last == UInt8(ascii: "/") || last == 0x93 || last == 0x94
    }

    /// Whether a word such as "no", "sorry", "wait", "correction" or "mean" ends with two letters.
    private static func endsCorrection(_ first: UInt8, _ second: UInt8) -> Bool {
        switch (first, second) {
        case (UInt8(ascii: "n"), UInt8(ascii: "o")), (UInt8(ascii: "r"), UInt8(ascii: "y")), (UInt8(ascii: "o"), UInt8(ascii: "n")),
            (UInt8(ascii: "a"), UInt8(ascii: "n")), (UInt8(ascii: "n"), UInt8(ascii: "t")), (UInt8(ascii: "i"), UInt8(ascii: "t")),
            (UInt8(ascii: "l"), UInt8(ascii: "y")):
            true
        default: false
        }
    }

    /// Whether a word of one character, as "o", "y", "&" or "/", or "and" ends with two characters.
    private static func joins(_ first: UInt8, _ second: UInt8) -> Bool {
        switch (first | 0x20, second | 0x20) {
        case (UInt8(ascii: "n"), UInt8(ascii: "d")), (UInt8(ascii: "e"), UInt8(ascii: "t")), (TypedByte.space, UInt8(ascii: "o")),
            (TypedByte.space, UInt8(ascii: "y")), (TypedByte.space, UInt8(ascii: "&")), (TypedByte.space, UInt8(ascii: "/")):
            true
        default: false
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { TypedByte.isFigure(byte) || TypedByte.isLetter(byte & ~0x20) }

    // MARK: One of two

    private static let optionMax = 3
    private static let joints: Set<String> = ["or", "o", "ou"]
    /// Between two plates also these.
    private static let allJoints = joints.union(["and", "y", "et", "&", "/"])
    /// The fewest characters of a second plate; fewer are the end of one, as in `KXS401 or 402`.
    private static let secondMin = 4

    private static func texts(of text: String, _ country: Country, _ fits: (String) -> Bool) -> [String]? {
        inBrackets(text) ?? divided(text, country, fits) ?? joined(spaced(text, fits), country, fits)
    }

    /// `KXV16(3 or 8)`, `KXV16[38]`, `KXV16(3)`, `KXT182 (MN/WI)`.
    private static func inBrackets(_ text: String) -> [String]? {
        guard let open = text.firstIndex(where: { "([{<".contains($0) }), open > text.startIndex,
            let close = text[open...].firstIndex(where: { ")]}>".contains($0) })
        else { return nil }
        let inside = text[text.index(after: open)..<close]
        var options = inside.split { "/|, ".contains($0) }.map(String.init).filter { !joints.contains($0.lowercased()) }
        let isGlued = text[text.index(before: open)] != " "
        if options.count == 1, isGlued, options[0].allSatisfy(\.isNumber) {
            if text[open] == "[", options[0].count > 1 { options = options[0].map { String($0) } } else { options.append("") }
        }
        guard options.count > 1, options.allSatisfy({ $0.count <= optionMax && $0.allSatisfy { $0.isLetter || $0.isNumber } }) else {
            return nil
        }
        return options.map { text[..<open] + $0 + text[text.index(after: close)...] }
    }

    /// `KXV163/8`, `KXZ144-5`, `NY/TX KXU1234`.
    private static func divided(_ text: String, _ country: Country, _ fits: (String) -> Bool) -> [String]? {
        let words = text.split(separator: " ").map(String.init)
        for (place, word) in words.enumerated() {
            guard let mark = word.lastIndex(where: { $0 == "/" || $0 == "-" }) else { continue }
            let (first, second) = (String(word[..<mark]), String(word[word.index(after: mark)...]))
            func with(_ word: String) -> String { (words[..<place] + [word] + words[(place + 1)...]).joined(separator: " ") }
            let areCodes = [first, second].allSatisfy { $0.count == 2 && Issuer($0, country: country) != nil }
            if word[mark] == "/", areCodes, words.count > 1 { return [with(first), with(second)] }
            guard let end = first.last, end.isNumber, let other = otherEnd(of: first, second), other != first else { continue }
            guard word[mark] == "/" || second.count == 1, fits(with(first)) || fits(with(other)) else { continue }
            // The mark may be a separator.
            return [with(first), with(other), text]
        }
        return nil
    }

    /// `KXV163or168` with spaces around its "or".
    private static func spaced(_ text: String, _ fits: (String) -> Bool) -> String {
        let bytes = Array(text.utf8)
        let joint = bytes.indices.dropFirst().dropLast(2).first { place in
            TypedByte.isFigure(bytes[place - 1]) && bytes[place] | 0x20 == UInt8(ascii: "o") && bytes[place + 1] | 0x20 == UInt8(ascii: "r")
                && TypedByte.isFigure(bytes[place + 2])
        }
        guard let joint, !fits(text) else { return text }
        return String(decoding: bytes[..<joint], as: UTF8.self) + " or " + String(decoding: bytes[(joint + 2)...], as: UTF8.self)
    }

    /// `KXV 163 or 8`, `KXS401 or 402`, `KXS401 or KXS402`, `KXT182 MN or WI`.
    private static func joined(_ text: String, _ country: Country, _ fits: (String) -> Bool) -> [String]? {
        let words = text.split(separator: " ").map(String.init)
        if let corrected = corrected(words, fits) { return corrected }
        guard let joint = words.dropLast().lastIndex(where: { allJoints.contains($0.lowercased()) }), joint > 0 else { return nil }
        let (first, second) = (words[..<joint], words[(joint + 1)...].joined())
        let before = first.joined(separator: " ")
        let isIssuer = Issuer(first[joint - 1], country: country) != nil && Issuer(second, country: country) != nil
        let lead = first.dropLast().map { $0 + " " }.joined()
        if isIssuer, fits(lead) { return [before, lead + second] }
        // `AL 99999 or MN GPB627`: one of them may be of digits alone.
        let behind = words[(joint + 1)...].joined(separator: " ")
        if [before, behind].contains(where: fits), [before, behind].allSatisfy(isLongEnough) { return [before, behind] }
        guard let other = otherEnd(of: first[joint - 1], second), fits(before) || fits(lead + other) else { return nil }
        return [before, lead + other]
    }

    private static func isLongEnough(_ text: String) -> Bool {
        text.contains(where: \.isNumber) && text.count { $0.isLetter || $0.isNumber } >= secondMin
    }

    private static let corrections: Set<String> = ["no", "sorry", "correction", "wait", "actually", "mean", "meant"]
    private static let besideCorrections = corrections.union(["i", "that's", "it's", "its"])

    /// `KXV163 no 168`, `KXV 163 i mean 168`: the correction is the likelier one.
    private static func corrected(_ words: [String], _ fits: (String) -> Bool) -> [String]? {
        let plain = words.map { $0.lowercased() }
        guard let joint = plain.indices.dropFirst().first(where: { besideCorrections.contains(plain[$0]) }) else { return nil }
        let run = plain[joint...].prefix(while: besideCorrections.contains)
        let (first, second) = (words[..<joint], words[run.endIndex...].joined())
        let before = first.joined(separator: " ")
        guard run.contains(where: corrections.contains), !second.isEmpty, fits(before) else { return nil }
        if fits(second) { return [second, before] }
        guard let last = first.last, let other = otherEnd(of: last, second), other != last else { return nil }
        return [(first.dropLast() + [other]).joined(separator: " "), before]
    }

    /// A word with other digits at its end: `164` for `163` and `4`.
    private static func otherEnd(of word: String, _ end: String) -> String? {
        guard (1...optionMax).contains(end.count), end.count <= word.count, end.allSatisfy(\.isNumber) else { return nil }
        return word.dropLast(end.count) + end
    }

    // MARK: A character that nobody could read

    private static func gap(in text: Substring, _ country: Country, _ fits: (String) -> Bool) -> Character? {
        guard let first = text.firstIndex(where: { $0 != " " }), let last = text.lastIndex(where: { $0 != " " }) else { return nil }
        let body = text[first...last]
        guard body.contains(where: { $0.isNumber || $0 == "…" }) || body.contains("..") else { return nil }
        if body.contains("__") { return "_" }
        let inner = body.drop { marks.contains($0) }
        let rest = inner.prefix(upTo: inner.lastIndex { !marks.contains($0) }.map(inner.index(after:)) ?? inner.startIndex)
        let (before, behind) = (body.startIndex < rest.startIndex ? body.first : nil, rest.endIndex < body.endIndex ? body.last : nil)
        // An underline or a dash on both sides is an ornament; one dash before it is a list's.
        let isOpen = before == "_" || before == "…" || body.hasPrefix("..") || body.hasPrefix("--")
        let isCut = behind != nil && (behind != "." || body.hasSuffix(".."))
        if before == nil || behind == nil || before != behind, isOpen || isCut, !fits(String(rest)) { return isCut ? behind : before }
        let pieces = rest.split(separator: "_", omittingEmptySubsequences: false)
        guard pieces.count == 2, !pieces.contains(where: { Issuer(String($0), country: country) != nil }), !fits(String(rest)) else {
            return nil
        }
        return "_"
    }
}
