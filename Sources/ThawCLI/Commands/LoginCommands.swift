import ArgumentParser
import Client
import Vocabulary
import Wire

struct LoginCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Save a server and your token for it.",
        discussion: """
            It asks for the invite that a moderator gave you, or for a token, and does not show what you type. Without a terminal it reads \
            one line from standard input. Never pass an invite or token as an argument: others on this machine could read it. An invite \
            works once. The server exchanges it for a token that nobody else has seen.

              thaw login https://registry.example.org
              thaw login https://registry.example.org < invite.txt
              thaw login registry2exampleonionaddress.onion
              thaw login https://registry.example.org \\
                  --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
              thaw login https://registry.example.org --trust-new-key

            If this machine is already logged in, it asks before it replaces that token. Without a terminal it needs --yes, unless you \
            give it the same token. Write the token's short ID down somewhere else. If you lose this machine, a moderator can revoke the \
            token by its short ID. A login pins the key that signs the list of "thaw sync". If the server later names a new key, thaw \
            accepts it only if the pinned key announced it. Otherwise ask the chapter, then log in with --trust-new-key. \
            ALL_PROXY=socks5h://127.0.0.1:9050 sends everything through Tor.
            """)

    @Argument(help: ArgumentHelp("The server's address; https by default.", valueName: "url"))
    var server: String

    @Option(
        name: .long, help: ArgumentHelp("Accept only this public key of the server. Repeatable.", valueName: "sha256//…"))
    var pin: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Trust the CAs in this PEM file instead of the system's.", valueName: "file"),
        completion: .file(extensions: ["pem", "crt"]))
    var certificate: String?

    @Flag(name: .long, help: "Allow plain HTTP. Use it only on a network that is otherwise secure.")
    var allowPlainHttp = false

    @Flag(name: .long, help: "Trust the key that signs the server's list, even if it is not the pinned one.")
    var trustNewKey = false

    @Flag(name: .long, help: "Replace an earlier login's token without asking.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        let address = try translated { () throws(ClientError) in try ServerAddress(server, allowingPlainHTTP: allowPlainHttp) }
        let pins = pin.isEmpty ? nil : try translated { () throws(ClientError) in try PublicKeyPins(pin) }
        let settings = ClientSettings(pins: pins, certificateFile: certificate)
        let prompt = Prompt(context.terminal)
        let earlier = SavedLogin(folders)
        if prompt.isShown { try confirmReplacing(earlier, prompt) }
        guard let secret = try prompt.askSecretly("Invite or token (not shown)"), !secret.isEmpty else {
            throw .usage("No invite or token was given.", advice: "Ask a moderator for an invite.")
        }
        // Ask before an invite is used up.
        if !prompt.isShown, !earlier.holds(secret) { try confirmReplacing(earlier, prompt) }
        try checkListKey(address, settings, folders, context)
        var issued = try grant(secret, address, settings, context)
        let account = Account(
            server: address, token: issued.bearer, shortID: issued.id, role: issued.role, pins: pins, certificateFile: certificate,
            allowsPlainHTTP: allowPlainHttp)
        try translated { () throws(ClientError) in try account.save(in: folders) }
        // Reports work without the vocabulary. The next command that needs it fetches it.
        let vocabulary = try? CachedVocabulary.fetch(through: context.client(account), in: folders, now: context.now)
        if let vocabulary { issued.read(vocabulary.body.rules.utcOffset) }
        let list = KeptList(folders: folders, account: account, environment: context.environment)
        let pinFailure = pinListKey(vocabulary?.body.listKey, list)
        output.json(LoginBody(server: address.text, token: issued))
        output.row([
            Cell("logged in", field: 11, style: .good), Cell(address.text), Cell(issued.role.rawValue),
            Cell("token \(issued.id)", plain: issued.id),
        ])
        output.notice("Write down the token's short ID, \(issued.id). With it, a moderator can revoke the token if you lose this machine.")
        if let pinFailure { output.complaint(pinFailure.saying("You are logged in, but the key of the list was NOT pinned.")) }
        return .done
    }

    /// Pins the key that signs the list. Returns the error if that failed; the login still works.
    private func pinListKey(_ key: ListKeyBody?, _ list: KeptList) -> Failure? {
        guard let key else { return nil }
        do throws(ClientError) {
            try list.pin(key, trustsNewKey: trustNewKey)
            return nil
        } catch {
            return Failure(error)
        }
    }

    /// Refuses a server that signs its list with another key than the pinned one, before an invite is used up.
    private func checkListKey(
        _ address: ServerAddress, _ settings: ClientSettings, _ folders: Folders, _ context: CommandContext
    ) throws(Failure) {
        guard !trustNewKey, KeptList.hasPinnedKey(of: address, in: folders) else { return }
        let client = ThawClient(server: address, token: nil, settings: settings, environment: context.environment)
        try translated { () throws(ClientError) in
            guard let key = try client.vocabulary().listKey else { return }
            try KeptList.checkKey(key, of: address, in: folders, trustsNewKey: trustNewKey)
        }
    }

    private func confirmReplacing(_ earlier: SavedLogin, _ prompt: Prompt) throws(Failure) {
        guard let words = earlier.words else { return }
        try prompt.confirm(
            "This machine is logged in \(words). Replace that token? Unless you have a copy, you lose it.", unless: yes,
            orRefuse: "Nothing was changed.")
    }

    /// A token that the server accepts. An invite is exchanged for one.
    private func grant(
        _ secret: String, _ address: ServerAddress, _ settings: ClientSettings, _ context: CommandContext
    ) throws(Failure) -> IssuedToken {
        if let token = BearerToken(secret) {
            let client = ThawClient(server: address, token: token, settings: settings, environment: context.environment)
            let own = try translated { () throws(ClientError) in try client.ownToken() }
            return IssuedToken(bearer: token, id: own.id, role: own.role, trusted: own.trusted, expiresOn: own.expiresOn)
        }
        guard let invite = InviteCode(secret) else {
            throw Failure(secret.hasPrefix(InviteCode.prefix) ? .inviteMalformed : .tokenMalformed)
        }
        let client = ThawClient(server: address, token: nil, settings: settings, environment: context.environment)
        let redeemed = try translated { () throws(ClientError) in try client.redeem(invite) }
        guard let token = BearerToken(redeemed.token) else { throw Failure(.clientAnswer) }
        let expiresOn = String(redeemed.expiresAt.prefix { $0 != "T" })
        return IssuedToken(
            bearer: token, id: redeemed.id, role: redeemed.role, trusted: redeemed.trusted, expiresOn: expiresOn,
            expiresAt: redeemed.expiresAt)
    }

    /// A token with the server's details of it. Its JSON leaves out the token itself.
    private struct IssuedToken: Encodable {
        let bearer: BearerToken
        let id: String
        let role: Role
        let trusted: Bool
        /// A day in the registry's time zone.
        var expiresOn: String
        /// The time at which that day begins, if the answer gave it.
        var expiresAt: String?

        /// Sets the day again, once the registry's offset is known.
        mutating func read(_ offset: UTCOffset) {
            guard let seconds = expiresAt.flatMap(WireTime.seconds) else { return }
            expiresOn = String(WireTime.text(seconds + offset.seconds).prefix { $0 != "T" })
        }

        private enum CodingKeys: String, CodingKey {
            case id, trusted, role
            case expiresOn = "expires_on"
        }
    }

    private struct LoginBody: Encodable {
        let server: String
        let token: IssuedToken
    }
}

