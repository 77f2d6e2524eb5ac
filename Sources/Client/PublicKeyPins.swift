import FoundationEssentials

/// The public keys that a server may present, each as the SHA-256 of its SubjectPublicKeyInfo.
///
/// A pin is checked in addition to the certificate's authority and name. Several pins allow the server to change its key.
package struct PublicKeyPins: Hashable, Sendable {
    /// Each is `sha256//` and base64.
    package let texts: [String]

    /// - Throws: `.pinMalformed` for anything but 1 to ``pinsMax`` pins.
    package init(_ texts: [String]) throws(ClientError) {
        let pins = texts.flatMap { $0.split(separator: ";").map(String.init) }
        guard 1...Self.pinsMax ~= pins.count, pins.allSatisfy(Self.isPin) else { throw ClientError(.pinMalformed) }
        self.texts = pins
    }

    package static let pinsMax = 8

    /// In libcurl's form.
    var joined: String { texts.joined(separator: ";") }

    private static func isPin(_ text: String) -> Bool {
        let prefix = "sha256//"
        guard text.hasPrefix(prefix), let digest = Data(base64Encoded: String(text.dropFirst(prefix.count))) else { return false }
        return digest.count == 32
    }
}
