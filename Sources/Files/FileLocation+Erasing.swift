import Glibc

extension FileLocation {
    /// Overwrites the file with zeros in place, removes it, and returns once both are on disk. A missing file is not an error.
    ///
    /// A disk with copy-on-write or wear leveling may keep the old blocks.
    ///
    /// - Parameters:
    ///   - sparingOtherNames: only removes this name if the file has a second one, because overwriting would change both.
    ///   - syncingFolder: false if the caller syncs the folder.
    /// - Returns: whether there was a file.
    /// - Throws: `symbolicLink`, `notRegular`; nothing is removed then.
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

    /// Removes the name without overwriting; not on disk until the folder is synced.
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
