/// Reads JSON of the plain kind that nearly every body is: objects, lists, texts without escapes, true and false.
///
/// Whatever else it meets, well-formed or not, it gives nil, and the library that reads all of JSON is asked: what this reads, that would have
/// read alike, and no error is told from here. It stands before the library because that costs 10 µs for a body of one plate, ten times the
/// look-up.
struct PlainJSON {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Takes white space, and then one byte of punctuation.
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    /// Whether nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return place == bytes.count
    }

    mutating func text() -> String? {
        guard take("\"") else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { return nil }
            place += 1
        }
        guard place < bytes.count else { return nil }
        defer { place += 1 }
        return String(validating: bytes[start..<place], as: UTF8.self)
    }

    mutating func flag() -> Bool? {
        skipSpace()
        if bytes[place...].starts(with: "true".utf8) {
            place += 4
            return true
        }
        if bytes[place...].starts(with: "false".utf8) {
            place += 5
            return false
        }
        return nil
    }

    /// A list of at least one text, and of at most `limit`.
    mutating func texts(limit: Int) -> [String]? {
        guard take("[") else { return nil }
        var texts: [String] = []
        repeat {
            guard texts.count < limit, let text = text() else { return nil }
            texts.append(text)
        } while take(",")
        return take("]") ? texts : nil
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }
}
