import Glibc

/// An open folder, so that later steps cannot be redirected after the checks. Its descriptor closes with the last reference.
package final class Folder: Sendable {
    /// The path that the folder was opened by.
    package let path: String
    let descriptor: Int32
    let calls: FileCalls

    private init(_ descriptor: Int32, _ path: String, _ calls: FileCalls) {
        self.path = path
        self.descriptor = descriptor
        self.calls = calls
    }

    deinit {
        close(descriptor)
    }

    private var name: String { FileLocation(path: path).name }

    /// Opens an existing folder. Without `followingLinks` its last name must not be a link; parents may be.
    ///
    /// - Throws: `missing`, `notFolder`, `symbolicLink`.
    package static func open(_ path: String, followingLinks: Bool = false, calls: FileCalls = .system) throws(FileError) -> Folder {
        try open(AT_FDCWD, path, as: path, followingLinks: followingLinks, calls)
    }

    private static func open(
        _ start: Int32, _ name: String, as path: String, followingLinks: Bool, _ calls: FileCalls
    ) throws(FileError) -> Folder {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW)
        let descriptor = uninterrupted { openat(start, name, flags) }
        guard descriptor >= 0 else {
            let failure = FileError(.open, FileLocation(path: path).name)
            // For a link the system reports only "not a folder".
            var status = stat()
            guard !followingLinks, failure.reason == .notFolder, fstatat(start, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                status.st_mode & S_IFMT == S_IFLNK
            else { throw failure }
            throw FileError(.open, failure.name, reason: .symbolicLink)
        }
        return Folder(descriptor, path, calls)
    }

    /// Makes a folder of mode 0700 and its missing parents; all are on disk when this returns.
    ///
    /// An existing folder of any owner is accepted.
    package static func make(_ path: String, calls: FileCalls = .system) throws(FileError) {
        if mkdir(path, 0o700) != 0 {
            if errno == EEXIST { return }
            let parent = parent(of: path)
            guard errno == ENOENT, parent != path else { throw FileError(.make, FileLocation(path: path).name) }
            try make(parent, calls: calls)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(.make, FileLocation(path: path).name) }
        }
        // Some parents can be entered but not opened.
        guard let parent = try? open(parent(of: path), followingLinks: true, calls: calls) else { return }
        try parent.sync()
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    // MARK: The folder itself

    package func status() throws(FileError) -> FileStatus {
        try FileStatus(name) { fstat(descriptor, &$0) }
    }

    /// Sets the mode to 0700.
    package func closeToOthers() throws(FileError) {
        guard fchmod(descriptor, 0o700) == 0 else { throw FileError(.make, name) }
    }

    /// Returns once the names in the folder survive a power loss.
    package func sync() throws(FileError) {
        guard uninterrupted({ calls.sync(descriptor) }) == 0 else { throw FileError(.sync, name) }
    }

    // MARK: Entries

    package func file(_ name: String) -> FileLocation { FileLocation(name: name, in: self) }

    /// The names of all entries, sorted, without `.` and `..`.
    package func names() throws(FileError) -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw FileError(.list, name) }
        guard let stream = fdopendir(copy) else {
            defer { close(copy) }
            throw FileError(.list, name)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileError(.list, name) }
        return names.sorted()
    }

    /// Opens a folder in this one without following a link.
    package func subfolder(_ name: String) throws(FileError) -> Folder {
        try Self.open(descriptor, name, as: path + "/" + name, followingLinks: false, calls)
    }

    /// Makes a folder of mode 0700 in this one if it does not exist; its name is on disk when this returns.
    package func makeSubfolder(_ name: String) throws(FileError) {
        if mkdirat(descriptor, name, 0o700) == 0 { return try sync() }
        guard errno == EEXIST else { throw FileError(.make, name) }
    }

    /// Removes an empty folder in this one; not on disk until this one is synced.
    package func removeSubfolder(_ name: String) throws(FileError) {
        guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 else { throw FileError(.remove, name) }
    }
}
