/// A command's input and output.
///
/// Tests replace it, so that they need no real terminal.
package protocol Terminal: Sendable {
    /// Whether a person types the input.
    var readsFromPerson: Bool { get }
    /// Whether a person reads the given stream.
    func showsToPerson(_ stream: OutputStream) -> Bool
    /// The width of the screen in columns; 80 without a screen.
    var columns: Int { get }

    /// Whether more was typed or pasted than was read.
    var hasWaitingInput: Bool { get }
    /// Drops unread input, so that it never reaches the shell.
    ///
    /// - Returns: The number of dropped lines that are not blank.
    func dropWaitingInput() -> Int

    func write(_ text: String, to stream: OutputStream)
    /// The next line without its end, which a person can edit; `nil` at the end of the input.
    ///
    /// - Parameters:
    ///   - prompt: The text before the line, printed only if a person types.
    ///   - initial: The text in the line, which the person can change.
    /// - Throws: ``InputError`` for a line that is longer than any report.
    func readLine(prompt: String, initial: String, on stream: OutputStream) throws(InputError) -> String?
    /// The next line, not shown while it is typed; `nil` at the end of the input.
    ///
    /// - Parameter prompt: Printed once typed keys are no longer shown, so that nobody types too early.
    func readSecret(prompt: String, on stream: OutputStream) throws(InputError) -> String?
    /// The next key, without Enter and not shown; `nil` at the end of the input. Enter is "\n".
    ///
    /// Drops earlier keys: a key that was pressed before the question appeared does not answer it.
    func readKey(prompt: String, on stream: OutputStream) throws(InputError) -> Character?
}

package enum OutputStream: Sendable {
    case output
    case error
}

/// Why a line was not read.
package enum InputError: Error, Hashable, Sendable {
    /// The whole line was dropped. The next one can be read.
    case lineTooLong
    /// Ctrl-C while a secret or a key was read.
    case interrupted
}
