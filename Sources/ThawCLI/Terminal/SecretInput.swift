import Glibc

/// Reads one line from a terminal without showing it.
///
/// Signals from the keyboard are off meanwhile, so that Ctrl-C cannot leave the terminal without its echo; it is read as a key instead.
struct SecretInput {
    private static let bytesMax = 4_096
    private static let interrupt: UInt8 = 0x03
    private static let endOfInput: UInt8 = 0x04
    private static let backspace: UInt8 = 0x08
    private static let clearLine: UInt8 = 0x15
    private static let delete: UInt8 = 0x7F

    let descriptor: Int32

    /// - Parameter whenHidden: Called when nothing that is typed is shown any more.
    func read(whenHidden: () -> Void) throws(InputError) -> String? {
        var original = termios()
        guard tcgetattr(descriptor, &original) == 0 else { return nil }
        var quiet = original
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(descriptor, TCSAFLUSH, &quiet) == 0 else { return nil }
        defer { _ = tcsetattr(descriptor, TCSAFLUSH, &original) }
        whenHidden()
        return try readKeys()
    }

    private func readKeys() throws(InputError) -> String? {
        var typed: [UInt8] = []
        while true {
            guard let key = readKey() else { return typed.isEmpty ? nil : String(decoding: typed, as: UTF8.self) }
            switch key {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                return String(decoding: typed, as: UTF8.self)
            case Self.interrupt:
                throw .interrupted
            case Self.endOfInput:
                if typed.isEmpty { return nil }
            case Self.backspace, Self.delete:
                while let last = typed.popLast(), last & 0xC0 == 0x80 {}
            case Self.clearLine:
                typed.removeAll()
            default:
                guard typed.count < Self.bytesMax else { throw .lineTooLong }
                typed.append(key)
            }
        }
    }

    private func readKey() -> UInt8? {
        var key: UInt8 = 0
        while true {
            let count = Glibc.read(descriptor, &key, 1)
            if count == 1 { return key }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}
