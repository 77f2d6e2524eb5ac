import Files
import Wire

/// A file in the daemon's data folder, as one of the operator's commands sees it.
///
/// The folder belongs to the daemon's user, and the daemon may be compromised, while the command may run as root. So a file is only opened if it is a
/// plain one of that user, private, with one name; never through a link, and never with a wait for another process.
package struct DaemonFile {
    private let folder: String
    private let name: String

    /// A file that the daemon staged.
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

    /// Opens it empty.
    func openForWriting() throws(FileError) -> OpenFile {
        // Not truncated before it is known whose it is.
        let file = try open(.write)
        try file.cut(to: 0)
        return file
    }

    private func open(_ access: FileLocation.Access) throws(FileError) -> OpenFile {
        // The folder itself may be reached by a link: systemd makes one for a service with a user of its own.
        let folder = try Folder.open(folder, followingLinks: true)
        let status = try folder.status()
        guard status.isPrivate else { throw FileError(.inspect, name, reason: .notPrivate(mode: status.mode)) }
        return try folder.file(name).open(access, FileTrust(owner: .user(status.owner), mustBePrivate: true, mustHaveOneName: true))
    }

    /// Whether the file, or its folder, is one that no daemon of ours makes.
    static func isUntrusted(_ error: FileError) -> Bool {
        switch error.reason {
        case .symbolicLink, .notRegular, .notOwned, .notPrivate, .otherNames: true
        default: false
        }
    }

    /// What an operator is told of a file that could not be opened.
    func error(_ error: FileError) -> DaemonError {
        if error.reason == .missing { return DaemonError(.controlUntrusted, "\(path): the daemon named a file that is not there.") }
        guard Self.isUntrusted(error) else { return DaemonError(.folderUnwritable, "\(path) cannot be opened (\(error.cause)).") }
        // Only the folder is inspected before it is opened.
        let cause = error.operation == .inspect ? "others can enter its folder" : error.cause
        return DaemonError(.controlUntrusted, "\(path): \(cause).")
    }
}
