import Glibc

/// A lock on a file that one process holds at a time; it ends with the last reference, or with the process, however that ends.
package final class FileLock: Sendable {
    /// The locked file.
    package let file: OpenFile

    fileprivate init(_ file: OpenFile) {
        self.file = file
    }
}

extension FileLocation {
    /// Takes the lock of a file, which is made if it is missing; nil if someone else holds it. Never waits.
    package func lock() throws(FileError) -> FileLock? {
        let file = try openOrMake()
        guard uninterrupted({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw FileError(.lock, name) }
            return nil
        }
        // Someone may have removed the file between the two calls: a lock on a removed file keeps nobody out.
        guard let named = try status(), try file.status().isSameFile(as: named) else { return nil }
        return FileLock(file)
    }
}
