/// Values that spreadsheets and data-frame tools make of plates that look to them like a number, a date or nothing: `2.19E+26`, `12-Mar`,
/// `nan`.
///
/// Their marks are separators of plates, so each would be read as another plate.
enum SpreadsheetValue {
    /// Whether a range of the text is such a value.
    static func isValue(_ text: TypedText, _ range: Range<Int>) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TypedText.utf8Max) { buffer in
            var reader = Reader(text, range, buffer)
            return reader.isValue
        }
    }

    /// Whether a text can hold one: it has the marks that they have, or the length of one without.
    static func mayBeValue(_ text: TypedText) -> Bool {
        var (hyphens, characters) = (0, 0)
        for byte in text.bytes {
            switch byte {
            case TypedByte.period, TypedByte.ornament, TypedByte.comma, TypedByte.colon, TypedByte.edge, TypedByte.openOther: return true
            case TypedByte.hyphen: hyphens += 1
            default: if byte >= UInt8(ascii: "0") { characters += 1 }
            }
        }
        if hyphens > 0 { return hyphens > 1 || characters <= 7 }
        return characters == 3 && text.bytes.contains { $0 == UInt8(ascii: "N") }
    }

    private struct Reader {
        /// ASCII as typed; spaces of any kind as one, and anything else as zero.
        private let bytes: UnsafeMutableBufferPointer<UInt8>
        private var index = 0

        init(_ text: TypedText, _ range: Range<Int>, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
            var count = 0
            var place = 0
            for scalar in text.source.unicodeScalars {
                defer { place += 1 }
                guard range.contains(place), text.bytes[place] != TypedByte.invisible else { continue }
                buffer[count] = Self.ascii(scalar, text.bytes[place])
                if count > 0 || buffer[count] != TypedByte.space { count += 1 }
            }
            while count > 0, buffer[count - 1] == TypedByte.space { count -= 1 }
            bytes = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
        }

        private static func ascii(_ scalar: Unicode.Scalar, _ byte: UInt8) -> UInt8 {
            if byte == TypedByte.space { return byte }
            let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            if narrow < 0x80 { return UInt8(narrow) }
            return scalar == "€" || scalar == "£" || scalar == "¥" ? dollar : 0
        }

        private static let dollar = UInt8(ascii: "$")

        var isValue: Bool {
            mutating get {
                isNothing || isErrorValue || `is` { $0.isMoney() } || `is` { $0.isPower() } || `is` { $0.isDecimal() } || isMoment
            }
        }

        /// `NAN` is a plate; tools write these for no value.
        static let nothings = ["nan", "NaN", "NaT", "inf", "Inf"]

        private static let signs = ["-", "+", "#", ""]

        private var isNothing: Bool {
            guard bytes.count <= 8 else { return false }
            let text = String(decoding: bytes, as: UTF8.self)
            return Self.nothings.contains { text.hasSuffix($0) && Self.signs.contains(String(text.dropLast(3))) } || text == "<NA>"
                || text.hasSuffix("#QNAN") || text.hasSuffix("1.#IND")
        }

        private var isErrorValue: Bool {
            guard bytes.first == UInt8(ascii: "#") else { return false }
            let errors = [
                "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA",
            ]
            return errors.contains(String(decoding: bytes, as: UTF8.self).uppercased())
        }

        private mutating func `is`(_ form: (inout Reader) -> Bool) -> Bool {
            index = 0
            return form(&self) && index == bytes.count
        }

        /// `GEL 1234.00`, `$12.50`, `1,234`, `1,234.00`.
        private mutating func isMoney() -> Bool {
            let hasSign = take(Self.dollar)
            let letters = hasSign ? 0 : count(of: Self.isLetter)
            guard letters == 0 || letters == 3 else { return false }
            _ = take(TypedByte.space)
            _ = take(UInt8(ascii: "-"))
            let figures = count(of: TypedByte.isFigure)
            var groups = 0
            while take(UInt8(ascii: ",")) {
                guard count(of: TypedByte.isFigure) == 3 else { return false }
                groups += 1
            }
            guard figures > 0, groups == 0 || figures <= 3 else { return false }
            if take(TypedByte.period) {
                let start = index
                let cents = count(of: TypedByte.isFigure)
                let areZero = bytes[start..<index].allSatisfy { $0 == UInt8(ascii: "0") }
                return cents > 0 && (areZero && cents <= 2 || hasSign || groups > 0)
            }
            return hasSign && groups > 0 || groups > 0 && letters == 0
        }

        /// `2.19E+26`, `1E-05`, `1,5E7`. `12E34` is a plate.
        private mutating func isPower() -> Bool {
            _ = take(UInt8(ascii: "-")) || take(UInt8(ascii: "+"))
            let figures = count(of: TypedByte.isFigure)
            guard figures > 0 else { return false }
            let hasPoint = take(TypedByte.period) || take(UInt8(ascii: ","))
            if hasPoint { guard count(of: TypedByte.isFigure) > 0 else { return false } }
            guard takeLetter(UInt8(ascii: "E")) else { return false }
            let hasSign = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            let exponent = count(of: TypedByte.isFigure)
            return exponent > 0 && (hasPoint || hasSign && figures == 1 && (2...3).contains(exponent))
        }

        /// `123456.0`, `12.5`; `123.456` may be a plate with its dot.
        private mutating func isDecimal() -> Bool {
            _ = take(UInt8(ascii: "-"))
            guard count(of: TypedByte.isFigure) > 0, take(TypedByte.period) else { return false }
            let start = index
            let figures = count(of: TypedByte.isFigure)
            return figures > 0 && (figures <= 2 || bytes[start..<index].allSatisfy { $0 == UInt8(ascii: "0") })
        }

        /// A date, a time, or one after the other.
        private var isMoment: Bool {
            mutating get {
                index = 0
                let hasDate = isDate()
                if hasDate, index == bytes.count { return true }
                if !hasDate { index = 0 }
                if hasDate, !take(TypedByte.space), !takeLetter(UInt8(ascii: "T")) { return false }
                return isTime() && index == bytes.count
            }
        }

        private mutating func isDate() -> Bool {
            guard let first = datePart() else { return false }
            guard index < bytes.count, [UInt8(ascii: "/"), TypedByte.hyphen, TypedByte.period].contains(bytes[index]) else { return false }
            let mark = bytes[index]
            index += 1
            guard let second = datePart() else { return false }
            let beforeThird = index
            guard take(mark), let third = datePart() else {
                index = beforeThird
                // `12-Mar` and `Mar-12`, but not `123-MAR`, which is a plate.
                switch (first, second) {
                case (.month, .number(let figures, _)), (.number(let figures, _), .month): return figures <= 2 && mark != TypedByte.period
                default: return false
                }
            }
            return Self.isDate(first, second, third)
        }

        private enum DatePart {
            case month
            case number(figures: Int, value: Int)

            var isDay: Bool { if case .number(1...2, 1...31) = self { true } else { false } }
            var isMonth: Bool { if case .number(1...2, 1...12) = self { true } else { self.isName } }
            var isYear: Bool {
                if case .number(let figures, let value) = self { figures == 2 || (1900...2100).contains(value) } else { false }
            }
            var isLongYear: Bool { isYear && !isDay && !isShort }
            private var isShort: Bool { if case .number(let figures, _) = self { figures < 4 } else { true } }
            private var isName: Bool { if case .month = self { true } else { false } }
        }

        private static func isDate(_ first: DatePart, _ second: DatePart, _ third: DatePart) -> Bool {
            if first.isLongYear { return second.isMonth && third.isDay }
            return third.isYear && (first.isMonth && second.isDay || first.isDay && second.isMonth)
        }

        private mutating func datePart() -> DatePart? {
            let start = index
            let figures = count(of: TypedByte.isFigure)
            if figures > 0 { return figures <= 4 ? .number(figures: figures, value: value(start..<index)) : nil }
            guard count(of: Self.isLetter) >= 3 else { return nil }
            let word = String(decoding: bytes[start..<index], as: UTF8.self).uppercased()
            return Self.months.contains { $0 == word || $0.prefix(3) == word || word == "SEPT" } ? .month : nil
        }

        private static let months = [
            "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
        ]

        /// `9:30`, `09:30:00 AM`.
        private mutating func isTime() -> Bool {
            guard (1...2).contains(count(of: TypedByte.isFigure)), take(UInt8(ascii: ":")), count(of: TypedByte.isFigure) == 2 else {
                return false
            }
            if take(UInt8(ascii: ":")) { guard count(of: TypedByte.isFigure) == 2 else { return false } }
            let beforeHalf = index
            _ = take(TypedByte.space)
            if takeLetter(UInt8(ascii: "A")) || takeLetter(UInt8(ascii: "P")), takeLetter(UInt8(ascii: "M")) { return true }
            index = beforeHalf
            return true
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        private mutating func takeLetter(_ upper: UInt8) -> Bool { take(upper) || take(upper | 0x20) }

        private static func isLetter(_ byte: UInt8) -> Bool { TypedByte.isLetter(byte & ~0x20) }

        private mutating func count(of kind: (UInt8) -> Bool) -> Int {
            let start = index
            while index < bytes.count, kind(bytes[index]) { index += 1 }
            return index - start
        }

        private func value(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    }
}
