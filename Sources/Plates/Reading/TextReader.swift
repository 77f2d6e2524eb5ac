/// Reads one text in full: the way of every text that is not plain.
struct TextReader {
    /// More characters than this stand on no plate of the three countries; a longer whole is no sensible reading beside another.
    static let lengthUsual = 8

    /// Hardly an issuer puts more on a plate that a person chose.
    static let lengthChosen = 7

    /// So many letters and figures behind a state's code are a plate.
    private static let lengthAlone = 6

    private let text: TypedText
    private let context: ReadingContext
    private let keepsWords: Bool
    private var candidates = Candidates()
    /// Words about plates that were blanked.
    private var blanked: [Range<Int>] = []
    /// Whether a country's name was, which is also a word that people put on plates.
    private var leftCountryOut = false

    private let mayBeValue: Bool

    /// What a text can mean without words that were left out of it.
    struct Result {
        var readings: [Reading]
        /// Whether words about plates were left out.
        var leftWordsOut: Bool
        /// Whether a country's name was.
        var leftCountryOut: Bool
    }

    /// The readings of a text.
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

    private var country: Country { context.country }
    /// The issuer of a plate if the text names none.
    private var issuerUnnamed: Issuer { context.namedIssuer ?? context.homeIssuer ?? .unknown }

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
        if found.restHoldsFigure {
            // “n0 plate”, whose figure is none.
            if let whole = try? text.characters(range), whole.isPlaceholder { throw PlateError(.placeholder) }
            for run in found.runs { for index in run { text.bytes[index] = TypedByte.space } }
            blanked = found.runs
        } else if found.rest.isEmpty
            ? context.namedIssuer == nil || !found.areAbbreviations || found.words < 2 : isIssuerOfPlaceholder(found.rest)
        {
            throw PlateError(.placeholder)
        }
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

