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
        let starts: ImportStarts
    }

    init(_ bytes: [UInt8], _ reading: Reading) throws(Failure) {
        var records = CSVRecords(bytes)
        let (csv, columns) = try Self.head(&records)
        unknownColumns = columns.unknown.map(\.title)
        var fields: [(line: Int, fields: [String])] = []
        while let record = records.next() {
            do throws(CSVProblem) {
                let row = try csv.fields(record.text.get())
                if row.contains(where: { !$0.isEmpty }) { fields.append((record.line, row)) }
            } catch {
                refused.append(RefusedRow(line: record.line, code: ErrorCode.clientInput.rawValue, detail: error.sentence))
            }
        }
        try Self.checkDays(columns, fields.prefix(Self.sampleRows).map(\.fields), reading)
        add(fields, ImportRowReader(columns: columns, setting: reading.setting), reading)
        refused.sort { $0.line < $1.line }
    }

    /// The first line, or the second if a spreadsheet's own line in front names the delimiter.
    private static func head(_ records: inout CSVRecords) throws(Failure) -> (CSVFields, ImportColumns) {
        guard var record = records.next() else { throw .usage("The file is empty.", advice: "Its first line names the columns.") }
        let declared = (try? record.text.get()).flatMap { CSVFields.declared(by: $0.trimmed) }
        if declared != nil {
            guard let second = records.next() else { throw .usage("The file has no columns.", advice: "Its first line names them.") }
            record = second
        }
        let csv: CSVFields
        let header: [String]
        do throws(CSVProblem) {
            let text = try record.text.get()
            csv = declared.map(CSVFields.init(delimiter:)) ?? CSVFields(header: text)
            header = try csv.fields(text)
        } catch {
            throw .usage("The first line cannot be read. \(error.sentence)")
        }
        return (csv, try ImportColumns(header))
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
