/// The short way of plain texts, which nearly all are: `ABC123`, `ABC-123`, `MN ABC 123`, `MN:ABC123`,
/// `US-MN:ABC-123`, `ABC 123 (MN)`.
///
/// It reads letters and digits in up to three words, and gives nil for every text that ``TextReader`` may read in another way.
struct PlainText {
    private static let bytesMax = 16

    /// Letters and digits in upper case, without separators.
    private let characters: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// The beginnings of the second and the third word.
    private var cuts: (Int, Int) = (0, 0)
    private var words = 1
    private var hyphens = 0
    private var whole = ReadCharacters()
    private var lastWord = 0
    /// Whether the second letter was typed small, and the last one.
    private var isSmall = false
    private var isEndSmall = false

    static func read(_ text: String, _ context: ReadingContext) -> Reading? {
        guard context.namedIssuer == nil else { return nil }
        let reading = text.utf8.withContiguousStorageIfAvailable { utf8 -> Reading? in
            guard utf8.count <= bytesMax else { return nil }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytesMax) { buffer in
                for (index, byte) in utf8.enumerated() { buffer[index] = upper(byte) }
                let capitals = UnsafeBufferPointer(rebasing: buffer[..<utf8.count])
                if let issuer = fullCode(capitals) {
                    let isOneWord = utf8[5] != TypedByte.colon
                    return read(UnsafeBufferPointer(rebasing: capitals[6...]), issuedBy: issuer, isOneWord: isOneWord, context.country)
                }
                if let issuer = codeAndColon(capitals, context.country) {
                    return read(UnsafeBufferPointer(rebasing: capitals[3...]), issuedBy: issuer, isOneWord: false, context.country)
                }
                if let issuer = codeInBrackets(capitals, context.country), !isWordInBrackets(utf8, capitals) {
                    let text = UnsafeBufferPointer(rebasing: capitals.dropLast(5))
                    return read(text, issuedBy: issuer, isOneWord: false, context.country)
                }
                guard var plain = PlainText(utf8, buffer) else { return nil }
                // `ABC one23` has a digit in a word.
                guard let reading = plain.reading(context), reading.fitsKnownSeries || !WordsForDigits.mayHold(text) else { return nil }
                return reading
            }
        }
        return reading ?? nil
    }

    /// The issuer of `US-MN:ABC123` and `US-MN ABC123`.
    private static func fullCode(_ utf8: UnsafeBufferPointer<UInt8>) -> Issuer? {
        guard utf8.count > 6, utf8[2] == TypedByte.hyphen, utf8[5] == TypedByte.colon || utf8[5] == TypedByte.space,
            TypedByte.isLetter(utf8[3]), TypedByte.isLetter(utf8[4])
        else { return nil }
        switch (utf8[0], utf8[1]) {
        case (UInt8(ascii: "U"), UInt8(ascii: "S")): return IssuerForms.ownCode(utf8[3], utf8[4], country: .us)
        case (UInt8(ascii: "C"), UInt8(ascii: "A")): return IssuerForms.ownCode(utf8[3], utf8[4], country: .ca)
        default: return nil
        }
    }

    /// The issuer of `MN:ABC123`.
    private static func codeAndColon(_ utf8: UnsafeBufferPointer<UInt8>, _ country: Country) -> Issuer? {
        guard utf8.count > 3, utf8[2] == TypedByte.colon, TypedByte.isLetter(utf8[0]), TypedByte.isLetter(utf8[1]) else { return nil }
        return IssuerForms.ownCode(utf8[0], utf8[1], country: country)
    }

    /// The issuer of `ABC123 (MN)`.
    private static func codeInBrackets(_ utf8: UnsafeBufferPointer<UInt8>, _ country: Country) -> Issuer? {
        let open = utf8.count - 4
        guard open > 1, utf8[open + 3] == TypedByte.close, utf8[open] == TypedByte.open, utf8[open - 1] == TypedByte.space,
            TypedByte.isLetter(utf8[open + 1]), TypedByte.isLetter(utf8[open + 2])
        else { return nil }
        return IssuerForms.ownCode(utf8[open + 1], utf8[open + 2], country: country)
    }

    /// `ABC123 (or)`: a code in small letters that may be a word.
    private static func isWordInBrackets(_ typed: UnsafeBufferPointer<UInt8>, _ capitals: UnsafeBufferPointer<UInt8>) -> Bool {
        let last = typed.count - 2
        return typed[last] != capitals[last] && IssuerWords.isCode(capitals[last - 1], capitals[last])
    }

    private static func upper(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "a") < 26 ? byte - 0x20 : byte }

    /// Reads the part that a colon or brackets separate from the issuer: letters and digits, in words if the text may have any.
    private static func read(
        _ text: UnsafeBufferPointer<UInt8>, issuedBy issuer: Issuer, isOneWord: Bool, _ country: Country
    ) -> Reading? {
        var (read, start, hyphens, lastWord) = (ReadCharacters(), 0, 0, 0)
        for end in 0...text.count where end == text.count || text[end] == TypedByte.space || text[end] == TypedByte.hyphen {
            let word = UnsafeBufferPointer(rebasing: text[start..<end])
            (start, lastWord) = (end + 1, word.count)
            guard !word.isEmpty, !isOneWord || word.count == text.count else { return nil }
            for byte in word { guard read.append(byte) else { return nil } }
            if word.count < text.count, word.allSatisfy(TypedByte.isLetter), IssuerForms.mayBeIssuer(word, country: country) { return nil }
            if end < text.count, text[end] == TypedByte.hyphen { hyphens += 1 }
        }
        guard read.length <= PlateKey.lengthMax, read.figures != 0, mayHyphensDivide(hyphens, length: read.length, lastWord: lastWord)
        else { return nil }
        read.align()
        return Reading(
            read.plate(issuer: issuer), namesIssuer: true, confidence: .certain, fitsKnownSeries: KnownSeries.fits(read, issuer: issuer))
    }

    /// A short text with a hyphen may be a date; `ABC123-4` may be one of two plates.
    private static func mayHyphensDivide(_ hyphens: Int, length: Int, lastWord: Int) -> Bool {
        hyphens == 0 || hyphens == 1 && length > 5 && lastWord > 1
    }

    private init?(_ utf8: UnsafeBufferPointer<UInt8>, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
        characters = buffer
        var wasSeparator = true
        for byte in utf8 {
            if byte == TypedByte.space || byte == TypedByte.hyphen {
                guard !wasSeparator, words < 3 else { return nil }
                if words == 1 { cuts.0 = count } else { cuts.1 = count }
                words += 1
                if byte == TypedByte.hyphen { hyphens += 1 }
                // `MN-ABC123` has two readings.
                if byte == TypedByte.hyphen, count == 2, TypedByte.isLetter(buffer[0]) { return nil }
                (wasSeparator, lastWord) = (true, count)
                continue
            }
            let upper = Self.upper(byte)
            guard whole.append(upper) else { return nil }
            isEndSmall = upper != byte
            if count == 1 { isSmall = isEndSmall }
            buffer[count] = upper
            count += 1
            wasSeparator = false
        }
        // A figure from 2 to 9 is on no placeholder.
        guard !wasSeparator, whole.length <= PlateKey.lengthMax, whole.figures != 0,
            Self.mayHyphensDivide(hyphens, length: count, lastWord: count - lastWord)
        else { return nil }
        whole.align()
    }

    private mutating func reading(_ context: ReadingContext) -> Reading? {
        let country = context.country
        if words > 1, let issuer = ownCode(at: 0, country), cuts.0 == 2 {
            if isSmall, context.kind == .query, isWord(at: 0) { return nil }
            if words == 3, mayBeIssuer(cuts.1..<count, country) { return nil }
            let rest = characters(2..<count)
            guard rest.figures != 0, rest.holdsLetter, KnownSeries.fits(rest, issuer: issuer) else { return nil }
            return Reading(rest.plate(issuer: issuer), namesIssuer: true, confidence: .certain, fitsKnownSeries: true)
        }
        if let behind = issuedBehind(context) { return behind }
        guard count > 2, ownCode(at: 0, country) == nil, ownCode(at: count - 2, country) == nil else { return nil }
        guard words == 1 || context.kind != .freeText && count <= TextReader.lengthChosen && wordsAreOfPlate(country) else { return nil }
        let fits = KnownSeries.fits(whole, anyOf: country)
        if !fits, mayHoldCode(country) { return nil }
        return Reading(whole.plate(issuer: context.homeIssuer ?? .unknown), namesIssuer: false, confidence: .certain, fitsKnownSeries: fits)
    }

    /// `ABC123 MN`, `ABC 123 MN`: the code of an issuer after a plate of its series.
    private func issuedBehind(_ context: ReadingContext) -> Reading? {
        let country = context.country
        guard words > 1, hyphens == 0, count - lastWord == 2, let issuer = ownCode(at: lastWord, country),
            !isEndSmall || context.kind != .query || !isWord(at: lastWord),
            words == 2 || characters[cuts.0..<cuts.1].contains(where: TypedByte.isFigure), !mayBeIssuer(0..<cuts.0, country)
        else { return nil }
        let rest = characters(0..<lastWord)
        guard rest.figures != 0, rest.holdsLetter, KnownSeries.fits(rest, issuer: issuer) else { return nil }
        return Reading(rest.plate(issuer: issuer), namesIssuer: true, confidence: .certain, fitsKnownSeries: true)
    }

    /// Whether no word can be an issuer's or speak of plates, nor two together.
    private func wordsAreOfPlate(_ country: Country) -> Bool {
        let ranges = words == 2 ? [0..<cuts.0, cuts.0..<count] : [0..<cuts.0, cuts.0..<cuts.1, cuts.1..<count]
        var letterWords = 0
        for range in ranges where characters[range].allSatisfy(TypedByte.isLetter) {
            letterWords += 1
            if mayBeIssuer(range, country) { return false }
        }
        return letterWords <= 1
    }

    /// Whether another country's code may be glued to one end, as in `ONABCD123`. In the United States, only the Yukon's `YTABC12` is shorter
    /// than eight.
    private func mayHoldCode(_ country: Country) -> Bool {
        if country == .us, count < TextReader.lengthUsual {
            return count == TextReader.lengthUsual - 1 && (isYukon(at: 0) || isYukon(at: count - 2))
        }
        return mayBeIssuer(0..<2, country) || mayBeIssuer(count - 2..<count, country) || mayBeIssuer(0..<3, country)
            || mayBeIssuer(count - 3..<count, country) || characters[0] == UInt8(ascii: "U") && characters[1] == UInt8(ascii: "S")
    }

    private func isYukon(at index: Int) -> Bool { characters[index] == UInt8(ascii: "Y") && characters[index + 1] == UInt8(ascii: "T") }

    private func ownCode(at index: Int, _ country: Country) -> Issuer? {
        guard TypedByte.isLetter(characters[index]), TypedByte.isLetter(characters[index + 1]) else { return nil }
        return IssuerForms.ownCode(characters[index], characters[index + 1], country: country)
    }

    private func isWord(at index: Int) -> Bool { IssuerWords.isCode(characters[index], characters[index + 1]) }

    private func mayBeIssuer(_ range: Range<Int>, _ country: Country) -> Bool {
        let word = UnsafeBufferPointer(rebasing: characters[range])
        return word.allSatisfy(TypedByte.isLetter) && IssuerForms.mayBeIssuer(word, country: country)
    }

    private func characters(_ range: Range<Int>) -> ReadCharacters {
        var read = ReadCharacters()
        for index in range { _ = read.append(characters[index]) }
        read.align()
        return read
    }
}
