/// Where a command reads what a person types, and writes what they see.
///
/// Injected, so that every prompt is tested without a real terminal.
package protocol Terminal: Sendable {
    /// Whether a person types the input.
    var readsFromPerson: Bool { get }
    /// Whether a person reads the given stream.
    func showsToPerson(_ stream: OutputStream) -> Bool
    /// Columns of the screen; 80 where there is none.
    var columns: Int { get }

    /// Whether more was typed or pasted than was read.
    var hasWaitingInput: Bool { get }
    /// Reads away what was typed or pasted and not read, so that it never reaches the shell.
    ///
    /// - Returns: How many lines that were; blank ones do not count.
    func dropWaitingInput() -> Int

    func write(_ text: String, to stream: OutputStream)
    /// The next line without its end, which a person can edit; `nil` at the end of the input.
    ///
    /// - Parameters:
    ///   - prompt: What stands in front of the line; written only if a person types.
    ///   - initial: What stands in the line already; empty for nothing.
    /// - Throws: ``InputError`` for a line that is longer than any report.
    func readLine(prompt: String, initial: String, on stream: OutputStream) throws(InputError) -> String?
    /// The next line, not shown while it is typed; `nil` at the end of the input.
    ///
    /// - Parameter prompt: Written when nothing is shown any more, so that who types early gives nothing away; empty for none.
    func readSecret(prompt: String, on stream: OutputStream) throws(InputError) -> String?
    /// The next key, without Enter and not shown; `nil` at the end of the input. Enter is "\n".
    ///
    /// What was typed before the prompt stood there is dropped: a key that was pressed before a question was seen answers nothing.
    func readKey(prompt: String, on stream: OutputStream) throws(InputError) -> Character?
}

package enum OutputStream: Sendable {
    case output
    case error
}

/// Why a line was not read.
package enum InputError: Error, Hashable, Sendable {
    /// The whole line was read away, so the next one can be read.
    case lineTooLong
    /// Ctrl-C while a secret or a key was read.
    case interrupted
}
