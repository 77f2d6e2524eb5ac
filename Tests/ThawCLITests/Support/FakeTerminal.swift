import Synchronization
import ThawCLI

/// A terminal whose person types what the test says.
final class FakeTerminal: Terminal {
    struct Written: Sendable {
        var output = ""
        var error = ""
        /// How often a line was asked for without being shown.
        var secretsAsked = 0
        var input: [String]
        /// What stood in each line before it was typed, where anything did.
        var initials: [String] = []
    }

    let readsFromPerson: Bool
    let columns: Int
    private let shows: Bool
    /// Whether all input was there before the first question.
    private let isPasted: Bool
    private let state: Mutex<Written>
    /// Called with each line that is taken, before the program sees it.
    private let onLine: @Sendable (String) -> Void
    /// Called with what was written.
    private let onWrite: @Sendable (String) -> Void

    init(
        _ input: [String] = [], isPerson: Bool = true, isPasted: Bool = false, columns: Int = 120,
        onLine: @escaping @Sendable (String) -> Void = { _ in }, onWrite: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        readsFromPerson = isPerson
        shows = isPerson
        self.columns = columns
        self.isPasted = isPasted
        self.onLine = onLine
        self.onWrite = onWrite
        state = Mutex(Written(input: input))
    }

    func showsToPerson(_ stream: OutputStream) -> Bool { shows }

    func write(_ text: String, to stream: OutputStream) {
        state.withLock { state in
            switch stream {
            case .output: state.output += text
            case .error: state.error += text
            }
        }
        onWrite(text)
    }

    var hasWaitingInput: Bool { isPasted && state.withLock { !$0.input.isEmpty } }

    func readLine(prompt: String, initial: String, on stream: OutputStream) throws(InputError) -> String? {
        write(prompt, to: stream)
        if !initial.isEmpty { state.withLock { $0.initials.append(initial) } }
        return takeLine()
    }

    private func takeLine() -> String? {
        let line = state.withLock { $0.input.isEmpty ? nil : $0.input.removeFirst() }
        if let line { onLine(line) }
        return line
    }

    func readSecret(prompt: String, on stream: OutputStream) throws(InputError) -> String? {
        write(prompt, to: stream)
        state.withLock { $0.secretsAsked += 1 }
        return takeLine()
    }

    /// The first character of what the person types next; Ctrl-C where that is "\u{3}".
    func readKey(prompt: String, on stream: OutputStream) throws(InputError) -> Character? {
        write(prompt, to: stream)
        let key = takeLine()
        if key == "\u{3}" { throw .interrupted }
        return key.map { $0.first ?? "\n" }
    }

    var written: Written { state.withLock { $0 } }
    var output: String { written.output }
    var error: String { written.error }
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
