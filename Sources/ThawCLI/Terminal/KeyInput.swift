import Glibc

/// Reads one key from a terminal, as soon as it is pressed.
///
/// The terminal's settings are changed for one key and restored after it, so that nothing between two keys can leave them changed.
/// Meanwhile Ctrl-C is read as a key. A signal that ends the process restores the settings first.
struct KeyInput {
    let descriptor: Int32

    /// - Parameter whenReady: Called when the next key counts.
    func read(whenReady: () -> Void) throws(InputError) -> Character? {
        var original = termios()
        guard tcgetattr(descriptor, &original) == 0 else { return nil }
        var raw = original
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        let guarded = GuardedTerminal(descriptor: descriptor, settings: original)
        defer { guarded.restore() }
        guard tcsetattr(descriptor, TCSAFLUSH, &raw) == 0 else { return nil }
        whenReady()
        return try readKey()
    }

    private func readKey() throws(InputError) -> Character? {
        guard let first = readByte(from: descriptor) else { return nil }
        switch first {
        case ControlByte.interrupt: throw .interrupted
        case ControlByte.endOfInput: return nil
        case UInt8(ascii: "\r"): return "\n"
        default: break
        }
        var bytes = [first]
        for _ in 0..<Self.bytesFollowing(first) {
            guard let next = readByte(from: descriptor) else { break }
            bytes.append(next)
        }
        return String(decoding: bytes, as: UTF8.self).first
    }

    /// The number of bytes after the first byte of a UTF-8 character.
    private static func bytesFollowing(_ first: UInt8) -> Int {
        switch first {
        case 0xC0..<0xE0: 1
        case 0xE0..<0xF0: 2
        case 0xF0..<0xF8: 3
        default: 0
        }
    }
}

/// Keys that end a question.
enum ControlByte {
    static let interrupt: UInt8 = 0x03
    static let endOfInput: UInt8 = 0x04
}

/// The next byte; `nil` at the end of the input or after an error.
func readByte(from descriptor: Int32) -> UInt8? {
    var byte: UInt8 = 0
    while true {
        let count = read(descriptor, &byte, 1)
        if count == 1 { return byte }
        if count == 0 || errno != EINTR { return nil }
    }
}

/// Restores a terminal's settings after a key, or when a signal ends the process.
struct GuardedTerminal {
    private let descriptor: Int32
    private let settings: termios
    private var former: [(signal: Int32, action: sigaction)] = []

    private static let signals = [SIGTERM, SIGHUP, SIGINT]

    init(descriptor: Int32, settings: termios) {
        self.descriptor = descriptor
        self.settings = settings
        guardedSettings = settings
        guardedDescriptor = descriptor
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { signal in
            tcsetattr(guardedDescriptor, TCSANOW, &guardedSettings)
            // SA_RESETHAND has restored the default action. It runs as soon as this handler returns.
            raise(signal)
        }
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
        for signal in Self.signals {
            var before = sigaction()
            sigaction(signal, nil, &before)
            guard Self.isDefault(before) else { continue }
            former.append((signal, before))
            sigaction(signal, &action, nil)
        }
    }

    /// A process that ignores a signal or handles it itself keeps doing so.
    private static func isDefault(_ action: sigaction) -> Bool {
        let handler = action.__sigaction_handler.sa_handler
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self)
    }

    func restore() {
        var settings = settings
        // Later keys belong to the next question, so they are not dropped.
        tcsetattr(descriptor, TCSANOW, &settings)
        for entry in former {
            var action = entry.action
            sigaction(entry.signal, &action, nil)
        }
    }
}

/// The settings that the signal handler restores. A handler cannot capture values. They are written only before the handler is set.
nonisolated(unsafe) private var guardedSettings = termios()
nonisolated(unsafe) private var guardedDescriptor: Int32 = -1
