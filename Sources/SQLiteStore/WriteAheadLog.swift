import Foundation
import GRDB
import Sightings
import Synchronization

/// The file beside the database that commits are appended to, until its pages are moved into the database.
///
/// SQLite itself moves none of them: a checkpoint inside a commit would hide its errors.
final class WriteAheadLog: Sendable {
    private static let bytesMax = 16 << 20

    private let path: String
    /// How long it may grow before it is written from its start again.
    private let bytesKept = Mutex(WriteAheadLog.bytesMax)

    init(of databasePath: String) {
        path = databasePath + "-wal"
    }

    /// Moves the pages of a log that has grown long into the database. Its file stays as long as it is: to write over it costs an fsync less than to
    /// make it longer.
    ///
    /// - Parameter witness: of the last commit; on disk before the pages move.
    func keepShort(_ database: Database, _ witness: CommitWitness?) throws {
        let bytes = bytes()
        guard bytes > bytesKept.withLock({ $0 }) else { return }
        try witness?.sync()
        // Each round leaves it longer by what the last commit was above the mark.
        guard bytes < 2 * Self.bytesMax else { return try empty(database) }
        try checkpoint("RESTART", database)
        bytesKept.withLock { $0 = bytes }
    }

    /// Moves all pages into the database, and cuts the log to nothing, so that no copy of what was erased lies in it.
    func empty(_ database: Database) throws {
        try checkpoint("TRUNCATE", database)
        bytesKept.withLock { $0 = Self.bytesMax }
    }

    private func checkpoint(_ mode: String, _ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(\(mode))")
        guard let isBusy: Int = row?[0], isBusy == 0 else { throw StoreError.locked }
    }

    private func bytes() -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return Int(status.st_size)
    }
}
