import ArgumentParser
import Client
import Vocabulary
import Wire

struct LoginCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Keep a server, and a token for it.",
        discussion: """
            It asks for the invite that a moderator gave you, or for a token, and does not show what you type. Without a terminal it reads one \
            line from standard input. Neither is ever an argument, where others on this machine could read it. An invite works once: it is \
            turned into a token that nobody else has seen.

              thaw login https://registry.example.org
              thaw login https://registry.example.org < invite.txt
              thaw login registry2exampleonionaddress.onion
              thaw login https://registry.example.org \\
                  --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

            Where this machine is logged in already it asks before it replaces that token; without a terminal it needs --yes, unless it is \
            given the same token. Note the token's short id somewhere else: by it a moderator can revoke the token if this machine is lost. \
            ALL_PROXY=socks5h://127.0.0.1:9050 sends everything through Tor.
            """)

    @Argument(help: ArgumentHelp("The server's address; https, where it says nothing else.", valueName: "url"))
    var server: String

    @Option(
        name: .long, help: ArgumentHelp("Accept only this public key of the server; may be given more than once.", valueName: "sha256//…"))
    var pin: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Trust the authorities of this PEM file instead of the system's.", valueName: "file"),
        completion: .file(extensions: ["pem", "crt"]))
    var certificate: String?

    @Flag(name: .long, help: "Accept a server without encryption, on a network that is safe by other means.")
    var allowPlainHttp = false

    @Flag(name: .long, help: "Replace the token of an earlier login without asking.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        let address = try translated { () throws(ClientError) in try ServerAddress(server, allowingPlainHTTP: allowPlainHttp) }
        let pins = pin.isEmpty ? nil : try translated { () throws(ClientError) in try PublicKeyPins(pin) }
        let settings = ClientSettings(pins: pins, certificateFile: certificate)
        let prompt = Prompt(context.terminal)
        let earlier = KeptLogin(folders)
        if prompt.isShown { try confirmReplacing(earlier, prompt) }
        guard let secret = try prompt.askSecretly("Invite or token (not shown)"), !secret.isEmpty else {
            throw .usage("No invite and no token was given.", advice: "Ask a moderator for an invite.")
        }
        // Before an invite is used up.
        if !prompt.isShown, !earlier.holds(secret) { try confirmReplacing(earlier, prompt) }
        var granted = try grant(secret, address, settings, context)
        let account = Account(
            server: address, token: granted.bearer, shortID: granted.id, role: granted.role, pins: pins, certificateFile: certificate,
            allowsPlainHTTP: allowPlainHttp)
        try translated { () throws(ClientError) in try account.save(in: folders) }
        // Reports can be made without it, and the next command that needs it fetches it.
        let vocabulary = try? CachedVocabulary.fetch(through: context.client(account), in: folders, now: context.now)
        if let vocabulary { granted.read(vocabulary.body.rules.utcOffset) }
        output.json(LoginBody(server: address.text, token: granted))
        output.row([
            Cell("logged in", field: 11, ink: .good), Cell(address.text), Cell(granted.role.rawValue),
            Cell("token \(granted.id)", plain: granted.id),
        ])
        output.notice("Note the token's id, \(granted.id): by it a moderator can revoke the token if this machine is lost.")
        return .done
    }

    private func confirmReplacing(_ earlier: KeptLogin, _ prompt: Prompt) throws(Failure) {
        guard !yes, let words = earlier.words else { return }
        try prompt.confirm(
            "This machine is logged in \(words). Replace that token? Without another copy it is lost.", orRefuse: "Nothing was changed.")
    }

    /// A token that the server takes; an invite is turned into one.
    private func grant(
        _ secret: String, _ address: ServerAddress, _ settings: ClientSettings, _ context: CommandContext
    ) throws(Failure) -> Granted {
        if let token = BearerToken(secret) {
            let client = ThawClient(server: address, token: token, settings: settings, surroundings: context.surroundings)
            let own = try translated { () throws(ClientError) in try client.ownToken() }
            return Granted(bearer: token, id: own.id, role: own.role, trusted: own.trusted, expiresOn: own.expiresOn)
        }
        guard let invite = InviteCode(secret) else {
            throw Failure(secret.hasPrefix(InviteCode.prefix) ? .inviteMalformed : .tokenMalformed)
        }
        let client = ThawClient(server: address, token: nil, settings: settings, surroundings: context.surroundings)
        let redeemed = try translated { () throws(ClientError) in try client.redeem(invite) }
        guard let token = BearerToken(redeemed.token) else { throw Failure(.clientAnswer) }
        let expiresOn = String(redeemed.expiresAt.prefix { $0 != "T" })
        return Granted(
            bearer: token, id: redeemed.id, role: redeemed.role, trusted: redeemed.trusted, expiresOn: expiresOn,
            expiresAt: redeemed.expiresAt)
    }

    /// A token and what the server says of it; its JSON leaves the token itself out.
    private struct Granted: Encodable {
        let bearer: BearerToken
        let id: String
        let role: Role
        let trusted: Bool
        /// A day of the registry's.
        var expiresOn: String
        /// When that day begins, where the answer said so.
        var expiresAt: String?

        /// Reads the day anew, once it is known where the registry's days begin.
        mutating func read(_ offset: UTCOffset) {
            guard let seconds = expiresAt.flatMap(WireTime.seconds) else { return }
            expiresOn = String(WireTime.text(seconds + offset.seconds).prefix { $0 != "T" })
        }

        private enum CodingKeys: String, CodingKey {
            case id, trusted, role
            case expiresOn = "expires_on"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(role.rawValue, forKey: .role)
            try container.encode(trusted, forKey: .trusted)
            try container.encode(expiresOn, forKey: .expiresOn)
        }
    }

    private struct LoginBody: Encodable {
        let server: String
        let token: Granted
    }
}

