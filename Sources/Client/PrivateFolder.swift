import Glibc

/// A folder that only its owner may enter, held open, so that no step after the checks can be led elsewhere.
///
/// Files are replaced whole: written apart, fsynced, renamed, and the folder fsynced. What is erased is overwritten first; a disk that
/// copies on write or wears evenly may keep old blocks all the same.
final class PrivateFolder: Sendable {
    let path: String
    let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens the folder; `nil` where there is none and none is to be made.
    ///
    /// One that is open to others is closed to them. Missing parents are made with mode 0700.
    ///
    /// - Throws: `.symlink`, `.notOwned`, `.filesFailed`.
    static func open(_ path: String, making: Bool) throws(ClientError) -> PrivateFolder? {
        if making { try makeFolder(path) }
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        return try checked(descriptor, path)
    }

    func subfolder(_ name: String, making: Bool) throws(ClientError) -> PrivateFolder? {
        let path = path + "/" + name
        if making, mkdirat(descriptor, name, 0o700) == 0 {
            try sync()
        }
        return try Self.checked(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), path)
    }

    private static func checked(_ descriptor: Int32, _ path: String) throws(ClientError) -> PrivateFolder? {
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw errno == ELOOP || errno == ENOTDIR ? ClientError(.symlink, subject: path) : failure(path)
        }
        let folder = PrivateFolder(path: path, descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_uid == geteuid() else { throw ClientError(.notOwned, subject: path) }
        if status.st_mode & 0o077 != 0, fchmod(descriptor, 0o700) != 0 { throw failure(path) }
        return folder
    }

    private static func makeFolder(_ path: String) throws(ClientError) {
        if mkdir(path, 0o700) != 0 {
            if errno == EEXIST { return }
            guard errno == ENOENT, parent(of: path) != path else { throw failure(path) }
            try makeFolder(parent(of: path))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
        }
        let parent = Glibc.open(parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Some parents may be entered but not opened.
        guard parent >= 0 else { return }
        defer { close(parent) }
        guard fsync(parent) == 0 else { throw failure(path) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    func sync() throws(ClientError) {
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
    }

    /// The names of all entries, sorted, without `.` and `..`.
    func names() throws(ClientError) -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw Self.failure(path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func failure(_ path: String) -> ClientError {
        ClientError(.filesFailed, subject: "\(path): \(String(cString: strerror(errno)))")
    }
}
