package import Crypto
import Foundation

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

    /// AES-256-GCM with a random nonce, as unpadded base64url (RFC 4648, section 5).
    package func seal(_ bytes: [UInt8]) -> String {
        guard let box = try? AES.GCM.seal(bytes, using: key), let combined = box.combined else {
            preconditionFailure("AES-GCM seals everything that fits in memory")
        }
        return combined.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// The bytes that were sealed; nil if this key did not seal them. A client may send any text, so no error is logged.
    package func open(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= Self.lengthMax else { return nil }
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let combined = Data(base64Encoded: padded), let box = try? AES.GCM.SealedBox(combined: combined),
            let clear = try? AES.GCM.open(box, using: key)
        else { return nil }
        return Array(clear)
    }
}
