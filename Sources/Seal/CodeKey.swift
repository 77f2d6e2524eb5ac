import Crypto

/// An HMAC-SHA-256 key (RFC 2104) that is expanded once. Expanding it for each code would double the time of a code.
///
/// Uses the library's SHA-256, and not its HMAC, which is generic: outside of the library it takes twice as long. A report needs seven codes.
///
/// The crypto library cannot keep its expanded key out of swap. It could not either if the key were expanded for each code.
struct CodeKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// After the first block, which is the key with each byte changed.
    private let inner: SHA256
    private let outer: SHA256

    /// - Parameter key: 64 bytes at most.
    init(_ key: SymmetricKey) {
        inner = Self.begun(key, changedBy: 0x36)
        outer = Self.begun(key, changedBy: 0x5C)
    }

    private static func begun(_ key: SymmetricKey, changedBy bits: UInt8) -> SHA256 {
        var block = [UInt8](repeating: bits, count: SHA256.blockByteCount)
        key.withUnsafeBytes { bytes in
            precondition(bytes.count <= block.count)
            for (index, byte) in bytes.enumerated() { block[index] ^= byte }
        }
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }

    /// Hides the state, which is as good as the key.
    var description: String { "code key" }

    var customMirror: Mirror { Mirror(self, children: []) }

    func code(of message: [UInt8]) -> Digest128 {
        var (inner, outer) = (inner, outer)
        message.withUnsafeBytes { inner.update(bufferPointer: $0) }
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return Digest128(cutting: outer.finalize())
    }
}
