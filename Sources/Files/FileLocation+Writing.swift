import Glibc

extension FileLocation {
    /// Makes a new file; it appears whole or not at all, and is on disk when this returns. Never replaces a file.
    ///
    /// - Throws: `exists`.
    package func create(_ bytes: [UInt8], through draft: DraftName = .random, mode: UInt32 = 0o600) throws(FileError) {
        guard try status() == nil else { throw FileError(.make, name, reason: .exists) }
        try putInPlace(through: draft, mode: mode) { file throws(FileError) in
            try file.write(bytes, at: 0)
        } naming: { draft throws(FileError) in
            try draft.renameToFreeName(self)
        }
    }

    /// Makes a file of mode 0600 with the content of `source`; it appears whole or not at all, and is on disk when this returns.
    ///
    /// - Throws: `exists` for a name that is taken, unless it `replaces`; an error of operation `read` for the source.
    package func create(copying source: OpenFile, replaces: Bool) throws(FileError) {
        if !replaces, try status() != nil { throw FileError(.make, name, reason: .exists) }
        try putInPlace(through: .random) { file throws(FileError) in
            try source.copy(to: file)
        } naming: { draft throws(FileError) in
            if replaces { try draft.rename(to: self) } else { try draft.renameToFreeName(self) }
        }
    }

    /// Makes a file of mode 0600 or replaces the existing one. After a crash or power loss the old or the new one is there, whole.
    ///
    /// - Parameters:
    ///   - modifiedSeconds: the file's times in seconds since 1970, to hide the moment of writing.
    ///   - erasingOld: overwrites the bytes of the replaced file, as far as the disk allows.
    package func replace(
        with bytes: [UInt8], through draft: DraftName = .random, modifiedSeconds: Int64? = nil, erasingOld: Bool = false
    ) throws(FileError) {
        // Opened first, because the rename removes its name.
        let old = erasingOld ? try? open(.write) : nil
        try putInPlace(through: draft) { file throws(FileError) in
            try file.write(bytes, at: 0)
            if let modifiedSeconds { file.setModifiedSeconds(modifiedSeconds) }
        } naming: { draft throws(FileError) in
            try draft.rename(to: self)
        }
        try? old?.overwrite()
    }

    /// Writes a draft, syncs it, names it and syncs the folder, in this order. Erases the draft if a step fails.
    private func putInPlace(
        through draft: DraftName, mode: UInt32 = 0o600, filling fill: (OpenFile) throws(FileError) -> Void,
        naming: (FileLocation) throws(FileError) -> Void
    ) throws(FileError) {
        let location = sibling(draft.text(for: name))
        let file =
            draft == .random
            ? try location.make(mode: mode) : try location.open(flags: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, .regular)
        do throws(FileError) {
            try fill(file)
            try file.sync()
            try naming(location)
            try syncFolder()
        } catch {
            // If the draft cannot be overwritten, its name may still be removable.
            if (try? location.erase(syncingFolder: false)) == nil { _ = try? location.removeIfThere() }
            throw error
        }
    }

    // MARK: Names

    /// Renames the file, replacing any other; not on disk until both folders are synced.
    package func rename(to other: FileLocation) throws(FileError) {
        guard calls.rename(descriptor, path, other.descriptor, other.path) == 0 else { throw FileError(.rename, name) }
    }

    /// Renames the file to a free name; not on disk until both folders are synced.
    ///
    /// - Throws: `exists`.
    package func renameToFreeName(_ other: FileLocation) throws(FileError) {
        if calls.renameToFreeName(descriptor, path, other.descriptor, other.path) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw FileError(.rename, other.name) }
        // Some file systems support only this way; a crash in between leaves both names.
        try link(to: other)
        try remove()
    }

    /// Gives the file a second name, which must be free; not on disk until the folder is synced.
    package func link(to other: FileLocation) throws(FileError) {
        guard linkat(descriptor, path, other.descriptor, other.path, 0) == 0 else { throw FileError(.link, other.name) }
    }

    /// Sets the file's modification time, if the system allows.
    package func setModifiedSeconds(_ seconds: Int64) {
        let times = [timespec](repeating: timespec(tv_sec: Int(seconds), tv_nsec: 0), count: 2)
        utimensat(descriptor, path, times, AT_SYMLINK_NOFOLLOW)
    }
}

extension OpenFile {
    fileprivate func setModifiedSeconds(_ seconds: Int64) {
        let times = [timespec](repeating: timespec(tv_sec: Int(seconds), tv_nsec: 0), count: 2)
        futimens(descriptor, times)
    }
}
