import Glibc

/// A lock on a file for one process at a time, or for any number of readers; it ends with the last reference or the process.
package final class FileLock: Sendable {
    package let file: OpenFile

    fileprivate init(_ file: OpenFile) {
        self.file = file
    }
}

extension FileLocation {
    /// Locks a file; nil if another holder has the lock. Never waits.
    ///
    /// - Parameters:
    ///   - making: whether to make a missing file; else throws `missing`.
    ///   - isShared: for one of any number of readers, who keep out a holder alone.
    package func lock(making: Bool = true, isShared: Bool = false) throws(FileError) -> FileLock? {
        let file = making ? try openOrMake() : try open(.read)
        guard uninterrupted({ flock(file.descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw FileError(.lock, name) }
            return nil
        }
        // The file may have been removed between the two calls; a lock on a removed file is useless.
        guard let named = try status(), try file.status().isSameFile(as: named) else { return nil }
        return FileLock(file)
    }
}