    /// Whether a word beside a named issuer counts as one: what is left must be a plate of its series, or the whole none at all.
    private func counts(_ split: IssuerSplit, _ rest: ReadCharacters, whole: ReadCharacters?) -> Bool {
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

    private func namesStateInFull(_ split: IssuerSplit?) -> Bool {
        guard let split, split.words.form == .fullCode else { return false }
        return split.gap.contains { text.bytes[$0] == TypedByte.space }
    }

    private mutating func add(
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

    /// `tkv 122 dk`: in free text, one to three characters beside a complete plate may belong to it or not. `ford ktv482`: neither may a word
    /// of letters that makes the whole longer than plates are.
    private mutating func addWithoutWord(_ range: Range<Int>, issuer: Issuer?, _ whole: ReadCharacters) -> Bool {
        let isLong = whole.length > Self.lengthChosen
        guard isLong || context.kind == .freeText else { return false }
        let words = text.wordRanges(in: range)
        guard words.count > 1, let first = words.first, let last = words.last else { return false }
        for (word, rest) in [(last, range.lowerBound..<last.lowerBound), (first, first.upperBound..<range.upperBound)] {
            guard context.kind == .freeText && word.count <= 3 || isLong && word.allSatisfy({ TypedByte.isLetter(text.bytes[$0]) }) else {
                continue
            }
            guard let read = try? characters(rest), read.holdsLetterAndFigure else { continue }
            guard issuer.map({ KnownSeries.fits(read, issuer: $0) }) ?? KnownSeries.fits(read, anyOf: country) else { continue }
            let named = issuer != nil || context.namedIssuer != nil
            let isLikely = context.kind == .freeText || whole.length > Self.lengthUsual
            let rank: Candidates.Rank = !isLikely ? .joined : issuer == nil ? .wholeFits : .issuerFits
            add(read, issuer ?? issuerUnnamed, named: named, fits: true, rank: rank)
            return true
        }
        return false
    }

    /// `MN MN ABC123`, `MN WI ABC123`: another issuer stands beside a plate that fits one of them.
    private mutating func addBehindAnother(_ split: IssuerSplit) -> Bool {
        for inner in [text.leadingIssuer(split.rest, country: country), text.trailingIssuer(split.rest, country: country)] {
            guard let inner, inner.isSetApart, let read = try? characters(inner.rest), read.holdsLetterAndFigure else { continue }
            let issuers = [split.words.issuer, inner.words.issuer]
            guard issuers.contains(where: { KnownSeries.fits(read, issuer: $0) }) else { continue }
            guard issuers[0] != issuers[1] else {
                add(read, issuers[0], rank: .marked)
                return true
            }
            for issuer in issuers { add(read, issuer, rank: .issuerFits) }
            if let rest = try? characters(split.rest), rest.length <= Self.lengthUsual { add(rest, issuers[0], rank: .ownIssuerFirst) }
            return true
        }
        return false
    }

    /// `MN ABC123 WI`, `MN ABC123 Minnesota`: an issuer on each side of a plate that fits one of them.
    private mutating func addBetween(_ leading: IssuerSplit, _ trailing: IssuerSplit) {
        guard leading.isSetApart, trailing.isSetApart, leading.gap.upperBound < trailing.gap.lowerBound,
            let read = try? characters(leading.gap.upperBound..<trailing.gap.lowerBound)
        else { return }
        let issuers = [leading.words.issuer, trailing.words.issuer]
        guard read.holdsLetterAndFigure, issuers.contains(where: { KnownSeries.fits(read, issuer: $0) }) else { return }
        for issuer in issuers { add(read, issuer, rank: issuers[0] == issuers[1] ? .marked : .issuerFits) }
    }

    /// Adds the reading in which a split's words are the issuer, if that is sensible; returns whether no other is.
    private mutating func add(_ split: IssuerSplit, _ rest: ReadCharacters, wholeFits: Bool, isFirst: Bool) -> Bool {
        let issuer = split.words.issuer
        let fits = KnownSeries.fits(rest, issuer: issuer)
        if addWithinState(split) {
            add(rest, issuer, rank: .ownIssuerFirst)
            return true
        }
        if split.words.form == .fullCode || blanked.contains(where: { split.gap.overlaps($0) }) {
            add(rest, issuer, rank: .marked)
            return true
        }
        guard split.isSetApart else {
            let isNamed = split.words.letters > 3 && split.words.form <= .ownName
            guard fits || split.words.form == .ownCode && rest.holdsLetterAndFigure || isNamed && rest.holdsFigure else { return false }
            add(rest, issuer, rank: fits ? .joinedFits : .joined)
            return false
        }
        if split.words.readsLikePlate, !fits, !rest.holdsLetterAndFigure { return false }
        if !fits, addWithoutWord(split.rest, issuer: issuer, rest) {
            add(rest, issuer, rank: .ownIssuerFirst)
            return true
        }
        let isForeign = split.words.form >= .foreignCode && split.words.letters <= 3
        if isForeign, !fits, wholeFits { return false }
        add(rest, issuer, rank: fits ? .issuerFits : isForeign ? .foreignIssuer : isFirst ? .ownIssuerFirst : .ownIssuerLast)
        if fits { return rest.holdsLetterAndFigure || !wholeFits && !split.words.readsLikePlate }
        // Few states put eight characters on a plate, and hardly anybody a state's code in front of them.
        return rest.holdsLetterAndFigure && rest.length >= Self.lengthAlone && !split.words.readsLikePlate && !isForeign && !wholeFits
    }

    /// `US-MN LL 1234`: the code of a nation, or its state's and the first letters of a plate.
    private mutating func addWithinState(_ split: IssuerSplit) -> Bool {
        guard split.words.form != .ownName, let state = split.words.issuer.stateOfNation, split.rest.lowerBound > split.gap.lowerBound,
            let cut = text.bytes[..<split.gap.lowerBound].lastIndex(where: { !TypedByte.isLetter($0) }),
            text.bytes[cut] == TypedByte.space || split.words.form == .ownCode,
            let read = try? characters(cut + 1..<split.rest.upperBound)
        else { return false }
        add(read, state, rank: .ownIssuerFirst)
        return true
    }

    /// `MNABC123`, `ONABCD123`, `ABC123MN`: a code without a separator, beside characters of its series.
    private mutating func addGlued(_ whole: ReadCharacters, _ range: Range<Int>, wholeFits: Bool) {
        guard whole.length > 2, whole.holdsFigure, let first = range.first(where: { !TypedByte.isSeparator(text.bytes[$0]) }),
            let last = range.last(where: { !TypedByte.isSeparator(text.bytes[$0]) })
        else { return }
        let before = candidates.all.count
        // Another country's code counts only if no own one does.
        for length in 2...4 where length + 2 < whole.length && candidates.all.count == before {
            for isOwn in [true, false] where candidates.all.count == before && (length == 2 || !isOwn) {
                addGlued(first..<first + length, rest: first + length..<range.upperBound, isOwn: isOwn, wholeFits: wholeFits)
                addGlued(last + 1 - length..<last + 1, rest: range.lowerBound..<last + 1 - length, isOwn: isOwn, wholeFits: wholeFits)
            }
        }
    }

    private mutating func addGlued(_ code: Range<Int>, rest: Range<Int>, isOwn: Bool, wholeFits: Bool) {
        guard code.lowerBound >= 0, code.upperBound <= text.bytes.count, code.allSatisfy({ TypedByte.isLetter(text.bytes[$0]) }),
            let glued = gluedIssuer(code), glued.isOwn == isOwn, let read = try? characters(rest)
        else { return }
        guard isOwn ? read.holdsLetterAndFigure || !wholeFits : read.holdsLetterAndFigure && !wholeFits else { return }
        guard KnownSeries.fits(isOwn ? read : read.asTyped, issuer: glued.issuer) else { return }
        add(read, glued.issuer, rank: .joinedFits)
    }

    /// The issuer of `MN`, `ON`, `JAL` or `USMN`, and whether it is a code of the own country.
    private func gluedIssuer(_ code: Range<Int>) -> (issuer: Issuer, isOwn: Bool)? {
        let bytes = text.bytes
        if code.count == 2, let own = IssuerForms.ownCode(bytes[code.lowerBound], bytes[code.lowerBound + 1], country: country) {
            return (own, true)
        }
        if code.count == 4 {
            let country = Country(rawValue: String(decoding: bytes[code.lowerBound..<code.lowerBound + 2], as: UTF8.self))
            return country.flatMap { IssuerForms.ownCode(bytes[code.lowerBound + 2], bytes[code.lowerBound + 3], country: $0) }
                .map { ($0, false) }
        }
        guard let words = IssuerForms.reading(of: text, code, country: country), words.form == .foreignCode || words.form == .ownCode else {
            return nil
        }
        return (words.issuer, false)
    }

    // MARK: Characters

    private func characters(_ range: Range<Int>) throws(PlateError) -> ReadCharacters {
        if mayBeValue, SpreadsheetValue.isValue(text, range) { throw PlateError(.changedBySpreadsheet) }
        let read = try text.characters(range)
        try refusePlaceholder(read)
        return read
    }

    private func refusePlaceholder(_ read: ReadCharacters) throws(PlateError) {
        if read.isPlaceholder { throw PlateError(.placeholder) }
    }

    private mutating func add(_ read: ReadCharacters, _ issuer: Issuer, rank: Candidates.Rank) {
        add(read, issuer, named: true, fits: KnownSeries.fits(read, issuer: issuer), rank: rank)
    }

    private mutating func add(_ read: ReadCharacters, _ issuer: Issuer, named: Bool, fits: Bool, rank: Candidates.Rank) {
        candidates.add(read, issuer: issuer, namesIssuer: named, fits: fits, rank: rank)
    }
}
