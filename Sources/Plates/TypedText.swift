/// A typed text as one byte a scalar (see `TypedByte`), so that every later step walks over bytes of a bounded buffer.
struct TypedText {
    /// The most UTF-8 that is read: a plate, the longest name of an issuer, and ample separators.
    static let utf8Max = 256

    let bytes: UnsafeBufferPointer<UInt8>
    private let source: String

    /// Reads a text of any length at a bounded cost, and throws `tooLong` where it holds more than a plate can.
    static func withBytes<Value>(
        of source: String, tooLong: PlateError.Code, _ body: (TypedText) throws(PlateError) -> Value
    ) throws(PlateError) -> Value {
        guard source.utf8.count <= utf8Max else { throw PlateError(tooLong) }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: utf8Max) { buffer throws(PlateError) in
            let count = TypedByte.write(source, to: buffer)
            return try body(TypedText(bytes: UnsafeBufferPointer(rebasing: buffer[..<count]), source: source))
        }
    }

    /// Where the text begins and ends without the spaces around it.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, bytes[lower] == TypedByte.space || bytes[lower] == TypedByte.invisible { lower += 1 }
        while lower < upper, bytes[upper - 1] == TypedByte.space || bytes[upper - 1] == TypedByte.invisible { upper -= 1 }
        return lower..<upper
    }

    /// The character of the text that can't stand at this place, with its mark where it is one; never more than two scalars.
    func error(_ code: PlateError.Code, at index: Int) -> PlateError {
        let scalars = source.unicodeScalars
        let place = scalars.index(scalars.startIndex, offsetBy: index)
        guard index > 0, scalars[place].isMark else { return PlateError(code, character: Character(scalars[place])) }
        let marked = String(scalars[scalars.index(before: place)...place])
        return PlateError(code, character: marked.count == 1 ? Character(marked) : Character(scalars[place]))
    }
}

extension TypedText {
    func readPlate(issuer: Issuer, country: Country) throws(PlateError) -> Plate {
        let parts = try parts(country: country)
        let read = try readCharacters(parts.plate)
        if read.mayBePlaceholder {
            if Placeholders.contains(read.packed) { throw PlateError(.placeholder) }
            // “In transit” names no issuer, though its first word is Indiana's code.
            if parts.isBareIssuer, let whole = try? readCharacters(bytes.indices), Placeholders.contains(whole.packed) {
                throw PlateError(.placeholder)
            }
        }
        return Plate(key: PlateKey(issuer: parts.issuer ?? issuer, characters: read.packed), typedAsRead: TypedMask(rawValue: read.mask))
    }

    private struct Characters {
        var packed: Int64 = 0
        var mask: UInt16 = 0
        /// No placeholder holds a figure from 2 to 9.
        var mayBePlaceholder = true
    }

    private func readCharacters(_ range: Range<Int>) throws(PlateError) -> Characters {
        var read = Characters()
        var length = 0
        for index in range {
            let byte = bytes[index]
            if let digit = PackedCharacters.digit(ofCanonical: byte) {
                if length < PlateKey.lengthMax {
                    read.packed = read.packed * PackedCharacters.base + Int64(digit)
                    if digit <= PackedCharacters.one {
                        if byte >= UInt8(ascii: "A") { read.mask |= 1 << UInt16(length) }
                    } else if byte < UInt8(ascii: "A") {
                        read.mayBePlaceholder = false
                    }
                }
                length += 1
            } else if !TypedByte.isSeparator(byte) {
                throw error(.character, at: index)
            }
        }
        guard length > 0 else { throw PlateError(.empty) }
        guard length <= PlateKey.lengthMax else { throw PlateError(.tooLong) }
        read.packed *= PackedCharacters.weight(ofPlace: length - 1)
        return read
    }
}
