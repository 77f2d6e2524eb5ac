import Alerts
import Testing

@Suite("Signatures of webhooks")
struct WebhookSecretTests {
    @Test func `a signature is that of the vector in the libraries of Standard Webhooks`() throws {
        let secret = try #require(WebhookSecret(SampleSecret.webhook))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    /// Computed with Python's hmac and base64.
    @Test func `the longest key signs a body that is not ASCII`() throws {
        let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
        let secret = try #require(WebhookSecret("whsec_\(key)"))
        #expect(
            secret.signature(id: "a-correction", seconds: 1, body: Array(#"{"text":"né"}"#.utf8))
                == "v1,bwDQ9sHjH/6B1QdDGDyQN9ZAIzqsfZ+eNIrGYfOKn2k=")
    }

    @Test(arguments: [
        // Without its mark, of another kind, not base64, of 23 and of 65 bytes.
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!",
        "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=",
        "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=",
    ])
    func `another text is no key`(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
