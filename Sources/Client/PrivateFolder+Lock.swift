import Files
import Glibc

extension PrivateFolder {
    private static let pollsPerSecond = 100

    /// Waits for the lock on a file, for a bounded time; one process holds it at a time.
    ///
    /// - Throws: `.filesBusy` after `waitSeconds`, `.interrupted`, `.loggedOut`, `.filesFailed`.
    func lock(_ name: String, waitSeconds: Int = 5, interruption: Interruption? = nil) throws(ClientError) -> FileLock {
        for _ in 0..<max(1, waitSeconds * Self.pollsPerSecond) {
            if let lock = try attempt(name) { return lock }
            if let interruption {
                interruption.wait(seconds: 1 / Double(Self.pollsPerSecond))
                if interruption.isRaised { throw ClientError(.interrupted) }
            } else {
                usleep(useconds_t(1_000_000 / Self.pollsPerSecond))
            }
        }
        throw ClientError(.filesBusy)
    }

    private func attempt(_ name: String) throws(ClientError) -> FileLock? {
        do throws(FileError) {
            return try folder.file(name).lock()
        } catch {
            // Only a logout removes the folder under an open one.
            throw error.reason == .missing ? ClientError(.loggedOut) : ClientError(error, path + "/" + name)
        }
    }
}
