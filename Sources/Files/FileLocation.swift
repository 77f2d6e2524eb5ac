import Glibc

/// A file's location: a name in an open folder, or a path.
///
/// Changes to parent folders cannot redirect a name in an open folder. A relative path starts at the working directory.
package struct FileLocation: Sendable {
    package enum Access: Sendable { case read, write, readAndWrite }

    /// The path, or the name in the folder.
    let path: String
    let folder: Folder?
    let calls: FileCalls

    package init(path: String, calls: FileCalls = .system) {
        self.path = path
        folder = nil
        self.calls = calls
    }

    init(name: String, in folder: Folder) {
        path = name
        self.folder = folder
        calls = folder.calls
    }

    /// The last name of the path.
    package var name: String { String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]) }

    /// The starting folder's descriptor for system calls.
    var descriptor: Int32 { folder?.descriptor ?? AT_FDCWD }

    /// Another name in the same folder.
    func sibling(_ name: String) -> FileLocation {
        if let folder { return FileLocation(name: name, in: folder) }
        return FileLocation(path: path.dropLast(self.name.count) + name, calls: calls)
    }

    /// nil if the file does not exist.
    package func status(followingLinks: Bool = false) throws(FileError) -> FileStatus? {
        do throws(FileError) {
            return try FileStatus(name) { fstatat(descriptor, path, &$0, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW) }
        } catch {
            guard error.reason == .missing else { throw error }
            return nil
        }
    }

    // MARK: Opening

    /// Opens an existing file.
    ///
    /// - Throws: `missing`, `symbolicLink`, `notRegular`, `notOwned`, `otherNames`, `notPrivate`.
    package func open(_ access: Access, _ trust: FileTrust = .regular) throws(FileError) -> OpenFile {
        let mode =
            switch access {
            case .read: O_RDONLY
            case .write: O_WRONLY
            case .readAndWrite: O_RDWR
            }
        // Opening a FIFO must not block before the type is checked.
        let links = (trust.followsLinks ? 0 : O_NOFOLLOW) | (trust.mustBeRegular ? O_NONBLOCK : 0)
        return try open(flags: mode | links, trust)
    }

    /// Opens a file for reading and writing; makes an empty one of mode 0600 if there is none.
    package func openOrMake() throws(FileError) -> OpenFile {
        try open(flags: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, .regular)
    }

    /// Makes a file with a free name and opens it for writing. Neither the file nor its name is on disk yet.
    ///
    /// - Throws: `exists`.
    func make(mode: UInt32 = 0o600) throws(FileError) -> OpenFile {
        try open(flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, .regular, mode: mode, operation: .make)
    }

    func open(flags: Int32, _ trust: FileTrust, mode: UInt32 = 0o600, operation: FileError.Operation = .open) throws(FileError) -> OpenFile
    {
        let file = uninterrupted { openat(descriptor, path, flags | O_CLOEXEC | O_NOCTTY, mode) }
        guard file >= 0 else { throw FileError(operation, name) }
        let opened = OpenFile(file, name, calls)
        try trust.check(try opened.status(), name)
        return opened
    }

    // MARK: Reading

    /// The whole file.
    ///
    /// - Throws: the errors of ``open(_:_:)``, and `tooLarge` past `bytesMax`.
    package func read(bytesMax: Int, _ trust: FileTrust = .regular) throws(FileError) -> [UInt8] {
        try open(.read, trust).readAll(bytesMax: bytesMax)
    }

    /// The whole file; nil if there is none.
    package func readIfThere(bytesMax: Int, _ trust: FileTrust = .regular) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try read(bytesMax: bytesMax, trust)
        } catch {
            guard error.reason == .missing, error.operation == .open else { throw error }
            return nil
        }
    }

    // MARK: On disk

    /// Returns once the file's bytes survive a power loss.
    package func sync() throws(FileError) {
        try open(.read).sync()
    }

    /// Returns once the names in the file's folder survive a power loss.
    package func syncFolder() throws(FileError) {
        if let folder { return try folder.sync() }
        let parent = path.dropLast(name.count)
        try Folder.open(parent.isEmpty ? "." : String(parent), followingLinks: true, calls: calls).sync()
    }
}
