import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Voice

@Suite("Calls through a carrier")
struct WebhookFrontTests {
    private let registry = FakeRegistry(listed: ["US-MN KLN456"])

    /// Runs a carrier against a front.
    private func call(
        _ questions: CallQuestions, person: String? = "+16125550100", _ work: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let front = WebhookFront(try FakeCarrier.settings(person: person), questions: questions, now: { 1_000 })
        try await Application(router: front.router).test(.router) { try await work($0) }
    }

    private static let hints = """
        Alpha,Bravo,Charlie,Delta,Echo,Foxtrot,Golf,Hotel,India,Juliet,Kilo,Lima,Mike,November,Oscar,Papa,Quebec,Romeo,Sierra,Tango,\
        Uniform,Victor,Whiskey,X-ray,Yankee,Zulu
        """

    /// The golden answer of a step that listens.
    private static func listening(_ step: Int, _ said: String, _ more: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response><Gather input="speech dtmf" action="https://voice.example.org/call/HANDLE/\(step)" method="POST" language="en-US" \
        timeout="6" speechTimeout="2" finishOnKey="#"\(more) hints="\(hints)">\(said)</Gather>\
        <Redirect method="POST">https://voice.example.org/call/HANDLE/\(step)</Redirect></Response>

        """
    }

    private static func last(_ said: String, _ more: String = "") -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\(said)\(more)<Hangup/></Response>\n"
    }

    private static let welcome = """
        <Say language="en-US">Thaw. Say or key a plate.</Say><Say language="es-MX">Para español, marque asterisco uno.</Say>\
        <Say language="fr-CA">Pour le français, faites étoile deux.</Say>
        """
    private static let failed = last("<Say language=\"en-US\">Could not be checked. Call again.</Say>")

    @Test func `a call is answered step by step`() async throws {
        let said = Mutex<[String]>([])
        try await call(.fake(registry)) { client in
            let carrier = FakeCarrier(client)
            for fields in [
                [:], ["SpeechResult": "Kilo Lima November 456.", "Confidence": "0.9"], [:], ["Digits": "222222"], ["Digits": "*0"],
            ] as [[String: String]] {
                let answer = try await carrier.send(fields).text
                said.withLock { $0.append(answer) }
            }
        }
        let expected = [
            Self.listening(1, Self.welcome),
            Self.listening(
                2,
                "<Say language=\"en-US\">Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.</Say>"
            ),
            Self.listening(3, "<Say language=\"en-US\">Next plate?</Say>"),
            Self.listening(
                4, "<Say language=\"en-US\">No listed plate fits these keys, as of 3 41 p.m. This does not mean safe.</Say>"),
            Self.last(
                "<Say language=\"en-US\">Connecting you to a person.</Say>", "<Dial timeout=\"30\"><Number>+16125550100</Number></Dial>"),
        ]
        #expect(said.withLock { $0 } == expected)
        #expect(registry.questions == ["KLN456", "# 222222"])
    }

    @Test func `a choice takes one key`() async throws {
        try await call(.fake(FakeRegistry(listed: ["US-MN BLN456"]))) { client in
            let carrier = FakeCarrier(client)
            try await carrier.send()
            let question = try await carrier.send(["SpeechResult": "d l n four five six"]).text
            #expect(question.contains("numDigits=\"1\"") && question.contains("Did you say Delta, or "))
        }
    }

    @Test(arguments: ["Digits", "SpeechResult"])
    func `what a caller says never comes back as XML`(_ name: String) async throws {
        try await call(.fake(registry)) { client in
            let carrier = FakeCarrier(client)
            try await carrier.send()
            let answer = try await carrier.send([name: "<Dial>+1</Dial>\"'&"]).text
            #expect(!answer.contains("<Dial>") && answer.contains("Could not be checked"))
        }
    }

    @Test func `GET is refused, and so are forged, altered and malformed requests`() async throws {
        try await call(.fake(registry)) { client in
            let carrier = FakeCarrier(client)
            let status = try await carrier.send(method: .get).status
            #expect(status == 404)
            #expect(try await carrier.send(signature: "AAAA").status == 403)
            #expect(try await carrier.send(signature: "").status == 403)
            #expect(try await carrier.send(body: "CallSid=CA1&CallSid=CA2").status == 400)
            #expect(try await carrier.send(body: "From=1").status == 400)
            #expect(try await carrier.send(body: String(repeating: "a", count: 20_000)).status == 400)
        }
    }

    @Test func `a step is answered once, and only to its call`() async throws {
        try await call(.fake(registry)) { client in
            let carrier = FakeCarrier(client)
            try await carrier.send()
            let first = carrier.action
            #expect(try await carrier.send(to: first, callID: "CA2").text == Self.failed)
            try await carrier.send(["SpeechResult": "kilo lima november 456"])
            #expect(try await carrier.send(["SpeechResult": "kilo lima november 456"], to: first).text == Self.failed)
            #expect(try await carrier.send(to: "https://voice.example.org/call/\(String(repeating: "0", count: 32))/1").text == Self.failed)
            #expect(try await carrier.send().text.contains("Next plate?"))
        }
        #expect(registry.questions == ["KLN456"])
    }

    @Test func `a second beginning of the same call, and a call too many, hear that all lines are busy`() async throws {
        let busy = Self.last("<Say language=\"en-US\">All lines are busy. Nothing was checked. Call again later.</Say>")
        try await call(.fake(registry, limits: { $0.callsMax = 2 })) { client in
            try await FakeCarrier(client).send()
            #expect(try await FakeCarrier(client).send().text == busy)
            #expect(try await FakeCarrier(client, callID: "CA2").send().text.contains("Say or key"))
            #expect(try await FakeCarrier(client, callID: "CA3").send().text == busy)
        }
    }

    @Test func `a call that was hung up frees its line`() async throws {
        let clock = CallLimitsTests.Clock()
        try await call(.fake(registry, uptime: { clock.now }, limits: { $0.callsMax = 1 })) { client in
            try await FakeCarrier(client).send()
            clock.pass(.seconds(91))
            #expect(try await FakeCarrier(client, callID: "CA2").send().text.contains("Say or key"))
        }
    }

    @Test func `five minutes are the end of a call`() async throws {
        let clock = CallLimitsTests.Clock()
        try await call(.fake(registry, uptime: { clock.now })) { client in
            let carrier = FakeCarrier(client)
            for _ in 0..<5 {
                try await carrier.send(["SpeechResult": "kilo lima november 456"])
                clock.pass(.seconds(60))
            }
            #expect(try await carrier.send(["SpeechResult": "kilo lima november 456"]).text.contains("at its limit"))
        }
    }

    @Test func `a registry that does not answer is said, and a transfer too many refused`() async throws {
        try await call(.fake(FakeRegistry(isDown: true), limits: { $0.transfersPerHour = 0 })) { client in
            let carrier = FakeCarrier(client)
            try await carrier.send()
            #expect(try await carrier.send(["SpeechResult": "kilo lima november 456"]).text.contains("Could not be checked."))
            #expect(try await carrier.send(["Digits": "*0"]).text.contains("No person can be reached"))
        }
    }
}
