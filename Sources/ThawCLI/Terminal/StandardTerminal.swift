import Glibc
import Synchronization

/// The process's own standard input, output and error.
package final class StandardTerminal: Terminal {
    private let lines = Mutex(LineBuffer())
    private let editor = Mutex<LineEditor?>(nil)

    package init() {}

    package var readsFromPerson: Bool { isatty(STDIN_FILENO) == 1 }

    package func showsToPerson(_ stream: OutputStream) -> Bool { isatty(stream.descriptor) == 1 }

    package var columns: Int {
        var size = winsize()
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        }
        return 80
    }

    package func write(_ text: String, to stream: OutputStream) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(stream.descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    guard errno == EINTR || errno == EAGAIN else { return }
                    continue
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    package var hasWaitingInput: Bool {
        if lines.withLock(\.hasMore) { return true }
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, 0) == 1 && input.revents & Int16(POLLIN) != 0
    }

    package func dropWaitingInput() -> Int {
        var lines = LineCount()
        self.lines.withLock { lines.add($0.takePending()) }
        guard readsFromPerson else { return lines.total }
        var original = termios()
        guard tcgetattr(STDIN_FILENO, &original) == 0 else { return lines.total }
        var raw = original
        // The rest of a large paste must not be shown again.
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON)
        let guarded = GuardedTerminal(descriptor: STDIN_FILENO, settings: original)
        defer { guarded.restore() }
        guard tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return lines.total }
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, Self.pasteGapMilliseconds) == 1, input.revents & Int16(POLLIN) != 0 {
            let bytes = Self.readBytes()
            if bytes.isEmpty { break }
            lines.add(bytes)
        }
        return lines.total
    }

    /// Over a network, the pieces of one paste arrive within this time of each other.
    private static let pasteGapMilliseconds: Int32 = 100

    package func readLine(prompt: String, initial: String, on stream: OutputStream) throws(InputError) -> String? {
        guard readsFromPerson else { return try readLine() }
        guard showsToPerson(stream), LineEditor.isUsable else {
            write(prompt, to: stream)
            return try readLine()
        }
        return try editor.withLock { kept throws(InputError) -> String? in
            guard let editor = kept ?? LineEditor(stream: stream) else {
                write(prompt, to: stream)
                return try readLine()
            }
            kept = editor
            return try editor.read(prompt: prompt, initial: initial)
        }
    }

    /// The next line of a pipe, or of a terminal without line editing.
    private func readLine() throws(InputError) -> String? {
        try lines.withLock { buffer throws(InputError) in try buffer.next(Self.readBytes) }
    }

    package func readSecret(prompt: String, on stream: OutputStream) throws(InputError) -> String? {
        guard readsFromPerson else { return try readLine() }
        return try SecretInput(descriptor: STDIN_FILENO).read { write(prompt, to: stream) }
    }

    package func readKey(prompt: String, on stream: OutputStream) throws(InputError) -> Character? {
        guard readsFromPerson else { return try readLine().map { $0.first ?? "\n" } }
        return try KeyInput(descriptor: STDIN_FILENO).read { write(prompt, to: stream) }
    }

    private static func readBytes() -> [UInt8] {
        Array(unsafeUninitializedCapacity: 4_096) { buffer, count in
            var got = -1
            repeat {
                got = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            } while got < 0 && errno == EINTR
            count = max(0, got)
        }
    }
}

extension OutputStream {
    fileprivate var descriptor: Int32 {
        switch self {
        case .output: STDOUT_FILENO
        case .error: STDERR_FILENO
        }
    }
}
