import Glibc

/// One process's turn, by `flock` on a file; it ends with the process, however that ends.
final class FolderLock {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Waits for the lock, for a bounded time.
    ///
    /// - Throws: `.filesBusy` after `waitSeconds`, `.interrupted`, `.filesFailed`.
    static func take(
        _ name: String, in folder: PrivateFolder, waitSeconds: Int = 5, interruption: Interruption? = nil
    ) throws(ClientError) -> FolderLock {
        for _ in 0..<max(1, waitSeconds * pollsPerSecond) {
            if let lock = try attempt(name, in: folder) { return lock }
            if let interruption {
                interruption.wait(seconds: 1 / Double(pollsPerSecond))
                if interruption.isRaised { throw ClientError(.interrupted) }
            } else {
                usleep(useconds_t(1_000_000 / pollsPerSecond))
            }
        }
        throw ClientError(.filesBusy)
    }

    private static let pollsPerSecond = 100

    private static func attempt(_ name: String, in folder: PrivateFolder) throws(ClientError) -> FolderLock? {
        let file = folder.path + "/" + name
        let descriptor = openat(folder.descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // Only a logout removes the folder under an open one.
            throw errno == ENOENT ? ClientError(.loggedOut) : PrivateFolder.failure(file)
        }
        let lock = FolderLock(descriptor: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw PrivateFolder.failure(file) }
            return nil
        }
        // A logout may have removed the file between the two calls; a lock on a removed file keeps nobody out.
        var held = stat()
        var named = stat()
        guard fstat(descriptor, &held) == 0 else { throw PrivateFolder.failure(file) }
        guard fstatat(folder.descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0, held.st_ino == named.st_ino, held.st_dev == named.st_dev
        else { return nil }
        return lock
    }
}
