import Crypto
import Foundation

/// A carrier that asks for TwiML, and how it signs its requests. It comes from the configuration, never from a header.
package enum Carrier: String, Sendable, CaseIterable {
    case twilio
    /// For accounts whose requests are signed with SHA-256.
    case twilioSHA256 = "twilio-sha256"
    case signalWire = "signalwire"
    case telnyx

    /// The headers that the signature is in, with Telnyx's time last.
    var headers: [String] {
        switch self {
        case .twilio, .twilioSHA256: ["X-Twilio-Signature"]
        case .signalWire: ["X-SignalWire-Signature", "X-Twilio-Signature"]
        case .telnyx: ["Telnyx-Signature-Ed25519", "Telnyx-Timestamp"]
        }
    }
}

/// Checks that a request is from the configured carrier, and is for the configured public address.
///
/// The address is never taken from forwarded headers: a proxy that changes them would make every signature wrong, or let a caller choose.
package struct CarrierSignature: Sendable {
    /// The greatest age of a Telnyx request, and how far its clock may be ahead.
    private static let ageSecondsMax: Int64 = 300

    private let carrier: Carrier
    /// The auth token or signing key; for Telnyx the public key in base64.
    private let key: String
    /// Without the path.
    private let origin: String

    /// - Parameter origin: `https://voice.example.org`, with a port if callers' carriers use one.
    /// - Returns: nil if the key is empty, or is not an Ed25519 public key for Telnyx.
    package init?(_ carrier: Carrier, key: String, origin: String) {
        guard !key.isEmpty else { return nil }
        if carrier == .telnyx, Self.publicKey(key) == nil { return nil }
        (self.carrier, self.key, self.origin) = (carrier, key, origin)
    }

    /// - Parameters:
    ///   - path: The request's path, as it came, with its query.
    ///   - now: Unix seconds.
    package func accepts(path: String, form: WebhookForm, body: [UInt8], header: (String) -> String?, now: Int64) -> Bool {
        switch carrier {
        case .twilio: accepts(Insecure.SHA1.self, [origin + path], form, header)
        case .twilioSHA256: accepts(SHA256.self, [origin + path], form, header)
        case .signalWire: accepts(Insecure.SHA1.self, Self.withAndWithoutPort(origin).map { $0 + path }, form, header)
        case .telnyx: acceptsTelnyx(body, header, now)
        }
    }

    /// HMAC over the address and the parameters, sorted by name, each name followed by its value.
    private func accepts<Hash: HashFunction>(
        _ hash: Hash.Type, _ addresses: [String], _ form: WebhookForm, _ header: (String) -> String?
    ) -> Bool {
        guard let text = carrier.headers.lazy.compactMap(header).first, let signature = Data(base64Encoded: text) else { return false }
        let parameters = form.fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { $0.name + $0.value }.joined()
        let key = SymmetricKey(data: Data(self.key.utf8))
        return addresses.contains { address in
            HMAC<Hash>.isValidAuthenticationCode(signature, authenticating: Data((address + parameters).utf8), using: key)
        }
    }

    /// Ed25519 over the time, a bar and the body.
    private func acceptsTelnyx(_ body: [UInt8], _ header: (String) -> String?, _ now: Int64) -> Bool {
        guard let text = header(carrier.headers[0]), let signature = Data(base64Encoded: text), let time = header(carrier.headers[1]),
            let seconds = Int64(time), abs(now.subtractingReportingOverflow(seconds).partialValue) <= Self.ageSecondsMax,
            let key = Self.publicKey(key)
        else { return false }
        return key.isValidSignature(signature, for: Data("\(time)|".utf8) + Data(body))
    }

    private static func publicKey(_ text: String) -> Curve25519.Signing.PublicKey? {
        Data(base64Encoded: text).flatMap { try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }
    }

    /// SignalWire signs its addresses with the port or without, even if it is the scheme's own.
    private static func withAndWithoutPort(_ origin: String) -> [String] {
        guard let scheme = origin.range(of: "://") else { return [origin] }
        if let colon = origin[scheme.upperBound...].lastIndex(of: ":") { return [origin, String(origin[..<colon])] }
        return [origin, origin + (origin.hasPrefix("https:") ? ":443" : ":80")]
    }
}
