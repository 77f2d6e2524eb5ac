import Files
import Glibc

extension Folders {
    /// Overwrites and removes the account, the outbox, sent reports, preferences and every cached file.
    ///
    /// Continues if it cannot erase a file. Another `thaw` that is still running notices before it writes again.
    ///
    /// - Throws: `.notErased` with the first path that it could not erase.
    package func eraseEverything() throws(ClientError) {
        var left: [String] = []
        var locks: [FileLock?] = []
        if let folder = attempt(&left, state, { () throws(ClientError) in try PrivateFolder.open(state, making: false) }) {
            // No error if the lock is taken: a stopped process that holds it must not keep a person from erasing.
            locks = [try? folder.lock(Outbox.lockName), try? folder.lock(KeptList.lockName)]
        }
        defer { withExtendedLifetime(locks) {} }
        // A certificate file that the user put into this folder stays.
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
            // An entry that does not open as a folder is erased as a file, and that error is reported.
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
