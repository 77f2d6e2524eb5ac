import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Voice

/// Plays a carrier: signs its requests, follows the actions of the answers, and keeps what a caller would hear.
final class FakeCarrier {
    static let key = "12345"
    static let origin = "https://voice.example.org"
    /// A number that must be found nowhere.
    static let caller = "+16125550199"

    private let client: any TestClientProtocol
    let callID: String
    /// The address that the last answer names.
    private(set) var action = "\(origin)/call"

    init(_ client: any TestClientProtocol, callID: String = "CA1") {
        self.client = client
        self.callID = callID
    }

    static func settings(person: String? = "+16125550100") throws -> WebhookFront.Settings {
        let signature = try #require(CarrierSignature(.twilio, key: key, origin: origin))
        var settings = WebhookFront.Settings(origin: origin, path: "/call", signature: signature)
        settings.person = person
        settings.call.hasPerson = person != nil
        settings.call.offsetSeconds = { _ in -6 * 3_600 }
        return settings
    }

    /// Sends what the caller did, and returns the status and the answer, in which the random handle is replaced by `HANDLE`.
    @discardableResult
    func send(
        _ fields: [String: String] = [:], to address: String? = nil, method: HTTPRequest.Method = .post, signature: String? = nil,
        callID: String? = nil, body: String? = nil
    ) async throws -> (status: Int, text: String) {
        let address = address ?? action
        let all = fields.merging(["CallSid": callID ?? self.callID, "From": Self.caller]) { $1 }
        let path = String(address.dropFirst(Self.origin.count))
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let signatureName = try #require(HTTPField.Name("X-Twilio-Signature"))
        headers[signatureName] = signature ?? Self.signature(address, all)
        let form = body ?? all.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        let answer = try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: form)) { $0 }
        let text = String(buffer: answer.body)
        if let found = text.firstMatch(of: /action="([^"]*)"/) { action = String(found.1) }
        return (answer.status.code, text.replacing(#/call/[0-9a-f]{32}//#, with: "call/HANDLE/"))
    }

    static func signature(_ address: String, _ fields: [String: String]) -> String {
        let text = address + fields.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return Data(code).base64EncodedString()
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
