/// Part of a plate to search with: `?` is one character, `*` any run of characters, even an empty one.
///
/// Literals are read and folded like a plate, and an issuer may be in the same places as with a plate.
package struct PlatePattern: Hashable, Sendable {
    /// The fewest literal characters: less would page through a registry.
    package static let literalsMin = 2

    /// Only plates of this issuer match; `nil` is every issuer.
    package var issuer: Issuer?

    /// The range of the packed characters of every match: those that begin with the literals before the first wildcard.
    package private(set) var packedCharacters: Range<Int64>

    /// The run before the first `*`; the whole pattern if there is none.
    let head: Run
    /// The runs between two `*`, in order.
    private(set) var middle: [Run] = []
    /// The run after the last `*`.
    private(set) var tail = Run()
    let lengthMin: Int
    private(set) var lengthMax = PlateKey.lengthMax

    /// Reads a pattern of 1 to 10 characters, `*` not counted; at most 256 bytes of UTF-8 are read.
    package init(_ text: String, country: Country = .us) throws(PlateError) {
        self = try TypedText.withBytes(of: text, tooLong: .patternTooLong) { typed throws(PlateError) in
            try PlatePattern(typed, country: country)
        }
    }

    private init(_ text: TypedText, country: Country) throws(PlateError) {
        let marks = try text.marksOfPattern(country: country)
        let split = marks.issuer == nil ? text.issuerOfPattern(marks.rest, country: country) : nil
        var runs = [Run()]
        var literals = 0
        for index in split?.rest ?? marks.rest {
            let byte = text.bytes[index]
            if byte == UInt8(ascii: "*") {
                runs.append(Run())
            } else if byte == UInt8(ascii: "?") {
                runs[runs.count - 1].append(nil)
            } else if let digit = PackedCharacters.digit(ofCanonical: byte) {
                runs[runs.count - 1].append(digit)
                literals += 1
            } else if !TypedByte.isSeparator(byte) {
                throw text.error(.patternCharacter, at: index)
            }
        }
        let length = runs.reduce(0) { $0 + $1.length }
        guard literals >= Self.literalsMin else { throw PlateError(.patternTooOpen) }
        guard length <= PlateKey.lengthMax else { throw PlateError(.patternTooLong) }
        issuer = marks.issuer ?? split?.words.issuer
        lengthMin = length
        head = runs.removeFirst()
        packedCharacters = head.packedCharacters
        if let last = runs.popLast() {
            tail = last.alignedRight
            middle = runs.filter { $0.length > 0 }
        } else {
            lengthMax = lengthMin
        }
    }
}

extension PlatePattern {
    /// Whether the key fits. Allocates nothing.
    package func matches(_ key: PlateKey) -> Bool {
        packedCharacters.contains(key.charactersPacked) && fits(key)
    }

    /// Lengths vary without order, so a branch on each would be mispredicted: the differences are gathered, and tested once.
    private func fits(_ key: PlateKey) -> Bool {
        let wide = WideCharacters(key.charactersPacked)
        let length = wide.count
        let outside = UInt64(bitPattern: Int64((length - lengthMin) | (lengthMax - length))) >> 63
        let alignedRight = wide.bits >> UInt64((PlateKey.lengthMax - length) * WideCharacters.placeBits)
        let differing = (wide.bits & head.mask ^ head.value) | (alignedRight & tail.mask ^ tail.value)
        guard differing | outside == 0 else { return false }
        if let issuer, issuer != key.issuer { return false }
        return middle.isEmpty || middleFits(wide, before: length)
    }

    /// Whether the runs between stars occur one after another. Taking each at its first occurrence misses nothing.
    private func middleFits(_ wide: WideCharacters, before length: Int) -> Bool {
        var place = head.length
        for run in middle {
            guard let found = run.firstPlace(in: wide, from: place) else { return false }
            place = found + run.length
        }
        return place <= length - tail.length
    }
}

/// Literals and `?` in a row.
struct Run: Hashable, Sendable {
    /// The literals' bits, and the bits that they decide, with the run at place 0.
    private(set) var value: UInt64 = 0
    private(set) var mask: UInt64 = 0
    private(set) var length = 0

    /// Adds a literal, or `?` for `nil`; beyond ten only the length grows, and the pattern is refused for it.
    mutating func append(_ digit: UInt8?) {
        if let digit, length < PlateKey.lengthMax {
            let shift = UInt64(WideCharacters.shift(ofPlace: length))
            value |= UInt64(digit) << shift
            mask |= 63 << shift
        }
        length += 1
    }

    /// The same with its last character at the last place.
    var alignedRight: Run {
        var moved = self
        let shift = UInt64((PlateKey.lengthMax - length) * WideCharacters.placeBits)
        moved.value >>= shift
        moved.mask >>= shift
        return moved
    }

    /// The packed characters that begin with the literals before the first `?`.
    var packedCharacters: Range<Int64> {
        var range = 0..<PackedCharacters.end
        for place in 0..<length {
            guard let digit = literal(at: place) else { break }
            let weight = PackedCharacters.weight(ofPlace: place)
            let start = range.lowerBound + Int64(digit) * weight
            range = start..<start + weight
        }
        return range
    }

    /// The first place, from `start` on, where the literals match; `?` may reach beyond the end.
    func firstPlace(in wide: WideCharacters, from start: Int) -> Int? {
        var places = WideCharacters.highBits >> UInt64(start * WideCharacters.placeBits)
        for offset in 0..<length {
            guard let digit = literal(at: offset) else { continue }
            places &= wide.places(holding: digit) << UInt64(offset * WideCharacters.placeBits)
        }
        return places == 0 ? nil : WideCharacters.place(ofHighestBit: places)
    }

    /// The digit at this distance from the run's beginning, if the run is not moved to the right; nil for `?`.
    func literal(at place: Int) -> UInt8? {
        let shift = UInt64(WideCharacters.shift(ofPlace: place))
        return mask >> shift & 63 == 0 ? nil : UInt8(truncatingIfNeeded: value >> shift & 63)
    }
}
