import Client
import Vocabulary
import Wire

/// A command's output: for a screen, for a pipe, or as JSON.
struct Output: Sendable {
    enum Format: Sendable {
        case screen
        /// One line an answer, with tabs between the fields.
        case plain
        /// One JSON value a line.
        case json
    }

    let terminal: any Terminal
    let format: Format
    /// Whether notices are hidden. Answers, warnings and errors never are.
    let isQuiet: Bool
    let usesStyles: Bool

    init(_ context: CommandContext, json: Bool = false, quiet: Bool = false) {
        terminal = context.terminal
        let environment = context.environment.variables
        format = json ? .json : terminal.showsToPerson(.output) ? .screen : .plain
        isQuiet = quiet
        let isColorless = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        usesStyles = format == .screen && !isColorless
    }

    /// Whether a person reads the answer on a screen.
    var isForPerson: Bool { format == .screen }

    /// The same output in plain format, even on a screen.
    private init(forScripts output: Output) {
        terminal = output.terminal
        format = output.format == .screen ? .plain : output.format
        isQuiet = output.isQuiet
        usesStyles = false
    }

    var forScripts: Output { Output(forScripts: self) }

    /// Prints an answer on one line, or on several if the screen is narrow.
    func row(_ cells: [Cell], lead: Int = 0) {
        switch format {
        case .screen:
            write(WordWrap(columns: terminal.columns, usesStyles: usesStyles, lead: lead).lines(cells))
        case .plain:
            var fields = cells.map(\.plain)
            while fields.last == "" { fields.removeLast() }
            write([fields.joined(separator: "\t")])
        case .json:
            break
        }
    }

    /// Prints a line of a card on a screen: a label, and the text beside it, wrapped in its column.
    func labeled(_ label: String, _ text: String, style: TextStyle = .none) {
        guard format == .screen, !text.isEmpty else { return }
        let lead = String(repeating: " ", count: WordWrap.narrowIndent)
        let width = max(Self.textMin, terminal.columns - lead.columns - Self.labelField)
        let lines = text.safeForScreen.wrapped(to: width).enumerated().map { index, line in
            lead + (index == 0 ? label : "").padded(to: Self.labelField) + (usesStyles ? style.applied(to: line) : line)
        }
        write(lines)
    }

    private static let labelField = 10
    private static let textMin = 8

    /// Prints a table if the screen is wide enough; otherwise one line a row.
    func table<Row>(_ titles: [String], _ rows: [Row], _ cells: (Row) -> [Cell]) {
        let rows = rows.map(cells)
        if format == .screen, let lines = tableLines(titles, rows) {
            write(lines)
        } else {
            for cells in rows { row(cells) }
        }
    }

    /// Two spaces between columns and no lines, so that copies of it stay readable; `nil` if the screen is too narrow.
    private func tableLines(_ titles: [String], _ rows: [[Cell]]) -> [String]? {
        let texts = [titles] + rows.map { $0.map(\.text) }
        let widths = titles.indices.map { index in texts.map { $0[index].columns }.max() ?? 0 }
        guard !rows.isEmpty, widths.reduce(0, +) + 2 * (widths.count - 1) <= terminal.columns else { return nil }
        return texts.map { row in
            var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Prints one JSON value on one line.
    func json(_ value: some Encodable) {
        guard format == .json else { return }
        write([String(decoding: WireJSON.encode(value), as: UTF8.self).safeJSON])
    }

    /// Prints additional information, which is not part of the answer: in a pipe on the error stream, with `--quiet` not at all.
    func notice(_ sentence: String) {
        if !isQuiet { warning(sentence) }
    }

    /// Prints something that a person must see, even with `--quiet`.
    func warning(_ sentence: String) {
        say(sentence, to: format == .screen ? .output : .error)
    }

    /// Prints the failure and the advice, on the error stream.
    func complaint(_ failure: Failure) {
        say("thaw: " + failure.sentence + (failure.advice.map { "\n" + $0 } ?? ""), to: .error)
    }

    /// Prints the failure that ended the command.
    func failure(_ failure: Failure) {
        complaint(failure)
        json(FailureBody(failure))
    }

    private func say(_ sentence: String, to stream: OutputStream) {
        let width = terminal.showsToPerson(stream) ? terminal.columns : Int.max
        for line in sentence.split(separator: "\n") {
            terminal.write(String(line).safeForScreen.wrapped(to: width).joined(separator: "\n") + "\n", to: stream)
        }
    }

    private func write(_ lines: [String]) {
        terminal.write(lines.map { $0 + "\n" }.joined(), to: .output)
    }
}
