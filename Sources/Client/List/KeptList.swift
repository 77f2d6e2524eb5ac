import Files
package import Wire

/// The signed list of confirmed plates that this machine keeps, for look-ups without a connection and for those that nobody shall see.
///
/// The file holds the signed message and then the signature, so that each use verifies it as it lies there. Several processes may use one
/// list at a time; each replaces it whole.
package struct KeptList: Sendable {
    let folders: Folders
    let account: Account
    let environment: ClientEnvironment

    package init(folders: Folders, account: Account, environment: ClientEnvironment) {
        self.folders = folders
        self.account = account
        self.environment = environment
    }

    static let fileName = "list"
    static let indexName = "list-index"
    static let lockName = "list.lock"
    static let fileBytesMax = WireLimits.listBytes + ListSignature.prefix.count + ListKey.signatureBytes
    /// A list is fetched again in passing from this age on, in seconds.
    package static let freshSeconds: Int64 = 3_600

    /// Opens the list, verifies its signature and checks its times. Takes 20 ms for 100,000 listings.
    ///
    /// An expired list is erased.
    ///
    /// - Throws: `.listMissing`, `.listExpired`, `.listDamaged`, `.listTrustDamaged`, `.listReplayed`, `.listClock`, `.listFormat`;
    ///   `.filesBusy` while another process replaces it.
    package func open() throws(ClientError) -> OpenList {
        do throws(ClientError) {
            guard let state = try PrivateFolder.open(folders.state, making: false),
                let cache = try PrivateFolder.open(folders.cache, making: false)
            else { throw ClientError(.listMissing) }
            let lock = try state.lock(Self.lockName, isShared: true)
            guard let trust = try ListTrust.load(from: state, server: account.server) else { throw ClientError(.listMissing) }
            return try OpenList(in: cache, trust, lock: lock, now: environment.now())
        } catch {
            // The shared lock is gone here.
            if error.reason == .listExpired { try? eraseIfExpired() }
            throw error
        }
    }

    /// Whether this machine has fetched a list before, and it is time to fetch it again.
    package var isDue: Bool {
        guard let state = try? PrivateFolder.open(folders.state, making: false),
            let trust = try? ListTrust.load(from: state, server: account.server), let checked = trust.checkedSeconds
        else { return false }
        return !(0..<Self.freshSeconds).contains(environment.now() - checked)
    }

    /// Pins the key that the server's vocabulary names, after a login.
    ///
    /// - Parameter trustsNewKey: whether a person resolved to trust a key that the pinned one did not announce.
    /// - Throws: `.listKeyChanged`, `.listTrustDamaged`, `.loggedOut`.
    package func pin(_ named: ListKeyBody, trustsNewKey: Bool = false) throws(ClientError) {
        try withLock { state, cache throws(ClientError) in
            let known = try knownTrust(in: state, forgetsDamage: trustsNewKey)
            let trust = try ListTrust.accepting(named, known: known, server: account.server, trustsNewKey: trustsNewKey)
            guard trust != known else { return }
            // A list of another registry, or under another key, is of no use.
            try Self.erase(in: cache)
            try trust.save(in: state)
        }
    }

    /// Throws the errors of ``pin(_:trustsNewKey:)`` before an account is saved. Changes nothing.
    package static func checkKey(
        _ named: ListKeyBody, of server: ServerAddress, in folders: Folders, trustsNewKey: Bool
    ) throws(ClientError) {
        guard !trustsNewKey, let state = try PrivateFolder.open(folders.state, making: false) else { return }
        let known = try ListTrust.load(from: state, server: server)
        _ = try ListTrust.accepting(named, known: known, server: server)
    }

    /// Whether a login to the server pinned its list's key.
    package static func hasPinnedKey(of server: ServerAddress, in folders: Folders) -> Bool {
        guard let state = try? PrivateFolder.open(folders.state, making: false) else { return false }
        do throws(ClientError) {
            return try ListTrust.load(from: state, server: server) != nil
        } catch {
            // A damaged pin is one, too.
            return true
        }
    }

    private func knownTrust(in state: PrivateFolder, forgetsDamage: Bool) throws(ClientError) -> ListTrust? {
        do throws(ClientError) {
            return try ListTrust.load(from: state, server: account.server)
        } catch {
            guard forgetsDamage, error.reason == .listTrustDamaged else { throw error }
            return nil
        }
    }

    private func eraseIfExpired() throws(ClientError) {
        try withLock { state, cache throws(ClientError) in
            guard let trust = try ListTrust.load(from: state, server: account.server) else { return }
            do throws(ClientError) {
                // Another process may have replaced it meanwhile.
                _ = try verified(in: cache, trust)
            } catch {
                if error.reason == .listExpired { try Self.erase(in: cache) }
            }
        }
    }

    // MARK: Under the lock

    /// Runs `body` while no other process reads or changes the list.
    func withLock<Result>(
        _ body: (_ state: PrivateFolder, _ cache: PrivateFolder) throws(ClientError) -> Result
    ) throws(ClientError) -> Result {
        try folders.withLock(Self.lockName, for: account) { state throws(ClientError) in
            try body(state, try PrivateFolder.make(folders.cache))
        }
    }

    /// The list, whose lock the caller holds.
    func verified(in cache: PrivateFolder, _ trust: ListTrust) throws(ClientError) -> OpenList {
        try OpenList(in: cache, trust, lock: nil, now: environment.now())
    }

    static func erase(in cache: PrivateFolder) throws(ClientError) {
        try cache.erase(fileName)
        try cache.erase(indexName)
        try cache.sync()
    }
}
