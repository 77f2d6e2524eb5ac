import Plates

/// Phrases that say that a part of a plate follows, and the pattern that `thaw search` takes for it.
enum PartialPlate {
    typealias Side = PartialPlateWords.Side

    /// How many of the words are such a phrase, and the side of the plate that it means.
    static func phrase(_ words: ArraySlice<String>) -> (count: Int, side: Side)? {
        PartialPlateWords.phrase(words, isSmall: TypedWord.small.contains)
    }

    /// The pattern of a look-up, without the phrase in it: `*482` for `ends in 482`, `AXW77??` for `AXW77xx`.
    static func pattern(ofLookup text: String, country: Country) -> String? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        for start in words.indices {
            guard let found = phrase(words[start...]) else { continue }
            let rest = words[..<start] + words[(start + found.count)...]
            return pattern(rest.joined(separator: " "), found.side, country: country)
        }
        let crosses = text.reversed().prefix { $0.lowercased() == "x" }.count
        let isOpen = crosses > 1 && text.dropLast(crosses).last?.isNumber == true
        return pattern(isOpen ? text.dropLast(crosses) + String(repeating: "?", count: crosses) : text, country: country)
    }

    /// The pattern of a typed text: `KX?151` for `KX_151`, `*814` for `814` at the end, `MN ABC4??`; `nil` if it has too few characters.
    static func pattern(_ typed: String, _ side: Side = .anywhere, country: Country) -> String? {
        let words = typed.split { $0.isWhitespace || ",:()".contains($0) }.map(String.init)
        for count in stride(from: min(Issuer.wordsMax, words.count - 1), to: 0, by: -1) {
            for (name, rest) in [(words.prefix(count), words.dropFirst(count)), (words.suffix(count), words.dropLast(count))] {
                guard let issuer = Issuer(name.joined(separator: " "), country: country),
                    let pattern = pattern(of: rest.joined(), side)
                else { continue }
                let isShort = issuer.country == country && !issuer.hasOwnCode
                return (issuer == .unknown ? "" : (isShort ? issuer.abbreviation : issuer.code) + " ") + pattern
            }
        }
        return pattern(of: typed, side)
    }

    private static func pattern(of typed: String, _ side: Side) -> String? {
        let marks = ["..", "…", "--", "-", "–", "—", "/"]
        let text = typed.filter { !$0.isWhitespace }
        let (isCut, isOpen) = (marks.contains { text.hasSuffix($0) }, marks.dropLast(4).contains { text.hasPrefix($0) })
        let body = String(text.compactMap { $0 == "_" ? "?" : $0.isLetter || $0.isNumber || "?*".contains($0) ? $0 : nil }).uppercased()
        guard body.count(where: { $0.isLetter || $0.isNumber }) >= PlatePattern.literalsMin else { return nil }
        if isCut || isOpen { return (isOpen ? "*" : "") + body + (isCut ? "*" : "") }
        guard !body.contains(where: { "?*".contains($0) }) else { return body }
        return (side == .start ? "" : "*") + body + (side == .end ? "" : "*")
    }
}
