import GRDB
import Sightings

/// Reads a file that nobody else has open; the folder's lock ensures that.
enum ReadOnlyDatabase {
    /// Opens a database with its log, and changes neither, nor anything about them.
    ///
    /// - Returns: the file itself, or an updated copy in memory if a start would migrate the file.
    static func open(_ path: String) throws(StoreError) -> DatabaseQueue {
        let uri = try ReadOnlyFiles.uri(path)
        return try translating {
            let file = try DatabaseQueue(path: uri, configuration: SightingDatabase.readOnlyConfiguration)
            try file.read(SchemaMigrator.check)
            let isReady = try file.read { database in try SchemaMigrator.isNewest(database) && RegistryTable.layout.hasRows(database) }
            guard !isReady else { return file }
            let copy = try DatabaseQueue()
            try file.backup(to: copy)
            try file.close()
            try SchemaMigrator.bringUpToDate(copy)
            return copy
        }
    }
}
