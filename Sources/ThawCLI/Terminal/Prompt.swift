import Vocabulary
import Wire

/// Asks a person for a line.
///
/// Where nobody types, lines are read without a word on the screen.
struct Prompt {
    enum Reply {
        /// Without blanks at its ends.
        case line(String)
        case tooLong
        case end
    }

    static let endWords: Set<String> = ["done", "quit", "exit", "q"]
    static let helpWords: Set<String> = ["help", "?"]

    /// Whether a person sees the prompt.
    let isShown: Bool
    private let terminal: any Terminal
    private let stream: OutputStream

    init(_ terminal: any Terminal) {
        self.terminal = terminal
        isShown = terminal.readsFromPerson
        // A pipe gets the answers alone.
        stream = terminal.showsToPerson(.output) ? .output : .error
    }

    /// - Parameter offered: what an empty line stands for.
    func ask(_ question: String, offered: String? = nil) -> Reply {
        show(question, offered)
        do throws(InputError) {
            guard let line = try terminal.readLine() else { return endOfInput() }
            let trimmed = line.trimmed
            return .line(trimmed.isEmpty ? offered ?? "" : trimmed)
        } catch {
            return .tooLong
        }
    }

    /// A line that is not shown; `nil` at the end of the input.
    func askSecretly(_ question: String) throws(Failure) -> String? {
        defer { if isShown { terminal.write("\n", to: stream) } }
        do throws(InputError) {
            return try terminal.readSecret(prompt: isShown ? text(question, nil) : "", on: stream)?.trimmed
        } catch {
            switch error {
            case .interrupted: throw Failure(.clientInterrupted, exit: .interrupted)
            case .lineTooLong: throw .usage("That line is too long for a token or an invite.")
            }
        }
    }

    /// Yes or no; no where nobody can be asked, or nothing is said.
    func confirm(_ question: String) -> Bool {
        guard isShown, case .line(let line) = ask(question + " [y/N]") else { return false }
        return ["y", "yes"].contains(line.lowercased())
    }

    private func show(_ question: String, _ offered: String?) {
        if isShown { terminal.write(text(question, offered), to: stream) }
    }

    private func text(_ question: String, _ offered: String?) -> String {
        question.safeForScreen + (offered.map { " [\($0.safeForScreen)]" } ?? "") + "> "
    }

    private func endOfInput() -> Reply {
        if isShown { terminal.write("\n", to: stream) }
        return .end
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
