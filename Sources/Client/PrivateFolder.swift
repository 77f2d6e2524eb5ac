import Files
import Glibc
import Wire

/// An open folder that only its owner may enter. It throws client errors with the path.
struct PrivateFolder: Sendable {
    let folder: Folder

    var path: String { folder.path }

    /// Opens the folder; `nil` if there is none and `making` is false.
    ///
    /// Removes other users' access. Makes missing parents with mode 0700.
    ///
    /// - Throws: `.symlink`, `.notOwned`, `.filesFailed`.
    static func open(_ path: String, making: Bool) throws(ClientError) -> PrivateFolder? {
        try checked(path) { () throws(FileError) in
            if making { try Folder.make(path) }
            return try Folder.open(path)
        }
    }

    /// Opens the folder, and makes it if there is none.
    static func make(_ path: String) throws(ClientError) -> PrivateFolder {
        guard let folder = try open(path, making: true) else { throw ClientError(.filesFailed, subject: path) }
        return folder
    }

    func subfolder(_ name: String, making: Bool) throws(ClientError) -> PrivateFolder? {
        try Self.checked(path + "/" + name) { () throws(FileError) in
            if making { try folder.makeSubfolder(name) }
            return try folder.subfolder(name)
        }
    }

    private static func checked(_ path: String, _ open: () throws(FileError) -> Folder) throws(ClientError) -> PrivateFolder? {
        do throws(FileError) {
            let folder = try open()
            let status = try folder.status()
            guard status.owner == geteuid() else { throw FileError(.open, path, reason: .notOwned(by: status.owner)) }
            if !status.isPrivate { try folder.closeToOthers() }
            return PrivateFolder(folder: folder)
        } catch {
            if error.operation == .open, error.reason == .missing { return nil }
            throw ClientError(error, path)
        }
    }

    func sync() throws(ClientError) {
        do { try folder.sync() } catch { throw ClientError(error, path) }
    }

    /// The names of all entries, sorted, without `.` and `..`.
    func names() throws(ClientError) -> [String] {
        do { return try folder.names() } catch { throw ClientError(error, path) }
    }

    // MARK: Files

    private func at<Result>(_ name: String, _ body: (FileLocation) throws(FileError) -> Result) throws(ClientError) -> Result {
        do throws(FileError) { return try body(folder.file(name)) } catch { throw ClientError(error, path + "/" + name) }
    }

    /// The file's bytes; `nil` if there is no file.
    ///
    /// - Parameter trust: `.own` is enough in a folder that nobody else may enter.
    /// - Throws: `.symlink`, `.notRegular`, `.notOwned`, `.notPrivate`, `.filesFailed`; `.fileMalformed` past `bytesMax`.
    func read(_ name: String, bytesMax: Int, _ trust: FileTrust = .own) throws(ClientError) -> [UInt8]? {
        try at(name) { file throws(FileError) in try file.readIfThere(bytesMax: bytesMax, trust) }
    }

    /// The file's bytes as memory; `nil` if there is no file. Hold a lock that keeps others from changing it.
    ///
    /// - Throws: as ``read(_:bytesMax:_:)``.
    func map(_ name: String, bytesMax: Int) throws(ClientError) -> MappedFile? {
        try at(name) { file throws(FileError) in
            guard try file.status() != nil else { return nil }
            return try file.open(.read, .own).mapped(bytesMax: bytesMax)
        }
    }

    /// Writes a file of mode 0600, or replaces it. After a power loss there is either the old file or the new one, whole.
    ///
    /// - Parameters:
    ///   - shownSeconds: the file's times in Unix seconds, if they must not reveal when it was written.
    ///   - erasingOld: whether to overwrite the bytes of the replaced file.
    func write(_ bytes: [UInt8], as name: String, shownSeconds: Int64? = nil, erasingOld: Bool = false) throws(ClientError) {
        try at(name) { file throws(FileError) in
            try file.replace(with: bytes, modifiedSeconds: shownSeconds, erasingOld: erasingOld)
        }
    }

    /// Moves an entry to another folder, and replaces an existing one. Not durable until both folders are synced.
    func move(_ name: String, to other: PrivateFolder, as newName: String) throws(ClientError) {
        try at(name) { file throws(FileError) in
            do throws(FileError) { try file.rename(to: other.folder.file(newName)) } catch { if error.reason != .missing { throw error } }
        }
    }

    /// Overwrites a file with zeros and removes it. An entry that is not a regular file, or cannot be overwritten, is only removed.
    ///
    /// Not durable until the folder is synced.
    func erase(_ name: String) throws(ClientError) {
        try at(name) { file throws(FileError) in
            if (try? file.erase(syncingFolder: false)) == nil { try file.removeIfThere() }
        }
    }

    func modifiedSeconds(_ name: String) -> Int64? {
        // A file's time can be any number, and arithmetic on it must not overflow. Without a status there is no time, which means very old.
        (try? folder.file(name).status()).map { min(max(0, $0.modifiedSeconds), Int64(WireJSON.answerNumberMax)) }
    }
}

extension ClientError {
    /// - Parameter path: the file or folder that failed.
    init(_ error: FileError, _ path: String) {
        switch (error.reason, error.operation) {
        case (.symbolicLink, .open), (.notFolder, .open): self.init(.symlink, subject: path)
        case (.notRegular, .open): self.init(.notRegular, subject: path)
        case (.notOwned, _): self.init(.notOwned, subject: path)
        case (.notPrivate, _): self.init(.notPrivate, subject: path)
        case (.tooLarge, _): self.init(.fileMalformed, subject: path)
        default: self.init(.filesFailed, subject: "\(path): \(error.cause)")
        }
    }
}
