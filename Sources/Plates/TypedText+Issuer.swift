/// A place in a text that divides it into an issuer's words and the rest.
struct IssuerSplit {
    var words: IssuerForms.Reading
    var rest: Range<Int>
    /// The range between them: a space sets an issuer apart, a mark such as `-` may join the parts of a plate.
    var gap: Range<Int>
    var isSetApart: Bool
}

extension TypedText {
    /// Names have six words at most.
    private static let wordsMax = 6

    /// The most first words that name an issuer and leave a plate.
    func leadingIssuer(_ text: Range<Int>, country: Country) -> IssuerSplit? {
        var found: IssuerSplit?
        var (index, words) = (text.lowerBound, 0)
        while index < text.upperBound, words < Self.wordsMax {
            let gap = gap(at: index, in: text)
            if gap.isEmpty {
                guard TypedByte.isOfName(bytes[index]) else { break }
                index += 1
                continue
            }
            if gap.lowerBound > text.lowerBound {
                words += 1
                let rest = gap.upperBound..<text.upperBound
                if let split = split(words: text.lowerBound..<gap.lowerBound, gap: gap, rest: rest, country) { found = split }
            }
            index = gap.upperBound
        }
        return found
    }

    /// The most last words that do.
    func trailingIssuer(_ text: Range<Int>, country: Country) -> IssuerSplit? {
        var found: IssuerSplit?
        var (index, words) = (text.upperBound, 0)
        while index > text.lowerBound, words < Self.wordsMax {
            var lower = index
            while lower > text.lowerBound, TypedByte.isSeparator(bytes[lower - 1]) { lower -= 1 }
            if lower == index {
                guard TypedByte.isOfName(bytes[index - 1]) else { break }
                index -= 1
                continue
            }
            if index < text.upperBound {
                words += 1
                let rest = text.lowerBound..<lower
                if let split = split(words: index..<text.upperBound, gap: lower..<index, rest: rest, country) { found = split }
            }
            index = lower
        }
        return found
    }

    /// The issuer that a space sets apart from a pattern, which has one reading.
    func issuerOfPattern(_ text: Range<Int>, country: Country) -> IssuerSplit? {
        guard IssuerForms.reading(of: self, text, country: country) == nil else { return nil }
        return [leadingIssuer(text, country: country), trailingIssuer(text, country: country)].compactMap(\.self).first { split in
            split.isSetApart && (!split.words.readsLikePlate || holdsLetterAndFigure(split.rest))
        }
    }

    private func holdsLetterAndFigure(_ range: Range<Int>) -> Bool {
        range.contains { TypedByte.isLetter(bytes[$0]) } && range.contains { TypedByte.isFigure(bytes[$0]) }
    }

    /// The separators that begin at an index.
    private func gap(at index: Int, in text: Range<Int>) -> Range<Int> {
        var upper = index
        while upper < text.upperBound, TypedByte.isSeparator(bytes[upper]) { upper += 1 }
        return index..<upper
    }

    private func split(words: Range<Int>, gap: Range<Int>, rest: Range<Int>, _ country: Country) -> IssuerSplit? {
        let hasPeriodAfter = !gap.isEmpty && bytes[gap.lowerBound] == TypedByte.period && gap.lowerBound == words.upperBound
        let words = hasPeriodAfter ? words.lowerBound..<gap.lowerBound + 1 : words
        guard let reading = IssuerForms.reading(of: self, words, country: country), holdsCharacter(rest) else { return nil }
        let isSetApart = reading.form == .fullCode || gap.contains { bytes[$0] == TypedByte.space }
        return IssuerSplit(words: reading, rest: rest, gap: gap, isSetApart: isSetApart)
    }
}

extension Issuer {
    /// Reads an issuer in any form: `MN`, `us-mn`, `Minnesota`, `minn.`
    ///
    /// The country's own codes are read first, then its names and abbreviations, then the forms that exactly one other country uses.
    package init?(_ text: String, country: Country) {
        let issuer = try? TypedText.withBytes(of: text, tooLong: .unknownIssuer) { typed throws(PlateError) in
            IssuerForms.reading(of: typed, typed.bytes.indices, country: country)?.issuer
        }
        guard let issuer else { return nil }
        self = issuer
    }

    /// Reads a field with an issuer and nothing else, such as a CSV column or a select. It also reads words for "unknown" (`?`, `99`,
    /// `N/A`) and the codes of public parking files (`GV`, `DP`).
    package init?(field text: String, country: Country) {
        if let issuer = Issuer(text, country: country) {
            self = issuer
            return
        }
        let word = try? TypedText.withBytes(of: text, tooLong: .unknownIssuer) { typed throws(PlateError) -> String? in
            guard typed.bytes.contains(where: { $0 != TypedByte.space }),
                typed.bytes.allSatisfy({ $0 < TypedByte.nameFlag && $0 != TypedByte.edge })
            else { return nil }
            return String(decoding: typed.bytes.filter { PackedCharacters.digit(ofCanonical: $0) != nil }, as: UTF8.self)
        }
        guard let word = word ?? nil, let code = Self.codesOfFields[word], let issuer = Issuer(code: code) else { return nil }
        self = issuer
    }

    /// Words of issuer columns, without their separators. `FO` is a foreign plate, `MX` one of an unknown Mexican state.
    private static let codesOfFields: [String: String] = {
        let unknown = [
            "", "99", "UNKNOWN", "UNKN", "UNK", "NONE", "NULL", "NAN", "NA", "OTHER", "OTHERS", "XX", "TBD", "NOTKNOWN", "UNAVAILABLE",
            "NOTAVAILABLE", "BLANK", "MISSING", "ILLEGIBLE", "UNREADABLE", "NOSTATE", "UNDEFINED", "FO", "FOREIGN", "MX", "DESCONOCIDO",
            "DESCONOCIDA", "INCONNU", "INCONNUE",
        ]
        var codes = Dictionary(uniqueKeysWithValues: unknown.map { ($0, Issuer.unknown.code) })
        for word in ["GV", "GOVT", "USGOV", "USGOVT", "USGOVERNMENT", "FEDGOV", "FEDERALGOVT", "FG"] { codes[word] = "US-GOV" }
        for word in ["DP", "DIP", "DIPL", "DIPLOMATIC", "DIPLOMAT", "USDIP"] { codes[word] = "US-DIP" }
        return codes
    }()
}
