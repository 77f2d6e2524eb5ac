import Glibc

extension FileLocation {
    /// Overwrites the file with zeros where it is, removes it, and returns once both are on disk; a file that is gone already is fine.
    ///
    /// A disk that copies on write or wears evenly may keep the old blocks all the same.
    ///
    /// - Parameters:
    ///   - sparingOtherNames: a file with a second name only loses this one: overwriting would change what the other one names.
    ///   - syncingFolder: false leaves it to the caller to sync the folder.
    /// - Returns: whether there was a file.
    /// - Throws: `symbolicLink`, `notRegular`: then nothing is removed.
    @discardableResult
    package func erase(sparingOtherNames: Bool = false, syncingFolder: Bool = true) throws(FileError) -> Bool {
        let file: OpenFile
        do throws(FileError) {
            file = try open(.write)
        } catch {
            guard error.reason == .missing, error.operation == .open else { throw error }
            return false
        }
        let names = try file.status().names
        if !sparingOtherNames || names == 1 { try file.overwrite() }
        try remove()
        if syncingFolder { try syncFolder() }
        return true
    }

    /// Removes the name and overwrites nothing; not on disk until the folder is synced.
    ///
    /// - Returns: whether it was there.
    @discardableResult
    package func removeIfThere() throws(FileError) -> Bool {
        do throws(FileError) {
            try remove()
            return true
        } catch {
            guard error.reason == .missing else { throw error }
            return false
        }
    }

    func remove() throws(FileError) {
        guard calls.remove(descriptor, path) == 0 else { throw FileError(.remove, name) }
    }
}
