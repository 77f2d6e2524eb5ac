import Foundation
import GRDB
import Sightings

/// A look at a file that nobody else has open. The folder's lock sees to that.
struct DatabaseLook: Sendable {
    /// The write-ahead log that SQLite made empty, because there was none.
    private let madeLog: String?

    /// Opens a database with its log, and writes to neither.
    ///
    /// - Returns: the file itself; or a copy in memory, brought up, if a start would first change the file's shape.
    static func open(_ path: String) throws(StoreError) -> (DatabaseQueue, DatabaseLook) {
        let log = path + "-wal"
        let look = DatabaseLook(madeLog: FileManager.default.fileExists(atPath: log) ? nil : log)
        do {
            let file = try DatabaseQueue(path: path, configuration: SightingDatabase.lookingConfiguration)
            try file.read(Schema.check)
            let isReady = try file.read { database in try Schema.isNewest(database) && RegistryTable.layout.hasRows(database) }
            guard !isReady else { return (file, look) }
            let copy = try DatabaseQueue()
            try file.backup(to: copy)
            try file.close()
            look.close()
            try Schema.bringUpToDate(copy)
            return (copy, DatabaseLook(madeLog: nil))
        } catch {
            look.close()
            throw StoreError(error)
        }
    }

    /// Removes the log that SQLite made; to be called once the database is closed.
    func close() {
        var status = stat()
        guard let madeLog, lstat(madeLog, &status) == 0, status.st_size == 0 else { return }
        unlink(madeLog)
    }
}
