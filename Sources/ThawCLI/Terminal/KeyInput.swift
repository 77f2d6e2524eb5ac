import Glibc

/// Reads one key from a terminal, as soon as it is pressed.
///
/// The terminal is changed for one key at a time and set back behind it, so that nothing which happens between two keys can leave it
/// changed. Ctrl-C is read as a key meanwhile; a signal that ends the process sets the terminal back first.
struct KeyInput {
    let descriptor: Int32

    /// - Parameter whenReady: Called when what is typed counts.
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

    /// Of a character in UTF-8 that begins so.
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

/// Sets a terminal back, be it because a key was read or because a signal ends the process.
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
            // The default action is in place again, and meets the signal as soon as this one returns.
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

    /// Whoever ignores a signal, or has an action of their own for it, goes on doing so.
    private static func isDefault(_ action: sigaction) -> Bool {
        let handler = action.__sigaction_handler.sa_handler
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self)
    }

    func restore() {
        var settings = settings
        // What was typed behind the key belongs to the question that comes next.
        tcsetattr(descriptor, TCSANOW, &settings)
        for entry in former {
            var action = entry.action
            sigaction(entry.signal, &action, nil)
        }
    }
}

/// What the signal handler sets back: it can capture nothing. Written only before a handler of ours is in place.
nonisolated(unsafe) private var guardedSettings = termios()
nonisolated(unsafe) private var guardedDescriptor: Int32 = -1
