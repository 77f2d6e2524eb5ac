import DaemonSupport
import Files
import Wire

/// A file in the daemon's data folder, for one of the operator's commands.
///
/// The daemon's user owns the folder, the daemon may be compromised, and the command may run as root. So the command only opens a regular,
/// private file of that user with one name. It never follows a link, and never waits for another process.
package struct DaemonFile {
    let folder: String
    private let name: String

    package init(_ staged: StagedName, in folder: String) {
        self.folder = folder
        name = staged.rawValue
    }

    /// The log of tombstones.
    static func tombstones(in folder: String) -> DaemonFile {
        DaemonFile(name: DataFolder.tombstonesName, folder: folder)
    }

    private init(name: String, folder: String) {
        self.folder = folder
        self.name = name
    }

    var path: String { "\(folder)/\(name)" }

    func openForReading() throws(FileError) -> OpenFile { try open(.read) }

    /// Opens the file and empties it.
    func openForWriting() throws(FileError) -> OpenFile {
        // Truncated only after its owner was checked.
        let file = try open(.write)
        try file.cut(to: 0)
        return file
    }

    private func open(_ access: FileLocation.Access) throws(FileError) -> OpenFile {
        // The folder itself may be a link: systemd makes one for a service with its own user.
        let folder = try Folder.open(folder, followingLinks: true)
        let status = try folder.status()
        guard status.isPrivate else { throw FileError(.inspect, name, reason: .notPrivate(mode: status.mode)) }
        return try folder.file(name).open(access, FileTrust(owner: .user(status.owner), mustBePrivate: true, mustHaveOneName: true))
    }

    /// Whether an honest daemon would never make such a file or folder.
    static func isUntrusted(_ error: FileError) -> Bool {
        switch error.reason {
        case .symbolicLink, .notRegular, .notOwned, .notPrivate, .otherNames: true
        default: false
        }
    }

    /// The operator's error for a file that could not be opened.
    func error(_ error: FileError) -> DaemonError {
        if error.reason == .missing { return DaemonError(.controlUntrusted, "\(path): the daemon named a file that does not exist.") }
        guard Self.isUntrusted(error) else { return DaemonError(.folderUnwritable, "Cannot open \(path) (\(error.cause)).") }
        // Only the check of the folder throws with the operation `inspect`.
        let cause = error.operation == .inspect ? "other users can enter its folder" : error.cause
        return DaemonError(.controlUntrusted, "\(path): \(cause).")
    }
}
