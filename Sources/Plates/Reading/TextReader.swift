/// Reads one text in full: the way of every text that is not plain.
struct TextReader {
    /// No plate of the three countries has more characters. If there is another reading, a longer whole makes no sense.
    static let lengthUsual = 8

    /// Hardly an issuer puts more on a plate that a person chose.
    static let lengthChosen = 7

    /// This many letters and digits after a state's code are a plate.
    static let lengthAlone = 6

    let text: TypedText
    let context: ReadingContext
    let keepsWords: Bool
    var candidates = Candidates()
    /// Words about plates that were blanked.
    var blanked: [Range<Int>] = []
    /// Whether a country's name was, which is also a word that people put on plates.
    var leftCountryOut = false

    let mayBeValue: Bool

    /// The readings of a text, without the words that were left out.
    struct Result {
        var readings: [Reading]
        /// Whether words about plates were left out.
        var leftWordsOut: Bool
        /// Whether a country's name was.
        var leftCountryOut: Bool
    }

    static func read(_ text: String, _ context: ReadingContext, keepingWords: Bool = false) throws(PlateError) -> Result {
        try TypedText.withBytes(of: text, tooLong: .tooLong) { typed throws(PlateError) in
            var reader = TextReader(typed, context, keepingWords)
            let readings = try reader.read()
            return Result(readings: readings, leftWordsOut: !reader.blanked.isEmpty, leftCountryOut: reader.leftCountryOut)
        }
    }

    private init(_ text: TypedText, _ context: ReadingContext, _ keepsWords: Bool) {
        self.text = text
        self.keepsWords = keepsWords
        mayBeValue = SpreadsheetValue.mayBeValue(text)
        self.context = context
    }

    var country: Country { context.country }
    /// The issuer of a plate if the text names none.
    var issuerUnnamed: Issuer { context.namedIssuer ?? context.homeIssuer ?? .unknown }

    private mutating func read() throws(PlateError) -> [Reading] {
        if mayBeValue, SpreadsheetValue.isValue(text, text.bytes.indices) { throw PlateError(.changedBySpreadsheet) }
        var range = text.trimmed(text.bytes.indices)
        if !keepsWords {
            text.blankClocks(range)
            leftCountryOut = text.blankCountries(range, country: country)
            try blankPlateWords(range)
        }
        let marks = try text.marks(range, country: country)
        range = marks.rest
        if let issuer = marks.issuer {
            try readMarked(issuer, range)
        } else if let named = context.namedIssuer, named != .unknown {
            try readNamed(named, range)
        } else {
            try readUnnamed(range)
        }
        return candidates.readings(context)
    }

    /// - Throws: `plate.placeholder` if nothing but such words and an issuer is there.
    private mutating func blankPlateWords(_ range: Range<Int>) throws(PlateError) {
        let found = PlateWordRuns(text, range)
        guard !found.runs.isEmpty else { return }
        if found.restHoldsFigure || namesLetters(found) {
            // “n0 plate”, whose 0 is an O.
            if let whole = try? text.characters(range), whole.isPlaceholder { throw PlateError(.placeholder) }
            for run in found.runs { for index in run { text.bytes[index] = TypedByte.space } }
            blanked = found.runs
        } else if found.rest.isEmpty
            ? context.namedIssuer == nil || !found.areAbbreviations || found.words < 2 : isIssuerOfPlaceholder(found.rest)
        {
            throw PlateError(.placeholder)
        }
    }

    /// `vanity plate LUVDOGS`, `plate LUVDOGS`: letters that the text calls a plate. Those of `no plate VISIBLE` are not.
    private func namesLetters(_ found: PlateWordRuns) -> Bool {
        let words = found.runs.map { text.typed($0).lowercased() }
        guard !found.rest.isEmpty, !words.contains(where: { $0.hasPrefix("no") }), !isIssuerOfPlaceholder(found.rest) else { return false }
        let rest = text.typed(found.rest)
        let isApart = rest == rest.uppercased() && found.runs.contains { text.typed($0) != text.typed($0).uppercased() }
        return isApart || words.contains { $0.contains("vanity") }
    }

    /// `MN temp`. If a column said whose plate it is, another issuer beside the word is a part of the plate: `OH TAG` of California.
    private func isIssuerOfPlaceholder(_ range: Range<Int>) -> Bool {
        guard let issuer = IssuerForms.reading(of: text, text.withoutEnds(range), country: country)?.issuer else { return false }
        guard let named = context.namedIssuer, named != .unknown else { return true }
        return issuer == named
    }

    // MARK: Where the issuer is sure

    private mutating func readMarked(_ issuer: Issuer, _ range: Range<Int>) throws(PlateError) {
        let read = try characters(range)
        if let named = context.namedIssuer, named != .unknown, issuer != .unknown, named != issuer {
            add(read, issuer, rank: .issuerFits)
            return add(read, named, rank: .whole)
        }
        add(read, issuer == .unknown ? context.namedIssuer ?? issuer : issuer, rank: .marked)
    }

