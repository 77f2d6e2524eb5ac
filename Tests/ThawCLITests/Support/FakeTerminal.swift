import Synchronization
import Testing
import ThawCLI

/// A terminal with a person who types the test's lines.
final class FakeTerminal: Terminal {
    struct Written: Sendable {
        var output = ""
        var error = ""
        /// How often a line was asked for without being shown.
        var secretsAsked = 0
        var input: [String]
        /// The initial text of each line, if it had one.
        var initials: [String] = []
        /// So many lines were there before the first question.
        var pasted = 0
    }

    let readsFromPerson: Bool
    let columns: Int
    private let shows: Bool
    private let showsWaiting: Bool
    private let state: Mutex<Written>
    /// Called with each line that is taken, before the program sees it.
    private let onLine: @Sendable (String) -> Void
    /// Called with each written text.
    private let onWrite: @Sendable (String) -> Void

    /// - Parameter showsWaiting: whether the output has the notice of a slow answer, which on a busy machine any answer can be.
    init(
        _ input: [String] = [], isPerson: Bool = true, isPasted: Bool = false, pasted: Int = 0, columns: Int = 120,
        showsWaiting: Bool = false,
        onLine: @escaping @Sendable (String) -> Void = { _ in }, onWrite: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        readsFromPerson = isPerson
        shows = isPerson
        self.showsWaiting = showsWaiting
        self.columns = columns
        self.onLine = onLine
        self.onWrite = onWrite
        state = Mutex(Written(input: input, pasted: isPasted ? input.count : pasted))
    }

    func showsToPerson(_ stream: OutputStream) -> Bool { shows }

    func write(_ text: String, to stream: OutputStream) {
        guard showsWaiting || !text.contains("Asking the server …") else { return }
        state.withLock { state in
            switch stream {
            case .output: state.output += text
            case .error: state.error += text
            }
        }
        onWrite(text)
    }

    var hasWaitingInput: Bool { state.withLock { $0.pasted > 0 } }

    func dropWaitingInput() -> Int {
        state.withLock { state in
            let waiting = state.input.prefix(state.pasted)
            state.input.removeFirst(waiting.count)
            state.pasted = 0
            return waiting.count { $0.contains { !$0.isWhitespace } }
        }
    }

    func readLine(prompt: String, initial: String, on stream: OutputStream) throws(InputError) -> String? {
        write(prompt, to: stream)
        if !initial.isEmpty { state.withLock { $0.initials.append(initial) } }
        return takeLine()
    }

    private func takeLine() -> String? {
        let line = state.withLock { state in
            state.pasted = max(0, state.pasted - 1)
            return state.input.isEmpty ? nil : state.input.removeFirst()
        }
        if let line { onLine(line) }
        return line
    }

    func readSecret(prompt: String, on stream: OutputStream) throws(InputError) -> String? {
        write(prompt, to: stream)
        state.withLock { $0.secretsAsked += 1 }
        return takeLine()
    }

    /// The first character that the person types next; "\u{3}" is Ctrl-C.
    func readKey(prompt: String, on stream: OutputStream) throws(InputError) -> Character? {
        write(prompt, to: stream)
        let key = takeLine()
        if key == "\u{3}" { throw .interrupted }
        return key.map { $0.first ?? "\n" }
    }

    /// This terminal, after a check of the status with which its command ended.
    func after(_ status: Int32, _ expected: Int32, _ location: SourceLocation) -> FakeTerminal {
        #expect(status == expected, "\(output)\(error)", sourceLocation: location)
        return self
    }

    var written: Written { state.withLock { $0 } }
    var output: String { written.output }
    var error: String { written.error }
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
