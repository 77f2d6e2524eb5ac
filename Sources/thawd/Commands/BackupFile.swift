import Files
import Foundation
import Glibc
import Wire

/// A backup where the operator keeps it. Only the command itself reads and writes there, with the operator's own rights: the daemon may have none.
package struct BackupFile {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    // MARK: Writing

    /// Refuses a place that a backup must not or cannot take.
    package func checkIsFree(dataFolder: String, replaces: Bool) throws(DaemonError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard let real = realpath(folder, nil) else { throw DaemonError(.backupUnwritable, "There is no folder \(folder).") }
        defer { free(real) }
        if let data = realpath(dataFolder, nil) {
            defer { free(data) }
            guard !"\(String(cString: real))/".hasPrefix("\(String(cString: data))/") else {
                throw DaemonError(.backupUnwritable, "A backup does not belong in the data folder itself: it would go with it.")
            }
        }
        guard access(folder, W_OK) == 0 else { throw DaemonError(.backupUnwritable, "\(folder): \(SystemReason()).") }
        guard replaces || access(path, F_OK) != 0 else { throw DaemonError(.backupExists, "\(path) exists.") }
    }

    /// Takes over a staged file: whole or not at all, for its owner alone, and on disk when it returns.
    package func take(from staged: DaemonFile, replaces: Bool) throws(DaemonError) {
        let source = try Self.opening(staged) { () throws(FileError) in try staged.openForReading() }
        guard Self.isDatabase(source) else { throw DaemonError(.controlUntrusted, "\(staged.path): it is no backup.") }
        do throws(FileError) {
            try FileLocation(path: path).create(copying: source, replaces: replaces)
        } catch {
            if error.reason == .exists { throw DaemonError(.backupExists, "\(path) exists.") }
            if error.operation == .read { throw DaemonError(.backupUnreadable, "\(staged.path): \(error.cause).") }
            throw DaemonError(.backupUnwritable, "\(path): \(error.cause).")
        }
    }

    // MARK: Reading

    /// Copies the backup into a staged file. It is opened for reading, and nothing else.
    ///
    /// What does not begin as a backup does is refused: the path may lie where the daemon can put a link to something that only root may read.
    package func give(to staged: DaemonFile) throws(DaemonError) {
        let source: OpenFile
        do throws(FileError) {
            source = try FileLocation(path: path).open(.read, FileTrust(followsLinks: true))
        } catch {
            if error.reason == .missing { throw DaemonError(.backupMissing, "There is no file \(path).") }
            throw DaemonError(.backupUnreadable, "\(path): \(error.cause).")
        }
        guard Self.isDatabase(source) else { throw DaemonError(.backupForeign, "The file is no database.") }
        let destination = try Self.opening(staged) { () throws(FileError) in try staged.openForWriting() }
        do throws(FileError) {
            try source.copy(to: destination)
        } catch {
            if error.operation == .read { throw DaemonError(.backupUnreadable, "\(path): \(error.cause).") }
            if error.reason == .full { throw DaemonError(.storeFull, "The data folder's disk has no room for a copy of the backup.") }
            throw DaemonError(.folderUnwritable, "The data folder cannot be written (\(error.cause)).")
        }
    }

    /// Refuses a path at which there is nothing to read, before anybody is asked for anything.
    package func checkIsThere() throws(DaemonError) {
        guard access(path, R_OK) == 0 else {
            throw errno == ENOENT
                ? DaemonError(.backupMissing, "There is no file \(path).") : DaemonError(.backupUnreadable, "\(path): \(SystemReason()).")
        }
    }

    private static let beginning = Array("SQLite format 3\0".utf8)

    /// Whether an open file begins as every database of SQLite does.
    static func isDatabase(_ file: OpenFile) -> Bool {
        (try? file.read(beginning.count, at: 0)) == beginning
    }

    private static func opening(_ staged: DaemonFile, _ open: () throws(FileError) -> OpenFile) throws(DaemonError) -> OpenFile {
        do { return try open() } catch { throw staged.error(error) }
    }
}
