/// Which places were typed as the letters `O` and `I` where the key holds `0` and `1`.
package struct TypedMask: RawRepresentable, Hashable, Sendable {
    /// Bit *i* is for place *i*, and the first character is place 0; only ten bits are used.
    package var rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A plate as it was typed: the key that equality means, and how its `0`s and `1`s are shown.
package struct Plate: Hashable, Sendable {
    package let key: PlateKey
    package let typed: TypedMask

    /// A plate from its sealed parts; mask bits where the key holds neither `0` nor `1` are dropped.
    package init(key: PlateKey, typed: TypedMask) {
        self.key = key
        let wide = WideCharacters(key.charactersPacked)
        var kept: UInt16 = 0
        var rest = typed.rawValue & 0x3FF
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            if (PackedCharacters.zero...PackedCharacters.one).contains(wide[place]) { kept |= 1 << UInt16(place) }
            rest &= rest - 1
        }
        self.typed = TypedMask(rawValue: kept)
    }

    init(key: PlateKey, typedAsRead typed: TypedMask) {
        self.key = key
        self.typed = typed
    }

    /// The likeliest plate that a text means: `ABC-123`, `MN ABC 123`, `ABC123 (MN)`, `mn:abc123`.
    ///
    /// If a wrong plate would do harm, use ``init(certain:issuer:country:)`` or ``PlateReader``.
    ///
    /// - Parameters:
    ///   - text: Read by ``PlateReader``, as a field.
    ///   - issuer: Used if the text has none; `nil` means `ZZ`.
    ///   - country: Whose codes are read first.
    package init(_ text: String, issuer: Issuer? = nil, country: Country = .us) throws(PlateError) {
        self = try PlateReader.read(text, ReadingContext(country: country, homeIssuer: issuer))[0].plate
    }

    /// The only plate that a text can mean.
    ///
    /// - Throws: also `plate.ambiguous`, if it can mean another.
    package init(certain text: String, issuer: Issuer? = nil, country: Country = .us) throws(PlateError) {
        let readings = try PlateReader.read(text, ReadingContext(country: country, homeIssuer: issuer))
        guard readings[0].confidence == .certain else { throw PlateError(.ambiguous) }
        self = readings[0].plate
    }

    /// The plate of exactly these characters and this issuer, in which no word is looked for.
    package init(characters: String, issuer: Issuer) throws(PlateError) {
        self = try TypedText.withBytes(of: characters, tooLong: .tooLong) { typed throws(PlateError) in
            let read = try typed.characters(typed.bytes.indices)
            if read.isPlaceholder { throw PlateError(.placeholder) }
            return read.plate(issuer: issuer)
        }
    }

    package var issuer: Issuer { key.issuer }

    /// The characters as typed last: `POOL00`.
    package var characters: String {
        let wide = WideCharacters(key.charactersPacked)
        return String(unsafeUninitializedCapacity: PlateKey.lengthMax) { bytes in
            for place in 0..<wide.count {
                let isLetter = typed.rawValue >> UInt16(place) & 1 == 1
                bytes[place] = PackedCharacters.ascii(ofDigit: wide[place], asLetter: isLetter)
            }
            return wide.count
        }
    }

    /// The text for a terminal: `MN ABC123`, or `ABC123` if the issuer is unknown.
    package var shown: String {
        issuer == .unknown ? characters : "\(issuer.abbreviation) \(characters)"
    }

    /// The issuer's full code and the characters, which read back as this plate in every country: `US-MN ABC123`.
    package var text: String { "\(issuer.code) \(characters)" }

    var holdsLetterAndFigure: Bool { ReadCharacters(self).holdsLetterAndFigure }

    /// Whether the length lies outside 4 to 8: worth a warning, never a refusal.
    package var hasUnusualLength: Bool { !(4...8).contains(key.length) }
}
