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

    /// Reads away what waits when a prompt ends, and says how many lines that were; nothing if nobody types.
    ///
    /// - Parameter others: Lines that were read and not used either.
    /// - Returns: Whether there were any.
    @discardableResult
    func dropWaitingLines(_ output: Output, others: Int = 0, _ participle: String) -> Bool {
        guard isShown else { return false }
        let number = others + terminal.dropWaitingInput()
        if number > 0 { output.warning("\(count(number, "line")) that waited \(number == 1 ? "was" : "were") not \(participle).") }
        return number > 0
    }

    /// - Parameters:
    ///   - offered: What an empty line stands for.
    ///   - initial: What stands in the line already, to be changed. A control word behind it stands for itself.
    func ask(_ question: String, offered: String? = nil, initial: String = "") -> Reply {
        do throws(InputError) {
            guard let line = try terminal.readLine(prompt: isShown ? text(question, offered) : "", initial: initial, on: stream) else {
                if isShown { terminal.write("\n", to: stream) }
                return .end
            }
            let trimmed = line.trimmed
            if let word = Self.controlWord(behind: initial.trimmed, in: trimmed) { return .line(word) }
            return .line(trimmed.isEmpty ? offered ?? "" : trimmed)
        } catch {
            return .tooLong
        }
    }

    /// `cancel`, typed behind a line that stood there and was not changed.
    private static func controlWord(behind initial: String, in line: String) -> String? {
        guard !initial.isEmpty, line.hasPrefix(initial) else { return nil }
        let rest = String(line.dropFirst(initial.count)).trimmed
        return rest.count >= ControlWord.lengthSure && ControlWord(rest) != nil ? rest : nil
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

    /// Returns only after a yes, or at once if the person has said yes already.
    ///
    /// It throws without a terminal too, so that no script goes on without --yes.
    func confirm(_ question: String, unless isConfirmed: Bool, orRefuse sentence: String) throws(Failure) {
        if isConfirmed { return }
        guard isShown else {
            throw Failure(.clientInput, "Cannot ask for confirmation: not a terminal. \(sentence)", advice: "Add --yes.")
        }
        guard confirm(question) else { throw Failure(.clientInput, sentence, advice: "To go ahead, answer y.") }
    }

    private func text(_ question: String, _ offered: String?) -> String {
        question.safeForScreen + (offered.map { " [\($0.safeForScreen)]" } ?? "") + "> "
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

    /// So long a one is never the rest of a plate.
    static let lengthSure = 4

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
