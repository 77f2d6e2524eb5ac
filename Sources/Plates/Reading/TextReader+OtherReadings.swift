/// Further readings of a text: without a word, after another issuer, between two, within a state, glued.
extension TextReader {
    /// `tkv 122 dk`: in free text, one to three characters beside a complete plate may belong to it or not. `ford ktv482`: neither may a
    /// word of letters that makes the whole longer than plates are.
    mutating func addWithoutWord(_ range: Range<Int>, issuer: Issuer?, _ whole: ReadCharacters) -> Bool {
        let isLong = whole.length > Self.lengthChosen
        guard isLong || context.kind == .freeText else { return false }
        let words = text.wordRanges(in: range)
        // `K T V 4 8 2` is spelled.
        guard words.count > 1, words.contains(where: { $0.count > 1 }), let first = words.first, let last = words.last else { return false }
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

    /// Whether characters are a plate without the issuers around them: `RI 71 OR IN` is rather a vanity plate of Rhode Island.
    private func isPlateAlone(_ read: ReadCharacters) -> Bool { read.holdsLetterAndFigure && read.length >= Self.lengthAlone }

    /// `MN MN ABC123`, `MN WI ABC123`: another issuer is next to a plate that fits one of them.
    mutating func addBehindAnother(_ split: IssuerSplit) -> Bool {
        for inner in [text.leadingIssuer(split.rest, country: country), text.trailingIssuer(split.rest, country: country)] {
            guard let inner, inner.isSetApart, let read = try? characters(inner.rest) else { continue }
            let issuers = [split.words.issuer, inner.words.issuer]
            // `MN Red Lake 1272`: a nation, and the state that it lies in.
            if inner.words.letters > 3, let nation = issuers.first(where: { $0.stateOfNation.map(issuers.contains) ?? false }) {
                add(read, nation, rank: .marked)
                return true
            }
            guard isPlateAlone(read) else { continue }
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
    mutating func addBetween(_ leading: IssuerSplit, _ trailing: IssuerSplit) {
        guard leading.isSetApart, trailing.isSetApart, leading.gap.upperBound < trailing.gap.lowerBound,
            let read = try? characters(leading.gap.upperBound..<trailing.gap.lowerBound)
        else { return }
        let issuers = [leading.words.issuer, trailing.words.issuer]
        guard isPlateAlone(read), issuers.contains(where: { KnownSeries.fits(read, issuer: $0) }) else { return }
        for issuer in issuers { add(read, issuer, rank: issuers[0] == issuers[1] ? .marked : .issuerFits) }
    }

    /// Adds the reading in which a split's words are the issuer, if that is sensible; returns whether no other is.
    mutating func add(_ split: IssuerSplit, _ rest: ReadCharacters, wholeFits: Bool, isFirst: Bool) -> Bool {
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
        // `TN HI 12 CO`: people who write an issuer first rarely mean the last word.
        let fitsBest = fits && (isFirst || candidates.isEmpty)
        add(rest, issuer, rank: fitsBest ? .issuerFits : isForeign ? .foreignIssuer : isFirst ? .ownIssuerFirst : .ownIssuerLast)
        if fits { return rest.holdsLetterAndFigure || !wholeFits && !split.words.readsLikePlate }
        // Few states put eight characters on a plate, and hardly anyone a state's code before them.
        return isPlateAlone(rest) && !split.words.readsLikePlate && !isForeign && !wholeFits
    }

    /// `US-MN LL 1234`: the code of a nation, or its state's and the first letters of a plate.
    mutating func addWithinState(_ split: IssuerSplit) -> Bool {
        guard split.words.form != .ownName, let state = split.words.issuer.stateOfNation, split.rest.lowerBound > split.gap.lowerBound,
            let cut = text.bytes[..<split.gap.lowerBound].lastIndex(where: { !TypedByte.isLetter($0) }),
            text.bytes[cut] == TypedByte.space || split.words.form == .ownCode,
            let read = try? characters(cut + 1..<split.rest.upperBound)
        else { return false }
        add(read, state, rank: .ownIssuerFirst)
        return true
    }

    /// `MNABC123`, `ONABCD123`, `ABC123MN`: a code without a separator, beside characters of its series.
    mutating func addGlued(_ whole: ReadCharacters, _ range: Range<Int>, wholeFits: Bool) {
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

    mutating func addGlued(_ code: Range<Int>, rest: Range<Int>, isOwn: Bool, wholeFits: Bool) {
        guard code.lowerBound >= 0, code.upperBound <= text.bytes.count, code.allSatisfy({ TypedByte.isLetter(text.bytes[$0]) }),
            let glued = gluedIssuer(code), glued.isOwn == isOwn, !cutsWord(code), let read = try? characters(rest)
        else { return }
        guard isOwn ? read.holdsLetterAndFigure || !wholeFits : read.holdsLetterAndFigure && !wholeFits else { return }
        guard KnownSeries.fits(isOwn ? read : read.asTyped, issuer: glued.issuer) else { return }
        add(read, glued.issuer, rank: .joinedFits)
    }

    /// Whether a code and one more letter are a word of their own, as in `ONE KXS401`.
    private func cutsWord(_ code: Range<Int>) -> Bool {
        let bytes = text.bytes
        var (lower, upper) = (code.lowerBound, code.upperBound)
        while lower > bytes.startIndex, !text.isSpaceOrMark(bytes[lower - 1]) { lower -= 1 }
        while upper < bytes.endIndex, !text.isSpaceOrMark(bytes[upper]) { upper += 1 }
        return upper - lower == code.count + 1 && bytes[lower..<upper].allSatisfy(TypedByte.isLetter)
    }

    /// The issuer of `MN`, `ON`, `JAL` or `USMN`, and whether it is a code of the own country.
    func gluedIssuer(_ code: Range<Int>) -> (issuer: Issuer, isOwn: Bool)? {
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
}