struct LogoutCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Erase the token, the outbox and all cached files on this machine.",
        discussion: """
            Unless you have a copy of the token, you cannot log in again without a new invite. So it asks first; without a terminal it \
            needs --yes. With --revoke, the server also revokes the token.

              thaw logout
              thaw logout --revoke
              thaw logout --yes
            """)

    @Flag(name: .long, help: "First make the server revoke the token.")
    var revoke = false

    @Flag(name: .long, help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let folders = try context.folders()
        // Damaged files must be erasable too.
        let saved = SavedLogin(folders)
        let account = saved.account
        var waiting = 0
        var outboxError: ClientError?
        do throws(ClientError) {
            if let account {
                waiting = try Outbox(folders: folders, account: account, environment: context.environment).contents().waiting.count
            }
        } catch {
            outboxError = error
        }
        if let words = saved.words {
            let unread = outboxError == nil ? "" : " Its outbox cannot be read: unsent reports will be lost."
            let reports = waiting == 0 ? unread : " \(count(waiting, "unsent report")) will be lost."
            try Prompt(context.terminal).confirm(
                "This machine is logged in \(words).\(reports) Erase everything?", unless: yes, orRefuse: "Nothing was erased.")
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
        output.row([Cell("logged out", field: 11, style: .good), Cell("erased the token, outbox and cached files")])
        if let account, !revoke {
            output.notice(
                "Other copies of the token \(account.shortID) still work. A moderator can revoke it by that short ID.")
        }
        if waiting > 0 { output.warning("Erased \(count(waiting, "unsent report")).") }
        if let outboxError { output.warning("The outbox was erased unread. \(outboxError.sentence.asSentence)") }
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

/// The login saved on this machine, as far as it can be read.
private struct SavedLogin {
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

    /// The words after "logged in", which name the login that would be lost; nil if there is no login.
    var words: String? {
        if let account { return "to \(account.server.text) with the token \(account.shortID) (\(account.role.rawValue))" }
        return isUnreadable ? "with an account file that cannot be read" : nil
    }

    /// Whether the text is the saved token.
    func holds(_ secret: String) -> Bool {
        account != nil && account?.token == BearerToken(secret)
    }
}
