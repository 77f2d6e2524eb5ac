import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Server
import TestSupport
import Testing
import Voice

@Suite("Nothing of a call is kept")
struct CanaryTests {
    private static let canaries = ["6125550199", "CACANARY", "kilo lima", "KLN456", "556456", "127.0.0.1"]

    @Test func `logs at every level and metrics name no caller, call, word, key or plate`() async throws {
        let logs = KeptLogs(level: .trace)
        let logger = Logger(label: "canary") { _ in logs }
        let metrics = PrometheusRegistry()
        let registry = FakeRegistry(listed: ["US-MN KLN456"])
        let questions = CallQuestions.fake(registry, factory: metrics)
        let front = WebhookFront(try FakeCarrier.settings(), questions: questions, now: { 1_000 })
        try await Application(router: front.router, logger: logger).test(.router) { client in
            let carrier = FakeCarrier(client, callID: "CACANARY")
            try await carrier.send()
            try await carrier.send(["SpeechResult": "kilo lima november 456"])
            try await carrier.send(["Digits": "556456"])
            try await carrier.send(signature: "AAAA")
            try await carrier.send(to: "https://voice.example.org/call/\(String(repeating: "0", count: 32))/1")
        }
        try await AudioSocketFrontTests.withFront(questions, logger: logger) { address in
            let phone = try await FakePhone(address)
            try await phone.say(quiet: 0.2)
            try await phone.say(speech: 1)
            try await phone.listen { registry.questions.count == 3 }
            try await phone.key("556456#")
            try await phone.listen { registry.questions.count == 4 }
            try await phone.send([0x7F, 0, 0])
            _ = try await phone.end()
        }
        #expect(registry.questions.count == 4)
        let figures = metrics.text()
        let log = logs.lines.joined(separator: "\n")
        #expect(figures.contains("thaw_voice_calls_total") && figures.contains("thaw_voice_lookups_total"))
        for canary in Self.canaries {
            #expect(!log.contains(canary), "a log line has \(canary)")
            #expect(!figures.contains(canary), "a figure has \(canary)")
        }
    }
}
