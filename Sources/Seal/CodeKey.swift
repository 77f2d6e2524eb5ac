import Crypto

/// A key of HMAC-SHA-256, taken in once for all the codes that are made with it: a code takes half the time then.
///
/// The library gives no way to lock what it holds of the key against swap; nor is what it leaves behind locked where a key is taken in for each code.
struct CodeKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let keyed: HMAC<SHA256>

    init(_ key: SymmetricKey) {
        keyed = HMAC(key: key)
    }

    /// Else it would show what an HMAC begins from, which is as good as the key.
    var description: String { "code key" }

    var customMirror: Mirror { Mirror(self, children: []) }

    func code(of message: [UInt8]) -> Digest128 {
        var code = keyed
        code.update(data: message)
        return Digest128(code.finalize())
    }
}
