import Client
import Wire

/// The rows of a file that can be imported, and those that cannot.
struct ImportPlan {
    private(set) var rows: [ImportRow] = []
    private(set) var refused: [RefusedRow] = []
    /// Rows that repeat an earlier row, by line.
    private(set) var repeats: [(line: Int, of: Int)] = []
    /// The cells of imported rows that were left out.
    private(set) var leftOut: [LeftOut] = []
    private(set) var unknownColumns: [String] = []
    /// The understood titles that are not the documented names.
    private(set) var understoodColumns: [(title: String, name: ImportColumns.Name)] = []
    /// The number of lines above the column titles. They are left out.
    private(set) var linesAbove = 0
    /// The number of lines that are not UTF-8 and were read as Windows-1252.
    private(set) var linesOfWindows = 0
    /// The names of the rows with relative times.
    private(set) var relativeRows: Set<String> = []

    static let fileBytesMax = 64 * 1024 * 1024
    /// The number of rows that are read to find out the kind of a column.
    private static let sampleRows = 50

    /// The settings and functions for reading all rows.
    struct Reading {
        let setting: ReportSetting
        let now: Int64
        /// A reader whose relative times count from the given moment.
        let times: (Int64) -> TimeReader
        let id: (ReportBody) -> String
        let name: ([String]) -> String
        let starts: FirstImportTimes

        /// The same with the day first in dates, if a date or a title of the file shows that order and no date contradicts it.
        func forDates(of columns: ImportColumns, _ rows: [[String]]) -> Reading {
            let reader = times(now)
            var found: Set<Bool> = []
            for row in rows {
                for name in [ImportColumns.Name.day, .seenAt] {
                    if let isDayFirst = columns.value(name, of: row).flatMap(reader.saysDayFirst) { found.insert(isDayFirst) }
                }
            }
            guard !found.contains(false), found.contains(true) || columns.haveTimesInRomance else { return self }
            let times = times
            return Reading(
                setting: setting, now: now, times: { times($0).withDayFirst() }, id: id, name: name, starts: starts)
        }
    }

    init(_ bytes: [UInt8], _ reading: Reading) throws(Failure) {
        var records = CSVRecords(UTF16Text.utf8(of: bytes) ?? bytes)
        let (csv, columns, header, line) = try Self.head(&records)
        linesAbove = line
        unknownColumns = columns.unknown.map(\.title)
        understoodColumns = columns.understood
        var fields: [(line: Int, fields: [String])] = []
        while let record = records.next() {
            do throws(CSVProblem) {
                if record.isWindows { linesOfWindows += 1 }
                let row = try csv.fields(record.text.get())
                // Joined or printed files repeat their first line.
                if row == header { continue }
                if row.contains(where: { !$0.isEmpty }) { fields.append((record.line, row)) }
            } catch {
                refused.append(RefusedRow(line: record.line, code: ErrorCode.clientInput.rawValue, detail: error.sentence))
            }
        }
        let reading = reading.forDates(of: columns, fields.map(\.fields))
        try Self.checkDays(columns, fields.prefix(Self.sampleRows).map(\.fields), reading)
        add(fields, ImportRowReader(columns: columns, setting: reading.setting), reading)
        refused.sort { $0.line < $1.line }
    }

    /// Finds the line with the column titles, after a spreadsheet's `sep=` line and lines above the table.
    private static func head(
        _ records: inout CSVRecords
    ) throws(Failure) -> (csv: CSVFields, columns: ImportColumns, header: [String], linesAbove: Int) {
        guard var record = records.next() else { throw .usage("The file is empty.", advice: "Its first line must name the columns.") }
        let declared = (try? record.text.get()).flatMap { CSVFields.declared(by: $0.trimmed) }
        if declared != nil {
            guard let second = records.next() else { throw .usage("The file has no columns.", advice: "Its first line must name them.") }
            record = second
        }
        let first = record.line
        let delimiters = declared.map { [$0] } ?? CSVFields.delimiters
        var failure: Failure?
        for _ in 0..<titleLinesMax {
            do throws(Failure) {
                let (csv, header, columns) = try columns(record, delimiters)
                return (csv, columns, header, record.line - first)
            } catch {
                failure = failure ?? error
            }
            guard let next = records.next() else { break }
            record = next
        }
        throw failure ?? .usage("The first line cannot be read.")
    }

    /// The most lines above the column titles.
    private static let titleLinesMax = 10

    /// Reads a line as column titles, with the first delimiter that gives known columns.
    private static func columns(
        _ record: CSVRecords.Record, _ delimiters: [UInt8]
    ) throws(Failure) -> (CSVFields, [String], ImportColumns) {
        var failure: Failure?
        let text = try record.text.mapError { $0.ofTitles }.get()
        // The first delimiter in the line is the likeliest. If none works, its error is reported.
        let likely = CSVFields(header: text).delimiter
        for delimiter in delimiters.filter({ $0 == likely }) + delimiters.filter({ $0 != likely }) {
            let csv = CSVFields(delimiter: delimiter)
            do throws(Failure) {
                let header = try Result { () throws(CSVProblem) in try csv.fields(text) }.mapError { $0.ofTitles }.get()
                return (csv, header, try ImportColumns(header))
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? .usage("The first line cannot be read.")
    }

    private static func checkDays(_ columns: ImportColumns, _ rows: [[String]], _ reading: Reading) throws(Failure) {
        guard let title = columns.unknownDay(in: rows, reading.times(reading.now)) else { return }
        throw .usage(
            "The column “\(title)” holds dates, but its title is unknown.",
            advice: "Rename it to date if the times belong to it; otherwise remove it.")
    }

    private mutating func add(_ fields: [(line: Int, fields: [String])], _ reader: ImportRowReader, _ reading: Reading) {
        let now = reading.times(reading.now)
        let names = fields.map { reader.isRelative($0.fields, now) ? reading.name($0.fields) : nil }
        relativeRows = Set(names.compactMap(\.self))
        let starts = reading.starts.starts(of: relativeRows, now: reading.now)
        var readers: [Int64: TimeReader] = [reading.now: now]
        var firstLines: [String: Int] = [:]
        for ((line, cells), name) in zip(fields, names) {
            let start = name.map(starts.start(of:)) ?? reading.now
            let times = readers[start] ?? reading.times(start)
            readers[start] = times
            do throws(Failure) {
                let read = try reader.read(cells, line: line, times, now: reading.now)
                var row = read.row
                row.report.id = reading.id(row.report)
                if let first = firstLines[row.report.id] {
                    repeats.append((line, first))
                } else {
                    firstLines[row.report.id] = line
                    rows.append(row)
                    leftOut += read.leftOut
                }
            } catch {
                let detail = [error.sentence, error.advice].compactMap(\.self).joined(separator: " ")
                refused.append(RefusedRow(line: line, code: error.code, detail: detail))
            }
        }
    }
}