struct LogoutCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Erase the token, the outbox and every cached file from this machine.",
        discussion: """
            This machine's copy of the token ends here: without another copy or a new invite nobody can use it again. So it asks first; without \
            a terminal it needs --yes. With --revoke the server forgets the token, too.

              thaw logout
              thaw logout --revoke
              thaw logout --yes
            """)

    @Flag(name: .long, help: "Have the server revoke the token first.")
    var revoke = false

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        // Whatever the files are like, they must be erasable.
        let kept = KeptLogin(folders)
        let account = kept.account
        let waiting =
            account.flatMap { try? Outbox(folders: folders, account: $0, surroundings: context.surroundings).contents().waiting.count } ?? 0
        if !yes, let words = kept.words {
            let reports = waiting == 0 ? "" : " \(count(waiting, "report")) not sent will be lost."
            try Prompt(context.terminal).confirm(
                "This copy of the token ends here: this machine is logged in \(words).\(reports) Erase it?", orRefuse: "Nothing was erased."
            )
        }
        var failure: Failure?
        if revoke {
            do throws(Failure) {
                guard let account else { throw Failure(.clientNoLogin) }
                try translated { () throws(ClientError) in try context.client(account).revokeOwnToken() }
            } catch {
                failure = error.saying("The token was NOT revoked.")
            }
        }
        try translated { () throws(ClientError) in try folders.eraseEverything() }
        output.json(LogoutBody(erased: true, revoked: revoke && failure == nil, reportsLost: waiting))
        output.row([Cell("logged out", field: 11, ink: .good), Cell("token, outbox and cached files are erased")])
        if let account, !revoke {
            output.notice(
                "The token \(account.shortID) itself is still good, should another copy exist. A moderator can revoke it by that id.")
        }
        if waiting > 0 { output.warning("\(count(waiting, "report")) that had not been sent went with them.") }
        if let failure {
            output.complaint(failure)
            return .failed
        }
        return .done
    }

    private struct LogoutBody: Encodable {
        let erased: Bool
        let revoked: Bool
        let reportsLost: Int

        private enum CodingKeys: String, CodingKey {
            case erased, revoked
            case reportsLost = "reports_lost"
        }
    }
}

/// The login that this machine has, as far as it can be read.
private struct KeptLogin {
    let account: Account?
    private let isUnreadable: Bool

    init(_ folders: Folders) {
        do throws(ClientError) {
            account = try Account.load(from: folders)
            isUnreadable = false
        } catch {
            account = nil
            isUnreadable = true
        }
    }

    /// What would be lost, as it goes on after "logged in"; nil where there is nothing.
    var words: String? {
        if let account { return "to \(account.server.text) with the token \(account.shortID) (\(account.role.rawValue))" }
        return isUnreadable ? "with an account file that cannot be read" : nil
    }

    /// Whether a text is the very token that is kept.
    func holds(_ secret: String) -> Bool {
        account != nil && account?.token == BearerToken(secret)
    }
}

extension Prompt {
    /// Goes on after a yes alone.
    ///
    /// Where nobody can be asked it refuses, too: no script loses a token that it did not say yes to.
    fileprivate func confirm(_ question: String, orRefuse sentence: String) throws(Failure) {
        guard isShown else {
            throw Failure(
                .clientInput, "Cannot ask for confirmation: not a terminal. \(sentence)", advice: "To do it without a question, add --yes.")
        }
        guard confirm(question) else { throw Failure(.clientInput, sentence, advice: "To do it, answer y.") }
    }
}
