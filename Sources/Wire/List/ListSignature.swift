import Crypto
package import FoundationEssentials

/// How a list is signed.
package enum ListSignature {
    /// The signed message is this and then the list's body. No other signature of a registry begins like it.
    package static let prefix = Array("thaw list 1\n".utf8)
    /// The message that announces a new key is this and then the 32 bytes of the new key.
    package static let keyPrefix = Array("thaw list key 1\n".utf8)
    package static let headerName = "Thaw-Signature"

    /// The header's value: `ed25519=` and base64.
    package static func header(_ signature: [UInt8]) -> String {
        scheme + Data(signature).base64EncodedString()
    }

    /// The signature in a header's value; `nil` for anything else.
    package static func signature(header: String) -> [UInt8]? {
        guard header.hasPrefix(scheme), let data = Data(base64Encoded: String(header.dropFirst(scheme.count))),
            data.count == ListKey.signatureBytes
        else { return nil }
        return Array(data)
    }

    private static let scheme = "ed25519="
}

extension ListKey {
    /// Whether this key signed the message.
    package func verifies(_ signature: [UInt8], of message: some DataProtocol) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
