import Glibc

/// Reads one line from a terminal without showing it.
///
/// Keyboard signals are off meanwhile, so that Ctrl-C cannot leave the terminal without echo. Ctrl-C is read as a key.
struct SecretInput {
    private static let bytesMax = 4_096
    private static let backspace: UInt8 = 0x08
    private static let clearLine: UInt8 = 0x15
    private static let delete: UInt8 = 0x7F

    let descriptor: Int32

    /// - Parameter whenHidden: Called when typed keys are no longer shown.
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
            guard let key = readByte(from: descriptor) else { return typed.isEmpty ? nil : String(decoding: typed, as: UTF8.self) }
            switch key {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                return String(decoding: typed, as: UTF8.self)
            case ControlByte.interrupt:
                throw .interrupted
            case ControlByte.endOfInput:
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
}
