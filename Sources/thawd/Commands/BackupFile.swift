import Foundation
import Glibc
import Wire

/// A backup where the operator keeps it. Only the command itself reads and writes there, with the operator's own rights: the daemon may have none.
package struct BackupFile {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// `foreign` is a source that is no database, `file` what is wrong with the daemon's side.
    private enum Failure: Error {
        case source(Int32)
        case destination(Int32)
        case foreign
        case file(DaemonFile.Failure)
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
        let unfinished = "\(path).\(String(UInt32.random(in: 0 ... .max), radix: 36)).part"
        do throws(Failure) {
            let source = try Self.opening { () throws(DaemonFile.Failure) in try staged.openForReading() }
            defer { close(source) }
            guard Self.isDatabase(source) else { throw .foreign }
            let destination = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard destination >= 0 else { throw .destination(errno) }
            defer { close(destination) }
            try Self.copy(source, to: destination)
            guard replaces || access(path, F_OK) != 0 else { throw .destination(EEXIST) }
            guard rename(unfinished, path) == 0 else { throw .destination(errno) }
        } catch {
            unlink(unfinished)
            switch error {
            case .destination(EEXIST): throw DaemonError(.backupExists, "\(path) exists.")
            case .destination(let number): throw DaemonError(.backupUnwritable, "\(path): \(SystemReason(number)).")
            case .source(let number): throw DaemonError(.backupUnreadable, "\(staged.path): \(SystemReason(number)).")
            case .foreign: throw DaemonError(.controlUntrusted, "\(staged.path): it is no backup.")
            case .file(let failure): throw failure.error(staged)
            }
        }
        do {
            try PrivateFile.syncFolder(of: path)
        } catch {
            throw DaemonError(.backupUnwritable, "The folder of \(path) could not be synced.")
        }
    }

    // MARK: Reading

    /// Copies the backup into a staged file. It is opened for reading, and nothing else.
    ///
    /// What does not begin as a backup does is refused: the path may lie where the daemon can put a link to something that only root may read.
    package func give(to staged: DaemonFile) throws(DaemonError) {
        do throws(Failure) {
            let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
            guard source >= 0 else { throw .source(errno) }
            defer { close(source) }
            var status = stat()
            guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw .source(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
            }
            guard Self.isDatabase(source) else { throw .foreign }
            let destination = try Self.opening { () throws(DaemonFile.Failure) in try staged.openForWriting() }
            defer { close(destination) }
            try Self.copy(source, to: destination)
        } catch {
            switch error {
            case .source(ENOENT): throw DaemonError(.backupMissing, "There is no file \(path).")
            case .source(let number): throw DaemonError(.backupUnreadable, "\(path): \(SystemReason(number)).")
            case .destination(ENOSPC), .destination(EDQUOT):
                throw DaemonError(.storeFull, "The data folder's disk has no room for a copy of the backup.")
            case .destination(let number):
                throw DaemonError(.folderUnwritable, "The data folder cannot be written (\(SystemReason(number))).")
            case .foreign: throw DaemonError(.backupForeign, "The file is no database.")
            case .file(let failure): throw failure.error(staged)
            }
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
    static func isDatabase(_ descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: beginning.count)
        return pread(descriptor, &bytes, bytes.count, 0) == bytes.count && bytes == beginning
    }

    private static func opening(_ open: () throws(DaemonFile.Failure) -> Int32) throws(Failure) -> Int32 {
        do throws(DaemonFile.Failure) {
            return try open()
        } catch {
            throw .file(error)
        }
    }

    /// As many bytes as the file has now: one that grows meanwhile has an end all the same.
    private static func copy(_ source: Int32, to destination: Int32) throws(Failure) {
        var status = stat()
        guard fstat(source, &status) == 0 else { throw .source(errno) }
        var left = Int(status.st_size)
        var piece = [UInt8](repeating: 0, count: PrivateFile.pieceBytes)
        while left > 0 {
            let count = read(source, &piece, min(left, piece.count))
            guard count >= 0 else { throw .source(errno) }
            guard count > 0 else { throw .source(EIO) }
            left -= count
            var rest = piece[..<count]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(destination, $0.baseAddress, $0.count) }
                guard written > 0 else { throw .destination(written < 0 ? errno : ENOSPC) }
                rest = rest.dropFirst(written)
            }
        }
        guard fsync(destination) == 0 else { throw .destination(errno) }
    }
}
