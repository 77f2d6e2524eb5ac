/// The words by which people name issuers.
enum IssuerForms {
    /// How a text names an issuer.
    enum Form: Comparable {
        /// `US-MN` and `ZZ`, which mean the same everywhere and are on no plate.
        case fullCode
        /// A code of the registry's country.
        case ownCode
        case ownName
        case foreignCode
        case foreignName
    }

    struct Reading {
        var issuer: Issuer
        var form: Form
        /// Three letters without a period that are not a code of the registry's country. Next to letters alone or digits alone, they are
        /// more often part of a plate (`TEX 123`, `SON 123`) than an issuer.
        var readsLikePlate: Bool
        var letters: Int
    }

    /// The issuer that the bytes name, read in this country; `nil` if they name none, or more than one.
    static func reading(of text: TypedText, _ range: Range<Int>, country: Country) -> Reading? {
        if range.count <= 3, isNoIssuer(text, range, country) { return nil }
        guard let words = Words(text.bytes, range) else { return nil }
        guard let meaning = words.meaning(in: meanings(in: country).all) else { return nil }
        return Reading(
            issuer: meaning.issuer, form: meaning.form, readsLikePlate: meaning.form > .ownCode && words.areThreeLettersAlone,
            letters: words.count)
    }

    /// Whether a short range can't name an issuer: found without a hash.
    private static func isNoIssuer(_ text: TypedText, _ range: Range<Int>, _ country: Country) -> Bool {
        let letters = UnsafeBufferPointer(rebasing: text.bytes[range])
        guard letters.allSatisfy(TypedByte.isLetter) else { return letters.count == 1 }
        return letters.count == 1 || !mayBeIssuer(letters, country: country)
    }

    /// The own code that two letters are; `nil` if none.
    static func ownCode(_ first: UInt8, _ second: UInt8, country: Country) -> Issuer? {
        let number = meanings(in: country).own[Meanings.index(first, second)]
        return number == 0 ? nil : Issuer(knownNumber: number)
    }

    /// Whether a word of letters may name an issuer in any form, or speak of plates.
    static func mayBeIssuer(_ letters: UnsafeBufferPointer<UInt8>, country: Country) -> Bool {
        let meanings = meanings(in: country)
        switch letters.count {
        case 2: return meanings.ofTwo[Meanings.index(letters[0], letters[1])]
        case 3: return meanings.ofThree[Meanings.index(letters[0], letters[1]) * 26 + Int(letters[2] - UInt8(ascii: "A"))]
        default: return letters.count > 3
        }
    }

    private static func meanings(in country: Country) -> Meanings {
        switch country {
        case .us: inUnitedStates
        case .ca: inCanada
        case .mx: inMexico
        }
    }

    private static let inUnitedStates = Meanings(in: .us)
    private static let inCanada = Meanings(in: .ca)
    private static let inMexico = Meanings(in: .mx)

    /// All words, and those of two and three letters also as tables that need no hash. A class, so that handing it on copies nothing.
    private final class Meanings: Sendable {
        let all: [Words.Packed: Meaning]
        let own: [UInt16]
        let ofTwo: [Bool]
        let ofThree: [Bool]

        static func index(_ first: UInt8, _ second: UInt8) -> Int { Int(first - UInt8(ascii: "A")) * 26 + Int(second - UInt8(ascii: "A")) }

        init(in country: Country) {
            let all = IssuerForms.allMeanings(in: country)
            var own = Array(repeating: UInt16(0), count: 26 * 26)
            var ofTwo = Array(repeating: false, count: 26 * 26)
            var ofThree = Array(repeating: false, count: 26 * 26 * 26)
            func add(_ letters: [UInt8]) {
                switch letters.count {
                case 2: ofTwo[Self.index(letters[0], letters[1])] = true
                case 3: ofThree[Self.index(letters[0], letters[1]) * 26 + Int(letters[2] - UInt8(ascii: "A"))] = true
                default: return
                }
            }
            for word in PlateWords.ofPlates + PlateWords.helpers { add(Array(word.utf8)) }
            for (word, meaning) in all {
                guard let letters = word.letters else { continue }
                add(letters)
                if meaning.form == .ownCode, letters.count == 2 { own[Self.index(letters[0], letters[1])] = meaning.issuer.rawValue }
            }
            (self.all, self.own, self.ofTwo, self.ofThree) = (all, own, ofTwo, ofThree)
        }
    }

    private struct Meaning {
        var issuer: Issuer
        var form: Form
    }

