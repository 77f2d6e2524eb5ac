/// Words about plates that are not on plates: "license plate", "temp", "dealer".
package enum PlateWords {
    /// Each says itself that a plate is meant.
    package static let ofPlates = [
        "PLATE", "PLATES", "PLT", "LICENSE", "LICENCE", "LIC", "LP", "LICENSEPLATE", "NUMBERPLATE", "TAG", "TAGS", "TEMP", "TEMPORARY",
        "DEALER",
        "REG", "REGISTRATION", "UNKNOWN", "UNK", "PAPER", "PERMIT", "VANITY",
    ]

    /// The same in Spanish and French; "de" and its like after them say nothing.
    package static let ofPlacas = ["PLACA", "PLACAS", "MATRICULA", "PLAQUE", "IMMATRICULATION"]

    /// These count beside one of the others, or before a colon, alone: "no front plate", "plate number", "state: MN".
    package static let helpers = [
        "NO", "NUM", "NUMBER", "NR", "NUMERO", "FRONT", "REAR", "BACK", "STATE", "ISSUER", "IS", "THE", "OF", "CAR", "VEHICLE",
    ]

    static let articles = ["DE", "DEL", "DU"]

    /// Those that say themselves that a plate is meant.
    static let naming = Set(ofPlates + ofPlacas)

    /// The same with their helpers.
    static let besidePlates = naming.union(helpers)

    enum Kind { case plate, placa, helper, article }

    /// The kind of a word of the text, without accents and periods; `nil` for any other word.
    static func kind(of text: TypedText, _ range: Range<Int>) -> Kind? {
        // Few words begin with the same letter and are as long.
        guard range.count >= 2, TypedByte.isLetter(text.bytes[range.lowerBound]),
            range.count > 16 || lengths[Int(text.bytes[range.lowerBound] - UInt8(ascii: "A"))] >> UInt32(range.count) != 0
        else { return nil }
        var (word, count, isEnded) = (UInt128(0), 0, false)
        for index in range {
            let byte = text.bytes[index]
            let letter = byte >= TypedByte.nameFlag && byte != TypedByte.other ? byte & ~TypedByte.nameFlag : byte
            if TypedByte.isLetter(letter) {
                guard !isEnded, count < 16 else { return nil }
                word = word << 8 | UInt128(letter)
                count += 1
            } else if TypedByte.isSeparator(byte) {
                // `T-E-M-P` is a plate, dressed up.
                isEnded = count > 0 && byte != TypedByte.period && byte != TypedByte.invisible
            } else if byte != TypedByte.nameFlag {
                return nil
            }
        }
        return count < 2 ? nil : kinds[word]
    }

    /// Whether a word about plates is an abbreviation that says nothing alone.
    static func isAbbreviation(of text: TypedText, _ range: Range<Int>) -> Bool {
        ["LP", "LIC", "REG", "PLT"].contains { $0.utf8.elementsEqual(text.bytes[range].filter(TypedByte.isLetter)) }
    }

    /// By up to sixteen letters as a number.
    private static let kinds: [UInt128: Kind] = {
        var kinds: [UInt128: Kind] = [:]
        for (words, kind) in [(ofPlates, Kind.plate), (ofPlacas, .placa), (helpers, .helper), (articles, .article)] {
            for word in words { kinds[SpokenLexicon.packed(word)] = kind }
        }
        return kinds
    }()

    /// By first letter: a bit for each length that a word with it has.
    private static let lengths: [UInt32] = {
        var lengths = Array(repeating: UInt32(0), count: 26)
        for word in ofPlates + ofPlacas + helpers + articles {
            if let first = word.utf8.first { lengths[Int(first - UInt8(ascii: "A"))] |= 1 << UInt32(word.utf8.count) }
        }
        return lengths
    }()
}

/// The places of words about plates in a text, and the rest.
struct PlateWordRuns {
    private(set) var runs: [Range<Int>] = []
    /// Whether there is a digit outside of them.
    private(set) var restHoldsFigure = false
    /// Whether none of them is more than an abbreviation, which people put on plates: `REG`, `LP`.
    private(set) var areAbbreviations = true
    private(set) var words = 0
    /// Everything between the first and the last other word; empty if there is none.
    private(set) var rest: Range<Int>

    init(_ text: TypedText, _ range: Range<Int>) {
        rest = range.lowerBound..<range.lowerBound
        var run: Range<Int>?
        var (runCounts, afterPlaca) = (false, false)
        var start = range.lowerBound
        while let word = text.nextWord(from: start, in: range) {
            start = word.upperBound
            words += 1
            let kind = PlateWords.kind(of: text, word)
            if let kind, kind != .article || afterPlaca {
                run = (run?.lowerBound ?? word.lowerBound)..<word.upperBound
                afterPlaca = kind == .placa
                if kind != .helper, !PlateWords.isAbbreviation(of: text, word) { areAbbreviations = false }
                if kind != .helper || text.isColon(at: word.upperBound, in: range) { runCounts = true }
            } else {
                if let run, runCounts { runs.append(run) }
                (run, runCounts, afterPlaca) = (nil, false, false)
                rest = (rest.isEmpty ? word.lowerBound : rest.lowerBound)..<word.upperBound
                if word.contains(where: { TypedByte.isFigure(text.bytes[$0]) }) { restHoldsFigure = true }
            }
        }
        if let run, runCounts { runs.append(run) }
    }
}

extension TypedText {
    /// The next run of bytes between spaces.
    func nextWord(from start: Int, in range: Range<Int>) -> Range<Int>? {
        var lower = start
        while lower < range.upperBound, isSpaceOrMark(bytes[lower]) { lower += 1 }
        guard lower < range.upperBound else { return nil }
        var upper = lower + 1
        while upper < range.upperBound, !isSpaceOrMark(bytes[upper]) { upper += 1 }
        return lower..<upper
    }

    fileprivate func isColon(at index: Int, in range: Range<Int>) -> Bool {
        let next = bytes[index..<range.upperBound].first { $0 != TypedByte.space }
        return next == TypedByte.colon
    }

    func isSpaceOrMark(_ byte: UInt8) -> Bool {
        switch byte {
        case TypedByte.space, TypedByte.colon, TypedByte.comma, TypedByte.open, TypedByte.close, TypedByte.openOther, TypedByte.closeOther:
            true
        default: false
        }
    }
}
