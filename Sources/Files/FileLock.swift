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
    /// Takes the lock of a file; nil if someone else holds it. Never waits.
    ///
    /// - Parameter making: whether a missing file is made; else it throws `missing`.
    package func lock(making: Bool = true) throws(FileError) -> FileLock? {
        let file = making ? try openOrMake() : try open(.read)
        guard uninterrupted({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw FileError(.lock, name) }
            return nil
        }
        // Someone may have removed the file between the two calls: a lock on a removed file keeps nobody out.
        guard let named = try status(), try file.status().isSameFile(as: named) else { return nil }
        return FileLock(file)
    }
}
