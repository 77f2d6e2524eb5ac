import Files
import Glibc

extension Folders {
    /// Runs `body` while no other process has this lock. It is never held during a transfer, so the wait is short.
    ///
    /// - Throws: `.loggedOut` if the account is gone or is another one: a file that is written after a logout would never be erased.
    func withLock<Result>(
        _ name: String, for account: Account, _ body: (_ state: PrivateFolder) throws(ClientError) -> Result
    ) throws(ClientError) -> Result {
        try require(account)
        let folder = try PrivateFolder.make(state)
        let lock = try folder.lock(name)
        defer { withExtendedLifetime(lock) {} }
        try require(account)
        return try body(folder)
    }

    func require(_ account: Account) throws(ClientError) {
        guard try Account.load(from: self)?.token == account.token else { throw ClientError(.loggedOut) }
    }
}

extension PrivateFolder {
    private static let pollsPerSecond = 100

    /// Takes the lock on a file, which one process holds at a time, or any number of readers. Waits up to `waitSeconds`.
    ///
    /// - Throws: `.filesBusy` after `waitSeconds`, `.interrupted`, `.loggedOut`, `.filesFailed`.
    func lock(
        _ name: String, isShared: Bool = false, waitSeconds: Int = 5, interruption: Interruption? = nil
    ) throws(ClientError) -> FileLock {
        for _ in 0..<max(1, waitSeconds * Self.pollsPerSecond) {
            if let lock = try attempt(name, isShared: isShared) { return lock }
            if let interruption {
                interruption.wait(seconds: 1 / Double(Self.pollsPerSecond))
                if interruption.isRaised { throw ClientError(.interrupted) }
            } else {
                usleep(useconds_t(1_000_000 / Self.pollsPerSecond))
            }
        }
        throw ClientError(.filesBusy)
    }

    private func attempt(_ name: String, isShared: Bool) throws(ClientError) -> FileLock? {
        do throws(FileError) {
            return try folder.file(name).lock(isShared: isShared)
        } catch {
            // Only a logout removes a folder that another process has open.
            throw error.reason == .missing ? ClientError(.loggedOut) : ClientError(error, path + "/" + name)
        }
    }
}
