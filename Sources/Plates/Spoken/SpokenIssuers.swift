/// Finds the issuer that a speaker names.
struct SpokenIssuers: Sendable {
    /// When a name counts.
    enum Need: Sendable {
        case nothing
        /// Beside a word for a plate only: "federal", "penn".
        case cue
        /// Before a word for a plate only: "d c plates", for else the letters are the plate's.
        case cueBehind
    }

    private struct Name: Sendable {
        var words: [String]
        var issuer: Issuer
        var need: Need
    }

    private let names: [String: [Name]]

    /// The names of the table of issuers, and those that the language adds.
    init(ofLanguage added: [(code: String, names: String)]) {
        var names: [String: [Name]] = [:]
        func add(_ text: String, _ issuer: Issuer, need: Need) {
            let words = Self.words(of: text)
            guard let first = words.first else { return }
            // A name that two countries share is the United States' own: they come first.
            if names[first]?.contains(where: { $0.words == words }) ?? false { return }
            names[first, default: []].append(Name(words: words, issuer: issuer, need: need))
        }
        for (code, texts) in added {
            guard let issuer = Issuer(code: code) else { preconditionFailure("\(code) is no issuer") }
            for text in texts.split(separator: ",") { add(String(text), issuer, need: .nothing) }
        }
        for issuer in Issuer.all where issuer != .unknown { add(issuer.name, issuer, need: .nothing) }
        for issuer in Issuer.all {
            for name in issuer.alsoWritten where name.utf8.count > 3 {
                add(name, issuer, need: Self.needingCue.contains(name) ? .cue : .nothing)
            }
        }
        for (code, text) in Self.codesSaid {
            guard let issuer = Issuer(code: code) else { preconditionFailure("\(code) is no issuer") }
            add(text, issuer, need: .cueBehind)
        }
        self.names = names.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }

    /// Abbreviations and words that mean an issuer only right beside a word for a plate.
    private static let needingCue: Set<String> = [
        "Federal", "Government", "Govt", "Diplomat", "Diplomatic", "US Gov", "US Govt", "Mass", "Wash", "Miss", "Camp", "Mont", "Colo",
        "Penn",
        "Cali", "Nebr", "Oreg", "Wisc", "Mich", "Minn", "Okla", "Tenn", "Conn", "Ariz", "Kans", "Sask", "Alta", "Nfld", "Chih", "Chis",
        "Coah",
        "Tlax", "Federal Government", "Department of State", "State Department", "CNMI", "USVI", "CDMX",
    ]

    /// Codes that people say letter by letter.
    private static let codesSaid = [
        ("US-DC", "d c"), ("CA-BC", "b c"), ("US-NY", "n y"), ("US-NJ", "n j"), ("US-NJ", "jersey"), ("US-GOV", "u s government"),
        ("US-NM", "n m"),
        ("MX-MEX", "mexico state"),
    ]

    private static func words(of name: String) -> [String] {
        // "U.S." is one word with periods; a name's hyphen is as good as a space.
        let text = name.unicodeScalars.filter { $0 != "." }.reduce(into: "") { $0.unicodeScalars.append($1) }
        return SpokenToken.tokens(of: text, language: .english, max: 16)?.map(\.text) ?? []
    }

    /// The longest name that begins at `start`.
    func name(at start: Int, of tokens: [SpokenToken]) -> (end: Int, issuer: Issuer, need: Need)? {
        guard let candidates = names[tokens[start].text] else { return nil }
        for name in candidates where name.words.count <= tokens.count - start {
            if name.words.indices.allSatisfy({ tokens[start + $0].text == name.words[$0] }) {
                return (start + name.words.count, name.issuer, name.need)
            }
        }
        return nil
    }
}

/// Which words of a transcript name issuers, and which issuer counts.
struct SpokenIssuerFinder {
    struct Mention {
        var words: Range<Int>
        var issuer: Issuer
        /// 0 for a place, 1 for a name in a sentence, 2 for a name beside a plate.
        var strength: Int
    }

    let text: SpokenText
    /// Whether a name that is a code word, too, names an issuer anywhere: Quebec.
    var takesCodeWords = false

    private var tokens: [SpokenToken] { text.tokens }

    /// The mentions in their order; none for words that name a street, a model or a letter.
    func mentions() -> [Mention] {
        var mentions: [Mention] = []
        var index = 0
        while index < tokens.count {
            if let mention = mention(at: index) {
                mentions.append(mention)
                index = mention.words.upperBound
            } else {
                index += 1
            }
        }
        return mentions
    }

