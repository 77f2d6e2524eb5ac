import Foundation
import Glibc
import Vocabulary

/// A person at a terminal, as a dialog meets them.
package protocol DialogScreen: AnyObject {
    func show(_ line: String)
    /// The line that the person types; nil if they end the input with Ctrl-D.
    func answer(to prompt: String) -> String?
}

/// The terminal. Questions go to standard error, so that results can be redirected.
final class TerminalScreen: DialogScreen {
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    func show(_ line: String) {
        FileHandle.standardError.write(Data("\(line.safeForScreen)\n".utf8))
    }

    func answer(to prompt: String) -> String? {
        FileHandle.standardError.write(Data(prompt.safeForScreen.utf8))
        return readLine()
    }
}

/// Takes the default of each question, and asks nobody.
final class DefaultsScreen: DialogScreen {
    func show(_ line: String) {}
    func answer(to prompt: String) -> String? { "" }
}
