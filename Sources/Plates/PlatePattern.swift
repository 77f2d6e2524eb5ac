/// Half a plate to search with: `?` is one character, `*` any run of characters, none included.
///
/// Literals are read as a plate is, folding included, and an issuer may stand wherever it may with a plate.
package struct PlatePattern: Hashable, Sendable {
    /// The fewest literal characters: less would page through a registry.
    package static let literalsMin = 2

    /// Only plates of this issuer match; `nil` is every issuer.
    package var issuer: Issuer?

    /// What stands before the first `*`; the whole pattern where there is none.
    private var head = Run()
    /// What stands between two `*`, in order.
    private var middle: [Run] = []
    /// What stands after the last `*`.
    private var tail = Run()
    private var hasStar = false
    private var lengthMin = 0
    /// The packed characters that begin with the literals before the first wildcard: nearly always all that is looked at.
    private var prefixed: Range<Int64> = 0..<PackedCharacters.end

    /// Reads a pattern of 1 to 10 characters, `*` not counted; at most 256 bytes of UTF-8 are read.
    package init(_ text: String, country: Country = .us) throws(PlateError) {
        self = try TypedText.withBytes(of: text, tooLong: .patternTooLong) { typed throws(PlateError) in
            try PlatePattern(typed, country: country)
        }
    }

    private init(_ text: TypedText, country: Country) throws(PlateError) {
        let parts = try text.parts(country: country)
        issuer = parts.issuer
        var literals = 0
        var isPrefix = true
        var run = Run()
        for index in parts.plate {
            let byte = text.bytes[index]
            if byte == UInt8(ascii: "*") {
                close(run)
                run = Run()
            } else if byte == UInt8(ascii: "?") {
                run.append(nil)
                lengthMin += 1
            } else if let digit = PackedCharacters.digit(ofCanonical: byte) {
                if isPrefix, !hasStar, lengthMin < PlateKey.lengthMax { narrow(to: digit) }
                run.append(digit)
                lengthMin += 1
                literals += 1
                continue
            } else if TypedByte.isSeparator(byte) {
                continue
            } else {
                throw text.error(.patternCharacter, at: index)
            }
            isPrefix = false
        }
        if hasStar { tail = run } else { head = run }
        guard literals >= Self.literalsMin else { throw PlateError(.patternTooOpen) }
        guard lengthMin <= PlateKey.lengthMax else { throw PlateError(.patternTooLong) }
    }

    /// Ends a run at a `*`.
    private mutating func close(_ run: Run) {
        if !hasStar {
            head = run
        } else if run.length > 0 {
            middle.append(run)
        }
        hasStar = true
    }

    /// Adds one more literal to the prefix, at the place that `lengthMin` has reached.
    private mutating func narrow(to digit: UInt8) {
        let weight = PackedCharacters.weight(ofPlace: lengthMin)
        let start = prefixed.lowerBound + Int64(digit) * weight
        prefixed = start..<start + weight
    }
}

extension PlatePattern {
    /// Whether the key fits. Allocates nothing.
    package func matches(_ key: PlateKey) -> Bool {
        let characters = key.charactersPacked
        guard prefixed.contains(characters) else { return false }
        if let issuer, issuer != key.issuer { return false }
        let wide = WideCharacters(characters)
        let length = wide.count
        guard hasStar ? length >= lengthMin : length == lengthMin else { return false }
        guard head.fits(wide, at: 0) else { return false }
        guard hasStar else { return true }
        guard tail.fits(wide, at: length - tail.length) else { return false }
        return middle.isEmpty || middleFits(wide, from: head.length, to: length - tail.length)
    }

    /// Whether the runs between stars stand one after another; taking each as early as it stands misses nothing.
    private func middleFits(_ wide: WideCharacters, from start: Int, to end: Int) -> Bool {
        var place = start
        for run in middle {
            guard let found = run.firstPlace(in: wide, from: place) else { return false }
            place = found + run.length
        }
        return place <= end
    }
}

/// Literals and `?` that stand side by side, to be laid over the characters at any place.
private struct Run: Hashable, Sendable {
    /// The literals' bits, and the bits that they decide, as if the run began at place 0.
    var value: UInt64 = 0
    var mask: UInt64 = 0
    var length = 0

    /// Adds a literal, or `?` for `nil`; beyond ten only the length grows, and the pattern is refused for it.
    mutating func append(_ digit: UInt8?) {
        if let digit, length < PlateKey.lengthMax {
            let shift = UInt64(WideCharacters.shift(ofPlace: length))
            value |= UInt64(digit) << shift
            mask |= 63 << shift
        }
        length += 1
    }

    func fits(_ wide: WideCharacters, at place: Int) -> Bool {
        let shift = UInt64(place * WideCharacters.placeBits)
        return wide.bits & mask >> shift == value >> shift
    }

    /// The first place, from `start` on, where the literals stand; `?` may reach beyond the end there.
    func firstPlace(in wide: WideCharacters, from start: Int) -> Int? {
        var places = WideCharacters.highBits >> UInt64(start * WideCharacters.placeBits)
        for offset in 0..<length {
            let shift = UInt64(WideCharacters.shift(ofPlace: offset))
            guard mask >> shift & 63 != 0 else { continue }
            let holding = wide.places(holding: UInt8(truncatingIfNeeded: value >> shift & 63))
            places &= holding << UInt64(offset * WideCharacters.placeBits)
        }
        return places == 0 ? nil : WideCharacters.place(ofHighestBit: places)
    }
}