    /// A column, an option or a select said whose plate it is: no word of it becomes another issuer.
    private mutating func readNamed(_ named: Issuer, _ range: Range<Int>) throws(PlateError) {
        let whole = Swift.Result { () throws(PlateError) in try characters(range) }
        let splits = [text.leadingIssuer(range, country: country), text.trailingIssuer(range, country: country)].compactMap(\.self)
        for split in splits {
            let rest: ReadCharacters
            do {
                rest = try characters(split.rest)
            } catch {
                if error.code == .changedBySpreadsheet { throw error }
                continue
            }
            guard counts(split, rest, whole: try? whole.get()) else { continue }
            if split.words.issuer == named { return add(rest, named, rank: .marked) }
            add(rest, split.words.issuer, rank: .issuerFits)
            add(rest, named, rank: .joinedFits)
        }
        if case .failure(let error) = whole, !candidates.isEmpty, error.code == .tooLong { return }
        let read = try whole.get()
        _ = addWithoutWord(range, issuer: named, read)
        add(read, named, rank: .whole)
    }

    /// Whether a word next to a named issuer counts as another one: the rest must be a plate of its series, or the whole must not be a
    /// plate.
    func counts(_ split: IssuerSplit, _ rest: ReadCharacters, whole: ReadCharacters?) -> Bool {
        // `12345 US-MN`: nobody has a full code on a plate. `ZZ TOP` is one.
        if split.words.form == .fullCode, split.words.issuer != .unknown { return true }
        guard whole != nil else {
            return split.words.form == .fullCode || split.words.letters > 3 || KnownSeries.fits(rest, issuer: split.words.issuer)
        }
        guard KnownSeries.fits(rest, issuer: split.words.issuer) else { return false }
        return rest.holdsLetterAndFigure || split.words.form == .fullCode || split.words.letters > 3
    }

    // MARK: Where it is not

    private mutating func readUnnamed(_ range: Range<Int>) throws(PlateError) {
        let holdsFigure = range.contains { TypedByte.isFigure(text.bytes[$0]) }
        let first = text.leadingIssuer(range, country: country)
        // `US-MN LL` is Minnesota's plate LL, although `US-MN-LL` is a nation's code.
        let isIssuerAlone =
            !holdsFigure && !namesStateInFull(first) && IssuerForms.reading(of: text, range, country: country) != nil
        let leading = isIssuerAlone ? nil : first
        let trailing = isIssuerAlone ? nil : text.trailingIssuer(range, country: country)
        let whole = Swift.Result { () throws(PlateError) in try characters(range) }
        let wholeFits = (try? whole.get()).map { KnownSeries.fits($0, anyOf: country) } ?? false
        if let leading, let trailing { addBetween(leading, trailing) }
        let isBetween = !candidates.isEmpty
        var needsWhole = true
        var errorOfRest: PlateError?
        if let leading, candidates.isEmpty || candidates.all[0].rank != .marked {
            needsWhole = try !add(leading, wholeFits: wholeFits, isFirst: true, &errorOfRest)
        }
        // `OR 6 T SD`: an issuer at either end, and nobody decides which.
        let isBesideAnother =
            !isBetween && leading?.isSetApart == true && trailing?.isSetApart == true && leading?.words.form != .fullCode
        if let trailing, needsWhole || isBesideAnother, candidates.isEmpty || candidates.all[0].rank != .marked {
            needsWhole = try !add(trailing, wholeFits: wholeFits, isFirst: false, &errorOfRest)
        }
        if candidates.all.first?.rank == .marked { return }
        switch whole {
        case .success(let read):
            if leading?.isSetApart != true, trailing?.isSetApart != true { addGlued(read, range, wholeFits: wholeFits) }
            if needsWhole, candidates.isEmpty || read.length <= Self.lengthUsual { addWhole(read, range, fits: wholeFits) }
        case .failure(let error):
            // “In transit” names no issuer, though its first word is Indiana's code.
            if error.code == .placeholder { throw error }
            if candidates.isEmpty { throw error.code == .tooLong ? errorOfRest ?? error : error }
        }
    }

    func namesStateInFull(_ split: IssuerSplit?) -> Bool {
        guard let split, split.words.form == .fullCode else { return false }
        return split.gap.contains { text.bytes[$0] == TypedByte.space }
    }

    mutating func add(
        _ split: IssuerSplit, wholeFits: Bool, isFirst: Bool, _ errorOfRest: inout PlateError?
    ) throws(PlateError) -> Bool {
        if split.isSetApart, addBehindAnother(split) { return true }
        let rest: ReadCharacters
        do {
            rest = try characters(split.rest)
        } catch {
            if split.isSetApart, error.code == .placeholder || error.code == .changedBySpreadsheet { throw error }
            if isFirst, split.isSetApart { errorOfRest = error }
            return false
        }
        return add(split, rest, wholeFits: wholeFits, isFirst: isFirst)
    }

    private mutating func addWhole(_ read: ReadCharacters, _ range: Range<Int>, fits: Bool) {
        _ = addWithoutWord(range, issuer: nil, read)
        add(read, issuerUnnamed, named: context.namedIssuer != nil, fits: fits, rank: fits ? .wholeFits : .whole)
    }

    // MARK: Characters

    func characters(_ range: Range<Int>) throws(PlateError) -> ReadCharacters {
        if mayBeValue, SpreadsheetValue.isValue(text, range) { throw PlateError(.changedBySpreadsheet) }
        let read = try text.characters(range)
        if read.isPlaceholder { throw PlateError(.placeholder) }
        return read
    }

    mutating func add(_ read: ReadCharacters, _ issuer: Issuer, rank: Candidates.Rank) {
        add(read, issuer, named: true, fits: KnownSeries.fits(read, issuer: issuer), rank: rank)
    }

    mutating func add(_ read: ReadCharacters, _ issuer: Issuer, named: Bool, fits: Bool, rank: Candidates.Rank) {
        candidates.add(read, issuer: issuer, namesIssuer: named, fits: fits, rank: rank)
    }
}
