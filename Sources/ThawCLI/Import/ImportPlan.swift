import Client
import Wire

/// What a file comes to: the rows that can be imported, and those that cannot.
struct ImportPlan {
    private(set) var rows: [ImportRow] = []
    private(set) var refused: [RefusedRow] = []
    /// Rows that say what an earlier one says, by line.
    private(set) var repeats: [(line: Int, of: Int)] = []
    /// What was not taken over of rows that are imported.
    private(set) var leftOut: [LeftOut] = []
    private(set) var unknownColumns: [String] = []
    /// What the titles mean that are not the docs' own names.
    private(set) var understoodColumns: [(title: String, name: ImportColumns.Name)] = []
    /// So many lines above the names of the columns were left out.
    private(set) var linesAbove = 0
    /// So many lines were not in UTF-8, and were read as Windows-1252.
    private(set) var linesOfWindows = 0
    /// The names of the rows whose times count from now, each once.
    private(set) var relativeRows: Set<String> = []

    static let fileBytesMax = 64 * 1024 * 1024
    /// So many rows are looked at to know what is in a column.
    private static let sampleRows = 50

    /// What all rows are read by.
    struct Reading {
        let setting: ReportSetting
        let now: Int64
        /// A reader of times that counts from the given moment.
        let times: (Int64) -> TimeReader
        let id: (ReportBody) -> String
        let name: ([String]) -> String
        let starts: FirstImportTimes

        /// The same with the day first, if dates or titles of the file say so and no date of it says otherwise.
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
                // Files that were joined, or printed in pages, have their first line again.
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

    /// The names of the columns: the first line, but for a spreadsheet's own that names the delimiter, and a title above.
    private static func head(
        _ records: inout CSVRecords
    ) throws(Failure) -> (csv: CSVFields, columns: ImportColumns, header: [String], linesAbove: Int) {
        guard var record = records.next() else { throw .usage("The file is empty.", advice: "Its first line names the columns.") }
        let declared = (try? record.text.get()).flatMap { CSVFields.declared(by: $0.trimmed) }
        if declared != nil {
            guard let second = records.next() else { throw .usage("The file has no columns.", advice: "Its first line names them.") }
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

    /// So many lines may stand above the names of the columns.
    private static let titleLinesMax = 10

    /// A line as the names of columns, cut by the first delimiter that makes sense.
    private static func columns(
        _ record: CSVRecords.Record, _ delimiters: [UInt8]
    ) throws(Failure) -> (CSVFields, [String], ImportColumns) {
        var failure: Failure?
        let text: String
        do throws(CSVProblem) {
            text = try record.text.get()
        } catch {
            throw .usage("The first line cannot be read. \(error.sentence)")
        }
        // The one that stands first is the likeliest; its error is the one to tell.
        let likely = CSVFields(header: text).delimiter
        for delimiter in delimiters.filter({ $0 == likely }) + delimiters.filter({ $0 != likely }) {
            let csv = CSVFields(delimiter: delimiter)
            do throws(Failure) {
                let header: [String]
                do throws(CSVProblem) {
                    header = try csv.fields(text)
                } catch {
                    throw Failure.usage("The first line cannot be read. \(error.sentence)")
                }
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
            "The column “\(title)” holds dates, and its name is not understood.",
            advice: "Name it date if the times belong to it, or leave it out of the file.")
    }

    private mutating func add(_ fields: [(line: Int, fields: [String])], _ reader: ImportRowReader, _ reading: Reading) {
        let now = reading.times(reading.now)
        let names = fields.map { reader.isRelative($0.fields, now) ? reading.name($0.fields) : nil }
        relativeRows = Set(names.compactMap(\.self))
        let starts = reading.starts.starts(of: relativeRows, now: reading.now)
        var readers: [Int64: TimeReader] = [reading.now: now]
        var firstLines: [String: Int] = [:]
        for ((line, row), name) in zip(fields, names) {
            let start = name.map(starts.start(of:)) ?? reading.now
            let times = readers[start] ?? reading.times(start)
            readers[start] = times
            do throws(Failure) {
                var read = try reader.read(row, line: line, times, now: reading.now)
                read.report.id = reading.id(read.report)
                if let first = firstLines[read.report.id] {
                    repeats.append((line, first))
                } else {
                    firstLines[read.report.id] = line
                    rows.append(ImportRow(line: line, report: read.report, isOld: read.isOld))
                    leftOut += read.leftOut
                }
            } catch {
                let detail = [error.sentence, error.advice].compactMap(\.self).joined(separator: " ")
                refused.append(RefusedRow(line: line, code: error.code, detail: detail))
            }
        }
    }
}
