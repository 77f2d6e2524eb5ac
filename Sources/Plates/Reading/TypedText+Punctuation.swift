/// Marks around a plate: list marks, brackets, colons and commas.
extension TypedText {
    /// The meaning of colons, brackets and commas.
    struct Marks {
        /// The issuer that they set apart.
        var issuer: Issuer?
        /// Everything but that issuer.
        var rest: Range<Int>
    }

    /// A range without the spaces, bullets, dashes, quotes and list number at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = withoutStars(withoutEnds(range))
        if let numbered = withoutListNumber(range) { range = withoutStars(withoutEnds(numbered)) }
        return range
    }

    func withoutEnds(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isDropped(bytes[lower]) || bytes[lower] == TypedByte.closeOther || isListStar(lower, upper) { lower += 1 }
        while lower < upper {
            let last = bytes[upper - 1]
            // The period of `123 Tex.` says that it is an abbreviation.
            if last == TypedByte.period, upper - 1 > lower, TypedByte.isLetter(bytes[upper - 2]) { break }
            guard isDropped(last) || last == TypedByte.openOther else { break }
            upper -= 1
        }
        return lower..<upper
    }

    private func isDropped(_ byte: UInt8) -> Bool {
        TypedByte.isSeparator(byte) || byte == TypedByte.edge || byte == TypedByte.comma
    }

    /// `* MN ABC123`: a star with a space after it.
    private func isListStar(_ index: Int, _ end: Int) -> Bool {
        bytes[index] == TypedByte.star && index + 1 < end && bytes[index + 1] == TypedByte.space
    }

    /// `**MN ABC123**`: as many stars on both sides.
    private func withoutStars(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while upper - lower > 2, bytes[lower] == TypedByte.star, bytes[upper - 1] == TypedByte.star {
            (lower, upper) = (lower + 1, upper - 1)
        }
        return lower == range.lowerBound ? range : withoutEnds(lower..<upper)
    }

    /// `1. MN ABC123`, `12) MN ABC123` and `(3) MN ABC123` without the number, if four characters at least are left.
    private func withoutListNumber(_ range: Range<Int>) -> Range<Int>? {
        let first = !range.isEmpty && bytes[range.lowerBound] == TypedByte.open ? range.lowerBound + 1 : range.lowerBound
        var index = first
        while index < range.upperBound, index - first < 3, TypedByte.isFigure(bytes[index]) { index += 1 }
        guard index > first, index + 1 < range.upperBound, bytes[index + 1] == TypedByte.space,
            bytes[index] == TypedByte.close || bytes[index] == TypedByte.period && first == range.lowerBound
        else { return nil }
        let rest = index + 1..<range.upperBound
        return rest.count(where: { PackedCharacters.digit(ofCanonical: bytes[$0]) != nil }) >= 4 ? rest : nil
    }

    /// Reads colons, brackets and commas, and blanks them.
    ///
    /// - Throws: `issuer.unknown` if one sets a word apart that is not an issuer; `plate.empty` if there is only an issuer.
    func marks(_ range: Range<Int>, country: Country) throws(PlateError) -> Marks {
        var marks = Marks(issuer: nil, rest: range)
        try readBrackets(&marks, country)
        marks.rest = withoutEnds(marks.rest)
        try readColons(&marks, country, withoutEnds)
        readComma(&marks, country)
        return marks
    }

    /// The same for a pattern, whose ends may be `*`, and in which no other bracket or comma has a meaning.
    func marksOfPattern(country: Country) throws(PlateError) -> Marks {
        var marks = Marks(issuer: nil, rest: withoutSpaces(bytes.indices))
        if bytes[marks.rest].first == TypedByte.open || bytes[marks.rest].last == TypedByte.close {
            try readBrackets(&marks, country)
            marks.rest = withoutSpaces(marks.rest)
        }
        try readColons(&marks, country, withoutSpaces)
        return marks
    }

    private func withoutSpaces(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, bytes[lower] == TypedByte.space || bytes[lower] == TypedByte.invisible { lower += 1 }
        while lower < upper, bytes[upper - 1] == TypedByte.space || bytes[upper - 1] == TypedByte.invisible { upper -= 1 }
        return lower..<upper
    }

    private func readBrackets(_ marks: inout Marks, _ country: Country) throws(PlateError) {
        func opens(_ index: Int) -> Bool { bytes[index] == TypedByte.open || bytes[index] == TypedByte.openOther }
        func closes(_ index: Int) -> Bool { bytes[index] == TypedByte.close || bytes[index] == TypedByte.closeOther }
        while let open = marks.rest.first(where: opens) {
            let close = (open + 1..<marks.rest.upperBound).first(where: closes) ?? marks.rest.upperBound
            let inside = withoutEnds(open + 1..<close)
            let (before, after) = (marks.rest.lowerBound..<open, min(close + 1, marks.rest.upperBound)..<marks.rest.upperBound)
            bytes[open] = TypedByte.space
            if close < marks.rest.upperBound { bytes[close] = TypedByte.space }
            let issuer = IssuerForms.reading(of: self, inside, country: country)?.issuer
            if issuer != nil, !holdsCharacter(before), !holdsCharacter(after) {
                throw PlateError(.empty)
            }
            guard !inside.isEmpty, holdsCharacter(before) || holdsCharacter(after) else { continue }
            if let issuer {
                try set(issuer, &marks)
                for index in inside { bytes[index] = TypedByte.space }
            } else if !holdsCharacter(after), let issuer = IssuerForms.reading(of: self, withoutEnds(before), country: country)?.issuer {
                try set(issuer, &marks)
                marks.rest = inside
            } else {
                throw PlateError(.unknownIssuer)
            }
        }
        for index in marks.rest where closes(index) { bytes[index] = TypedByte.space }
    }

    private func set(_ issuer: Issuer, _ marks: inout Marks) throws(PlateError) {
        guard marks.issuer == nil || marks.issuer == issuer else { throw PlateError(.unknownIssuer) }
        marks.issuer = issuer
    }

    private func readColons(_ marks: inout Marks, _ country: Country, _ ends: (Range<Int>) -> Range<Int>) throws(PlateError) {
        guard bytes[marks.rest].contains(TypedByte.colon) else { return }
        var parts: [Range<Int>] = []
        var start = marks.rest.lowerBound
        for index in marks.rest.lowerBound...marks.rest.upperBound where index == marks.rest.upperBound || bytes[index] == TypedByte.colon {
            let part = ends(start..<index)
            if !part.isEmpty { parts.append(part) }
            start = index + 1
        }
        guard let first = parts.first, parts.count <= 2 else { throw PlateError(parts.isEmpty ? .empty : .unknownIssuer) }
        let issuer = IssuerForms.reading(of: self, first, country: country)?.issuer
        if parts.count == 1 {
            if issuer != nil { throw PlateError(.empty) }
            marks.rest = first
        } else if let issuer {
            try set(issuer, &marks)
            marks.rest = parts[1]
        } else {
            guard let issuer = IssuerForms.reading(of: self, parts[1], country: country)?.issuer else { throw PlateError(.unknownIssuer) }
            try set(issuer, &marks)
            marks.rest = first
        }
    }

    /// `NY ABC1234` without its code, after `New York,`.
    private func withoutIssuer(_ issuer: Issuer, _ range: Range<Int>, _ country: Country) -> Range<Int> {
        let splits = [leadingIssuer(range, country: country), trailingIssuer(range, country: country)].compactMap(\.self)
        let again = splits.first { split in
            guard split.isSetApart, split.words.issuer == issuer, let read = try? characters(split.rest) else { return false }
            return read.holdsLetterAndFigure && KnownSeries.fits(read, issuer: issuer)
        }
        return again?.rest ?? range
    }

    /// `MN, ABC123` and `ABC123, MN`. Any other comma is a character that no plate has.
    private func readComma(_ marks: inout Marks, _ country: Country) {
        guard marks.issuer == nil, let comma = bytes[marks.rest].firstIndex(of: TypedByte.comma) else { return }
        let parts = [withoutEnds(marks.rest.lowerBound..<comma), withoutEnds(comma + 1..<marks.rest.upperBound)]
        for (part, other) in [(parts[0], parts[1]), (parts[1], parts[0])] {
            guard !other.isEmpty, let issuer = IssuerForms.reading(of: self, part, country: country)?.issuer else { continue }
            marks.issuer = issuer
            marks.rest = withoutIssuer(issuer, other, country)
            return
        }
    }
}
