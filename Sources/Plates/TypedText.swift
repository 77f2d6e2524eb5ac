/// A typed text as one byte a scalar (see `TypedByte`), so that every later step walks over bytes of a bounded buffer.
package struct TypedText {
    /// The most UTF-8 that is read: a plate, the longest name of an issuer, and ample separators.
    static let utf8Max = 256

    /// Writable: a reader blanks the parts that it has read.
    let bytes: UnsafeMutableBufferPointer<UInt8>
    let source: String

    /// Reads a text of any length at a bounded cost, and throws `tooLong` if it is longer than any plate.
    static func withBytes<Value>(
        of source: String, tooLong: PlateError.Code, _ body: (TypedText) throws(PlateError) -> Value
    ) throws(PlateError) -> Value {
        guard source.utf8.count <= utf8Max else { throw PlateError(tooLong) }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: utf8Max) { buffer throws(PlateError) in
            let count = TypedByte.write(source, to: buffer)
            return try body(TypedText(bytes: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), source: source))
        }
    }

    /// A range as it was typed; empty unless the text is ASCII.
    func typed(_ range: Range<Int>) -> String {
        let utf8 = source.utf8
        guard utf8.count == bytes.count else { return "" }
        return String(
            utf8[utf8.index(utf8.startIndex, offsetBy: range.lowerBound)..<utf8.index(utf8.startIndex, offsetBy: range.upperBound)]) ?? ""
    }

    /// The error for the unsupported character at this index, with its combining mark if it has one; never more than two scalars.
    func error(_ code: PlateError.Code, at index: Int) -> PlateError {
        let scalars = source.unicodeScalars
        let place = scalars.index(scalars.startIndex, offsetBy: index)
        guard index > 0, scalars[place].isMark else { return PlateError(code, character: Character(scalars[place])) }
        let marked = String(scalars[scalars.index(before: place)...place])
        return PlateError(code, character: marked.count == 1 ? Character(marked) : Character(scalars[place]))
    }
}

/// The characters of one plate as they were read.
struct ReadCharacters {
    var packed: Int64 = 0
    /// The places that were typed as `O` or `I`.
    var mask: UInt16 = 0
    var length = 0
    /// The places that can only be a letter, and those that can only be a digit; `0`, `O`, `1` and `I` can be either.
    var letters: UInt16 = 0
    var figures: UInt16 = 0
    var holdsLetter = false
    var holdsFigure = false

    var holdsLetterAndFigure: Bool { holdsLetter && holdsFigure }

    /// The same, if `0` and `1` count only as digits, and `O` and `I` only as letters.
    var asTyped: ReadCharacters {
        var strict = self
        let all = UInt16(1) << UInt16(min(length, PlateKey.lengthMax)) - 1
        strict.figures |= all & ~(letters | figures | mask)
        strict.letters |= mask
        return strict
    }

    /// No placeholder holds a digit from 2 to 9.
    var isPlaceholder: Bool { figures == 0 && Placeholders.contains(packed) }

    func plate(issuer: Issuer) -> Plate {
        Plate(key: PlateKey(issuer: issuer, characters: packed), typedAsRead: TypedMask(rawValue: mask))
    }

    /// Adds a byte; false if it is not a letter or digit. Past ten characters only the length grows.
    @inline(__always)
    mutating func append(_ byte: UInt8) -> Bool {
        guard let digit = PackedCharacters.digit(ofCanonical: byte) else { return false }
        let isLetter = byte >= UInt8(ascii: "A")
        if isLetter { holdsLetter = true } else { holdsFigure = true }
        if length < PlateKey.lengthMax {
            packed = packed * PackedCharacters.base + Int64(digit)
            let place: UInt16 = 1 << UInt16(length)
            if digit <= PackedCharacters.one {
                if isLetter { mask |= place }
            } else if isLetter {
                letters |= place
            } else {
                figures |= place
            }
        }
        length += 1
        return true
    }

    /// Moves the first character to the first place; at the end, and once.
    mutating func align() {
        packed *= PackedCharacters.weight(ofPlace: length - 1)
    }
}

extension TypedText {
    /// The characters of a plate in a range, separators left out.
    func characters(_ range: Range<Int>) throws(PlateError) -> ReadCharacters {
        var read = ReadCharacters()
        for index in range where !read.append(bytes[index]) && !TypedByte.isSeparator(bytes[index]) {
            throw error(.character, at: index)
        }
        guard read.length > 0 else { throw PlateError(.empty) }
        guard read.length <= PlateKey.lengthMax else { throw PlateError(.tooLong) }
        read.align()
        return read
    }

    func holdsCharacter(_ range: Range<Int>) -> Bool { range.contains { !TypedByte.isSeparator(bytes[$0]) } }
}
