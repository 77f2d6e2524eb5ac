import Client
import FoundationEssentials
import Wire

/// What a file comes to: the rows that can be imported, and those that cannot.
struct ImportPlan {
    private(set) var rows: [ImportRow] = []
    private(set) var refused: [RefusedRow] = []
    /// Rows that say what an earlier one says, by line.
    private(set) var repeats: [(line: Int, of: Int)] = []
    private(set) var unknownColumns: [String] = []
    /// Whether some row's time counts from now.
    private(set) var isRelative = false

    static let fileBytesMax = 64 * 1024 * 1024

    /// What all rows are read by.
    struct Reading {
        let setting: ReportSetting
        let times: TimeReader
        let freshSince: Int64
        let id: (ReportBody) -> String
    }

    init(_ bytes: [UInt8], _ reading: Reading) throws(Failure) {
        var records = CSVRecords(bytes)
        guard let first = records.next() else { throw .usage("The file is empty.", advice: "Its first line names the columns.") }
        let csv: CSVFields
        let header: [String]
        do throws(CSVProblem) {
            let text = try first.text.get()
            csv = CSVFields(header: text)
            header = try csv.fields(text)
        } catch {
            throw .usage("The first line cannot be read. \(error.sentence)")
        }
        let columns = try ImportColumns(header)
        unknownColumns = columns.unknown
        let reader = ImportRowReader(columns: columns, setting: reading.setting, times: reading.times, freshSince: reading.freshSince)
        var firstLines: [String: Int] = [:]
        while let record = records.next() {
            do throws(CSVProblem) {
                try add(csv.fields(record.text.get()), line: record.line, reader, reading, &firstLines)
            } catch {
                refused.append(RefusedRow(line: record.line, code: ErrorCode.clientInput.rawValue, detail: error.sentence))
            }
        }
    }

    private mutating func add(
        _ fields: [String], line: Int, _ reader: ImportRowReader, _ reading: Reading, _ firstLines: inout [String: Int]
    ) {
        guard fields.contains(where: { !$0.isEmpty }) else { return }
        if reader.isRelative(fields) { isRelative = true }
        do throws(Failure) {
            var (report, isOld) = try reader.read(fields)
            report.id = reading.id(report)
            if let first = firstLines.updateValue(line, forKey: report.id) {
                firstLines[report.id] = first
                repeats.append((line, first))
            } else {
                rows.append(ImportRow(line: line, report: report, isOld: isOld))
            }
        } catch {
            let detail = [error.sentence, error.advice].compactMap(\.self).joined(separator: " ")
            refused.append(RefusedRow(line: line, code: error.code, detail: detail))
        }
    }
}

/// From when the relative times of a file count: from its first import, so that another run within a day makes the same reports of it.
struct ImportStart {
    private static let fileName = "import-starts.json"
    private static let keptSeconds: Int64 = 24 * 3_600

    private let folders: Folders
    private let name: String
    private let now: Int64

    init(of bytes: [UInt8], _ identity: ImportIdentity, _ folders: Folders, now: Int64) {
        self.folders = folders
        name = identity.name(of: bytes)
        self.now = now
    }

    /// The start of an earlier import of the same file; `nil` where there was none within a day.
    var kept: Int64? { load()[name] }

    /// Keeps now as the file's start.
    func keep() throws(Failure) {
        var starts = load()
        starts[name] = now
        try translated { () throws(ClientError) in try folders.writeState(Array(WireJSON.encode(starts)), as: Self.fileName) }
    }

    private func load() -> [String: Int64] {
        guard let bytes = try? folders.readState(Self.fileName),
            let starts = try? WireJSON.decodeAnswer([String: Int64].self, from: Data(bytes))
        else { return [:] }
        return starts.filter { (0..<Self.keptSeconds).contains(now - $0.value) }
    }
}
