import Crypto
import FoundationEssentials
import Vocabulary

/// The public key that checks the signatures of a registry's lists: Ed25519 (RFC 8032).
package struct ListKey: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// `nil` unless these are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount else { return nil }
        self.bytes = bytes
    }

    package init?(hexadecimal text: String) {
        guard let bytes = [UInt8](hexadecimal: text, count: Self.bytesCount) else { return nil }
        self.bytes = bytes
    }

    package static let bytesCount = 32
    package static let signatureBytes = 64

    /// 32 hexadecimal digits that name the key in a list.
    package var fingerprint: String { SHA256.hash(data: bytes).prefix(16).hexadecimal }

    package var hexadecimal: String { bytes.hexadecimal }
}

/// The key of the list, in the vocabulary.
package struct ListKeyBody: Codable, Hashable, Sendable {
    /// 64 hexadecimal digits.
    package var ed25519: String
    /// The key before this one, whose signature announces this one; absent if there was none.
    package var former: FormerListKeyBody?

    package init(_ key: ListKey, former: FormerListKeyBody? = nil) {
        ed25519 = key.hexadecimal
        self.former = former
    }

    /// `nil` if it is malformed.
    package var key: ListKey? { ListKey(hexadecimal: ed25519) }

    /// Whether `known` announces this key by its signature.
    package func isAnnounced(by known: ListKey) -> Bool {
        guard let former, let key, ListKey(hexadecimal: former.ed25519) == known,
            let signature = [UInt8](hexadecimal: former.signature, count: ListKey.signatureBytes)
        else { return false }
        return known.verifies(signature, of: ListSignature.keyPrefix + key.bytes)
    }
}

/// A former key of the list, and its signature of the key that follows.
package struct FormerListKeyBody: Codable, Hashable, Sendable {
    /// 64 hexadecimal digits.
    package var ed25519: String
    /// 128 hexadecimal digits, over ``ListSignature/keyPrefix`` and the 32 bytes of the new key.
    package var signature: String

    package init(ed25519: String, signature: String) {
        self.ed25519 = ed25519
        self.signature = signature
    }
}
