import Files
import Glibc

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
