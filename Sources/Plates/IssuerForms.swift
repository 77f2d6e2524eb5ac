/// The words by which people name issuers.
enum IssuerForms {
    struct Reading {
        var issuer: Issuer
        /// Three letters without a period that are no code of one's own country: beside letters alone or figures alone
        /// they are more often part of a plate (`TEX 123`, `SON 123`) than an issuer.
        var readsLikePlate: Bool
    }

    /// What the bytes name, read from this country; `nil` where nothing, or more than one thing.
    static func reading(of text: TypedText, _ range: Range<Int>, country: Country) -> Reading? {
        guard let words = Words(text.bytes, range) else { return nil }
        // An own code means itself, whatever else it may be; nearly all are, and the table of the rest is long to make.
        if let own = words.meaning(in: ownCodes(of: country)) { return Reading(issuer: own.issuer, readsLikePlate: false) }
        guard let meaning = words.meaning(in: meanings(in: country)) else { return nil }
        return Reading(issuer: meaning.issuer, readsLikePlate: !meaning.isOwnCode && words.areThreeLettersAlone)
    }

    private struct Meaning {
        var issuer: Issuer
        var isOwnCode: Bool
    }

    private static func meanings(in country: Country) -> [Words.Packed: Meaning] {
        switch country {
        case .us: inUnitedStates
        case .ca: inCanada
        case .mx: inMexico
        }
    }

    private static func ownCodes(of country: Country) -> [Words.Packed: Meaning] {
        switch country {
        case .us: codesOfUnitedStates
        case .ca: codesOfCanada
        case .mx: codesOfMexico
        }
    }

    private static let codesOfUnitedStates = codes(of: .us)
    private static let codesOfCanada = codes(of: .ca)
    private static let codesOfMexico = codes(of: .mx)

    private static func codes(of country: Country) -> [Words.Packed: Meaning] {
        let own = Issuer.all.filter { $0.country == country }
        return Dictionary(
            own.map { (packed($0.abbreviation), Meaning(issuer: $0, isOwnCode: true)) }, uniquingKeysWith: { first, _ in first })
    }

    private static let inUnitedStates = allMeanings(in: .us)
    private static let inCanada = allMeanings(in: .ca)
    private static let inMexico = allMeanings(in: .mx)

    /// Own codes first, then own names, then codes of exactly one other country, then names of exactly one; full codes always.
    private static func allMeanings(in country: Country) -> [Words.Packed: Meaning] {
        var codes: [Words.Packed: [Issuer]] = [:]
        var names: [Words.Packed: [Issuer]] = [:]
        for issuer in Issuer.all where issuer != .unknown {
            codes[packed(issuer.abbreviation), default: []].append(issuer)
            for name in [issuer.name] + issuer.alsoWritten { names[packed(name), default: []].append(issuer) }
        }
        var meanings: [Words.Packed: Meaning] = [:]
        for issuers in [names, codes] {
            let foreign = issuers.compactMapValues { $0.count == 1 ? $0.first : nil }
            meanings.merge(foreign.mapValues { Meaning(issuer: $0, isOwnCode: false) }) { _, code in code }
        }
        for (issuers, areCodes) in [(names, false), (codes, true)] {
            let own = issuers.compactMapValues { $0.first { $0.country == country } }
            meanings.merge(own.mapValues { Meaning(issuer: $0, isOwnCode: areCodes) }) { _, own in own }
        }
        for issuer in Issuer.all { meanings[packed(issuer.code)] = Meaning(issuer: issuer, isOwnCode: true) }
        return meanings
    }

    private static func packed(_ name: String) -> Words.Packed {
        let words = try? TypedText.withBytes(of: name, tooLong: .unknownIssuer) { typed throws(PlateError) in
            Words(typed.bytes, typed.bytes.indices)
        }
        guard let words else { preconditionFailure("an issuer's name can't be read back") }
        return words.isCode ? words.packed : words.packedWithoutHyphens
    }
}

/// An issuer's words without what writing varies: upper case, single spaces, no periods, no accents.
private struct Words {
    /// The words' bytes, zeros behind them; compared and hashed as four machine words.
    struct Packed: Hashable {
        private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        static let bytesMax = 32

        subscript(place: Int) -> UInt8 {
            get { withUnsafeBytes(of: bits) { $0[place] } }
            set { withUnsafeMutableBytes(of: &bits) { $0[place] = newValue } }
        }

        static func == (lhs: Packed, rhs: Packed) -> Bool { lhs.bits == rhs.bits }

        func hash(into hasher: inout Hasher) {
            withUnsafeBytes(of: bits) { hasher.combine(bytes: $0) }
        }
    }

    private(set) var packed = Packed()
    private var count = 0
    private var hasPeriod = false
    private var hyphens = 0

    /// `nil` where the bytes hold nothing, or what no name holds, or more than the longest name does.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        for index in range {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), TypedByte.nameFlag + 1..<TypedByte.other:
                guard append(byte & ~TypedByte.nameFlag) else { return nil }
            case TypedByte.space:
                guard count == 0 || packed[count - 1] == TypedByte.space || append(byte) else { return nil }
            case TypedByte.hyphen:
                hyphens += 1
                guard append(byte) else { return nil }
            case TypedByte.period:
                hasPeriod = true
            case TypedByte.apostrophe, TypedByte.invisible, TypedByte.nameFlag:
                continue
            default:
                return nil
            }
        }
        if count > 0, packed[count - 1] == TypedByte.space { removeLast() }
        guard count > 0 else { return nil }
    }

    var areThreeLettersAlone: Bool { count == 3 && !hasPeriod }

    /// Whether the words are of the form `US-MN`: there the hyphen counts, in a name it is as good as a space.
    var isCode: Bool { hyphens == 1 && count <= 6 && packed[2] == TypedByte.hyphen }

    var packedWithoutHyphens: Packed {
        var spaced = packed
        for place in 0..<count where spaced[place] == TypedByte.hyphen { spaced[place] = TypedByte.space }
        return spaced
    }

    func meaning<Meaning>(in meanings: [Packed: Meaning]) -> Meaning? {
        hyphens == 0 || isCode ? meanings[packed] : meanings[packedWithoutHyphens]
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        guard count < Packed.bytesMax else { return false }
        packed[count] = byte
        count += 1
        return true
    }

    private mutating func removeLast() {
        count -= 1
        packed[count] = 0
    }
}
