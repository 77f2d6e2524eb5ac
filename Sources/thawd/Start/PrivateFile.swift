import Glibc

/// Files of a few bytes that are for nobody else.
enum PrivateFile {
    static let bytesMax = 4096

    enum Failure: Error, Hashable {
        case missing
        /// Others can read it.
        case notPrivate(mode: UInt32)
        /// It belongs to another user, and not to root.
        case notOwned(by: UInt32)
        case system(Int32)
    }

    /// What the file holds, at most `bytesMax`.
    ///
    /// - Parameter isGivenBySystemd: systemd grants a credential to one service by an access list, which a mode does not show.
    static func read(_ path: String, isGivenBySystemd: Bool = false) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .system(EINVAL) }
        if !isGivenBySystemd {
            guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .notOwned(by: status.st_uid) }
            guard status.st_mode & 0o077 == 0 else { throw .notPrivate(mode: status.st_mode & 0o777) }
        }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .system(errno) }
        return Array(bytes.prefix(count))
    }

    /// Makes a file that did not exist, mode 0600, and returns when it and its name are on disk. Leaves none behind where it fails.
    static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let reason = errno
            unlink(path)
            throw .system(reason)
        }
        try syncFolder(of: path)
    }

    /// Overwrites the file where it lies, removes it, and returns when both are on disk. A file that is gone already is fine.
    ///
    /// - Parameter sparesOtherNames: one that has another name too is only taken away under this one; overwriting it would change what stands
    ///   under the other.
    static func erase(_ path: String, sparesOtherNames: Bool = false) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw .system(errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        if !sparesOtherNames || status.st_nlink == 1 { try overwrite(descriptor, bytes: Int(status.st_size)) }
        guard unlink(path) == 0 else { throw .system(errno) }
        try syncFolder(of: path)
    }

    private static func overwrite(_ descriptor: Int32, bytes: Int) throws(Failure) {
        let zeros = [UInt8](repeating: 0, count: min(bytes, pieceBytes))
        var rest = bytes
        while rest > 0 {
            let count = write(descriptor, zeros, min(rest, zeros.count))
            guard count > 0 else { throw .system(errno) }
            rest -= count
        }
        guard fsync(descriptor) == 0 else { throw .system(errno) }
    }

    /// What is read, written or overwritten of a large file at once.
    static let pieceBytes = 1 << 20

    /// Returns when the file's bytes are on disk.
    static func sync(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(errno) }
    }

    /// Returns when the names in the file's folder are on disk.
    static func syncFolder(of path: String) throws(Failure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(errno) }
    }
}
