import Foundation
import GRDBSQLite
import Sightings

/// SQLite's way to a database's files that leaves them as they are.
///
/// Even to read, SQLite makes a missing write-ahead log, sets the owner of one as root, and rolls back a journal. Here the log is opened
/// for reading only, a missing one is empty, and there is no journal.
enum ReadOnlyFiles {
    private static let name = "thaw-read-only"

    /// The database's name for `sqlite3_open`, and so for GRDB.
    static func uri(_ path: String) throws(StoreError) -> String {
        // Otherwise SQLite would read it as the name of a new file.
        guard sqlite3_compileoption_used("USE_URI") != 0 else { throw .setting(name: "use_uri") }
        guard isRegistered else { throw .setting(name: "vfs") }
        return try uri(path, "vfs=\(name)")
    }

    static func uri(_ path: String, _ parameters: String) throws(StoreError) -> String {
        var allowed = CharacterSet.urlPathAllowed
        allowed.remove(charactersIn: "?#%;")
        guard let name = path.addingPercentEncoding(withAllowedCharacters: allowed) else { throw .inputOutput(code: SQLITE_CANTOPEN) }
        return "file:\(name)?\(parameters)"
    }

    /// SQLite keeps pointers to these, so they must stay valid.
    private static let isRegistered: Bool = {
        guard let system = sqlite3_vfs_find(nil) else { return false }
        let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        files.initialize(to: system.pointee)
        files.pointee.pNext = nil
        files.pointee.zName = UnsafePointer(strdup(name))
        files.pointee.xOpen = { _, path, file, flags, flagsFound in
            guard let system = sqlite3_vfs_find(nil) else { return SQLITE_CANTOPEN }
            guard flags & SQLITE_OPEN_WAL != 0 else { return system.pointee.xOpen(system, path, file, flags, flagsFound) }
            var hasBytes: Int32 = 0
            _ = system.pointee.xAccess(system, path, SQLITE_ACCESS_EXISTS, &hasBytes)
            // The owner is set of files of the type `WAL` alone.
            let readOnly = SQLITE_OPEN_READONLY | SQLITE_OPEN_TRANSIENT_DB
            return system.pointee.xOpen(system, hasBytes != 0 ? path : nothing.path, file, readOnly, flagsFound)
        }
        files.pointee.xAccess = { _, path, question, answer in
            guard let system = sqlite3_vfs_find(nil), let path else { return SQLITE_IOERR }
            guard !String(cString: path).hasSuffix("-journal") else {
                answer?.pointee = 0
                return SQLITE_OK
            }
            return system.pointee.xAccess(system, path, question, answer)
        }
        files.pointee.xDelete = { _, _, _ in SQLITE_READONLY }
        return sqlite3_vfs_register(files, 0) == SQLITE_OK
    }()

    private static let nothing = KeptPath("/dev/null")

    /// A path that SQLite may keep for as long as a file is open.
    ///
    /// Unchecked: the bytes never change and are never freed.
    private struct KeptPath: @unchecked Sendable {
        let path: UnsafePointer<CChar>?

        init(_ path: String) { self.path = UnsafePointer(strdup(path)) }
    }
}
