import FoundationEssentials
import Wire

/// A POST request that carries a message to one kind of receiver.
package struct AlertRequest: Sendable {
    package let url: String
    package let headers: [(String, String)]
    package let body: [UInt8]
}

extension AlertDestination {
    /// The request of one try.
    ///
    /// - Parameter seconds: when the try is made, since 1970.
    package func request(_ message: AlertMessage, at seconds: Int64) -> AlertRequest {
        switch form {
        case .ntfy(let server, let topic, let token):
            Self.post(
                server, NtfyBody(message, topic: topic), headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
        case .signal(let endpoint, let group, let account):
            Self.post(endpoint, SignalCall(message, group: group, account: account))
        case .text(let endpoint):
            Self.post(endpoint, ["text": message.body.text])
        case .webhook(let endpoint, let secret):
            Self.signed(endpoint, message, secret, seconds)
        }
    }

    private static func post(_ url: String, _ body: some Encodable, headers: [(String, String)] = []) -> AlertRequest {
        AlertRequest(url: url, headers: plainHeaders + headers, body: Array(WireJSON.encode(body)))
    }

    private static func signed(_ url: String, _ message: AlertMessage, _ secret: WebhookSecret, _ seconds: Int64) -> AlertRequest {
        let body = Array(WireJSON.encode(message.body))
        let headers = [
            ("webhook-id", message.id), ("webhook-timestamp", String(seconds)),
            ("webhook-signature", secret.signature(id: message.id, seconds: seconds, body: body)),
        ]
        return AlertRequest(url: url, headers: plainHeaders + headers, body: body)
    }

    private static let plainHeaders = [("Content-Type", WireJSON.mediaType), ("User-Agent", "thawd")]
}

/// A message published as JSON, which takes every character in the title; a header would not.
private struct NtfyBody: Encodable {
    let topic: String
    let title: String
    let message: String
    /// 1 to 5; 3 is normal, 4 has a long vibration.
    let priority: Int
    /// ntfy shows their pictures before the title.
    let tags: [String]

    init(_ message: AlertMessage, topic: String) {
        self.topic = topic
        title = message.title
        self.message = message.body.text
        switch message.body.event {
        case .seen: (priority, tags) = (4, ["warning"])
        case .confirmed: (priority, tags) = (3, ["pushpin"])
        case .correction: (priority, tags) = (4, ["x"])
        case .heldBack: (priority, tags) = (3, ["hourglass"])
        case .sample: (priority, tags) = (3, ["bell"])
        }
    }
}

/// signal-cli's method `send`, in JSON-RPC 2.0.
private struct SignalCall: Encodable {
    struct Parameters: Encodable {
        /// nil for a daemon that serves one account.
        let account: String?
        let groupId: String
        let message: String
    }

    let jsonrpc = "2.0"
    let method = "send"
    let params: Parameters
    let id: String

    init(_ message: AlertMessage, group: String, account: String?) {
        id = message.id
        params = Parameters(account: account, groupId: group, message: message.body.text)
    }
}
