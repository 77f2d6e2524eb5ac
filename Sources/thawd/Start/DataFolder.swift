package import DaemonSupport
import Files
import Foundation
import Glibc
import Wire

/// The folder with all of the registry's data. While a value exists, no other thawd can use the folder.
///
/// The names of its files are defined here. No file's name reveals anything about its content.
package final class DataFolder: Sendable {
    package let path: String
    /// Held while this process owns the folder. The system releases it even after a crash. nil while inspecting a folder that was never
    /// started.
    private let lock: FileLock?

    package var database: String { Self.database(in: path) }
    package var weekKeys: String { Self.weekKeys(in: path) }
    package var sealKey: String { "\(path)/\(Self.sealKeyName)" }
    package var tombstones: String { "\(path)/\(Self.tombstonesName)" }
    package var commitWitness: String { Self.commitWitness(in: path) }
    package var firstAdminToken: String { "\(path)/first-admin-token" }
    package var controlSocket: String { Self.controlSocket(in: path) }

    package static let sealKeyName = "seal.key"
    static let tombstonesName = "tombstones"
    private static let lockName = "lock"

    package static func database(in folder: String) -> String { "\(folder)/thaw.sqlite" }
    private static func commitWitness(in folder: String) -> String { "\(folder)/commit-witness" }
    private static func weekKeys(in folder: String) -> String { "\(folder)/weeks" }

    /// The file that exists after a jump of the wall clock.
    static func clockMark(in folder: String) -> String { "\(folder)/clock-jumped" }

    /// The socket for the operator's commands.
    package static func controlSocket(in folder: String) -> String { "\(folder)/control.sock" }

    /// Whether the registry exists.
    package var holdsDatabase: Bool { Self.holdsDatabase(in: path) }
    static func holdsDatabase(in folder: String) -> Bool { exists(database(in: folder)) }
    /// Whether a first start was interrupted before it wrote anything.
    package var databaseIsEmpty: Bool { Self.status(of: database)?.bytes == 0 }
    package var holdsTombstones: Bool { Self.exists(tombstones) }
    /// Whether a registry ever started here, or was put here. Then its key must exist, too.
    package var wasUsed: Bool { Self.wasUsed(path) }
    static func wasUsed(_ folder: String) -> Bool {
        [database(in: folder), "\(folder)/\(tombstonesName)", commitWitness(in: folder)].contains(where: exists)
    }

    /// Refuses a folder whose database is empty or missing, so that a registry never starts empty by mistake.
    package func checkDatabaseIsWhole() throws(DaemonError) {
        try Self.checkDatabaseIsWhole(in: path)
    }

    private static func checkDatabaseIsWhole(in folder: String) throws(DaemonError) {
        let (database, weekKeys) = (database(in: folder), weekKeys(in: folder))
        // A folder that cannot be listed is refused later, when it is opened.
        let hasWeekKeys = (try? FileManager.default.contentsOfDirectory(atPath: weekKeys))?.isEmpty == false
        let wasUsed = hasWeekKeys || exists("\(folder)/\(tombstonesName)")
        if let status = status(of: database) {
            guard status.kind == .regular else { throw DaemonError(.storeUnreadable, notPlain(database, status.kind)) }
            if status.bytes == 0 {
                // A first start makes these after the database. Without them, it was interrupted before it wrote anything. SQLite would
                // remove the log.
                guard wasUsed || bytes(of: database + "-wal") > 0 else { return }
                throw DaemonError(.storeCorrupt, "The database \(database) is empty. If it never had any data, remove it.")
            }
            // SQLite would write this file back into the database. It exists only while a first start makes the database.
            guard wasUsed, bytes(of: database + "-journal") > 0 else { return }
            throw DaemonError(.storeCorrupt, "The file \(database)-journal does not belong to the registry: thawd writes no such file.")
        }
        guard hasWeekKeys else { return }
        throw DaemonError(.storeCorrupt, "The database \(database) is gone, but \(weekKeys) has keys that belong to it.")
    }

    /// The status of the entry itself, even of a broken link; nil if there is none, or on an error, which opening the file reports.
    private static func status(of path: String) -> FileStatus? { (try? FileLocation(path: path).status()) ?? nil }
    private static func exists(_ path: String) -> Bool { status(of: path) != nil }
    private static func bytes(of path: String) -> Int { status(of: path)?.bytes ?? 0 }

    private static func notPlain(_ path: String, _ kind: FileStatus.Kind) -> String {
        kind == .symbolicLink
            ? "\(path) is a symbolic link, and thawd does not follow it. Put the file itself there." : "\(path) is not a regular file."
    }

    /// Locks the folder for an inspection that changes nothing; nil if another thawd uses it.
    convenience init?(inspecting path: String) throws(DaemonError) {
        let file = "\(path)/\(Self.lockName)"
        var lock: FileLock?
        do throws(FileError) {
            lock = try FileLocation(path: file).lock(making: false)
            guard lock != nil else { return nil }
        } catch {
            // The first start makes this file before any other, so without it nobody uses the folder.
            guard error.reason == .missing else {
                throw DaemonError(.folderUnwritable, "Cannot open the file \(file) (\(error.cause)).")
            }
        }
        self.init(path: path, lock: lock)
    }

    private init(path: String, lock: FileLock?) {
        self.path = path
        self.lock = lock
    }

    /// Makes the folder with mode 0700 if it is missing, and takes its lock.
    ///
    /// Throws `folder.permissions` if other users can enter it, `folder.locked` if a daemon uses it, and `folder.unwritable` for other
    /// errors.
    package init(path: String) throws(DaemonError) {
        self.path = path
        if !Self.exists(path) { try failing(as: .folderUnwritable, "Cannot make the folder \(path).") { try Folder.make(path) } }
        try Self.checkPrivate(path)
        lock = try Self.takeLock(FileLocation(path: "\(path)/\(Self.lockName)"), of: path)
        // The first week key makes it. A start that finds it missing must leave it missing: it refuses then.
        if Self.exists(weekKeys) { try Self.checkPrivate(weekKeys, followsLink: false) }
    }

    /// Checks a folder as a start would, and changes nothing. A missing folder is fine: the first start makes it.
    static func check(_ path: String) throws(DaemonError) {
        guard exists(path) else { return }
        try checkPrivate(path)
        if exists(weekKeys(in: path)) { try checkPrivate(weekKeys(in: path), followsLink: false) }
        try checkDatabaseIsWhole(in: path)
    }

    /// Checks that only its owner can enter a folder. Changes nothing.
    ///
    /// - Parameters:
    ///   - owner: the user who must own it; nil for any user.
    ///   - followsLink: whether it may be a link. The data folder itself may: systemd makes one for a service with its own user.
    package static func checkPrivate(_ path: String, of owner: UInt32? = geteuid(), followsLink: Bool = true) throws(DaemonError) {
        let status: FileStatus
        do throws(FileError) {
            guard let found = try FileLocation(path: path).status(followingLinks: followsLink) else {
                throw FileError(.inspect, path, reason: .missing)
            }
            status = found
        } catch {
            throw DaemonError(.folderUnwritable, "Cannot read the folder \(path) (\(error.cause)).")
        }
        guard status.kind != .symbolicLink else {
            throw DaemonError(.folderUnwritable, "\(path) is a symbolic link, and thawd does not follow it. Put the folder itself there.")
        }
        guard status.kind == .folder else { throw DaemonError(.folderUnwritable, "\(path) is not a folder.") }
        if let owner, status.owner != owner {
            throw DaemonError(.folderUnwritable, "The folder \(path) belongs to another user (\(status.owner), not \(owner)).")
        }
        guard status.isPrivate else {
            let mode = String(status.mode, radix: 8)
            throw DaemonError(.folderPermissions, "The folder \(path) has mode 0\(mode), so others can enter it. Run “chmod 700 \(path)”.")
        }
    }

    /// Takes a lock (flock) on a file. The file has the process ID, for another process's error, and stays after the daemon ends.
    private static func takeLock(_ file: FileLocation, of folder: String) throws(DaemonError) -> FileLock {
        let lock: FileLock?
        do throws(FileError) {
            lock = try file.lock()
            try lock?.file.cut(to: 0)
            try lock?.file.write(Array("\(getpid())\n".utf8), at: 0)
        } catch {
            throw DaemonError(.folderUnwritable, "Cannot write to the folder \(folder) (\(error.cause)).")
        }
        if let lock { return lock }
        // Only for the error's text, which does without the process ID if it cannot be read.
        let bytes = (try? file.read(bytesMax: holderBytesMax)) ?? []
        let holder = String(decoding: bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }, as: UTF8.self)
        throw DaemonError(.folderLocked, "The folder \(folder) is in use\(holder.isEmpty ? "" : " by process \(holder)").")
    }

    private static let holderBytesMax = 64
}
