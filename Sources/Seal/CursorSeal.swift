package import Crypto

/// Encrypts the position where a page ended, so that a cursor in a URL reveals nothing and cannot be forged.
///
/// The description hides the key.
package struct CursorSeal: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey
    /// The longest cursor that ``open(_:)`` reads, in bytes of UTF-8.
    package static let lengthMax = 256

    package init(key: SymmetricKey) {
        self.key = key
    }

    package var description: String { "cursor seal" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// AES-256-GCM with a random nonce, as ``Base64URL``.
    package func seal(_ bytes: [UInt8]) -> String {
        guard let box = try? AES.GCM.seal(bytes, using: key), let combined = box.combined else {
            preconditionFailure("AES-GCM seals everything that fits in memory")
        }
        return Base64URL.text(combined)
    }

    /// The bytes that were sealed; nil if this key did not seal them. A client may send any text, so no error is logged.
    package func open(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= Self.lengthMax else { return nil }
        guard let combined = Base64URL.bytes(text), let box = try? AES.GCM.SealedBox(combined: combined),
            let clear = try? AES.GCM.open(box, using: key)
        else { return nil }
        return Array(clear)
    }
}
