import Alerts
import Foundation
import TestSupport
import Testing
import Wire

/// What arrives on a real connection, compared with the receivers' own documentation.
@Suite("Requests of each kind")
struct AlertRequestTests {
    private static let text = "Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle."

    /// The one request that a server gets, and its body as text.
    private func received(
        _ kind: AlertDestination.Kind, secret: [String]? = nil, message: AlertMessage = .sample(), answer: Reply = .taken
    ) async throws -> (request: Received, body: String, host: String) {
        let server = FakeServer { _, _ in answer }
        let destination = try AlertDestination.sample(kind, at: server.url, secret: secret)
        #expect(await outcome(of: message, to: destination) == .delivered(status: 200))
        try #require(server.received.count == 1)
        let request = server.received[0]
        return (request, String(decoding: request.body, as: UTF8.self), "127.0.0.1:\(server.port)")
    }

    /// The headers that every request has.
    private func plain(_ body: String, _ host: String) -> [String: String] {
        ["content-type": "application/json", "user-agent": "thawd", "host": host, "content-length": String(body.utf8.count)]
    }

    @Test func `ntfy gets a message published as JSON at its root, with the token`() async throws {
        let (request, body, host) = try await received(.ntfy)
        #expect(request.method == "POST" && request.target == "/")
        #expect(
            body
                == #"{"message":"\#(Self.text)","priority":4,"tags":["warning"],"title":"Confirmed vehicle seen","topic":"harrow-falls"}"#)
        #expect(request.headers == plain(body, host).merging(["authorization": "Bearer \(SampleSecret.token)"]) { $1 })
    }

    @Test func `ntfy without a token gets no authorization`() async throws {
        let (request, body, host) = try await received(.ntfy, secret: [])
        #expect(request.headers == plain(body, host))
    }

    @Test(
        arguments: [
            (.seen, 4, "warning"), (.confirmed, 3, "pushpin"), (.correction, 4, "x"), (.heldBack, 3, "hourglass"), (.sample, 3, "bell"),
        ] as [(AlertBody.Kind, Int, String)])
    func `each event has its priority and picture at ntfy`(_ event: AlertBody.Kind, _ priority: Int, _ tag: String) throws {
        let destination = try AlertDestination.sample(.ntfy, at: "https://ntfy.example.org")
        let message = AlertMessage(title: "Título", body: AlertBody(id: "a", event: event, text: "Línea"))
        let body = String(decoding: destination.request(message, at: 0).body, as: UTF8.self)
        #expect(body == #"{"message":"Línea","priority":\#(priority),"tags":["\#(tag)"],"title":"Título","topic":"harrow-falls"}"#)
    }

    @Test func `signal-cli gets a call of send with the group`() async throws {
        let answer = Reply.raw(Self.answer(#"{"jsonrpc":"2.0","result":{"timestamp":999},"id":"\#(AlertMessage.sampleID)"}"#))
        let (request, body, host) = try await received(.signal, answer: answer)
        #expect(request.method == "POST" && request.target == "/api/v1/rpc")
        #expect(
            body == #"{"id":"\#(AlertMessage.sampleID)","jsonrpc":"2.0","method":"send","#
                + #""params":{"groupId":"\#(SampleSecret.group)","message":"\#(Self.text)"}}"#)
        #expect(request.headers == plain(body, host))
    }

    @Test func `a signal-cli daemon with several accounts gets the account, too`() async throws {
        let answer = Reply.raw(Self.answer(#"{"jsonrpc":"2.0","result":{"timestamp":1795362300123},"id":"\#(AlertMessage.sampleID)"}"#))
        let (_, body, _) = try await received(.signal, secret: [SampleSecret.group, SampleSecret.account], answer: answer)
        #expect(
            body.hasSuffix(
                #""params":{"account":"\#(SampleSecret.account)","groupId":"\#(SampleSecret.group)","message":"\#(Self.text)"}}"#))
    }

    @Test func `a chat gets the text alone`() async throws {
        let (request, body, host) = try await received(.text)
        #expect(request.method == "POST" && request.target == "/hooks/canary-hook")
        #expect(body == #"{"text":"\#(Self.text)"}"#)
        #expect(request.headers == plain(body, host))
    }

    /// The signature was computed with Python's hmac.
    @Test func `a webhook gets all fields, signed as Standard Webhooks says`() async throws {
        let (request, body, host) = try await received(.webhook)
        #expect(request.method == "POST" && request.target == "/hooks/canary-hook")
        #expect(
            body == #"{"area":{"id":"powderhorn","name":"Powderhorn"},"event":"seen","from":"2026-11-22T21:30:00Z","#
                + #""id":"00112233445566778899aabbccddeeff","page":"https://registry.example.org/","text":"\#(Self.text)","#
                + #""to":"2026-11-22T22:00:00Z","vehicle":{"body":"suv","color":"black","make":"ford"}}"#)
        let signed = [
            "webhook-id": AlertMessage.sampleID, "webhook-timestamp": "1795362300",
            "webhook-signature": "v1,zXL6Fxbgx44kTVYfeW+uf4jArt/4mu3txD0nu3/tKXo=",
        ]
        #expect(request.headers == plain(body, host).merging(signed) { $1 })
    }

    @Test func `a correction's webhook names its alert, and each try has its own time and the same ID`() throws {
        let destination = try AlertDestination.sample(.webhook, at: "https://receiver.example.org")
        let message = AlertMessage.correction(of: "a1")
        let tries = [destination.request(message, at: 100), destination.request(message, at: 103)]
        #expect(String(decoding: tries[0].body, as: UTF8.self).contains(#""corrects":"a1","event":"correction""#))
        #expect(tries[0].body == tries[1].body)
        let values = tries.map { request in Dictionary(uniqueKeysWithValues: request.headers.map { ($0.0, $0.1) }) }
        #expect(values.map { $0["webhook-id"] } == ["a1-correction", "a1-correction"])
        #expect(values.map { $0["webhook-timestamp"] } == ["100", "103"])
        #expect(values[0]["webhook-signature"] != values[1]["webhook-signature"])
    }

    private static func answer(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
