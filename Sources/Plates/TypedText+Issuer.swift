/// Where in a typed text the issuer stands, and where the plate.
///
/// A colon decides before parentheses, those before a first word, that before a last word.
extension TypedText {
    struct Parts {
        var issuer: Issuer?
        var plate: Range<Int>
        /// Whether the issuer stood as a mere word, and so may have been meant as characters.
        var isBareIssuer = false
    }

    func parts(country: Country) throws(PlateError) -> Parts {
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            return Parts(issuer: try issuer(0..<colon, country), plate: colon + 1..<bytes.count)
        }
        let text = trimmed(bytes.indices)
        if let parts = try partsInParentheses(text, country) { return parts }
        guard bytes[text].contains(TypedByte.space), IssuerForms.reading(of: self, text, country: country) == nil else {
            return Parts(issuer: nil, plate: text)
        }
        return leadingIssuer(text, country) ?? trailingIssuer(text, country) ?? Parts(issuer: nil, plate: text)
    }

    private func partsInParentheses(_ text: Range<Int>, _ country: Country) throws(PlateError) -> Parts? {
        if bytes[text].last == UInt8(ascii: ")"), let open = bytes[text].lastIndex(of: UInt8(ascii: "(")) {
            return Parts(issuer: try issuer(open + 1..<text.upperBound - 1, country), plate: text.lowerBound..<open)
        }
        if bytes[text].first == UInt8(ascii: "("), let close = bytes[text].firstIndex(of: UInt8(ascii: ")")) {
            return Parts(issuer: try issuer(text.lowerBound + 1..<close, country), plate: close + 1..<text.upperBound)
        }
        return nil
    }

    private func issuer(_ range: Range<Int>, _ country: Country) throws(PlateError) -> Issuer {
        guard let reading = IssuerForms.reading(of: self, range, country: country) else { throw PlateError(.unknownIssuer) }
        return reading.issuer
    }

    /// The most first words that name an issuer and leave a plate.
    private func leadingIssuer(_ text: Range<Int>, _ country: Country) -> Parts? {
        let end = text.first { !TypedByte.isOfName(bytes[$0]) } ?? text.upperBound
        for index in (text.lowerBound..<end).reversed() where bytes[index] == TypedByte.space {
            if let parts = bareIssuer(text.lowerBound..<index, beside: index + 1..<text.upperBound, country) { return parts }
        }
        return nil
    }

    /// The most last words that do.
    private func trailingIssuer(_ text: Range<Int>, _ country: Country) -> Parts? {
        let start = text.last { !TypedByte.isOfName(bytes[$0]) } ?? text.lowerBound
        for index in start..<text.upperBound where bytes[index] == TypedByte.space {
            if let parts = bareIssuer(index + 1..<text.upperBound, beside: text.lowerBound..<index, country) { return parts }
        }
        return nil
    }

    private func bareIssuer(_ words: Range<Int>, beside plate: Range<Int>, _ country: Country) -> Parts? {
        guard let reading = IssuerForms.reading(of: self, words, country: country), holdsAnything(plate) else { return nil }
        if reading.readsLikePlate, !holdsLetterAndFigure(plate) { return nil }
        return Parts(issuer: reading.issuer, plate: plate, isBareIssuer: true)
    }

    private func holdsAnything(_ range: Range<Int>) -> Bool { range.contains { !TypedByte.isSeparator(bytes[$0]) } }

    private func holdsLetterAndFigure(_ range: Range<Int>) -> Bool {
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let figures = UInt8(ascii: "0")...UInt8(ascii: "9")
        return range.contains { letters.contains(bytes[$0]) } && range.contains { figures.contains(bytes[$0]) }
    }
}

extension Issuer {
    /// Reads an issuer in any form: `MN`, `us-mn`, `Minnesota`, `minn.`
    ///
    /// The country's own codes are read first, then its names and abbreviations, then what exactly one other country uses.
    package init?(_ text: String, country: Country) {
        let issuer = try? TypedText.withBytes(of: text, tooLong: .unknownIssuer) { typed throws(PlateError) in
            IssuerForms.reading(of: typed, typed.bytes.indices, country: country)?.issuer
        }
        guard let issuer else { return nil }
        self = issuer
    }
}
