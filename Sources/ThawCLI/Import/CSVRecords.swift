/// The records of a CSV file, each with the line on which it begins, so that one bad record never spoils the next.
///
/// A record ends at the first line end outside quotes. Line ends are CR LF, LF or CR. A byte order mark is skipped.
struct CSVRecords: Sequence, IteratorProtocol {
    /// Longer records are refused: their quote is probably never closed.
    static let recordBytesMax = 64 * 1024

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var line = 1

    struct Record {
        let line: Int
        let text: Result<String, CSVProblem>
        /// Whether the line is not UTF-8 and was read as Windows-1252, which includes Latin-1.
        var isWindows = false
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes.starts(with: Self.byteOrderMark) ? bytes[Self.byteOrderMark.count...] : bytes[...]
        position = self.bytes.startIndex
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    mutating func next() -> Record? {
        while position < bytes.endIndex {
            let start = position
            let firstLine = line
            guard let end = recordEnd(from: start) else {
                // A quote that opens here is never closed. Refuse this line, and continue with the next.
                position = lineEnd(from: start)
                skipLineEnd()
                return Record(line: firstLine, text: .failure(.openQuote))
            }
            position = end.position
            line += end.lines
            skipLineEnd()
            let record = bytes[start..<end.position]
            if record.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
            guard let text = String(validating: record, as: UTF8.self) else {
                let text = Windows1252.text(of: record)
                return Record(line: firstLine, text: text.map(Result.success) ?? .failure(.encoding), isWindows: text != nil)
            }
            return Record(line: firstLine, text: .success(text))
        }
        return nil
    }

    /// The end of the record that begins here, and the number of line ends inside its quotes; `nil` if the record is too long.
    private func recordEnd(from start: Int) -> (position: Int, lines: Int)? {
        var isQuoted = false
        var lines = 0
        var index = start
        while index < bytes.endIndex {
            guard index - start <= Self.recordBytesMax else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\n") where !isQuoted, UInt8(ascii: "\r") where !isQuoted: return (index, lines)
            case UInt8(ascii: "\n"): lines += 1
            default: break
            }
            index += 1
        }
        return isQuoted ? nil : (index, lines)
    }

    private func lineEnd(from start: Int) -> Int {
        bytes[start...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? bytes.endIndex
    }

    private mutating func skipLineEnd() {
        guard position < bytes.endIndex else { return }
        let isPair = bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.endIndex && bytes[position + 1] == UInt8(ascii: "\n")
        position += isPair ? 2 : 1
        line += 1
    }
}

/// Why a record cannot be read.
enum CSVProblem: Error, Hashable {
    case openQuote
    case quote
    case encoding

    var sentence: String {
        switch self {
        case .openQuote: "A quotation mark is never closed."
        case .quote: "A quotation mark is in the wrong place. Inside quotes, write it twice."
        case .encoding: "The line is not UTF-8. Save the file as \"CSV UTF-8\"."
        }
    }

    /// The failure if the line of the column titles has the problem.
    var ofTitles: Failure { .usage("The first line cannot be read. \(sentence)") }
}

/// Splits a record into fields as in RFC 4180. Spreadsheets and databases also separate fields with semicolons, tabs and pipes.
struct CSVFields {
    let delimiter: UInt8

    static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]

    /// The delimiter in a spreadsheet's own first line, such as `sep=;`.
    static func declared(by line: String) -> UInt8? {
        guard line.lowercased().hasPrefix("sep="), line.utf8.count == 5 else { return nil }
        return line.utf8.last
    }

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// - Parameter header: The first record. Its first delimiter outside quotes is the file's delimiter.
    init(header: String) {
        var isQuoted = false
        let first = header.utf8.first { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted && Self.delimiters.contains(byte)
        }
        delimiter = first ?? Self.delimiters[0]
    }

    /// The fields, without spaces at their ends.
    func fields(_ record: String) throws(CSVProblem) -> [String] {
        var fields: [String] = []
        var rest = Array(record.utf8)[...]
        while true {
            fields.append(try field(&rest).trimmed)
            guard rest.popFirst() != nil else { return fields }
        }
    }

    /// Removes the first field of the rest, up to its delimiter or the end.
    private func field(_ rest: inout ArraySlice<UInt8>) throws(CSVProblem) -> String {
        let quote = UInt8(ascii: "\"")
        var start = rest.drop { $0 == UInt8(ascii: " ") }
        // People write ="0123" to keep a spreadsheet from changing a cell.
        if start.starts(with: [UInt8(ascii: "="), quote]) { start = start.dropFirst() }
        var field: [UInt8] = []
        if start.first == quote {
            rest = start.dropFirst()
            while let byte = rest.popFirst() {
                if byte == quote, rest.first != quote { break }
                if byte == quote { rest.removeFirst() }
                field.append(byte)
            }
            // Only spaces may follow the closing quote.
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            guard rest.first == nil || rest.first == delimiter else { throw .quote }
        } else {
            field = Array(rest.prefix { $0 != delimiter })
            guard !field.contains(quote) else { throw .quote }
            rest = rest.dropFirst(field.count)
        }
        return String(decoding: field, as: UTF8.self)
    }
}
