import Crypto
import Foundation
import Testing
import Voice

@Suite("Signatures of carriers")
struct CarrierSignatureTests {
    private static let body = Array(
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212".utf8)

    private func accepts(
        _ carrier: Carrier, key: String = "12345", origin: String = "https://mycompany.com", path: String = "/myapp.php?foo=1&bar=2",
        body: [UInt8] = Self.body, headers: [String: String], now: Int64 = 1_000
    ) throws -> Bool {
        let signature = try #require(CarrierSignature(carrier, key: key, origin: origin))
        let form = try #require(WebhookForm(body))
        return signature.accepts(path: path, form: form, body: body, header: { headers[$0] }, now: now)
    }

    @Test func `Twilio's own example is accepted`() throws {
        #expect(try accepts(.twilio, headers: ["X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="]))
    }

    @Test(arguments: ["SSOYDt4T1cUTdK1PDd93/VVr8B8=", "", "no base64", "AAAA"])
    func `another signature is not`(_ signature: String) throws {
        #expect(try !accepts(.twilio, headers: ["X-Twilio-Signature": signature]))
    }

    @Test func `no other address, parameter, key, header or algorithm is accepted`() throws {
        let headers = ["X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="]
        #expect(try !accepts(.twilio, headers: [:]))
        #expect(try !accepts(.twilio, path: "/myapp.php?foo=1&bar=3", headers: headers))
        #expect(try !accepts(.twilio, body: Self.body + Array("&More=1".utf8), headers: headers))
        #expect(try !accepts(.twilio, key: "12346", headers: headers))
        #expect(try !accepts(.twilioSHA256, headers: headers))
        #expect(try !accepts(.telnyx, key: Data(count: 32).base64EncodedString(), headers: headers))
    }

    /// The HMAC over an address and the parameters of ``body``.
    private static func hmac<Hash: HashFunction>(_ hash: Hash.Type, _ address: String) -> String {
        let text = address + "CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212"
        let code = HMAC<Hash>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data("12345".utf8)))
        return Data(code).base64EncodedString()
    }

    @Test func `SHA-256 is accepted where it is configured`() throws {
        let signature = Self.hmac(SHA256.self, "https://mycompany.com/myapp.php?foo=1&bar=2")
        #expect(try accepts(.twilioSHA256, headers: ["X-Twilio-Signature": signature]))
        #expect(try !accepts(.twilio, headers: ["X-Twilio-Signature": signature]))
    }

    @Test(arguments: ["https://mycompany.com", "https://mycompany.com:443"])
    func `SignalWire may sign the port or not`(_ origin: String) throws {
        let signature = Self.hmac(Insecure.SHA1.self, "\(origin)/call")
        for configured in ["https://mycompany.com", "https://mycompany.com:443"] {
            #expect(try accepts(.signalWire, origin: configured, path: "/call", headers: ["X-SignalWire-Signature": signature]))
        }
        #expect(try !accepts(.signalWire, origin: "https://other.com", path: "/call", headers: ["X-SignalWire-Signature": signature]))
    }

    @Test func `Telnyx signs the time and the body, and five minutes later it is too late`() throws {
        let key = Curve25519.Signing.PrivateKey()
        let publicKey = key.publicKey.rawRepresentation.base64EncodedString()
        let signature = try key.signature(for: Data("1000|".utf8) + Data(Self.body)).base64EncodedString()
        let headers = ["Telnyx-Signature-Ed25519": signature, "Telnyx-Timestamp": "1000"]
        for (now, isAccepted) in [(1_000, true), (1_300, true), (700, true), (1_301, false), (699, false)] as [(Int64, Bool)] {
            #expect(try accepts(.telnyx, key: publicKey, headers: headers, now: now) == isAccepted)
        }
        #expect(try !accepts(.telnyx, key: publicKey, body: Self.body + [65], headers: headers))
        for time in ["1001", "", "-9223372036854775808", "9999999999999999999999"] {
            #expect(try !accepts(.telnyx, key: publicKey, headers: headers.merging(["Telnyx-Timestamp": time]) { $1 }))
        }
    }

    @Test func `a key that is none is refused before any call`() {
        #expect(CarrierSignature(.twilio, key: "", origin: "https://a.org") == nil)
        #expect(CarrierSignature(.telnyx, key: "12345", origin: "https://a.org") == nil)
    }

    @Test(arguments: ["a=1&a=2", "a=%FF", String(repeating: "a&", count: 200), "a=1&%61=2"])
    func `a form with a name twice, broken text or too many fields is refused`(_ text: String) {
        #expect(WebhookForm(Array(text.utf8)) == nil)
    }

    @Test func `a form's values are decoded`() throws {
        let form = try #require(WebhookForm(Array("SpeechResult=kilo+lima%2C+4&Digits=&x".utf8)))
        #expect(form["SpeechResult"] == "kilo lima, 4" && form["Digits"] == "" && form["x"] == "" && form["y"] == nil)
    }
}
