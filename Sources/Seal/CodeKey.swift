import Crypto

/// An HMAC-SHA-256 key that is expanded once. Expanding it for each code would double the time of a code.
///
/// The crypto library cannot keep its expanded key out of swap. It could not either if the key were expanded for each code.
struct CodeKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let keyed: HMAC<SHA256>

    init(_ key: SymmetricKey) {
        keyed = HMAC(key: key)
    }

    /// Hides the HMAC's inner state, which is as good as the key.
    var description: String { "code key" }

    var customMirror: Mirror { Mirror(self, children: []) }

    func code(of message: [UInt8]) -> Digest128 {
        var code = keyed
        code.update(data: message)
        return Digest128(code.finalize())
    }
}
