/// JSON written piece by piece, byte for byte equal to ``WireJSON/encode(_:)``.
///
/// For the most frequent answers, to look-ups and reports: the library takes 20 µs for one "not listed". The library still writes texts
/// that need escapes.
struct JSONText: Sendable {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes punctuation and names unchanged.
    mutating func write(_ piece: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: piece.utf8Start, count: piece.utf8CodeUnitCount))
    }

    /// Writes JSON that was written before.
    mutating func write(raw piece: [UInt8]) {
        bytes.append(contentsOf: piece)
    }

    mutating func write(text: String) {
        var text = text
        let isWritten = text.withUTF8 { utf8 in
            guard utf8.allSatisfy(Self.isPlain) else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: utf8)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isWritten { write(value: text) }
    }

    /// Writes a name, with the punctuation around it, and its text; nothing for nil.
    mutating func write(_ name: StaticString, text: String?) {
        guard let text else { return }
        write(name)
        write(text: text)
    }

    /// The same with a list.
    mutating func write<Item>(_ name: StaticString, list items: [Item]?, _ write: (inout JSONText, Item) -> Void) {
        guard let items else { return }
        self.write(name)
        self.write(list: items, write)
    }

    /// Writes an object of texts in the order of their names, without the absent ones.
    mutating func write(fields: [(StaticString, String?)]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for case (let name, let text?) in fields {
            write(isFirst ? "\"" : ",\"")
            write(name)
            write("\":")
            write(text: text)
            isFirst = false
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes any value with the library.
    mutating func write(value: some Encodable) {
        bytes.append(contentsOf: WireJSON.encode(value))
    }

    mutating func write<Item>(list items: [Item], _ write: (inout JSONText, Item) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Printable ASCII that JSON never escapes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
