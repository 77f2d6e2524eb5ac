import FoundationEssentials
package import Plates

/// A list's body, read once: its head, and the offset of each listing.
package struct ListContents: Sendable {
    package struct Entry: Sendable {
        package let key: PlateKey
        /// The listing's object in the body, in bytes.
        package let range: Range<Int>
    }

    package let head: ListHead
    /// The list of the listings in the body, brackets included.
    package let listings: Range<Int>
    /// In the body's order.
    package let entries: [Entry]
    /// Listings that this version cannot read, such as those of a newer issuer.
    package let unreadable: Int

    /// Reads the body of a verified list.
    ///
    /// - Throws: `request.value` for the field `format` if it is another one; else `request.*` if it is not a list, and
    ///   `request.too_many_items` past `listingsMax`.
    package init(_ body: UnsafeRawBufferPointer, listingsMax: Int = WireLimits.listingsPerList) throws(WireError) {
        guard let list = JSONBounds.list(named: "listings", in: body) else { throw WireError(.requestMalformedJSON) }
        head = try Self.head(of: body, listings: list)
        listings = list
        var read: [Entry] = []
        var skipped = 0
        var isTooLong = false
        let isWhole = JSONBounds.forEachItem(of: list, in: body) { range in
            guard read.count + skipped < listingsMax else {
                isTooLong = true
                return false
            }
            let listing = ListedPlate(json: UnsafeRawBufferPointer(rebasing: body[range]))
            if let plate = listing?.plate.plate {
                read.append(Entry(key: plate.key, range: range))
            } else {
                skipped += 1
            }
            return true
        }
        if isTooLong { throw WireError(.requestTooManyItems, field: "listings") }
        guard isWhole else { throw WireError(.requestMalformedJSON) }
        (entries, unreadable) = (read, skipped)
    }

    /// The head of a body, without a look at its listings.
    ///
    /// - Parameter listings: the range of ``listings``; another one gives an error.
    package static func head(of body: UnsafeRawBufferPointer, listings: Range<Int>) throws(WireError) -> ListHead {
        guard 0 <= listings.lowerBound, listings.upperBound <= body.count else { throw WireError(.requestMalformedJSON) }
        var fields = Data(body[..<listings.lowerBound])
        fields.append(contentsOf: "[]".utf8)
        fields.append(contentsOf: body[listings.upperBound...])
        guard try WireJSON.decodeAnswer(Format.self, from: fields).format == ListHead.formatKnown else {
            throw WireError(.requestValue, field: "format")
        }
        return try WireJSON.decodeAnswer(ListHead.self, from: fields)
    }

    private struct Format: Decodable {
        let format: Int
    }
}

/// Finds where JSON values begin and end, without decoding them. The library gives no positions.
///
/// It never reads beyond the bytes. It accepts some texts that are not JSON; the values are decoded afterwards.
private enum JSONBounds {
    /// The range of the list that an object has under a name, brackets included; `nil` if there is none, or two.
    static func list(named name: StaticString, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var found: Range<Int>?
        let isWhole = forEachPart(of: 0..<bytes.count, in: bytes, open: "{", close: "}") { start in
            guard let nameEnd = end(ofValueAt: start, in: bytes), nameEnd - start >= 2 else { return nil }
            let isWanted = bytes[(start + 1)..<(nameEnd - 1)].elementsEqual(wanted)
            guard let colon = firstMark(from: nameEnd, in: bytes), bytes[colon] == UInt8(ascii: ":"),
                let value = firstMark(from: colon + 1, in: bytes), let valueEnd = end(ofValueAt: value, in: bytes)
            else { return nil }
            if isWanted {
                guard found == nil, bytes[value] == UInt8(ascii: "[") else { return nil }
                found = value..<valueEnd
            }
            return valueEnd
        }
        return isWhole ? found : nil
    }

    /// Calls `body` with the range of each item of a list, until it returns false; returns whether it came to the list's end.
    static func forEachItem(of list: Range<Int>, in bytes: UnsafeRawBufferPointer, _ body: (Range<Int>) -> Bool) -> Bool {
        forEachPart(of: list, in: bytes, open: "[", close: "]") { start in
            guard let end = end(ofValueAt: start, in: bytes), body(start..<end) else { return nil }
            return end
        }
    }

    /// Calls `body` with the start of each part of an object or list; it returns the part's end. Only white space may follow.
    private static func forEachPart(
        of range: Range<Int>, in bytes: UnsafeRawBufferPointer, open: Unicode.Scalar, close: Unicode.Scalar, _ body: (Int) -> Int?
    ) -> Bool {
        guard let start = firstMark(from: range.lowerBound, in: bytes), bytes[start] == UInt8(ascii: open),
            var next = firstMark(from: start + 1, in: bytes)
        else { return false }
        if bytes[next] != UInt8(ascii: close) {
            while true {
                guard let end = body(next), let mark = firstMark(from: end, in: bytes) else { return false }
                if bytes[mark] == UInt8(ascii: close) {
                    next = mark
                    break
                }
                guard bytes[mark] == UInt8(ascii: ","), let following = firstMark(from: mark + 1, in: bytes) else { return false }
                next = following
            }
        }
        let rest = bytes[min(next + 1, range.upperBound)..<range.upperBound]
        return next < range.upperBound && rest.allSatisfy(isSpace)
    }

    /// The index after the value that begins at `start`; `nil` if it does not end.
    private static func end(ofValueAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let end = end(ofTextAt: index, in: bytes) else { return nil }
                index = end
                if depth == 0 { return index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index + 1 }
                // The bracket belongs to the value around a number or a word.
                if depth < 0 { return index > start ? index : nil }
            case UInt8(ascii: ","):
                if depth == 0 { return index > start ? index : nil }
            default: break
            }
            index += 1
        }
        return nil
    }

    private static func end(ofTextAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""): return index + 1
            default: index += 1
            }
        }
        return nil
    }

    private static func firstMark(from start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = start
        while index < bytes.count {
            if !isSpace(bytes[index]) { return index }
            index += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
