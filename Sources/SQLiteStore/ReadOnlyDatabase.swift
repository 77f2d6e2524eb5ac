import Files
import GRDB
import Sightings

/// Reads a file that nobody else has open; the folder's lock ensures that.
struct ReadOnlyDatabase: Sendable {
    /// The empty write-ahead log that SQLite made because there was none.
    private let madeLog: FileLocation?

    /// Opens a database with its log, and writes to neither.
    ///
    /// - Returns: the file itself, or an updated copy in memory if a start would migrate the file.
    static func open(_ path: String) throws(StoreError) -> (DatabaseQueue, ReadOnlyDatabase) {
        let log = FileLocation(path: path + "-wal")
        let readOnly = ReadOnlyDatabase(madeLog: (try? log.status()) == nil ? log : nil)
        do {
            let file = try DatabaseQueue(path: path, configuration: SightingDatabase.readOnlyConfiguration)
            try file.read(Schema.check)
            let isReady = try file.read { database in try Schema.isNewest(database) && RegistryTable.layout.hasRows(database) }
            guard !isReady else { return (file, readOnly) }
            let copy = try DatabaseQueue()
            try file.backup(to: copy)
            try file.close()
            readOnly.close()
            try Schema.bringUpToDate(copy)
            return (copy, ReadOnlyDatabase(madeLog: nil))
        } catch {
            readOnly.close()
            throw StoreError(error)
        }
    }

    /// Removes the log that SQLite made; call it after closing the database.
    func close() {
        guard let madeLog, (try? madeLog.status())?.bytes == 0 else { return }
        _ = try? madeLog.removeIfThere()
    }
}
