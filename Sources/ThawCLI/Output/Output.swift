import Client
import Vocabulary
import Wire

/// How a command says things: for a person's screen, for a pipe, or as JSON.
struct Output: Sendable {
    enum Format: Sendable {
        case screen
        /// One line an answer, its parts apart by tabs.
        case plain
        /// One JSON value a line.
        case json
    }

    let terminal: any Terminal
    let format: Format
    /// Whether notices are left out; answers, warnings and errors never are.
    let isQuiet: Bool
    let usesInk: Bool

    init(_ context: CommandContext, json: Bool = false, quiet: Bool = false) {
        terminal = context.terminal
        let environment = context.surroundings.environment
        format = json ? .json : terminal.showsToPerson(.output) ? .screen : .plain
        isQuiet = quiet
        let isColorless = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        usesInk = format == .screen && !isColorless
    }

    /// Whether a person waits for the answer.
    var isForPerson: Bool { format == .screen }

    /// The same for scripts, whoever reads it.
    private init(forScripts output: Output) {
        terminal = output.terminal
        format = output.format == .screen ? .plain : output.format
        isQuiet = output.isQuiet
        usesInk = false
    }

    var forScripts: Output { Output(forScripts: self) }

    /// An answer of one line, or of several on a narrow screen.
    func row(_ cells: [Cell], lead: Int = 0) {
        switch format {
        case .screen:
            write(Flow(columns: terminal.columns, usesInk: usesInk, lead: lead).lines(cells))
        case .plain:
            var fields = cells.map(\.plain)
            while fields.last == "" { fields.removeLast() }
            write([fields.joined(separator: "\t")])
        case .json:
            break
        }
    }

    /// A line of a card on a screen: a word, and what it says beside it, one below the other where that is long.
    func labelled(_ label: String, _ text: String, ink: Ink = .none) {
        guard format == .screen, !text.isEmpty else { return }
        let lead = String(repeating: " ", count: Flow.narrowIndent)
        let width = max(Self.textMin, terminal.columns - lead.columns - Self.labelField)
        let lines = text.safeForScreen.wrapped(to: width).enumerated().map { place, line in
            lead + (place == 0 ? label : "").padded(to: Self.labelField) + (usesInk ? ink.applied(to: line) : line)
        }
        write(lines)
    }

    private static let labelField = 10
    private static let textMin = 8

    /// A table on a screen that is wide enough, else a line for each row.
    func table(_ table: Table) {
        if format == .screen, let lines = table.lines(columns: terminal.columns) {
            write(lines)
        } else {
            for cells in table.rows { row(cells) }
        }
    }

    /// One JSON value, on one line.
    func json(_ value: some Encodable) {
        guard format == .json else { return }
        write([String(decoding: WireJSON.encode(value), as: UTF8.self).safeJSON])
    }

    /// Something good to know. Never a part of the answer: a pipe finds it on the error stream, `--quiet` nowhere.
    func notice(_ sentence: String) {
        guard !isQuiet else { return }
        say(sentence, to: format == .screen ? .output : .error)
    }

    /// Something that a person must see, `--quiet` or not.
    func warning(_ sentence: String) {
        say(sentence, to: format == .screen ? .output : .error)
    }

    /// What failed, and what to do about it, on the error stream.
    func complaint(_ failure: Failure) {
        say("thaw: " + failure.sentence + (failure.advice.map { "\n" + $0 } ?? ""), to: .error)
    }

    /// What ended the command.
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
