/// Whether characters fit a series that an issuer is known to give out.
///
/// It ranks readings and warns; it never refuses, for vanity and special plates fit none.
package enum KnownSeries {
    /// The formats of an issuer, as in the table of `docs/reference/plates.md`; empty if none is known.
    package static func formats(of issuer: Issuer) -> [String] {
        (SeriesTable.formats[issuer.code] ?? "").split(separator: " ").map(String.init)
    }

    /// Whether the plate's characters fit a series of its issuer; of any issuer of the country if that is unknown.
    package static func fits(_ plate: Plate, country: Country) -> Bool {
        plate.issuer == .unknown
            ? fits(ReadCharacters(plate), anyOf: country) : fits(ReadCharacters(plate), issuer: plate.issuer)
    }

    /// Whether the issuer has known series and the plate fits none: worth a warning.
    package static func isUnusual(_ plate: Plate) -> Bool {
        let series = byNumber[Int(plate.issuer.rawValue)]
        return !series.isEmpty && !series.contains { $0.takes(ReadCharacters(plate)) }
    }

    static func fits(_ characters: ReadCharacters, issuer: Issuer) -> Bool {
        byNumber[Int(issuer.rawValue)].contains { $0.takes(characters) }
    }

    static func fits(_ characters: ReadCharacters, anyOf country: Country) -> Bool {
        guard characters.length <= lengthMax else { return false }
        switch country {
        case .us: return ofUnitedStates[characters.length].contains { $0.takes(characters) }
        case .ca: return ofCanada[characters.length].contains { $0.takes(characters) }
        case .mx: return ofMexico[characters.length].contains { $0.takes(characters) }
        }
    }

    private static let lengthMax = 8

    private static let byNumber: [[Series]] = {
        var table = Array(repeating: [Series](), count: Int(Issuer.all.last?.rawValue ?? 0) + 1)
        for issuer in Issuer.all { table[Int(issuer.rawValue)] = formats(of: issuer).map(Series.init) }
        return table
    }()

    private static let ofUnitedStates = byLength(.us)
    private static let ofCanada = byLength(.ca)
    private static let ofMexico = byLength(.mx)

    /// Those of a country's states and provinces. Governments' are left out: their prefixes would make a series of nearly anything.
    private static func byLength(_ country: Country) -> [[Series]] {
        var table = Array(repeating: [Series](), count: lengthMax + 1)
        for issuer in Issuer.all where issuer.country == country && !["US-GOV", "US-DIP"].contains(issuer.code) {
            for series in formats(of: issuer).map(Series.init) where !table[series.length].contains(series) {
                table[series.length].append(series)
            }
        }
        return table
    }
}

/// One format, as bits.
private struct Series: Hashable {
    private(set) var length = 0
    private var letters: UInt16 = 0
    private var figures: UInt16 = 0
    private var literalMask: UInt64 = 0
    private var literalValue: UInt64 = 0

    init(_ format: String) {
        for byte in format.utf8 {
            let place: UInt16 = 1 << UInt16(length)
            switch byte {
            case UInt8(ascii: "A"): letters |= place
            case UInt8(ascii: "0"): figures |= place
            default:
                guard let digit = PackedCharacters.digit(ofCanonical: byte & ~0x20) else { preconditionFailure("\(format) is no format") }
                let shift = UInt64(WideCharacters.shift(ofPlace: length))
                literalMask |= 63 << shift
                literalValue |= UInt64(digit) << shift
            }
            length += 1
        }
    }

    func takes(_ characters: ReadCharacters) -> Bool {
        guard characters.length == length, characters.letters & figures == 0, characters.figures & letters == 0 else { return false }
        return literalMask == 0 || WideCharacters(characters.packed).bits & literalMask == literalValue
    }
}

extension ReadCharacters {
    init(_ plate: Plate) {
        self.init()
        let wide = WideCharacters(plate.key.charactersPacked)
        length = wide.count
        packed = plate.key.charactersPacked
        mask = plate.typed.rawValue
        for place in 0..<length where wide[place] > PackedCharacters.one {
            if wide[place] > PackedCharacters.figureMax { letters |= 1 << UInt16(place) } else { figures |= 1 << UInt16(place) }
        }
        let ambiguous = (UInt16(1) << UInt16(length) - 1) & ~(letters | figures)
        holdsLetter = letters != 0 || mask != 0
        holdsFigure = figures != 0 || ambiguous & ~mask != 0
    }
}
