import Vocabulary
import Wire

/// Asks a person for a line.
///
/// If no person types, it reads lines and prints nothing.
struct Prompt {
    enum Reply {
        /// Without spaces at its ends.
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
        // In a pipe, standard output has only the answers.
        stream = terminal.showsToPerson(.output) ? .output : .error
    }

    /// Whether more was typed or pasted than was read.
    var hasWaitingInput: Bool { terminal.hasWaitingInput }

    /// Drops waiting lines when a prompt ends, and prints how many they were. Does nothing if no person types.
    ///
    /// - Parameter others: The number of lines that were read but not used.
    /// - Returns: Whether there were any.
    @discardableResult
    func dropWaitingLines(_ output: Output, others: Int = 0, _ participle: String) -> Bool {
        guard isShown else { return false }
        let number = others + terminal.dropWaitingInput()
        if number > 0 { output.warning("\(count(number, "line")) that waited \(number == 1 ? "was" : "were") not \(participle).") }
        return number > 0
    }

    /// - Parameters:
    ///   - offered: The answer that an empty line gives.
    ///   - initial: The text in the line, which the person can change. A control word after it counts alone.
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

    /// A control word, such as `cancel`, that was typed after an unchanged initial text.
    private static func controlWord(behind initial: String, in line: String) -> String? {
        guard !initial.isEmpty, line.hasPrefix(initial) else { return nil }
        let rest = String(line.dropFirst(initial.count)).trimmed
        return rest.count >= ControlWord.lengthSure && ControlWord(rest) != nil ? rest : nil
    }

    /// Reads a line without showing it; `nil` at the end of the input.
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

    /// Whether the person answers yes. False without a terminal or an answer.
    func confirm(_ question: String) -> Bool {
        guard isShown, case .line(let line) = ask(question + " [y/N]") else { return false }
        return ["y", "yes"].contains(line.lowercased())
    }

    /// Returns only after a yes, or at once if the person has said yes already.
    ///
    /// Without a terminal it throws, so that no script continues without --yes.
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

/// A word that controls a prompt. At a prompt it is never a plate.
enum ControlWord {
    /// Ends the prompt.
    case done
    /// Drops the report in question.
    case cancel
    /// Withdraws the last report.
    case undo
    case help
    case yes, no

    /// A word of this length is never the rest of a plate.
    static let lengthSure = 4

    /// The word alone, or with "that" or "it" behind: `cancel that`, `Done.`
    init?(_ line: String) {
        var words = line.lowercased().split { $0.isWhitespace || ".!,".contains($0) }[...]
        let hasTail = words.count > 1 && ["that", "it", "this", "please"].contains(words.last)
        if hasTail { words = words.dropLast() }
        switch words.joined(separator: " ") {
        case "forget", "scratch", "ignore", "disregard":
            guard hasTail else { return nil }
            self = .cancel
        case "done", "quit", "exit", "q", "stop", "end": self = .done
        case "cancel", "skip", "never mind", "nevermind", "nvm": self = .cancel
        case "undo", "oops": self = .undo
        case "help", "?": self = .help
        case "yes", "y": self = .yes
        case "no", "n": self = .no
        default: return nil
        }
    }
}

extension String {
    /// The text without spaces at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
