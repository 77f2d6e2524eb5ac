import Crypto
import FoundationEssentials

/// A key with which webhooks are signed, as Standard Webhooks 1.0 says: `whsec_` and 24 to 64 bytes in base64.
package struct WebhookSecret: Sendable {
    private static let prefix = "whsec_"
    private static let keyBytes = 24...64

    private let key: SymmetricKey

    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            Self.keyBytes ~= bytes.count
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The value of `webhook-signature`: `v1,` and the HMAC-SHA-256 of the ID, the time and the body, in base64.
    ///
    /// - Parameter seconds: when this try is made, since 1970.
    package func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(seconds).".utf8) + Data(body), using: key)
        return "v1,\(Data(code).base64EncodedString())"
    }
}
