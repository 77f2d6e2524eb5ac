import Client
import Synchronization
import Vocabulary
import Wire

/// Prints the preview, the progress and the result of an import.
struct ImportScreen {
    let output: Output
    let time: TimeFormat
    let slotMinutes: Int

    private static let samples = 3
    private static let resultField = 11

    func preview(_ plan: ImportPlan, name: String) {
        let understood = plan.understoodColumns.map { "“\($0.title)” is \($0.name.rawValue)" }
        if !understood.isEmpty { output.notice("Columns: \(understood.joined(separator: ", ")).") }
        if plan.linesAbove > 0 { output.notice("\(count(plan.linesAbove, "line")) above the column titles left out.") }
        if plan.linesOfWindows > 0 {
            output.notice(
                "\(count(plan.linesOfWindows, "line")) not in UTF-8, read as Windows-1252. Save the file as \"CSV UTF-8\" to be sure.")
        }
        for column in plan.unknownColumns { output.notice("The column “\(column)” is unknown and left out.") }
        refused(plan.refused)
        leftOut(plan.leftOut)
        for pair in plan.repeats {
            output.notice("Line \(pair.line) repeats line \(pair.of) and does not count again.")
        }
        let old = plan.rows.count(where: \.isOld)
        let span = [plan.rows.map(\.report.seenAt).min(), plan.rows.map(\.report.seenAt).max()].compactMap(\.self)
        output.notice("\(name): \(count(plan.rows.count, "row")) can be imported, \(plan.refused.count) cannot.")
        if let first = span.first, let last = span.last {
            let older = old > 0 ? "; \(old) as older records, which do not count as voices" : ""
            output.notice("They were seen from \(time.clockOfTime(first)) to \(time.clockOfTime(last))\(older).")
        }
        for row in plan.rows.prefix(Self.samples) where output.format == .screen && !output.isQuiet {
            let report = ReportScreen(output: output, time: time, slotMinutes: slotMinutes)
            output.row(
                [Cell("line \(row.line)", field: Self.resultField, style: .faint), Cell(row.report.plate), Cell(row.report.area)]
                    + [
                        Cell(report.slot(row.report.seenAt)), Cell(ListingFormat.vehicle(row.report.vehicle)),
                        Cell(row.report.signs.joined(separator: ", ")),
                    ])
        }
    }

    /// Prints refused rows. On a screen, consecutive rows with the same reason share one line.
    func refused(_ rows: [RefusedRow]) {
        for row in rows { output.json(row) }
        var rest = rows[...]
        while let first = rest.first {
            var last = first
            rest.removeFirst()
            while output.format == .screen, let next = rest.first, next.line == last.line + 1, next.error.detail == first.error.detail {
                last = next
                rest.removeFirst()
            }
            let lines = first.line == last.line ? "line \(first.line)" : "lines \(first.line)–\(last.line)"
            output.row([
                Cell("refused", field: Self.resultField, style: .caution), Cell(lines, plain: String(first.line)),
                Cell(first.error.code, plain: first.error.code, style: .faint), Cell(first.error.detail),
            ])
        }
    }

    /// Prints the left-out cells by kind, with counts and the most common cells; in JSON, each of them.
    private func leftOut(_ cells: [LeftOut]) {
        for cell in cells { output.json(cell) }
        guard output.format != .json else { return }
        let kinds = Dictionary(grouping: cells) { [$0.result.rawValue, $0.column] }
        for key in kinds.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let cells = kinds[key], let first = cells.first else { continue }
            let values = Dictionary(grouping: cells, by: \.value).mapValues(\.count).filter { !$0.key.isEmpty }
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let examples = values.prefix(Self.examplesMax).map { "\($0.key)\($0.value > 1 ? " (\($0.value))" : "")" }.joined(
                separator: ", ")
            let more = values.count > Self.examplesMax ? ", …" : ""
            // A cell with two unknown words is one row.
            let rows = count(Set(cells.map(\.line)).count, "row")
            switch first.result {
            case .unknown: output.warning("\(rows) without \(first.column), because it is unknown: \(examples)\(more)")
            case .partly: output.warning("\(rows) with only the first \(first.column): \(examples)\(more)")
            case .issuerTwice: output.warning("\(rows) with the issuer also in the plate's cell; it was dropped there: \(examples)\(more)")
            case .noIssuer: output.warning("\(rows) without a known issuer: \(examples)\(more)")
            case .extraFields:
                output.warning("\(rows) with more fields than columns, the first in line \(first.line). Quote fields that contain a comma.")
            }
        }
    }

    private static let examplesMax = 5

    func summary(_ counts: ImportCounts) {
        output.json(counts)
        let words = [
            "\(counts.recorded) recorded", "\(counts.merged) merged", "\(counts.refused) refused",
            counts.replayed > 0 ? "\(counts.replayed) of them were already there" : "",
            counts.left > 0 ? "\(counts.left) not sent" : "",
        ]
        output.row([Cell("imported", field: Self.resultField, style: .good)] + words.map { Cell($0) })
    }
}

/// The result of an import, and its last line in JSON.
struct ImportCounts: Encodable {
    var recorded = 0
    var merged = 0
    var refused: Int
    /// Those of the recorded and merged that an earlier run had sent.
    var replayed = 0
    /// Not answered.
    var left: Int

    init(_ plan: ImportPlan) {
        refused = plan.refused.count
        left = plan.rows.count
    }

    mutating func add(_ result: ReportResult) {
        left -= 1
        switch result.result {
        case .recorded: recorded += 1
        case .merged: merged += 1
        case .refused: refused += 1
        }
        if result.replayed == true { replayed += 1 }
    }
}

/// A progress bar on the error stream, if that is a terminal.
final class ProgressBar: Sendable {
    private static let barMax = 30
    private static let barMin = 5

    private let terminal: any Terminal
    private let isShown: Bool
    private let total: Int
    private let text = Mutex("")

    init(_ output: Output, total: Int) {
        terminal = output.terminal
        isShown = terminal.showsToPerson(.error) && !output.isQuiet
        self.total = max(1, total)
    }

    func show(_ done: Int, refused: Int) {
        let words = " \(done) of \(total)" + (refused > 0 ? ", \(refused) refused" : "")
        let width = min(Self.barMax, max(Self.barMin, terminal.columns - words.columns - 3))
        let filled = width * min(done, total) / total
        let bar = "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
        write(String((bar + words).prefix(max(1, terminal.columns - 1))))
    }

    /// Shows why it waits, instead of the bar.
    func wait(_ wait: RetryWait) {
        let line = "waiting \(Int(wait.seconds.rounded(.up))) s: \(wait.because.sentence)".safeForScreen
        write(String(line.prefix(max(1, terminal.columns - 1))))
    }

    /// Clears the bar before other output.
    func clear() { write("") }

    private func write(_ line: String) {
        guard isShown else { return }
        text.withLock { shown in
            guard shown != line else { return }
            terminal.write("\r\u{1B}[K" + line, to: .error)
            shown = line
        }
    }
}
