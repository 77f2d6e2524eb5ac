package import Crypto
import Foundation

/// Seals where a page ended, so that a cursor in a URL says nothing and cannot be made up.
///
/// Its description hides the key.
package struct CursorSeal: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey
    /// The longest cursor text that is looked at, in characters.
    package static let lengthMax = 256

    package init(key: SymmetricKey) {
        self.key = key
    }

    package var description: String { "cursor seal" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// AES-256-GCM with a random nonce, as unpadded base64url (RFC 4648, section 5).
    package func seal(_ bytes: [UInt8]) -> String {
        guard let box = try? AES.GCM.seal(bytes, using: key), let combined = box.combined else {
            preconditionFailure("AES-GCM seals whatever is short enough to fit in memory")
        }
        return combined.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// What was sealed, or nil where this key did not seal it.
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
