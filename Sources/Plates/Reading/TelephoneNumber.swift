/// Telephone numbers of North America, which are not plates: `612-555-0111`, `(612) 555 0111`, `1.612.555.0111`.
package enum TelephoneNumber {
    /// The most groups of digits that one is written in.
    package static let groupsMax = 4
    private static let lengthMin = 10
    private static let marks = Set("+-.()/ ".utf8)

    /// Whether a text is a telephone number and nothing else.
    ///
    /// - Parameter mayBeJoined: Whether separators may be missing, as in `6125550111` and `612-5550111`. A field for a plate may have ten
    ///   digits.
    package static func isOne(_ text: String, mayBeJoined: Bool) -> Bool {
        guard (lengthMin...TypedText.utf8Max).contains(text.utf8.count),
            text.utf8.allSatisfy({ TypedByte.isFigure($0) || marks.contains($0) })
        else { return false }
        var groups = text.utf8.split { !TypedByte.isFigure($0) }.map(\.count)
        if groups.first == 1 { groups.removeFirst() }
        if groups == [3, 3, 4] { return true }
        guard mayBeJoined else { return false }
        let isLong = groups.reduce(0, +) == 11 && text.utf8.first(where: TypedByte.isFigure) == UInt8(ascii: "1")
        if isLong, let first = groups.first { groups[0] = first - 1 }
        return joined.contains(groups)
    }

    /// Whether a text has the digits of a telephone number, in groups of any order: `555-0111 612`.
    package static func hasFigures(_ text: String) -> Bool {
        let figures = text.utf8.count(where: TypedByte.isFigure)
        let marks = text.utf8.count(where: marks.contains)
        return (10...11).contains(figures) && marks > 0 && figures + marks == text.utf8.count
    }

    private static let joined: Set<[Int]> = [[10], [3, 7], [6, 4], [3, 3, 4]]
}
