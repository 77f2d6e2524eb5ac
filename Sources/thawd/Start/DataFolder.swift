import Files
import Foundation
import Glibc
import Wire

/// The one folder that holds all that the registry keeps. While a value lives, no other thawd can use the folder.
///
/// What it holds is named here and nowhere else; no file's name says anything of what is in it.
package final class DataFolder: Sendable {
    package let path: String
    /// Held as long as the folder is ours, however the process ends; nil for a look at a folder that no start has had.
    private let lock: FileLock?

    package var database: String { Self.database(in: path) }
    package var weekKeys: String { Self.weekKeys(in: path) }
    package var sealKey: String { "\(path)/\(Self.sealKeyName)" }
    package var tombstones: String { "\(path)/\(Self.tombstonesName)" }
    package var commitWitness: String { "\(path)/commit-witness" }
    package var firstAdminToken: String { "\(path)/first-admin-token" }
    package var controlSocket: String { Self.controlSocket(in: path) }

    package static let sealKeyName = "seal.key"
    static let tombstonesName = "tombstones"
    private static let lockName = "lock"

    package static func database(in folder: String) -> String { "\(folder)/thaw.sqlite" }
    private static func weekKeys(in folder: String) -> String { "\(folder)/weeks" }

    /// Stands while the wall clock waits for the operator.
    static func clockMark(in folder: String) -> String { "\(folder)/clock-jumped" }

    /// Where the daemon takes the operator's commands.
    package static func controlSocket(in folder: String) -> String { "\(folder)/control.sock" }

    /// Whether the registry was made already: then its key must be there too.
    package var holdsDatabase: Bool { Self.holdsDatabase(in: path) }
    static func holdsDatabase(in folder: String) -> Bool { exists(database(in: folder)) }
    /// Whether a first start was cut off before it wrote anything.
    package var databaseIsEmpty: Bool { Self.status(of: database)?.bytes == 0 }
    package var holdsTombstones: Bool { Self.exists(tombstones) }

    /// Refuses a folder whose database was cut to nothing or is gone, so that a registry never comes up empty by mistake.
    package func checkDatabaseIsWhole() throws(DaemonError) {
        try Self.checkDatabaseIsWhole(in: path)
    }

    private static func checkDatabaseIsWhole(in folder: String) throws(DaemonError) {
        let (database, weekKeys) = (database(in: folder), weekKeys(in: folder))
        let hasWeekKeys = (try? FileManager.default.contentsOfDirectory(atPath: weekKeys))?.isEmpty == false
        let hasLived = hasWeekKeys || exists("\(folder)/\(tombstonesName)")
        if let status = status(of: database) {
            guard status.kind == .regular else { throw DaemonError(.storeUnreadable, notPlain(database, status.kind)) }
            if status.bytes == 0 {
                // A first start makes these after the database: it was cut off before it wrote anything. SQLite would remove the log.
                guard hasLived || bytes(of: database + "-wal") > 0 else { return }
                throw DaemonError(.storeCorrupt, "The database \(database) is empty; if it never held anything, remove it.")
            }
            // SQLite would write it back into the database. A registry has one only while its first start makes the database.
            guard hasLived, bytes(of: database + "-journal") > 0 else { return }
            throw DaemonError(.storeCorrupt, "The file \(database)-journal does not belong to the registry: thawd writes none.")
        }
        guard hasWeekKeys else { return }
        throw DaemonError(.storeCorrupt, "The database \(database) is gone, but \(weekKeys) holds keys that belong to it.")
    }

    /// Of whatever has this name, be it a link that leads nowhere; nil if nothing has.
    private static func status(of path: String) -> FileStatus? { (try? FileLocation(path: path).status()) ?? nil }
    private static func exists(_ path: String) -> Bool { status(of: path) != nil }
    private static func bytes(of path: String) -> Int { status(of: path)?.bytes ?? 0 }

    private static func notPlain(_ path: String, _ kind: FileStatus.Kind) -> String {
        kind == .symbolicLink
            ? "\(path) is a symbolic link, which thawd does not follow: put the file itself there." : "\(path) is not a regular file."
    }

    /// Takes the folder for a look, if no other thawd has it; changes nothing. nil if it is in use.
    convenience init?(lookingAt path: String) throws(DaemonError) {
        let file = "\(path)/\(Self.lockName)"
        var lock: FileLock?
        do throws(FileError) {
            lock = try FileLocation(path: file).lock(making: false)
            guard lock != nil else { return nil }
        } catch {
            // The first start makes it before anything else, so without it nobody has the folder.
            guard error.reason == .missing else {
                throw DaemonError(.folderUnwritable, "The file \(file) cannot be opened (\(error.cause)).")
            }
        }
        self.init(path: path, lock: lock)
    }

    private init(path: String, lock: FileLock?) {
        self.path = path
        self.lock = lock
    }

    /// Makes the folder where it is missing, mode 0700, and takes its lock.
    ///
    /// Throws `folder.permissions` where others may enter it or it is another's, `folder.locked` where a daemon runs on it, and
    /// `folder.unwritable` for the rest.
    package init(path: String) throws(DaemonError) {
        self.path = path
        if !Self.exists(path) { try Self.make(path) }
        try Self.checkPrivate(path)
        lock = try Self.takeLock(FileLocation(path: "\(path)/\(Self.lockName)"), of: path)
        if !Self.exists(weekKeys) { try Self.make(weekKeys) }
        try Self.checkPrivate(weekKeys, followsLink: false)
    }

    private static func make(_ path: String) throws(DaemonError) {
        do {
            try Folder.make(path)
        } catch {
            throw DaemonError(.folderUnwritable, "The folder \(path) cannot be made.")
        }
    }

    /// Looks at a folder as taking it would, and changes nothing; one that is not there is made at the first start.
    static func check(_ path: String) throws(DaemonError) {
        guard exists(path) else { return }
        try checkPrivate(path)
        if exists(weekKeys(in: path)) { try checkPrivate(weekKeys(in: path), followsLink: false) }
        try checkDatabaseIsWhole(in: path)
    }

    /// Looks without changing anything.
    ///
    /// - Parameters:
    ///   - owner: whose it must be; nil for anybody's.
    ///   - followsLink: The data folder itself may be reached by a link: systemd makes one for a service with a user of its own.
    package static func checkPrivate(_ path: String, of owner: UInt32? = geteuid(), followsLink: Bool = true) throws(DaemonError) {
        let status: FileStatus
        do throws(FileError) {
            guard let found = try FileLocation(path: path).status(followingLinks: followsLink) else {
                throw FileError(.inspect, path, reason: .missing)
            }
            status = found
        } catch {
            throw DaemonError(.folderUnwritable, "The folder \(path) cannot be read (\(error.cause)).")
        }
        guard status.kind != .symbolicLink else {
            throw DaemonError(.folderUnwritable, "\(path) is a symbolic link, which thawd does not follow: put the folder itself there.")
        }
        guard status.kind == .folder else { throw DaemonError(.folderUnwritable, "\(path) is not a folder.") }
        if let owner, status.owner != owner {
            throw DaemonError(.folderUnwritable, "The folder \(path) belongs to another user (\(status.owner), not \(owner)).")
        }
        guard status.isPrivate else {
            let mode = String(status.mode, radix: 8)
            throw DaemonError(.folderPermissions, "The folder \(path) has mode 0\(mode), so others can enter it: chmod 700 \(path)")
        }
    }

    /// An flock on a file of its own. The file holds the process's id, for the other one's error, and stays when the daemon ends.
    private static func takeLock(_ file: FileLocation, of folder: String) throws(DaemonError) -> FileLock {
        let lock: FileLock?
        do throws(FileError) {
            lock = try file.lock()
            try lock?.file.cut(to: 0)
            try lock?.file.write(Array("\(getpid())\n".utf8), at: 0)
        } catch {
            throw DaemonError(.folderUnwritable, "Nothing can be written in \(folder) (\(error.cause)).")
        }
        if let lock { return lock }
        let bytes = (try? file.read(bytesMax: holderBytesMax)) ?? []
        let holder = String(decoding: bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }, as: UTF8.self)
        throw DaemonError(.folderLocked, "The folder \(folder) is in use\(holder.isEmpty ? "" : " by process \(holder)").")
    }

    private static let holderBytesMax = 64
}
