package import DaemonSupport
import Files
import Foundation
import Glibc
import Wire

/// A backup file of the operator. Only the command reads and writes it, with the operator's rights; the daemon may not have these rights.
package struct BackupFile {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    // MARK: Writing

    /// Refuses a path where the backup must not or cannot be written.
    package func checkIsFree(dataFolder: String, replaces: Bool) throws(DaemonError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard let real = realpath(folder, nil) else { throw DaemonError(.backupUnwritable, "There is no folder \(folder).") }
        defer { free(real) }
        if let data = realpath(dataFolder, nil) {
            defer { free(data) }
            guard !"\(String(cString: real))/".hasPrefix("\(String(cString: data))/") else {
                throw DaemonError(.backupUnwritable, "A backup in the data folder would be lost together with it. Choose another folder.")
            }
        }
        guard access(folder, W_OK) == 0 else { throw DaemonError(.backupUnwritable, "\(folder): \(SystemReason()).") }
        let status: FileStatus?
        do { status = try FileLocation(path: path).status() } catch { throw DaemonError(.backupUnwritable, "\(path): \(error.cause).") }
        guard let status else { return }
        guard replaces else { throw DaemonError(.backupExists, "\(path) already exists.") }
        // Root could replace a device such as /dev/null with a backup.
        guard status.kind == .regular else { throw DaemonError(.backupUnwritable, "\(path) is not a regular file.") }
    }

    /// Writes a copy of a staged file, readable only by its owner. It appears whole or not at all, and is on disk when this returns.
    package func take(from staged: DaemonFile, replaces: Bool) throws(DaemonError) {
        let source = try Self.opening(staged) { () throws(FileError) in try staged.openForReading() }
        guard Self.isDatabase(source) else { throw DaemonError(.controlUntrusted, "\(staged.path): it is not a backup.") }
        do throws(FileError) {
            try FileLocation(path: path).create(copying: source, replaces: replaces)
        } catch {
            if error.reason == .exists { throw DaemonError(.backupExists, "\(path) already exists.") }
            if error.operation == .read { throw DaemonError(.backupUnreadable, "\(staged.path): \(error.cause).") }
            throw DaemonError(.backupUnwritable, "\(path): \(error.cause).")
        }
    }

    // MARK: Reading

    /// Copies the backup into a staged file. It opens the backup for reading only.
    ///
    /// It refuses a file that does not begin like a database. Otherwise the daemon could put a link at this path, to a file that only root
    /// may read.
    package func give(to staged: DaemonFile) throws(DaemonError) {
        let source: OpenFile
        do throws(FileError) {
            source = try FileLocation(path: path).open(.read, FileTrust(followsLinks: true))
        } catch {
            if error.reason == .missing { throw DaemonError(.backupMissing, "There is no file \(path).") }
            throw DaemonError(.backupUnreadable, "\(path): \(error.cause).")
        }
        guard Self.isDatabase(source) else { throw DaemonError(.backupForeign, "The file is not a database.") }
        let destination = try Self.opening(staged) { () throws(FileError) in try staged.openForWriting() }
        do throws(FileError) {
            try source.copy(to: destination)
        } catch {
            if error.operation == .read { throw DaemonError(.backupUnreadable, "\(path): \(error.cause).") }
            if error.reason == .full {
                throw DaemonError(.storeFull, "The disk of \(staged.folder) has no room for a copy of the backup. Nothing was changed.")
            }
            throw DaemonError(.folderUnwritable, "Cannot write to the data folder (\(error.cause)).")
        }
    }

    /// Refuses a path without a readable file, before the command asks anything.
    package func checkIsThere() throws(DaemonError) {
        guard access(path, R_OK) == 0 else {
            throw errno == ENOENT
                ? DaemonError(.backupMissing, "There is no file \(path).") : DaemonError(.backupUnreadable, "\(path): \(SystemReason()).")
        }
    }

    private static let magic = Array("SQLite format 3\0".utf8)

    /// Whether an open file begins like every SQLite database. A file that cannot be read counts as none.
    static func isDatabase(_ file: OpenFile) -> Bool {
        (try? file.read(magic.count, at: 0)) == magic
    }

    private static func opening(_ staged: DaemonFile, _ open: () throws(FileError) -> OpenFile) throws(DaemonError) -> OpenFile {
        do { return try open() } catch { throw staged.error(error) }
    }
}
