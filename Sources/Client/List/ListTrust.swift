import FoundationEssentials
import Vocabulary
import Wire

/// The data about its registry's list that this machine keeps even without a list: the pinned key, and the newest list's time.
struct ListTrust: Hashable, Sendable {
    /// The server's address. Each registry signs with its own key.
    let server: String
    var key: ListKey
    /// `as_of` of the newest list that this machine had, in Unix seconds. An older one is refused.
    var newestSeconds: Int64?
    /// When the server last sent the list, or said that it is still the same; by this machine's clock, in Unix seconds.
    var checkedSeconds: Int64?
    /// The tag of that list.
    var tag: String?

    init(server: ServerAddress, key: ListKey) {
        self.server = server.text
        self.key = key
    }

    /// The trust in the server's list; `nil` if there is none, or if it is another server's.
    ///
    /// - Throws: `.listTrustDamaged`.
    static func load(from folder: PrivateFolder, server: ServerAddress) throws(ClientError) -> ListTrust? {
        guard let bytes = try folder.read(fileName, bytesMax: bytesMax) else { return nil }
        guard let stored = CheckedJSON.value(Stored.self, in: bytes), stored.version == Stored.versionKnown,
            let key = ListKey(hexadecimal: stored.key)
        else { throw ClientError(.listTrustDamaged, subject: folder.path + "/" + fileName) }
        guard stored.server == server.text else { return nil }
        var trust = ListTrust(server: server, key: key)
        (trust.newestSeconds, trust.checkedSeconds, trust.tag) = (stored.newest, stored.checked, stored.tag)
        return trust
    }

    func save(in folder: PrivateFolder) throws(ClientError) {
        let stored = Stored(server: server, key: key.hexadecimal, newest: newestSeconds, checked: checkedSeconds, tag: tag)
        try folder.write(CheckedJSON.bytes(of: stored), as: Self.fileName, erasingOld: true)
    }

    /// The trust after the server named its key.
    ///
    /// - Parameters:
    ///   - known: the trust so far; `nil` pins the named key.
    ///   - trustsNewKey: whether a person decided to trust any key that is named.
    /// - Throws: `.listKeyChanged` if the pinned key did not announce the named one.
    static func accepting(
        _ named: ListKeyBody, known: ListTrust?, server: ServerAddress, trustsNewKey: Bool = false
    ) throws(ClientError) -> ListTrust {
        guard let key = named.key else { throw ClientError(.notUnderstood, subject: "list_key") }
        guard let known, known.key != key else { return known ?? ListTrust(server: server, key: key) }
        if named.isAnnounced(by: known.key) {
            var trust = known
            trust.key = key
            return trust
        }
        guard trustsNewKey else { throw ClientError(.listKeyChanged) }
        return ListTrust(server: server, key: key)
    }

    private struct Stored: Codable {
        var version = Self.versionKnown
        var server: String
        var key: String
        var newest: Int64?
        var checked: Int64?
        var tag: String?

        static let versionKnown = 1
    }

    private static let fileName = "list-trust"
    private static let bytesMax = 64 * 1024
}