    /// Own codes first, then own names, then codes of exactly one other country, then names of exactly one; full codes always.
    private static func allMeanings(in country: Country) -> [Words.Packed: Meaning] {
        var codes: [Words.Packed: [Issuer]] = [:]
        var names: [Words.Packed: [Issuer]] = [:]
        for issuer in Issuer.all where issuer != .unknown {
            codes[packed(issuer.abbreviation), default: []].append(issuer)
            for name in [issuer.name] + issuer.alsoWritten { names[packed(name), default: []].append(issuer) }
        }
        var meanings: [Words.Packed: Meaning] = [:]
        for (issuers, form) in [(names, Form.foreignName), (codes, .foreignCode)] {
            let foreign = issuers.compactMapValues { $0.count == 1 ? $0.first : nil }
            meanings.merge(foreign.mapValues { Meaning(issuer: $0, form: form) }) { _, code in code }
        }
        // `US MN`, `US_MN`: the full code without its hyphen.
        for issuer in Issuer.all {
            guard let code = issuer.country?.rawValue else { continue }
            meanings[packed("\(code) \(issuer.abbreviation)")] = Meaning(issuer: issuer, form: .foreignName)
        }
        for (issuers, form) in [(names, Form.ownName), (codes, .ownCode)] {
            let own = issuers.compactMapValues { $0.first { $0.country == country } }
            meanings.merge(own.mapValues { Meaning(issuer: $0, form: form) }) { _, own in own }
        }
        for issuer in Issuer.all { meanings[packed(issuer.code)] = Meaning(issuer: issuer, form: .fullCode) }
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

/// An issuer's words in one form: upper case, single spaces, no periods, no accents.
private struct Words {
    /// The words' bytes, zeros after them; compared and hashed as four machine words.
    struct Packed: Hashable {
        private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        static let bytesMax = 32

        /// The bytes before the zeros, if all are letters.
        var letters: [UInt8]? {
            let bytes = (0..<Self.bytesMax).map { self[$0] }.prefix { $0 != 0 }
            return bytes.allSatisfy(TypedByte.isLetter) ? Array(bytes) : nil
        }

        subscript(place: Int) -> UInt8 {
            get { withUnsafeBytes(of: bits) { $0[place] } }
            set { withUnsafeMutableBytes(of: &bits) { $0[place] = newValue } }
        }

        static func == (lhs: Packed, rhs: Packed) -> Bool { lhs.bits == rhs.bits }

        func hash(into hasher: inout Hasher) {
            hasher.combine(bits.0 &+ bits.1 &* 0x9E37_79B9_7F4A_7C15 &+ bits.2 &* 0xBF58_476D_1CE4_E5B9 &+ bits.3 &* 0x94D0_49BB_1331_11EB)
        }
    }

    private(set) var packed = Packed()
    private(set) var count = 0
    private var hasPeriod = false
    private var hyphens = 0

    /// `nil` if the bytes are empty, have a character that no name has, or are longer than the longest name.
    init?(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) {
        for index in range {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), TypedByte.nameFlag + 1..<TypedByte.other:
                guard append(byte & ~TypedByte.nameFlag) else { return nil }
            case TypedByte.space, TypedByte.ornament:
                let byte = TypedByte.space
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

    /// Whether the words are of the form `US-MN`, `MN-RL` or `US-MN-RL`: there the hyphens count, in a name one is as good as a space.
    var isCode: Bool {
        guard packed[2] == TypedByte.hyphen else { return false }
        return hyphens == 1 ? count <= 6 : hyphens == 2 && count <= 9 && packed[5] == TypedByte.hyphen
    }

    var packedWithoutHyphens: Packed {
        var spaced = packed
        for place in 0..<count where spaced[place] == TypedByte.hyphen { spaced[place] = TypedByte.space }
        return spaced
    }

    func meaning<Meaning>(in meanings: [Packed: Meaning]) -> Meaning? {
        if let initials { return meanings[initials] }
        return hyphens == 0 || isCode ? meanings[packed] : meanings[packedWithoutHyphens]
    }

    /// `D. C.` without its space: only single letters, at least one of them with a period.
    private var initials: Packed? {
        guard hasPeriod, hyphens == 0, count >= 3, count % 2 == 1 else { return nil }
        var joined = Packed()
        for place in 0..<count {
            guard (packed[place] == TypedByte.space) == (place % 2 == 1) else { return nil }
            if place % 2 == 0 { joined[place / 2] = packed[place] }
        }
        return joined
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
