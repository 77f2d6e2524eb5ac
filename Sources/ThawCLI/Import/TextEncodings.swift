/// Files that spreadsheets save as "Unicode text": UTF-16, with a byte order mark.
enum UTF16Text {
    /// The text in UTF-8; `nil` without such a mark. An unpaired surrogate becomes U+FFFD.
    static func utf8(of bytes: [UInt8]) -> [UInt8]? {
        let isBig = bytes.starts(with: [0xFE, 0xFF])
        guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2)
        let units = stride(from: 2, to: bytes.count - 1, by: 2).lazy.map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        _ = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false) { text.append($0) }
        return text
    }
}

/// The default encoding of many Windows programs.
enum Windows1252 {
    /// The characters of 0x80 to 0x9F; 0 for none. All others are Latin-1.
    private static let marks: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// `nil` if a byte is not a character.
    static func text(of bytes: some Sequence<UInt8>) -> String? {
        var text = ""
        for byte in bytes {
            let value = (0x80..<0xA0).contains(byte) ? marks[Int(byte) - 0x80] : UInt32(byte)
            guard value != 0, let scalar = Unicode.Scalar(value) else { return nil }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
