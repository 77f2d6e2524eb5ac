import ArgumentParser
import DaemonSupport
import Foundation
import Glibc
import Vocabulary
import Wire

/// The output and questions of the operator's commands: results on standard output, progress and questions on standard error.
enum OperatorScreen {
    static var showsToPerson: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Prints lines of a result. They contain text from the daemon, files and settings, which must not control the terminal.
    static func show(_ lines: [String]) {
        for line in lines { print(line.safeForScreen) }
    }

    /// Prints a line of progress, if a person may be watching.
    static func showProgress(_ line: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }

    /// Asks yes or no on the terminal. Throws `control.unconfirmed` if there is no terminal, and ends the command if the answer is no.
    ///
    /// - Parameter inputIsTaken: whether standard input has other data.
    static func confirm(_ question: String, inputIsTaken: Bool = false) throws {
        let source = inputIsTaken ? open("/dev/tty", O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        defer { if inputIsTaken, source >= 0 { close(source) } }
        guard source >= 0, isatty(source) == 1, isatty(STDERR_FILENO) == 1 else {
            throw DaemonError(.controlUnconfirmed, "This cannot be undone, so the command asks first, and there is no terminal.")
        }
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = max(0, read(source, &bytes, bytes.count))
        let answer = String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard ["y", "yes"].contains(answer) else {
            show(["Nothing was changed."])
            throw ExitCode(1)
        }
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    static func size(_ bytes: Int) -> String {
        // Rounds up. A compromised daemon may send any number, so this must not overflow.
        let (unit, name) = bytes < 1_048_576 ? (1024, "KiB") : (1_048_576, "MiB")
        return "\(bytes / unit + (bytes % unit > 0 ? 1 : 0)) \(name)"
    }

    static func time(_ seconds: Int64?) -> String {
        seconds.map(WireTime.text) ?? "at an unknown time"
    }
}