    /// The strongest mention that is not just a place; of several, the last one, because it corrects those before.
    static func decide(_ mentions: [Mention]) -> Issuer? {
        var decided: Mention?
        for mention in mentions where mention.strength > 0 && mention.strength >= decided?.strength ?? 0 { decided = mention }
        return decided?.issuer
    }

    private func mention(at start: Int) -> Mention? {
        guard let name = text.lexicon.issuers.name(at: start, of: tokens) ?? capitalCode(at: start) else { return nil }
        let isBeforeCue = text.has(\.isCue, at: name.end)
        let isBesideCue = isBeforeCue || isCueEnding(before: start)
        switch name.need {
        case .nothing: break
        case .cue: guard isBesideCue else { return nil }
        case .cueBehind: guard isBeforeCue else { return nil }
        }
        if text.has(\.isStreet, at: name.end) || isSpelled(before: start) || ends(before: start, \.isMake) { return nil }
        let isOrigin = isOrigin(before: start)
        // "a minnesota one"
        let isOne = start > 0 && tokens[start - 1].text == "a" && name.end < tokens.count && tokens[name.end].text == "one"
        if text.has(\.isCharacter, at: start), !isBesideCue, !isOrigin, !takesCodeWords { return nil }
        let strength = isBesideCue || isOrigin || ends(before: start, \.isCorrection) ? 2 : ends(before: start, \.isPlace) ? 0 : 1
        return Mention(words: start..<(isOne ? name.end + 1 : name.end), issuer: name.issuer, strength: strength)
    }

    /// A code in capitals at either end of a typed plate: `MN ABC 123`.
    private func capitalCode(at start: Int) -> (end: Int, issuer: Issuer, need: SpokenIssuers.Need)? {
        let token = tokens[start]
        guard token.kind == .word, token.isCapital, token.text.utf8.count == 2, start == 0 || start == tokens.count - 1 else { return nil }
        let rest = start == 0 ? tokens[1...] : tokens[..<start]
        guard rest.contains(where: { $0.kind == .figures || $0.kind == .mixed }), rest.contains(where: { $0.kind != .figures }),
            rest.count <= 3, rest.allSatisfy({ $0.kind != .word || ($0.isCapital && $0.text.utf8.count <= 4) })
        else { return nil }
        for country in [Country.us, .ca] {
            if let issuer = Issuer(code: "\(country.rawValue)-\(token.text.uppercased())") { return (start + 1, issuer, .nothing) }
        }
        return nil
    }

    /// "plates from minnesota", "placa de minnesota": a cue, and at most two small words between.
    private func isCueEnding(before index: Int) -> Bool {
        var index = index - 1
        for _ in 0..<3 where index >= 0 {
            if text.has(\.isCue, at: index) { return true }
            guard Self.linking.contains(tokens[index].text) else { return false }
            index -= 1
        }
        return false
    }

    /// Words before "from" that tell where someone is.
    private static let callers: Set<String> = ["calling", "call", "driving", "im", "am", "are", "were", "coming", "away"]

    /// Words between a word for a plate and its issuer.
    private static let linking: Set<String> = [
        "of", "from", "in", "the", "is", "de", "del", "du", "la", "le", "des", "a", "en", "au", "state", "estado", "etat",
    ]

    /// "from iowa", "state of nebraska", "registered in ohio".
    private func isOrigin(before index: Int) -> Bool {
        guard index > 0 else { return false }
        if ["state", "estado", "etat", "province", "provincia", "it", "its", "registered", "issued", "du"].contains(tokens[index - 1].text)
        {
            return true
        }
        guard index > 1, ["of", "from", "de", "du", "del", "in"].contains(tokens[index - 1].text) else { return false }
        let before = tokens[index - 2].text
        if ["state", "province", "estado", "etat", "provincia", "registered", "issued", "its"].contains(before) { return true }
        return tokens[index - 1].text == "from" && !Self.callers.contains(before)
    }

    /// "m as in minnesota", "m for minnesota".
    private func isSpelled(before index: Int) -> Bool {
        if ends(before: index, \.isLenientSpelling) { return true }
        guard index > 1, tokens[index - 2].isSingleLetter, tokens[index - 2].text.utf8.first == tokens[index].text.utf8.first else {
            return false
        }
        return ends(before: index, \.isSpelling)
    }

    /// Whether a phrase of this kind ends where the name begins.
    private func ends(before index: Int, _ property: (SpokenLexicon.Meaning) -> Bool) -> Bool {
        (max(0, index - 4)..<index).contains { start in
            text.phrases[start].contains { start + $0.words.count == index && property($0.meaning) }
        }
    }
}
