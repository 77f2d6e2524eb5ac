import Glibc
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

    enum Failure: Error {
        case missing
        case system(Int32)
        /// What makes the file, or its folder, one that no daemon of ours makes.
        case untrusted(String)

        /// For all but a missing file, which each command judges for itself.
        func error(_ file: DaemonFile) -> DaemonError {
            switch self {
            case .missing: DaemonError(.controlUntrusted, "\(file.path): the daemon named a file that is not there.")
            case .untrusted(let reason): DaemonError(.controlUntrusted, "\(file.path): \(reason).")
            case .system(let number): DaemonError(.folderUnwritable, "\(file.path) cannot be opened (\(SystemReason(number))).")
            }
        }
    }

    func openForReading() throws(Failure) -> Int32 { try open(O_RDONLY) }

    /// Opens it empty.
    func openForWriting() throws(Failure) -> Int32 {
        let descriptor = try open(O_WRONLY)
        guard ftruncate(descriptor, 0) == 0 else {
            let reason = errno
            close(descriptor)
            throw .system(reason)
        }
        return descriptor
    }

    private func open(_ access: Int32) throws(Failure) -> Int32 {
        let (parent, owner) = try openFolder()
        defer { close(parent) }
        // Not to be truncated before it is known whose it is; a FIFO must not hold the command up.
        let descriptor = openat(parent, name, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .missing
            case ELOOP: throw .untrusted("it is a symbolic link")
            case EISDIR, ENXIO: throw .untrusted(Self.notPlain)
            default: throw .system(errno)
            }
        }
        do throws(Failure) {
            try Self.check(descriptor, isOf: owner)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static let notPlain = "it is not a regular file"

    private static func check(_ descriptor: Int32, isOf owner: uid_t) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .untrusted(notPlain) }
        guard status.st_uid == owner else { throw .untrusted("it belongs to another user than the folder") }
        guard status.st_nlink == 1 else { throw .untrusted("it has a second name elsewhere") }
        guard status.st_mode & 0o077 == 0 else { throw .untrusted("others can open it") }
    }

    /// The folder itself may be reached by a link: systemd makes one for a service with a user of its own.
    private func openFolder() throws(Failure) -> (descriptor: Int32, owner: uid_t) {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .system(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = errno
            close(descriptor)
            throw .system(reason)
        }
        guard status.st_mode & 0o077 == 0 else {
            close(descriptor)
            throw .untrusted("others can enter its folder")
        }
        return (descriptor, status.st_uid)
    }
}
