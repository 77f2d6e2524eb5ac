package import Client
import Plates
import Vocabulary
import Wire

/// What the commands take from the world around them: the terminal, the clock, the environment and, through it, the files.
package struct CommandContext: Sendable {
    package let terminal: any Terminal
    package let surroundings: Surroundings
    package let zone: LocalZone

    package init(terminal: any Terminal, surroundings: Surroundings, zone: LocalZone) {
        self.terminal = terminal
        self.surroundings = surroundings
        self.zone = zone
    }

    var now: Int64 { surroundings.now() }
    var shown: TimeShown { TimeShown(zone: zone, now: now) }

    func folders() throws(Failure) -> Folders {
        try translated { () throws(ClientError) in try Folders(environment: surroundings.environment) }
    }

    /// The account that `login` kept.
    func account(in folders: Folders) throws(Failure) -> Account {
        let account = try translated { () throws(ClientError) in try Account.load(from: folders) }
        guard let account else { throw Failure(.clientNoLogin) }
        return account
    }

    func client(_ account: Account, _ settings: ClientSettings = ClientSettings(), interruption: Interruption = Interruption())
        -> ThawClient
    {
        ThawClient(account: account, settings: settings, surroundings: surroundings, interruption: interruption)
    }
}

/// Turns an error of the client into what a person reads.
func translated<Result>(_ body: () throws(ClientError) -> Result) throws(Failure) -> Result {
    do {
        return try body()
    } catch {
        throw Failure(error)
    }
}

/// The server to ask, and as whom.
struct Registry {
    let client: ThawClient
    let folders: Folders
    /// `nil` where the public asks.
    let account: Account?

    /// The server of `login`, or as the public another one.
    init(_ context: CommandContext, server: String?, settings: ClientSettings = ClientSettings()) throws(Failure) {
        folders = try context.folders()
        if let server {
            account = nil
            let address = try translated { () throws(ClientError) in try ServerAddress(server) }
            client = ThawClient(server: address, token: nil, settings: settings, surroundings: context.surroundings)
        } else {
            let account = try context.account(in: folders)
            self.account = account
            client = context.client(account, settings)
        }
    }

    /// In which country a bare issuer code is read; good where no vocabulary was fetched yet, too.
    var country: Country {
        Preferences.load(from: folders).country.flatMap(Country.init(rawValue:)) ?? .us
    }
}

extension CachedVocabulary {
    /// Asks the server for its words, and keeps what every command needs of them.
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
