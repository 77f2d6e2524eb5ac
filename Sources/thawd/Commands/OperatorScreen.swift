import ArgumentParser
import Foundation
import Glibc
import Vocabulary
import Wire

/// What the operator's commands say and ask: results on standard output, what passes on standard error.
enum OperatorScreen {
    static var showsToPerson: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Lines of a result. They hold words from the daemon, from files and from settings, none of which may steer the terminal.
    static func show(_ lines: [String]) {
        for line in lines { print(line.safeForScreen) }
    }

    /// A remark that matters only while somebody waits.
    static func say(_ remark: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\(remark)\n".utf8))
    }

    /// Yes or no, on the terminal; throws `control.unconfirmed` where nobody can be asked, and ends the command where the answer is no.
    ///
    /// - Parameter inputIsTaken: whether standard input holds something else.
    static func confirm(_ question: String, inputIsTaken: Bool = false) throws {
        let source = inputIsTaken ? open("/dev/tty", O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        defer { if inputIsTaken, source >= 0 { close(source) } }
        guard source >= 0, isatty(source) == 1, isatty(STDERR_FILENO) == 1 else {
            throw DaemonError(.controlUnconfirmed, "This cannot be taken back, so it asks first.")
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
        // Rounded up. The number may come from a daemon that is compromised, and be any.
        let (unit, name) = bytes < 1_048_576 ? (1024, "KiB") : (1_048_576, "MiB")
        return "\(bytes / unit + (bytes % unit > 0 ? 1 : 0)) \(name)"
    }

    static func time(_ seconds: Int64?) -> String {
        seconds.map(WireTime.text) ?? "at an unknown time"
    }
}
