import FoundationEssentials

/// An output with its address and secret, ready to be sent to. Its description is its name alone.
package struct AlertDestination: Sendable, CustomStringConvertible {
    /// The kind of receiver.
    package enum Kind: String, CaseIterable, Sendable {
        /// A topic of an ntfy server.
        case ntfy
        /// A Signal group, through a signal-cli daemon.
        case signal
        /// A chat that takes `{"text": …}`: Mattermost, Slack, Rocket.Chat, Google Chat.
        case text
        /// Anything that takes JSON, signed as Standard Webhooks says.
        case webhook
    }

    /// Why an address and a secret make no destination.
    package enum Problem: Error, Hashable, Sendable {
        /// There is no address, or one that this kind does not have.
        case address
        case secretMissing
        /// The secret is not of this kind's form.
        case secret
    }

    /// The format of a kind's requests.
    enum Form: Sendable {
        case ntfy(server: String, topic: String, token: String?)
        case signal(endpoint: String, group: String, account: String?)
        case text(endpoint: String)
        case webhook(endpoint: String, secret: WebhookSecret)
    }

    package let name: String
    package let kind: Kind
    package let reach: AlertAddress.Reach
    let form: Form

    /// - Parameters:
    ///   - address: nil for `text`, whose address is its secret.
    ///   - secret: the secret's file, its lines without white space around them.
    package init(_ name: String, kind: Kind, address: AlertAddress?, secret: [String]) throws(Problem) {
        self.name = name
        self.kind = kind
        switch (kind, address) {
        case (.ntfy, let address?):
            guard let topic = address.topic else { throw .address }
            guard secret.count <= 1, secret.allSatisfy(Self.isToken) else { throw .secret }
            (reach, form) = (address.reach, .ntfy(server: address.origin + "/", topic: topic, token: secret.first))
        case (.signal, let address?):
            guard !address.hasQuery else { throw .address }
            guard let group = secret.first else { throw .secretMissing }
            guard secret.count <= 2, Self.isGroup(group), secret.dropFirst().allSatisfy(Self.isAccount) else { throw .secret }
            let path = ["", "/"].contains(address.path) ? Self.signalPath : address.path
            (reach, form) = (
                address.reach, .signal(endpoint: address.origin + path, group: group, account: secret.count > 1 ? secret[1] : nil)
            )
        case (.text, nil):
            guard let text = secret.first else { throw .secretMissing }
            guard secret.count == 1, let address = AlertAddress(text) else { throw .secret }
            (reach, form) = (address.reach, .text(endpoint: address.text))
        case (.webhook, let address?):
            guard let text = secret.first else { throw .secretMissing }
            guard secret.count == 1, let secret = WebhookSecret(text) else { throw .secret }
            (reach, form) = (address.reach, .webhook(endpoint: address.text, secret: secret))
        default: throw .address
        }
    }

    package var description: String { name }

    /// Whether everyone who knows the address can read its messages and send others.
    package var isOpen: Bool {
        if case .ntfy(_, _, nil) = form { true } else { false }
    }

    /// Whether two outputs reach the same people.
    package func reachesSame(as other: AlertDestination) -> Bool {
        switch (form, other.form) {
        case (.ntfy(let server, let topic, _), .ntfy(let otherServer, let otherTopic, _)): (server, topic) == (otherServer, otherTopic)
        case (.signal(_, let group, _), .signal(_, let otherGroup, _)): group == otherGroup
        case (.text(let endpoint), .text(let otherEndpoint)): endpoint == otherEndpoint
        case (.webhook(let endpoint, _), .webhook(let otherEndpoint, _)): endpoint == otherEndpoint
        default: false
        }
    }

    /// Where the daemon takes JSON-RPC.
    private static let signalPath = "/api/v1/rpc"
    private static let tokenBytesMax = 512

    private static func isToken(_ text: String) -> Bool {
        text.utf8.count <= tokenBytesMax && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// A group's ID is 32 bytes, or 16 for a group of the old kind, in base64.
    private static func isGroup(_ text: String) -> Bool {
        Data(base64Encoded: text).map { [16, 32].contains($0.count) } ?? false
    }

    /// An account is its telephone number, or its ID if it has none.
    private static func isAccount(_ text: String) -> Bool {
        text.wholeMatch(of: /\+[1-9][0-9]{4,14}/) != nil || UUID(uuidString: text) != nil
    }
}
