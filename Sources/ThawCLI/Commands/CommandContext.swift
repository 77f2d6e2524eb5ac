package import Client
import Plates
import Vocabulary
import Wire

/// The context of every command: the terminal, the clock, the environment variables and, through them, the files.
package struct CommandContext: Sendable {
    package let terminal: any Terminal
    package let environment: ClientEnvironment
    package let zone: LocalZone

    package init(terminal: any Terminal, environment: ClientEnvironment, zone: LocalZone) {
        self.terminal = terminal
        self.environment = environment
        self.zone = zone
    }

    var now: Int64 { environment.now() }
    var shown: TimeFormat { TimeFormat(zone: zone, now: now) }

    func folders() throws(Failure) -> Folders {
        try translated { () throws(ClientError) in try Folders(environment: environment.variables) }
    }

    /// The account that `login` saved.
    func account(in folders: Folders) throws(Failure) -> Account {
        let account = try translated { () throws(ClientError) in try Account.load(from: folders) }
        guard let account else { throw Failure(.clientNoLogin) }
        return account
    }

    func client(_ account: Account, _ settings: ClientSettings = ClientSettings(), interruption: Interruption = Interruption())
        -> ThawClient
    {
        ThawClient(account: account, settings: settings, environment: environment, interruption: interruption)
    }
}

/// Runs client code, and turns a client error into a failure with a readable sentence.
func translated<Result>(_ body: () throws(ClientError) -> Result) throws(Failure) -> Result {
    do {
        return try body()
    } catch {
        throw Failure(error)
    }
}

/// The server that a command asks, and the account that it uses.
struct Registry {
    let client: ThawClient
    let folders: Folders
    /// `nil` for requests without a token.
    let account: Account?

    /// The server of the saved login; with `server`, that server without a token.
    init(_ context: CommandContext, server: String?, settings: ClientSettings = ClientSettings()) throws(Failure) {
        folders = try context.folders()
        if let server {
            account = nil
            let address = try translated { () throws(ClientError) in try ServerAddress(server) }
            client = ThawClient(server: address, token: nil, settings: settings, environment: context.environment)
        } else {
            let account = try context.account(in: folders)
            self.account = account
            client = context.client(account, settings)
        }
    }

    /// The country that a bare issuer code belongs to. It works before the vocabulary is first fetched.
    var country: Country {
        Preferences.load(from: folders).country.flatMap(Country.init(rawValue:)) ?? .us
    }
}

extension CachedVocabulary {
    /// Fetches the server's vocabulary and saves it, with the country that every command needs.
    static func fetch(through client: ThawClient, in folders: Folders, now: Int64) throws(ClientError) -> CachedVocabulary {
        let vocabulary = try refresh(through: client, in: folders, now: now)
        var preferences = Preferences.load(from: folders)
        if preferences.country != vocabulary.body.rules.country {
            preferences.country = vocabulary.body.rules.country
            try preferences.save(in: folders)
        }
        return vocabulary
    }
}
