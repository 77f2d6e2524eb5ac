import Plates

/// Phrases that say that a part of a plate follows, and the pattern that `thaw search` takes for it.
enum PartialPlate {
    /// Where the part stands in the plate.
    enum Side {
        case start, end, anywhere
    }

    private static let phrases: [(words: [String], side: Side)] = [
        (
            Side.end,
            "ends in,ends with,ends w,end with,ends,ending in,ending with,ending,ended in,ended with,termina en,termina con,terminada en,finit par,se termine par"
        ),
        (
            .start,
            "starts with,starts w,start with,starts,starting with,started with,begins with,begins w,begin with,begins,beginning with,began with,empieza con,empieza por,comienza con,commence par"
        ),
        (
            .anywhere,
            "partial,partials,partially,something,someting,part of,half of,only got,only saw,only caught,contains,containing,has a,"
                + "is all i got,parcial,partiel,partielle,algo"
        ),
    ].flatMap { side, texts in texts.split(separator: ",").map { ($0.split(separator: " ").map(String.init), side) } }

    /// "last 4 digits", "first three letters".
    private static let lasts: Set<String> = ["last", "ultimos", "últimos", "derniers"]
    private static let firsts: Set<String> = ["first", "primeros", "premiers"]
    private static let counts: Set<String> = [
        "1", "2", "3", "4", "5", "one", "two", "three", "four", "five", "few", "couple", "tres", "cuatro", "trois", "quatre",
    ]
    private static let nouns: Set<String> = [
        "digit", "digits", "letter", "letters", "number", "numbers", "character", "characters", "of", "are", "is", "were",
    ]

    /// How many of the words are such a phrase, and which side of the plate it speaks of.
    static func phrase(_ words: ArraySlice<String>) -> (count: Int, side: Side)? {
        if let first = words.first, lasts.contains(first) || firsts.contains(first), let count = words.dropFirst().first,
            counts.contains(count)
        {
            return (2 + words.dropFirst(2).prefix(while: nouns.contains).count, lasts.contains(first) ? .end : .start)
        }
        let found = phrases.filter { phrase -> Bool in
            guard words.starts(with: phrase.words) else { return false }
            let next = words.dropFirst(phrase.words.count).first ?? ""
            // "has a 7", but not "has a light bar"; "starts KX", but not "starts work".
            if phrase.words == ["has", "a"] { return next.count <= 3 && next.contains(where: \.isNumber) }
            return !["starts", "begins", "ends"].contains(phrase.words.joined())
                || next.count <= 3 && !next.isEmpty && !TypedWord.small.contains(next)
        }
        return found.max { $0.words.count < $1.words.count }.map { ($0.words.count, $0.side) }
    }

    /// The pattern of what was typed: `KX?151` for `KX_151`, `*814` for `814` at the end, `MN ABC4??`; `nil` if it says too little.
    static func pattern(_ typed: String, _ side: Side = .anywhere, country: Country) -> String? {
        let words = typed.split { $0.isWhitespace || ",:()".contains($0) }.map(String.init)
        for count in stride(from: min(issuerWordsMax, words.count - 1), to: 0, by: -1) {
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

    /// "District of Columbia" has three words.
    private static let issuerWordsMax = 3

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
