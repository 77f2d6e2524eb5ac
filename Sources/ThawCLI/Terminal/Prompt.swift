import Vocabulary
import Wire

/// Asks a person for a line.
///
/// If nobody types, lines are read without a word on the screen.
struct Prompt {
    enum Reply {
        /// Without blanks at its ends.
        case line(String)
        case tooLong
        case end
    }

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

    /// Whether more was typed or pasted than was read.
    var hasWaitingInput: Bool { terminal.hasWaitingInput }

    /// - Parameters:
    ///   - offered: What an empty line stands for.
    ///   - initial: What stands in the line already, to be changed.
    func ask(_ question: String, offered: String? = nil, initial: String = "") -> Reply {
        do throws(InputError) {
            guard let line = try terminal.readLine(prompt: isShown ? text(question, offered) : "", initial: initial, on: stream) else {
                return endOfInput()
            }
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

    /// Yes or no; no if nobody can be asked, or nothing is said.
    func confirm(_ question: String) -> Bool {
        guard isShown, case .line(let line) = ask(question + " [y/N]") else { return false }
        return ["y", "yes"].contains(line.lowercased())
    }

    private func text(_ question: String, _ offered: String?) -> String {
        question.safeForScreen + (offered.map { " [\($0.safeForScreen)]" } ?? "") + "> "
    }

    private func endOfInput() -> Reply {
        if isShown { terminal.write("\n", to: stream) }
        return .end
    }
}

/// A word that steers a prompt; it is never a plate there.
enum ControlWord {
    /// Ends the prompt.
    case done
    /// Gives up the report that is asked about.
    case cancel
    /// Takes the last report back.
    case undo
    case help
    case yes, no

    init?(_ line: String) {
        switch line.lowercased() {
        case "done", "quit", "exit", "q", "stop", "end": self = .done
        case "cancel", "skip", "never mind", "nevermind": self = .cancel
        case "undo", "oops": self = .undo
        case "help", "?": self = .help
        case "yes", "y": self = .yes
        case "no", "n": self = .no
        default: return nil
        }
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
