import Foundation
import Glibc
import Wire

/// A backup where the operator keeps it. Only the command itself reads and writes there, with the operator's own rights: the daemon may have none.
package struct BackupFile {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    private enum Failure: Error {
        case source(Int32)
        case destination(Int32)
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
    package func take(from staged: String, replaces: Bool) throws(DaemonError) {
        let unfinished = "\(path).\(String(UInt32.random(in: 0 ... .max), radix: 36)).part"
        do throws(Failure) {
            let source = open(staged, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard source >= 0 else { throw .source(errno) }
            defer { close(source) }
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
            case .source(let number): throw DaemonError(.backupUnreadable, "\(staged): \(SystemReason(number)).")
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
    package func give(to staged: String) throws(DaemonError) {
        do throws(Failure) {
            let source = open(path, O_RDONLY | O_CLOEXEC)
            guard source >= 0 else { throw .source(errno) }
            defer { close(source) }
            var status = stat()
            guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw .source(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
            }
            let destination = open(staged, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)
            guard destination >= 0 else { throw .destination(errno) }
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

    private static func copy(_ source: Int32, to destination: Int32) throws(Failure) {
        var piece = [UInt8](repeating: 0, count: PrivateFile.pieceBytes)
        while true {
            let count = read(source, &piece, piece.count)
            guard count >= 0 else { throw .source(errno) }
            guard count > 0 else { break }
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
