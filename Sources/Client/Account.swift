import Files
import FoundationEssentials
package import Vocabulary
package import Wire

/// A server and its token, as `thaw login` saves them.
///
/// The description hides the token.
package struct Account: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package var server: ServerAddress
    package var token: BearerToken
    /// A moderator names the token by it, to revoke it.
    package var shortID: String
    package var role: Role
    package var pins: PublicKeyPins?
    package var certificateFile: String?
    /// Whether the user allowed this server without encryption.
    package var allowsPlainHTTP: Bool

    package init(
        server: ServerAddress, token: BearerToken, shortID: String, role: Role, pins: PublicKeyPins? = nil, certificateFile: String? = nil,
        allowsPlainHTTP: Bool = false
    ) {
        self.server = server
        self.token = token
        self.shortID = shortID
        self.role = role
        self.pins = pins
        self.certificateFile = certificateFile
        self.allowsPlainHTTP = allowsPlainHTTP
    }

    package var description: String { "account \(shortID)" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The account on this machine; `nil` if nobody is logged in.
    ///
    /// - Throws: `.notPrivate`, `.notOwned`, `.symlink`, `.notRegular` if the file may not be the user's own; `.fileMalformed`.
    package static func load(from folders: Folders) throws(ClientError) -> Account? {
        guard let folder = try PrivateFolder.open(folders.config, making: false) else { return nil }
        guard let bytes = try folder.read(fileName, bytesMax: bytesMax, .secret) else { return nil }
        guard let stored = try? WireJSON.decodeAnswer(StoredAccount.self, from: Data(bytes)), let account = Account(stored) else {
            throw ClientError(.fileMalformed, subject: folders.config + "/" + fileName)
        }
        return account
    }

    /// Saves the account, and overwrites the bytes of an earlier one.
    package func save(in folders: Folders) throws(ClientError) {
        let folder = try PrivateFolder.make(folders.config)
        // A login that was killed may have left a token in a draft.
        for name in try folder.names() where DraftName.finalName(of: name) == Self.fileName { try folder.erase(name) }
        try folder.write(Array(WireJSON.encode(StoredAccount(self))), as: Self.fileName, erasingOld: true)
    }

    static let fileName = "account.json"
    private static let bytesMax = 64 * 1024
}

private struct StoredAccount: Codable {
    var version: Int
    var server: String
    var token: String
    var shortID: String
    var role: Role
    var pins: [String]?
    var certificateFile: String?
    var allowsPlainHTTP: Bool

    init(_ account: Account) {
        version = Self.version
        server = account.server.text
        token = account.token.text
        shortID = account.shortID
        role = account.role
        pins = account.pins?.texts
        certificateFile = account.certificateFile
        allowsPlainHTTP = account.allowsPlainHTTP
    }

    static let version = 1

    private enum CodingKeys: String, CodingKey {
        case version, server, token, role, pins
        case shortID = "id"
        case certificateFile = "certificate_file"
        case allowsPlainHTTP = "allows_plain_http"
    }
}

extension Account {
    fileprivate init?(_ stored: StoredAccount) {
        guard stored.version == StoredAccount.version, let token = BearerToken(stored.token) else { return nil }
        guard let server = try? ServerAddress(stored.server, allowingPlainHTTP: stored.allowsPlainHTTP) else { return nil }
        let pins = stored.pins.map { try? PublicKeyPins($0) }
        // A damaged pin must not turn into no pin.
        if let pins, pins == nil { return nil }
        self.init(
            server: server, token: token, shortID: stored.shortID, role: stored.role, pins: pins ?? nil,
            certificateFile: stored.certificateFile, allowsPlainHTTP: stored.allowsPlainHTTP)
    }
}
