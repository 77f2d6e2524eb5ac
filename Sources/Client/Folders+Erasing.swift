import Files
import Glibc

extension Folders {
    /// Overwrites and removes the account, the outbox, what was sent, what is remembered, and every cached file.
    ///
    /// Goes on past a file that it cannot erase. A `thaw` that is still at work notices before it writes again.
    ///
    /// - Throws: `.notErased`, with the first path that is left.
    package func eraseEverything() throws(ClientError) {
        var left: [String] = []
        var lock: FileLock?
        if let folder = attempt(&left, state, { () throws(ClientError) in try PrivateFolder.open(state, making: false) }) {
            // A process that was stopped while it held the lock must not keep a person from erasing.
            lock = try? folder.lock(Outbox.lockName)
        }
        defer { withExtendedLifetime(lock) {} }
        // A certificate that the user put beside the account is the user's own.
        erase(config, &left) { $0 == Account.fileName || DraftName.finalName(of: $0) == Account.fileName }
        erase(state, &left) { _ in true }
        erase(cache, &left) { _ in true }
        if let first = left.first { throw ClientError(.notErased, subject: first) }
    }

    private func erase(_ path: String, _ left: inout [String], where isOurs: (String) -> Bool) {
        guard let folder = attempt(&left, path, { () throws(ClientError) in try PrivateFolder.open(path, making: false) }) else { return }
        erase(folder, &left, where: isOurs)
        rmdir(path)
    }

    private func erase(_ folder: PrivateFolder, _ left: inout [String], where isOurs: (String) -> Bool) {
        for name in attempt(&left, folder.path, { () throws(ClientError) in try folder.names() }) ?? [] where isOurs(name) {
            if let inner = try? folder.subfolder(name, making: false) {
                erase(inner, &left) { _ in true }
                if (try? folder.folder.removeSubfolder(name)) == nil { left.append(inner.path) }
            } else {
                attempt(&left, folder.path + "/" + name) { () throws(ClientError) in try folder.erase(name) }
            }
        }
        attempt(&left, folder.path) { () throws(ClientError) in try folder.sync() }
    }

    @discardableResult
    private func attempt<Result>(_ left: inout [String], _ path: String, _ body: () throws(ClientError) -> Result?) -> Result? {
        do throws(ClientError) {
            return try body()
        } catch {
            left.append(path)
            return nil
        }
    }
}
