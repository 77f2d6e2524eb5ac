/// Reads JSON of the plain kind that nearly every body is: objects, lists, texts without escapes, true and false.
///
/// Whatever else it meets, well-formed or not, it gives nil, and the library that reads all of JSON is asked: what this reads, that would have
/// read alike, and no error is told from here. It stands before the library because that costs 10 µs for a body of one plate, ten times the
/// look-up, and more for a report than all that is decided about it.
struct PlainJSON {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Takes white space, and then one byte of punctuation.
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    /// Whether nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return index == bytes.count
    }

    mutating func text() -> String? {
        guard take("\"") else { return nil }
        let start = index
        var isASCII = true
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] >= 0x20, bytes[index] != UInt8(ascii: "\\") else { return nil }
            if bytes[index] >= 0x80 { isASCII = false }
            index += 1
        }
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
        // ASCII is UTF-8 in any case, and need not take the other's way, which is generic and takes ten times as long.
        return isASCII ? String(decoding: text, as: UTF8.self) : String(validating: text, as: UTF8.self)
    }

    mutating func flag() -> Bool? {
        skipSpace()
        if bytes[index...].starts(with: "true".utf8) {
            index += 4
            return true
        }
        if bytes[index...].starts(with: "false".utf8) {
            index += 5
            return false
        }
        return nil
    }

    /// Reads a text into a field that has none yet; false where it has, or there is no text.
    mutating func text(into field: inout String?) -> Bool {
        guard field == nil else { return false }
        field = text()
        return field != nil
    }

    /// A list of at least one item, and of at most `limit`.
    mutating func list<Item>(limit: Int, _ read: (inout PlainJSON) -> Item?) -> [Item]? {
        guard take("[") else { return nil }
        var items: [Item] = []
        repeat {
            guard items.count < limit, let item = read(&self) else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? items : nil
    }

    /// An object of at least one field; `read` gets each one's name, and says whether it could read what stands behind.
    mutating func object(_ read: (inout PlainJSON, _ name: String) -> Bool) -> Bool {
        guard take("{") else { return false }
        repeat {
            guard let name = text(), take(":"), read(&self, name) else { return false }
        } while take(",")
        return take("}")
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }
}
